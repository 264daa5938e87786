/** What a key that was found opens becomes a secret itself. The sealing is made here, from each format's documentation. */
import assert from 'node:assert/strict';
import { constants, createCipheriv, createPublicKey, diffieHellman, generateKeyPairSync } from 'node:crypto';
import { hkdfSync, publicEncrypt } from 'node:crypto';
import { test } from 'node:test';
import { ageIdentities, bech32, identityFrom } from '../../src/proof/age.ts';
import { splitAnchors } from '../../src/proof/anchors.ts';
import { createBudget } from '../../src/proof/budget.ts';
import { prove } from '../../src/proof/prove.ts';
import { createProofs } from '../../src/proof/proofs.ts';
import { bytes, jwtSecret } from '../support/secrets.ts';
import { AS_OF, details, found, proved } from './found.ts';
import type { Secret } from '../../src/model.ts';

const anchor = (kind: string, path = 'sealed.txt') => ({
  path,
  line: 2,
  rule: { id: kind, kind, anchor: true as const, nature: 'identifier' as const },
});

/** A file for one X25519 recipient, up to what is encrypted. */
function ageFile(recipient: Buffer, name: string): Buffer {
  const { privateKey, publicKey } = generateKeyPairSync('x25519');
  const share = Buffer.from(publicKey.export({ format: 'jwk' }).x!, 'base64url');
  const spki = Buffer.concat([Buffer.from('302a300506032b656e032100', 'hex'), recipient]);
  const shared = diffieHellman({ privateKey, publicKey: createPublicKey({ key: spki, format: 'der', type: 'spki' }) });
  const key = hkdfSync('sha256', shared, Buffer.concat([share, recipient]), 'age-encryption.org/v1/X25519', 32);
  const cipher = createCipheriv('chacha20-poly1305', Buffer.from(key), Buffer.alloc(12), { authTagLength: 16 });
  const body = Buffer.concat([cipher.update(bytes(name, 16)), cipher.final(), cipher.getAuthTag()]);
  const base64 = (raw: Buffer): string => raw.toString('base64').replaceAll('=', '');
  const header = `age-encryption.org/v1\n-> X25519 ${base64(share)}\n${base64(body)}\n--- ${base64(bytes(`mac ${name}`, 32))}\n`;
  return Buffer.concat([Buffer.from(header), bytes(`nonce ${name}`, 64)]);
}

const identity = (name: string): string => bech32('age-secret-key-', bytes(name, 32)).toUpperCase();

test('an age identity opens the files that were encrypted for it, and each of them is lost with it', () => {
  const half = identityFrom(identity('mine'))!.publicHalf;
  const files = ['one', 'two'].map((name) => found(ageFile(half, name), anchor('age-file', `${name}.age`)));
  const other = found(ageFile(identityFrom(identity('yours'))!.publicHalf, 'three'), anchor('age-file', 'three.age'));
  const key = found(identity('mine'), { path: 'keys.txt' });
  const { secrets } = prove([key, ...files, other], AS_OF);
  assert.deepEqual(
    secrets.map(({ occurrences: [place] }) => place?.path),
    ['keys.txt', 'one.age', 'two.age'],
  );
  const [first, ...opened] = secrets as [Secret, ...Secret[]];
  assert.ok(first.proofs.some(({ detail }) => detail === 'opens what age encrypted in one.age:2 and 1 more'));
  assert.deepEqual(
    first.related.map(({ id, how }) => [how, id]).sort(),
    files.map(({ id }) => ['wraps', id]).sort(),
  );
  for (const { rule, nature, occurrences, proofs, related } of opened) {
    assert.deepEqual([rule.anchor, nature], [undefined, 'secret']);
    assert.deepEqual(occurrences.map((place) => [place.nature, place.rule.anchor]), [['secret', undefined]]);
    assert.deepEqual(related, [{ id: key.id, how: 'wrapped by' }]);
    assert.equal(proofs[0]?.detail, 'can be read with the age identity in keys.txt:1: what it wraps has leaked with it');
  }
});

test('a file of age that was changed, or that says it is one, is opened by nobody', () => {
  const half = identityFrom(identity('mine'))!.publicHalf;
  const whole = ageFile(half, 'whole');
  const cut = whole.subarray(0, 60);
  const text = whole.toString('latin1');
  const other = text.replace(/(?<=\n)[A-Za-z0-9+/](?=[A-Za-z0-9+/]{42}\n---)/, (first) => (first === 'A' ? 'B' : 'A'));
  const changed = Buffer.from(other, 'latin1');
  const flat = Buffer.from(text.replace(/X25519 .{43}/, `X25519 ${'A'.repeat(43)}`), 'latin1');
  assert.ok(!changed.equals(whole) && !flat.equals(whole));
  for (const file of [cut, changed, flat]) {
    const told = proved(found(identity('mine')), found(file, anchor('age-file')));
    assert.equal(told.length, 1);
    assert.deepEqual(details(told[0], 'proven'), []);
  }
});

test('files beyond the budget are counted', () => {
  const half = identityFrom(identity('mine'))!.publicHalf;
  const files = Array.from({ length: 5 }, (_, n) => found(ageFile(half, `file ${n}`), anchor('age-file', `${n}.age`)));
  const { secrets, anchors } = splitAnchors([found(identity('mine')), ...files]);
  const proofs = createProofs();
  ageIdentities(secrets, anchors, proofs, createBudget(130));
  assert.equal(proofs.reported.length, 2);
  assert.deepEqual(proofs.gaps.map(({ count }) => count), [3]);
});

function sealedSecret(publicKey: ReturnType<typeof createPublicKey>, label: string, text: string): string {
  const session = bytes(`session ${text}`, 32);
  const padding = constants.RSA_PKCS1_OAEP_PADDING;
  const wrapped = publicEncrypt({ key: publicKey, oaepHash: 'sha256', oaepLabel: Buffer.from(label), padding }, session);
  const cipher = createCipheriv('aes-256-gcm', session, Buffer.alloc(12));
  const length = Buffer.alloc(2);
  length.writeUInt16BE(wrapped.length);
  return Buffer.concat([length, wrapped, cipher.update(text), cipher.final(), cipher.getAuthTag()]).toString('base64');
}

test("the controller's key opens its sealed secrets, whatever their label, and no other key does", () => {
  const pair = (): { publicKey: ReturnType<typeof createPublicKey>; secret: Secret } => {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 4096 });
    const der = privateKey.export({ format: 'der', type: 'pkcs1' });
    return { publicKey, secret: found(der, { path: 'sealing.key', rule: { kind: 'private-key' } }) };
  };
  const [mine, other] = [pair(), pair()];
  const sealed = ['', 'prod', 'prod/db'].map((label) =>
    found(sealedSecret(mine.publicKey, label, `value of ${label}`), anchor('sealed-secret', 'sealed.yaml')),
  );
  const told = proved(mine.secret, other.secret, ...sealed);
  assert.equal(told.length, 5);
  assert.ok(details(told[0], 'proven').includes('opens the sealed secret in sealed.yaml:2 and 2 more'));
  assert.deepEqual(details(told[1], 'proven'), []);
  for (const opened of told.slice(2))
    assert.deepEqual(details(opened, 'proven'), [
      'can be read with the private key in sealing.key:1: what it wraps has leaked with it',
    ]);
  assert.equal(proved(other.secret, ...sealed).length, 1);
});

test('an anchor with the value of a secret makes no second one', () => {
  const half = identityFrom(identity('mine'))!.publicHalf;
  const file = ageFile(half, 'both');
  const told = prove([found(identity('mine')), found(file), found(file, anchor('age-file'))], AS_OF).secrets;
  assert.equal(told.length, 2);
  assert.deepEqual(told[1]?.related.map(({ how }) => how), ['wrapped by']);
});

test('one value in several encodings is said to be one', () => {
  const key = bytes('forms', 32);
  const forms = [key.toString('hex'), key.toString('base64'), key.toString('base64url'), key.toString('hex').toUpperCase()];
  const told = proved(...forms.map((form, at) => found(form, { line: at + 1 })), found(jwtSecret('another')));
  assert.deepEqual(told.map(({ related }) => related.filter(([how]) => how === 'other form of').length), [3, 1, 1, 1, 0]);
});

test('the id and the secret of one key of any provider belong together', () => {
  const rule = (nature: 'identifier' | 'secret') => ({ rule: { kind: 'tencent-key', nature } });
  const place = (line: number) => ({ line, place: { nature: line === 1 ? ('identifier' as const) : ('secret' as const) } });
  const id = found(jwtSecret('id'), { ...rule('identifier'), ...place(1) });
  const key = found(jwtSecret('key'), { ...rule('secret'), ...place(2) });
  const [first, second] = proved(id, key);
  assert.deepEqual(first?.related, [['key id of', key]]);
  assert.deepEqual(second?.related, [['key of', id]]);
});
