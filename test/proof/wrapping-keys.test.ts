/** Keys of frameworks tied to what they sealed. The sealing is made here, from each format's documentation. */
import assert from 'node:assert/strict';
import { createCipheriv, createECDH, createHash, createHmac, pbkdf2Sync } from 'node:crypto';
import { test } from 'node:test';
import { bech32, identityFrom, recipientOf } from '../../src/proof/age.ts';
import { ansibleVault } from '../../src/proof/ansible-vault.ts';
import { splitAnchors } from '../../src/proof/anchors.ts';
import { createBudget } from '../../src/proof/budget.ts';
import { laravelPayload } from '../../src/proof/laravel.ts';
import { createProofs } from '../../src/proof/proofs.ts';
import { wrappingKeys } from '../../src/proof/wrapping-keys.ts';
import { bytes, characters, jwtSecret, password } from '../support/secrets.ts';
import { anchor, found, proved, proven } from './found.ts';


function laravel(key: Buffer, text: string): string {
  const iv = bytes(`iv of ${text}`, 16);
  const cipher = createCipheriv('aes-256-cbc', key, iv);
  const value = Buffer.concat([cipher.update(text), cipher.final()]).toString('base64');
  const parts = { iv: iv.toString('base64'), value };
  const mac = createHmac('sha256', key)
    .update(parts.iv + parts.value)
    .digest('hex');
  return Buffer.from(JSON.stringify({ ...parts, mac, tag: '' })).toString('base64');
}

test('the key of a Laravel application opens what it encrypted', () => {
  const key = bytes('laravel', 32);
  const sealed = laravel(key, 'a session');
  const said = ['opens the Laravel payload in sealed.txt:2'];
  assert.deepEqual(proven(`base64:${key.toString('base64')}`, sealed, 'laravel-payload'), said);
  assert.deepEqual(proven(key.toString('base64'), sealed, 'laravel-payload'), said);
  assert.deepEqual(proven(`base64:${bytes('other', 32).toString('base64')}`, sealed, 'laravel-payload'), []);
  assert.deepEqual(proven(key.toString('base64'), 'eyJpdiI6', 'laravel-payload'), []);
});

test('the same where Laravel encrypts with AES-GCM, which has a tag and no HMAC', () => {
  const key = bytes('laravel, gcm', 32);
  const iv = bytes('iv', 12);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  const value = Buffer.concat([cipher.update('a session'), cipher.final()]);
  const sealed = (tag: Buffer): string => {
    const parts = { iv: iv.toString('base64'), value: value.toString('base64'), mac: '', tag: tag.toString('base64') };
    return Buffer.from(JSON.stringify(parts)).toString('base64');
  };
  const tag = cipher.getAuthTag();
  const appKey = (bytesOfKey: Buffer): string => `base64:${bytesOfKey.toString('base64')}`;
  assert.deepEqual(proven(appKey(key), sealed(tag), 'laravel-payload'), ['opens the Laravel payload in sealed.txt:2']);
  assert.deepEqual(proven(appKey(bytes('other', 32)), sealed(tag), 'laravel-payload'), []);
  assert.deepEqual(proven(appKey(key), sealed(Buffer.from(tag.map((byte) => byte ^ 1))), 'laravel-payload'), []);
  assert.deepEqual(proven(appKey(key), sealed(Buffer.alloc(0)), 'laravel-payload'), []);
});

test('the secret of Flask, of Django, of itsdangerous and of Express signs its cookies and tokens', () => {
  const secret = jwtSecret('cookies');
  const payload = Buffer.from(JSON.stringify({ user: 7 })).toString('base64url');
  const flask = `${payload}.${characters('time', 'abcdefgh', 6)}`;
  const flaskKey = createHmac('sha1', secret).update('cookie-session').digest();
  const flaskCookie = `${flask}.${createHmac('sha1', flaskKey).update(flask).digest('base64url')}`;
  const django = `${payload}:${characters('time', 'abcdefgh', 6)}`;
  const djangoSigned = (purpose: string, text: string, hash = 'sha256'): string => {
    const key = createHash(hash).update(`${purpose}signer${secret}`).digest();
    return `${text}:${createHmac(hash, key).update(text).digest('base64url')}`;
  };
  const itsdangerous = (purpose: string, text: string): string => {
    const key = createHash('sha1').update(`${purpose}signer${secret}`).digest();
    return `${text}.${createHmac('sha1', key).update(text).digest('base64url')}`;
  };
  const session = characters('session', 'abcdefgh', 32);
  const expressCookie = `s%3A${session}.${createHmac('sha256', secret).update(session).digest('base64').replace('=', '')}`;
  const others = [
    djangoSigned('django.contrib.sessions.SessionStore', django),
    djangoSigned('django.core.signing', django, 'sha1'),
    djangoSigned('django.core.signing.TimestampSigner', django),
    djangoSigned('django.core.signing.Signer', payload),
    itsdangerous('itsdangerous', payload),
    itsdangerous('itsdangerous', flask),
    itsdangerous('itsdangerous.Signer', `${Buffer.from('{"a":1}').toString('base64')}.abcdef`),
    expressCookie.replaceAll('/', '%2F').replaceAll('+', '%2B'),
    expressCookie.replace('%3A', ':'),
  ];
  for (const cookie of [flaskCookie, ...others]) {
    assert.deepEqual(proven(secret, cookie, 'signed-cookie'), ['signs the cookie or token in sealed.txt:2']);
    assert.deepEqual(proven(jwtSecret('other'), cookie, 'signed-cookie'), []);
    assert.deepEqual(proven(secret, `${cookie.slice(0, -2)}__`, 'signed-cookie'), []);
  }
});

function vault(secret: string, text: string): string {
  const salt = bytes(`salt of ${text}`, 32);
  const keys = pbkdf2Sync(secret, salt, 10_000, 80, 'sha256');
  const cipher = createCipheriv('aes-256-ctr', keys.subarray(0, 32), keys.subarray(64));
  const sealed = Buffer.concat([cipher.update(text), cipher.final()]);
  const hmac = createHmac('sha256', keys.subarray(32, 64)).update(sealed).digest('hex');
  const inner = [salt.toString('hex'), hmac, sealed.toString('hex')].join('\n');
  return (
    Buffer.from(inner)
      .toString('hex')
      .match(/.{1,80}/g) ?? []
  ).join('\n          ');
}

test('a password opens its vault, indented and with text behind it', () => {
  const secret = password('vault');
  const sealed = vault(secret, 'a secret that is long enough for a few lines of hex');
  for (const text of [sealed, `${sealed}\n          \nde`, sealed.replaceAll('\n', '\r\n')])
    assert.deepEqual(proven(secret, text, 'ansible-vault'), ['opens the vault in sealed.txt:2']);
  assert.deepEqual(proven(password('other'), sealed, 'ansible-vault'), []);
  assert.deepEqual(proven(secret, 'ab '.repeat(200), 'ansible-vault'), []);
});

test('of slow guesses the likely names come first, and a budget that runs out is said', () => {
  const secret = password('named');
  const named = found(secret, { place: { name: 'ANSIBLE_VAULT_PASSWORD' } });
  const others = Array.from({ length: 40 }, (_, index) => found(password(`other ${index}`)));
  const sealed = [vault(secret, 'x'.repeat(64)), vault(password('unknown'), 'y'.repeat(64))];
  const { secrets, anchors } = splitAnchors([
    ...others,
    named,
    ...sealed.map((text) => found(text, anchor('ansible-vault'))),
  ]);
  const proofs = createProofs();
  wrappingKeys(secrets, anchors, proofs, () => createBudget(12_000));
  assert.deepEqual(
    proofs.told(named).proofs.map(({ detail }) => detail),
    ['opens the vault in sealed.txt:2'],
  );
  assert.deepEqual(
    proofs.gaps.map(({ what, count }) => [what, count]),
    [['values not tried with every key (limit vault-steps)', 1]],
  );
});

test('a vault in many versions that nothing opens leaves enough for another one', () => {
  const secret = password('last');
  const others = Array.from({ length: 20 }, (_, index) => found(password(`other ${index}`), { place: { name: 'VAULT_PASSWORD' } }));
  const versions = Array.from({ length: 40 }, (_, index) => vault(password('unknown'), `version ${index}`.padEnd(64)));
  const { secrets, anchors } = splitAnchors([
    ...others,
    found(secret),
    ...versions.map((text) => found(text, anchor('ansible-vault', 'a.yml'))),
    found(vault(secret, 'x'.repeat(64)), anchor('ansible-vault', 'b.yml')),
  ]);
  const proofs = createProofs();
  wrappingKeys(secrets, anchors, proofs);
  assert.deepEqual(proofs.reported.map(({ occurrences: [place] }) => place?.path), ['b.yml']);
  assert.ok(proofs.gaps[0]!.count >= 30);
});

test('a key that opened one vault costs the next one no more than one try', () => {
  const keys = ['first', 'second', 'third'].map((name) => password(name));
  const vaults = keys.map((key, index) => found(vault(key, 'x'.repeat(64)), anchor('ansible-vault', `${index}.yml`)));
  const { secrets, anchors } = splitAnchors([...keys.map((key) => found(key)), ...vaults]);
  const proofs = createProofs();
  wrappingKeys(secrets, anchors, proofs);
  assert.deepEqual(proofs.reported.map(({ occurrences: [place] }) => place?.path).sort(), ['0.yml', '1.yml', '2.yml']);
  assert.deepEqual(proofs.gaps, []);
});

test('an age identity is known by its checksum, and opens what is sealed for its recipient', () => {
  const identity = bech32('age-secret-key-', bytes('age', 32)).toUpperCase();
  const recipient = recipientOf(identityFrom(identity)!);
  assert.match(recipient, /^age1[a-z0-9]{58}$/);
  const [secret] = proved(found(identity), found(recipient, anchor('age-recipient', '.sops.yaml')));
  assert.deepEqual(
    secret?.proofs.map(({ detail }) => detail),
    [
      'opens what is sealed for the recipient in .sops.yaml:2',
      'the checksum inside it fits: issued as an age identity',
    ],
  );
  const changed = identity.slice(0, -1) + (identity.endsWith('Q') ? 'P' : 'Q');
  assert.equal(identityFrom(changed), undefined);
  assert.deepEqual(proved(found(changed), found(recipient, anchor('age-recipient')))[0]?.proofs, []);
});

test("the recipient of age's own test identity is the one it publishes", () => {
  const identity = bech32('age-secret-key-', Buffer.alloc(32, 0x42)).toUpperCase();
  assert.ok(identity.endsWith('4EGAEX'));
  assert.equal(recipientOf(identityFrom(identity)!), 'age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj');
});

test('a private key of dotenvx is tied to the public one beside what it encrypts', () => {
  const curve = createECDH('secp256k1');
  const key = bytes('dotenvx', 32);
  curve.setPrivateKey(key);
  const half = curve.getPublicKey('hex', 'compressed');
  assert.deepEqual(proven(key.toString('hex'), half, 'dotenvx-public-key'), [
    'opens what is encrypted for the public key in sealed.txt:2',
  ]);
  assert.deepEqual(proven(bytes('other', 32).toString('hex'), half, 'dotenvx-public-key'), []);
  assert.deepEqual(proven('f'.repeat(64), half, 'dotenvx-public-key'), [], 'beyond the order of the curve');
  // SEC 2: the private key 1 has the base point for its public one
  const base = `02${'79be667ef9dcbbac55a06295ce870b07'}${'029bfcdb2dce28d959f2815b16f81798'}`;
  assert.equal(proven('1'.padStart(64, '0'), base, 'dotenvx-public-key').length, 1);
});

test('one try costs what is hashed for it, also of parts that are short when nobody means harm', () => {
  const payload = (iv: string): Buffer =>
    Buffer.from(Buffer.from(JSON.stringify({ iv, value: 'x', mac: '0'.repeat(64) })).toString('base64'));
  assert.equal(laravelPayload.read(payload('i'.repeat(40_000)))!.steps - laravelPayload.read(payload('i'))!.steps, 40_000 >> 10);
  const sealed = (salt: number): Buffer => {
    const inner = [bytes('salt', salt), bytes('hmac', 32), bytes('text', 64)].map((part) => part.toString('hex')).join('\n');
    return Buffer.from(Buffer.from(inner).toString('hex').replace(/.{80}/g, '$&\n'));
  };
  assert.equal(ansibleVault.read(sealed(40_000))!.steps - ansibleVault.read(sealed(32))!.steps, 3 * (40_000 >> 10));
});
