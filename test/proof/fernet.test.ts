/** Fernet tokens tied to the key that made them, by their own HMAC. */
import assert from 'node:assert/strict';
import { createCipheriv, createHmac } from 'node:crypto';
import { test } from 'node:test';
import { bytes, fernetKey } from '../support/secrets.ts';
import { details, found, proved } from './found.ts';

/** As the specification has it: version, time, initial vector, AES-128-CBC, HMAC over all of it. */
function fernetToken(key: string, text: string, seconds = 499_162_800): Buffer {
  const raw = Buffer.from(key, 'base64url');
  const head = Buffer.alloc(9, 0x80);
  head.writeBigUInt64BE(BigInt(seconds), 1);
  const vector = bytes(`vector of ${text}`, 16);
  const cipher = createCipheriv('aes-128-cbc', raw.subarray(16), vector);
  const signed = Buffer.concat([head, vector, cipher.update(text), cipher.final()]);
  return Buffer.concat([signed, createHmac('sha256', raw.subarray(0, 16)).update(signed).digest()]);
}

const padded = (token: Buffer): string => token.toString('base64').replaceAll('+', '-').replaceAll('/', '_');

test('the key that made a token is proved, and the token depends on it', () => {
  const key = found(fernetKey('a'), { path: '.env' });
  const token = found(padded(fernetToken(fernetKey('a'), 'hello')), { path: 'db/seed.sql', line: 7 });
  const [wrapping, wrapped] = proved(key, token);
  assert.deepEqual(details(wrapping, 'proven'), ['opens the Fernet token in db/seed.sql:7']);
  assert.deepEqual(wrapping?.related, [['wraps', token]]);
  assert.deepEqual(wrapping?.kinds, ['fernet-key']);
  assert.match(details(wrapped, 'proven')[0] ?? '', /^can be read with the Fernet key in \.env:1/);
  assert.deepEqual(wrapped?.related, [['wrapped by', key]]);
});

test('without padding it is the same key and the same token', () => {
  const [key] = proved(
    found(fernetKey('a').replace('=', '')),
    found(fernetToken(fernetKey('a'), 'hello').toString('base64url')),
  );
  assert.equal(details(key, 'proven').length, 1);
});

test('what the specification calls invalid proves nothing', () => {
  const good = fernetToken(fernetKey('a'), 'hello');
  const changed = (at: number): Buffer => {
    const token = Buffer.from(good);
    token[at]! ^= 1;
    return token;
  };
  const wrong: Readonly<Record<string, Buffer>> = {
    'incorrect mac': changed(good.length - 1),
    'another time': changed(5),
    'another version': changed(0),
    'too short': good.subarray(0, 64),
    'no whole blocks': Buffer.concat([good, good.subarray(0, 1)]),
    'another key': fernetToken(fernetKey('b'), 'hello'),
  };
  for (const [what, token] of Object.entries(wrong)) {
    const [key] = proved(found(fernetKey('a')), found(padded(token)));
    assert.deepEqual(details(key, 'proven'), [], what);
  }
});
