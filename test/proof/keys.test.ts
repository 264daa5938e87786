/** Private keys: which encodings are read, what they tell, and that they tell the same in each. */
import assert from 'node:assert/strict';
import { createHash, generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';
import { keyFromWire, sshFingerprint, wireOf } from '../../src/ssh-wire.ts';
import { createBudget } from '../../src/proof/budget.ts';
import { createProofs } from '../../src/proof/proofs.ts';
import { splitAnchors } from '../../src/proof/anchors.ts';
import { stretched } from '../../src/proof/bcrypt.ts';
import { unlock } from '../../src/proof/passphrases.ts';
import { bytes, password } from '../support/secrets.ts';
import { details, found, proved } from './found.ts';
import { der } from './certificate.ts';
import { lockedSshKey, openSshKey, wire } from './openssh.ts';
import type { Secret } from '../../src/model.ts';

const KEY = { rule: { kind: 'private-key', provider: 'pem' } };

test('RSA keys tell the same fingerprint in both encodings, EC keys too', () => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  const told = proved(
    found(rsa.export({ format: 'der', type: 'pkcs8' }), KEY),
    found(rsa.export({ format: 'der', type: 'pkcs1' }), KEY),
    found(ec.export({ format: 'der', type: 'pkcs8' }), KEY),
    found(ec.export({ format: 'der', type: 'sec1' }), KEY),
  ).map((one) => details(one, 'decoded')[0]);
  assert.match(told[0] ?? '', /^RSA key of 2048 bits, fingerprint SHA256:[A-Za-z0-9+/]{43}$/);
  assert.equal(told[0], told[1]);
  assert.match(told[2] ?? '', /^P-256 key, fingerprint SHA256:/);
  assert.equal(told[2], told[3]);
});

test('the wire form of a public key leads back to it', () => {
  const keys = [
    generateKeyPairSync('rsa', { modulusLength: 2048 }),
    generateKeyPairSync('ec', { namedCurve: 'P-256' }),
    generateKeyPairSync('ec', { namedCurve: 'P-384' }),
    generateKeyPairSync('ec', { namedCurve: 'P-521' }),
    generateKeyPairSync('ed25519'),
  ];
  for (const { publicKey } of keys) assert.ok(keyFromWire(wireOf(publicKey)!)?.equals(publicKey));
});

test('a fingerprint is the SHA-256 of the wire form, in base64 without padding', () => {
  const blob = Buffer.concat([wire('ssh-ed25519'), wire(bytes('ed25519', 32))]);
  const expected = createHash('sha256').update(blob).digest('base64').replace('=', '');
  assert.equal(sshFingerprint(blob), `SHA256:${expected}`);
});

test('an OpenSSH key tells its fingerprint behind a passphrase too, and that it is behind one', () => {
  const blob = Buffer.concat([wire('ssh-ed25519'), wire(bytes('ed25519', 32))]);
  const open = details(proved(found(openSshKey(blob), KEY))[0], 'decoded')[0];
  const locked = details(proved(found(openSshKey(blob, 'aes256-ctr'), KEY))[0], 'decoded')[0];
  assert.equal(open, `Ed25519 key, fingerprint ${sshFingerprint(blob)}`);
  assert.equal(locked, `${open}, behind a passphrase that can be guessed offline`);
});

test('a body that is cut anywhere, or is anything else, tells nothing and breaks nothing', () => {
  const blob = Buffer.concat([wire('ecdsa-sha2-nistp256'), wire('nistp256'), wire(bytes('point', 65))]);
  const whole = openSshKey(blob);
  for (let length = 1; length < whole.length; length += 7) proved(found(whole.subarray(0, length), KEY));
  assert.deepEqual(details(proved(found(whole.subarray(0, 60), KEY))[0], 'decoded'), []);
  assert.deepEqual(details(proved(found(bytes('noise', 600), KEY))[0], 'decoded'), []);
});

test('a passphrase that was found opens its key, which then tells and proves what other keys do', () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const passphrase = password('key');
  const locked = privateKey.export({ format: 'der', type: 'pkcs8', cipher: 'aes-256-cbc', passphrase });
  const key = found(locked, { ...KEY, path: 'id.pem' });
  const others = ['a', 'b', 'c'].map((name) => found(password(name), { rule: { kind: 'password' } }));
  const opener = found(passphrase, { path: 'app.env', line: 3, rule: { kind: 'password' } });
  const [told, opening] = proved(key, opener, ...others);
  assert.deepEqual(details(told, 'proven'), ['its passphrase stands in app.env:3']);
  assert.match(details(told, 'decoded')[0] ?? '', /^RSA key of 2048 bits/);
  assert.deepEqual(details(opening, 'proven'), ['opens the private key in id.pem:1']);
  assert.deepEqual(opening?.related, [['wraps', key]]);
  assert.deepEqual(opening?.kinds, ['password']);
  assert.deepEqual(proved(key, ...others)[0]?.proofs, []);
});

const ANCHORS = splitAnchors([]).anchors;

test('a key that asks for more rounds than the budget has is not tried, and that is said', () => {
  const { privateKey } = generateKeyPairSync('ed25519');
  const locked = privateKey.export({ format: 'der', type: 'pkcs8', cipher: 'aes-256-cbc', passphrase: 'x' });
  const rounds = locked.indexOf(Buffer.from([0x02, 0x02, 0x08, 0x00]));
  assert.ok(rounds > 0, 'OpenSSL writes 2048 rounds');
  locked.set([0x7f, 0xff], rounds + 2);
  const proofs = createProofs();
  const key = found(locked, KEY);
  assert.equal(unlock([key], [found('x'), found('y')], ANCHORS, proofs, createBudget(8_000)).size, 0);
  assert.deepEqual(proofs.gaps, [
    {
      what: 'encrypted private keys not tried with every value (limit key-steps)',
      why: 'too slow to try more',
      count: 1,
    },
  ]);
});

/** Encrypted PKCS #8, as far as it takes to say how a key is made of the passphrase. */
function sealedKey(scheme: string, ...parameters: readonly Buffer[]): Buffer {
  return der(0x30, der(0x30, der(6, Buffer.from(scheme, 'hex')), der(0x30, ...parameters)), der(4, bytes('locked', 48)));
}

const SALT = der(4, bytes('salt', 8));
const number = (hex: string): Buffer => der(2, Buffer.from(hex, 'hex'));
const pbes2 = (derivation: string, ...numbers: readonly Buffer[]): Buffer =>
  sealedKey('2a864886f70d01050d', der(0x30, der(6, Buffer.from(derivation, 'hex')), der(0x30, SALT, ...numbers)));

test('keys that are slow on purpose take nothing from one that is not, and each of them is counted', () => {
  const passphrase = password('key');
  const { privateKey } = generateKeyPairSync('ed25519');
  const quick = found(privateKey.export({ format: 'der', type: 'pkcs8', cipher: 'aes-256-cbc', passphrase }), KEY);
  const slow = ['a', 'b'].map((name) => found(pbes2('2a864886f70d01050c', number('0fffff'), der(4, bytes(name, 8))), KEY));
  const likely = ['one', 'two', 'three'].map((name) => found(password(name), { place: { name: 'KEY_PASSPHRASE' } }));
  const proofs = createProofs();
  const opened = unlock([...slow, quick], [...likely, found(passphrase)], ANCHORS, proofs);
  assert.deepEqual([...opened.keys()], [quick]);
  assert.deepEqual(proofs.gaps.map(({ count }) => count), [2]);
});

test('what a guess costs, a key says itself, whichever way it is encrypted', () => {
  const costly: Readonly<Record<string, Buffer>> = {
    'PBES1 of PKCS #12': sealedKey('2a864886f70d010c0103', SALT, number('7fffffff')),
    'PBES1 of PKCS #5': sealedKey('2a864886f70d010503', SALT, number('7fffffff')),
    PBKDF2: pbes2('2a864886f70d01050c', number('7fffffff')),
    scrypt: pbes2('2b06010401da47040b', number('100000'), number('08'), number('01')),
    bcrypt: lockedSshKey(bytes('public', 32), 'x', 1).fill(0x7f, 63, 67),
  };
  for (const [what, body] of Object.entries(costly)) {
    const proofs = createProofs();
    assert.equal(unlock([found(body, KEY)], [found('x')], ANCHORS, proofs, createBudget(1_000_000)).size, 0, what);
    assert.equal(proofs.gaps.length, 1, what);
  }
});

test('a key that is encrypted in an unknown way is not tried', () => {
  const headers = ['DES-CBC,0102030405060708', 'NO-SUCH-CBC,0102030405060708'];
  const unknown: readonly (readonly [Buffer, string?])[] = [
    [sealedKey('2a864886f70d010d0d', SALT, number('01'))],
    [lockedSshKey(bytes('public', 32), 'x', 1, 'bf-cbc')],
    ...headers.map((header) => [bytes('locked', 48), header] as const),
  ];
  for (const [body, header] of unknown) {
    const budget = createBudget(10_000);
    const anchor = { rule: { kind: 'pem-encryption', anchor: true as const }, line: 3 };
    const { anchors } = splitAnchors(header === undefined ? [] : [found(header, anchor)]);
    assert.equal(unlock([found(body, KEY)], [found('x')], anchors, createProofs(), budget).size, 0);
    assert.equal(budget.take(10_000), true, 'nothing was taken');
  }
});

test('a key of OpenSSH that asks for no rounds is none, and its salt is counted as well', () => {
  const spent = (body: Buffer): boolean => {
    const budget = createBudget(3_000);
    unlock([found(body, KEY)], [found('x')], ANCHORS, createProofs(), budget);
    return !budget.take(3_000);
  };
  assert.equal(spent(lockedSshKey(bytes('public', 32), 'x', 1)), true);
  assert.equal(spent(lockedSshKey(bytes('public', 32), 'x', 1).fill(0, 63, 67)), false);
  const isTried = (saltBytes: number): boolean => {
    const [key, proofs] = [found(lockedSshKey(bytes('public', 32), 'x', 1, 'aes256-ctr', saltBytes), KEY), createProofs()];
    unlock([key], [found('x')], ANCHORS, proofs, createBudget(3_000));
    return proofs.gaps.length === 0;
  };
  assert.deepEqual([16, 1 << 20].map(isTried), [true, false]);
});

test('bcrypt stretches a passphrase as OpenBSD does', () => {
  const made = stretched(Buffer.from('password'), Buffer.from('salt'), 4, 32);
  assert.equal(createHash('sha256').update(made).digest('base64url').slice(0, 12), '9C0zfe3LFdkX');
});

const opener = found(password('key'), { path: 'app.env', line: 3, rule: { kind: 'password' } });
const others = ['a', 'b'].map((name) => found(password(name), { rule: { kind: 'password' } }));

function assertOpened(key: Secret, ...anchors: readonly Secret[]): void {
  const [told, opening] = proved(key, opener, ...others, ...anchors);
  assert.deepEqual(details(told, 'proven'), ['its passphrase stands in app.env:3']);
  assert.doesNotMatch(details(told, 'decoded')[0] ?? '', /guessed/);
  assert.deepEqual(opening?.related, [['wraps', key]]);
  assert.deepEqual(details(proved(key, ...others, ...anchors)[0], 'proven'), []);
}

test('a passphrase that was found opens a key of OpenSSH', () => {
  const blob = Buffer.concat([wire('ssh-ed25519'), wire(bytes('ed25519', 32))]);
  assertOpened(found(lockedSshKey(blob, password('key'), 2), KEY));
});

for (const cipher of ['aes-256-cbc', 'aes-128-cbc', 'des-ede3-cbc']) {
  test(`a passphrase that was found opens a key in PEM with ${cipher}, whose header says how it is encrypted`, () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
    const pem = privateKey.export({ format: 'pem', type: 'pkcs1', cipher, passphrase: password('key') }).toString();
    const header = /DEK-Info: (.+)/.exec(pem)![1]!;
    const body = Buffer.from(pem.split('\n\n')[1]!.split('-----')[0]!, 'base64');
    const anchor = { rule: { kind: 'pem-encryption', anchor: true as const }, path: 'id.pem', line: 3 };
    const place = { position: { line: 1, column: 1, endLine: 20, endColumn: 1 } };
    const key = found(body, { ...KEY, path: 'id.pem', place });
    assertOpened(key, found(header, anchor), found(`${header.split(',')[0]},00`, { ...anchor, line: 99 }));
    const passphrase = password('key');
    const pkcs8 = privateKey.export({ format: 'der', type: 'pkcs8', cipher: 'aes-256-cbc', passphrase });
    assertOpened(found(pkcs8, { ...KEY, path: 'id.pem', place }), found(header, anchor));
    for (const other of [{ path: 'other.pem' }, { line: 21 }])
      assert.deepEqual(details(proved(key, opener, found(header, { ...anchor, ...other }))[0], 'proven'), []);
  });
}
