/** Private keys tied to certificates, public keys and lines of authorized_keys. */
import assert from 'node:assert/strict';
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { test } from 'node:test';
import { wireOf } from '../../src/ssh-wire.ts';
import { pemKey } from '../support/secrets.ts';
import { certificateOf } from './certificate.ts';
import { details, found, proved } from './found.ts';
import { openSshKey } from './openssh.ts';

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
  const broken = ['certificate', 'public-key', 'ssh-public-key'].map((kind) => found(`AAAA${kind}`, anchor(kind, 'x')));
  const [told, , stranger] = proved(first, same, other, ...broken);
  assert.deepEqual(told?.related, [['same key', same]]);
  assert.deepEqual(stranger?.related, []);
  assert.deepEqual(details(stranger, 'proven'), []);
});
