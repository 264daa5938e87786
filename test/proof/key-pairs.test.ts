/** Private keys tied to certificates, public keys and lines of authorized_keys. */
import assert from 'node:assert/strict';
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { test } from 'node:test';
import { wireOf } from '../../src/ssh-wire.ts';
import { pemKey } from '../support/secrets.ts';
import { certificateOf, certificateRequestOf } from './certificate.ts';
import { details, found, proved } from './found.ts';
import { openSshKey, sshCertificate } from './openssh.ts';

const KEY = { rule: { kind: 'private-key', provider: 'pem' } };
const anchor = (kind: string, path: string, line = 1) => ({ path, line, rule: { kind, anchor: true as const } });

const privateKey = (name: string): KeyObject => createPrivateKey(pemKey(name));
const body = (key: KeyObject): Buffer => key.export({ format: 'der', type: 'pkcs8' });
const sshLine = (key: KeyObject): string => wireOf(createPublicKey(key))!.toString('base64');

test('a certificate names its key, with its name and as of the day its end', () => {
  const key = privateKey('site');
  const told = (until: string) =>
    proved(found(body(key), KEY), found(certificateOf(key, 'www.example.org', until), anchor('certificate', 'a.crt')));
  const [secret, ...rest] = told('2027-05-01');
  assert.deepEqual(details(secret, 'proven'), [
    'is the key of the certificate in a.crt:1 (www.example.org, valid until 2027-05-01)',
  ]);
  assert.deepEqual(rest, [], 'an anchor is no secret');
  assert.match(details(told('2026-11-21')[0], 'proven')[0] ?? '', /expired 2026-11-21\)$/);
});

test('a public key in PEM, as SubjectPublicKeyInfo and as PKCS #1, names its private half', () => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  for (const type of ['spki', 'pkcs1'] as const) {
    const half = found(rsa.publicKey.export({ format: 'der', type }), anchor('public-key', 'pub.pem', 3));
    assert.deepEqual(details(proved(found(body(rsa.privateKey), KEY), half)[0], 'proven'), [
      'is the private half of the public key in pub.pem:3',
    ]);
  }
});

test('a line of authorized_keys says where a key opens, also one behind a passphrase', () => {
  const key = privateKey('deploy');
  const lines = [2, 5].map((line) =>
    found(`${sshLine(key)}`, anchor('ssh-public-key', `host${line}/authorized_keys`, line)),
  );
  const locked = openSshKey(wireOf(createPublicKey(key))!, 'aes256-ctr');
  const detail = 'opens what trusts the SSH key in host2/authorized_keys:2';
  assert.deepEqual(details(proved(found(body(key), KEY), lines[0]!)[0], 'proven'), [detail]);
  assert.deepEqual(details(proved(found(locked, KEY), lines[0]!)[0], 'proven'), [detail]);
});

test('a certificate request names the key that it is for', () => {
  const key = privateKey('asked');
  const request = found(certificateRequestOf(key, 'www.example.org'), anchor('certificate-request', 'a.csr'));
  assert.deepEqual(details(proved(found(body(key), KEY), request)[0], 'proven'), [
    'is the key of the certificate request in a.csr:1',
  ]);
  assert.deepEqual(details(proved(found(body(privateKey('other')), KEY), request)[0], 'proven'), []);
});

test('an SSH certificate names its key and the authority that made it, with its name and its end', () => {
  const [user, authority] = [privateKey('user'), privateKey('authority')];
  const blobOf = (key: KeyObject): Buffer => wireOf(createPublicKey(key))!;
  const told = (until: number | undefined): readonly string[] => {
    const line = sshCertificate(blobOf(user), blobOf(authority), 'ada', until);
    const certificate = found(line, anchor('ssh-public-key', 'id-cert.pub'));
    return proved(found(body(user), KEY), found(body(authority), KEY), certificate).flatMap((one) => details(one, 'proven'));
  };
  assert.deepEqual(told(Date.parse('2027-05-01') / 1000), [
    'is the key of the SSH certificate in id-cert.pub:1 (ada, valid until 2027-05-01)',
    'is the authority of the SSH certificate in id-cert.pub:1 (ada, valid until 2027-05-01)',
  ]);
  assert.match(told(undefined)[0] ?? '', /\(ada, never expires\)$/);
  assert.match(told(Date.parse('2020-05-01') / 1000)[0] ?? '', /\(ada, expired 2020-05-01\)$/);
});

for (const [type, pair] of Object.entries({
  RSA: () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
  'P-256': () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  Ed25519: () => generateKeyPairSync('ed25519'),
})) {
  test(`a public JSON Web Key of ${type} names its private half, in PEM and as another JSON Web Key`, () => {
    const jwk = pair().privateKey.export({ format: 'jwk' });
    const { d, n, x } = jwk;
    const number = (path: string, line = 2) => found(n ?? x!, anchor('public-key', path, line));
    const detail = 'is the private half of the public key in jwks.json:2';
    const whole = createPrivateKey({ key: jwk, format: 'jwk' });
    assert.deepEqual(details(proved(found(body(whole), KEY), number('jwks.json'))[0], 'proven'), [detail]);

    const bare = (...numbers: ReturnType<typeof number>[]) => proved(found(d!, { ...KEY, path: 'key.json', line: 3 }), ...numbers)[0];
    const beside = bare(number('key.json'), number('jwks.json'));
    assert.deepEqual(details(beside, 'proven'), [detail], 'its own half is no proof');
    assert.match(details(beside, 'decoded')[0] ?? '', new RegExp(`^${type} key.*, fingerprint SHA256:`));
    assert.deepEqual(details(bare(number('key.json')), 'proven'), []);
  });
}

test('an RSA key of .NET in XML, and one of many JSON Web Keys in a file, are found by the modulus next to them', () => {
  const rsa = () => generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey;
  const [mine, other] = [rsa(), rsa()].map((key) => key.export({ format: 'jwk' }));
  const base64 = (text = ''): string => Buffer.from(text, 'base64url').toString('base64');
  const xml = proved(
    found(base64(mine!.d), { ...KEY, line: 7 }),
    found(base64(mine!.n), anchor('public-key', 'config/app.env', 2)),
  );
  assert.match(details(xml[0], 'decoded')[0] ?? '', /^RSA key of 1024 bits/);
  const [set] = proved(
    found(mine!.d!, { ...KEY, line: 3 }),
    found(other!.n!, anchor('public-key', 'config/app.env', 2)),
    found(mine!.n!, anchor('public-key', 'config/app.env', 4)),
  );
  assert.match(details(set, 'decoded')[0] ?? '', /^RSA key of 1024 bits/);
  const [stranger] = proved(
    found(mine!.d!, { ...KEY, line: 3 }),
    found(other!.n!, anchor('public-key', 'config/app.env', 2)),
  );
  assert.deepEqual(details(stranger, 'decoded'), []);
});

test('the same certificate in many files is one proof', () => {
  const key = privateKey('many');
  const copies = ['a', 'b', 'c'].map((name, index) =>
    found(certificateOf(key, name, `2027-01-0${index + 1}`), anchor('certificate', `${name}.crt`)),
  );
  assert.deepEqual(details(proved(found(body(key), KEY), ...copies)[0], 'proven'), [
    'is the key of the certificate in a.crt:1 and 2 more (a, valid until 2027-01-01)',
  ]);
});

test('one key in two encodings is related, and other keys and halves are not', () => {
  const key = privateKey('twice');
  const same = found(openSshKey(wireOf(createPublicKey(key))!), KEY);
  const other = found(body(privateKey('other')), KEY);
  const first = found(body(key), KEY);
  const kinds = ['certificate', 'certificate-request', 'public-key', 'ssh-public-key', 'pem-encryption'];
  const broken = kinds.map((kind) => found(`AAAA${kind}`, anchor(kind, 'x')));
  const [told, , stranger] = proved(first, same, other, ...broken);
  assert.deepEqual(told?.related, [['same key', same]]);
  assert.deepEqual(stranger?.related, []);
  assert.deepEqual(details(stranger, 'proven'), []);
});
