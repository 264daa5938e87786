/** Private keys: which encodings are read, what they tell, and that they tell the same in each. */
import assert from 'node:assert/strict';
import { createHash, generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';
import { keyFromWire, sshFingerprint, wireOf } from '../../src/ssh-wire.ts';
import { createBudget } from '../../src/proof/budget.ts';
import { createProofs } from '../../src/proof/proofs.ts';
import { createUnlocking } from '../../src/proof/passphrases.ts';
import { bytes, password } from '../support/secrets.ts';
import { details, found, proved } from './found.ts';
import { openSshKey, wire } from './openssh.ts';

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

test('a key that asks for more rounds than the budget has is not tried, and that is said', () => {
  const { privateKey } = generateKeyPairSync('ed25519');
  const locked = privateKey.export({ format: 'der', type: 'pkcs8', cipher: 'aes-256-cbc', passphrase: 'x' });
  const rounds = locked.indexOf(Buffer.from([0x02, 0x02, 0x08, 0x00]));
  assert.ok(rounds > 0, 'OpenSSL writes 2048 rounds');
  locked.set([0x7f, 0xff], rounds + 2);
  const proofs = createProofs();
  const key = found(locked, KEY);
  const half = createUnlocking([found('x'), found('y')], proofs, createBudget(10_000)).publicHalf(key);
  assert.equal(half, undefined);
  assert.equal(proofs.gaps[0]?.what, 'encrypted private keys not tried with every value (limit key-steps)');
});

test('a key that is encrypted in another way is not tried, whatever its salt looks like', () => {
  const der = (tag: number, ...parts: readonly Buffer[]): Buffer => {
    const content = Buffer.concat(parts);
    return Buffer.concat([Buffer.from([tag, content.length]), content]);
  };
  const identifier = (hex: string): Buffer => der(6, Buffer.from(hex, 'hex'));
  const cheap = Buffer.concat([identifier('2a864886f70d01050c'), der(0x30, der(4, Buffer.alloc(1)), der(2, Buffer.from([1])))]);
  const rounds = der(2, Buffer.from([0x7f, 0xff, 0xff, 0xff]));
  const scheme = der(0x30, identifier('2a864886f70d010c0103'), der(0x30, der(4, cheap), rounds));
  const proofs = createProofs();
  const budget = createBudget(10_000);
  const key = found(der(0x30, scheme, der(4, bytes('locked', 48))), KEY);
  assert.equal(createUnlocking([found('x')], proofs, budget).publicHalf(key), undefined);
  assert.equal(budget.take(10_000), true, 'nothing was taken');
});
