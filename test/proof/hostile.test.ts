/** What is proved on is whatever stands in a repository: no value may break a proof, or take more than its budget. */
import assert from 'node:assert/strict';
import { generateKeyPairSync, randomInt, type KeyObject } from 'node:crypto';
import { test } from 'node:test';
import { bytes, characters, fernetKey, jsonWebToken } from '../support/secrets.ts';
import { found, proved } from './found.ts';

const ROUNDS = 60;

/** A value with some bytes changed, put in or taken out. */
function spoiled(value: Buffer): Buffer {
  const changed = Buffer.from(value);
  for (let count = randomInt(1, 4); count > 0; count--) changed[randomInt(changed.length)] = randomInt(256);
  const at = randomInt(changed.length);
  if (randomInt(3) === 0) return changed.subarray(0, at + 1);
  return randomInt(3) === 0 ? Buffer.concat([changed.subarray(0, at), bytes('in', 3), changed.subarray(at)]) : changed;
}

const KEYS: Readonly<Record<string, () => KeyObject>> = {
  rsa: () => generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey,
  'rsa-pss': () => generateKeyPairSync('rsa-pss', { modulusLength: 1024 }).privateKey,
  dsa: () => generateKeyPairSync('dsa', { modulusLength: 1024, divisorLength: 160 }).privateKey,
  'P-256': () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey,
  secp256k1: () => generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).privateKey,
  brainpool: () => generateKeyPairSync('ec', { namedCurve: 'brainpoolP256r1' }).privateKey,
  ed448: () => generateKeyPairSync('ed448').privateKey,
  x25519: () => generateKeyPairSync('x25519').privateKey,
};

for (const [type, make] of Object.entries(KEYS)) {
  test(`a private key of type ${type}, whole or spoiled, breaks nothing`, () => {
    const body = make().export({ format: 'der', type: 'pkcs8' });
    const tokens = ['RS256', 'PS256', 'ES256', 'EdDSA'].map((alg) => {
      const [, claims] = jsonWebToken({ iss: 'x' }, 'key').split('.');
      const head = Buffer.from(JSON.stringify({ alg })).toString('base64url');
      return found(`${head}.${claims}.${characters(alg, 'abcdef', 86)}`);
    });
    const kind = { rule: { kind: 'private-key', provider: 'pem' } };
    assert.equal(proved(found(body, kind), ...tokens).length, 5);
    for (let round = 0; round < ROUNDS; round++) proved(found(spoiled(body), kind), ...tokens);
  });
}

test('spoiled anchors, tokens and keys of every kind break nothing', () => {
  const kinds =
    'certificate public-key ssh-public-key aws-presigned-url aws-post-policy laravel-payload rails-credentials ' +
    'signed-cookie rails-signed rails-encrypted django-signed ansible-vault age-recipient dotenvx-public-key no-such-kind';
  const texts = [
    jsonWebToken({ iss: 'x', exp: 1e308, sub: 7 }, 'key'),
    fernetKey('x'),
    `https://x.test/%ff?X-Amz-Credential=a/b/c/d/e&X-Amz-SignedHeaders=host&X-Amz-Signature=${'0'.repeat(64)}`,
    Buffer.from('{"iv":"a","value":"b","mac":"c"}').toString('base64'),
    `AGE-SECRET-KEY-1${characters('age', 'QPZRY9X8', 58)}`,
    `${'A'.repeat(80)}--${'A'.repeat(16)}--${'A'.repeat(22)}==`,
    `${'A'.repeat(80)}--${'a'.repeat(40)}`,
    `${'a='.repeat(80)}:1xabcd:${'a'.repeat(43)}`,
    'f'.repeat(64),
    'é\u0000\ud83d\ude00',
  ];
  for (let round = 0; round < ROUNDS; round++) {
    const some = texts.map((text) => (round === 0 ? Buffer.from(text) : spoiled(Buffer.from(text))));
    const secrets = some.map((value) => found(value));
    const anchors = kinds
      .split(' ')
      .flatMap((kind) => some.map((value) => found(value, { rule: { kind, anchor: true } })));
    assert.equal(proved(...secrets, ...anchors).length, secrets.length);
  }
});
