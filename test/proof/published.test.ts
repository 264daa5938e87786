/** Keys and what they sign as specifications and pages publish them: made by others, so that both sides cannot be wrong alike. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { details, found, proved } from './found.ts';

/** In pieces, so that no file holds what looks alive. */
const joined = (...parts: readonly string[]): string => parts.join('');
const encoded = (text: string): string => Buffer.from(text).toString('base64url');

interface Published {
  readonly from: string;
  readonly key: string;
  readonly signed: string;
  readonly says: RegExp;
}

const JOHN = '{"sub":"1234567890","name":"John Doe",';

const TOKENS: readonly Published[] = [
  {
    from: 'https://www.rfc-editor.org/rfc/rfc7515#appendix-A.1',
    key: joined('AyM1SysPpbyD', 'fgZld3umj1qz', 'KObwVMkoqQ-E', 'stJQLr_T-1qS', '0gZH75aKtMN3', 'Yj0iPS4hcgUu', 'TwjAzZr1Z9CAow'),
    signed: joined(
      `${encoded('{"typ":"JWT",\r\n "alg":"HS256"}')}.`,
      `${encoded('{"iss":"joe",\r\n "exp":1300819380,\r\n "http://example.com/is_root":true}')}.`,
      joined('dBjftJeZ4CVP', '-mB92K27uhbU', 'JU1p1r_wW1gF', 'WFOEjXk'),
    ),
    says: /^signs the token in session\.txt:1 \(HS256, issued by joe, expired 2011-03-22, as the base64url of the key\)$/,
  },
  {
    from: 'https://www.jwt.io, until 2025',
    key: joined('your-', '256-bit-', 'secret'),
    signed: joined(
      `${encoded('{"alg":"HS256","typ":"JWT"}')}.${encoded(`${JOHN}"iat":1516239022}`)}.`,
      joined('SflKxwRJSMeK', 'KF2QT4fwpMeJ', 'f36POk6yJV_a', 'dQssw5c'),
    ),
    says: /^signs the token in session\.txt:1 \(HS256\)$/,
  },
  {
    from: 'https://www.jwt.io, since 2025',
    key: joined('a-string-', 'secret-at-least-', '256-bits-long'),
    signed: joined(
      `${encoded('{"alg":"HS256","typ":"JWT"}')}.${encoded(`${JOHN}"admin":true,"iat":1516239022}`)}.`,
      joined('KMUFsIDTnFmy', 'G3nMiGM6H9FN', 'FUROf3wh7Smq', 'Jp-QV30'),
    ),
    says: /^signs the token in session\.txt:1 \(HS256\)$/,
  },
];

test('tokens of specifications and pages are signed with the keys that stand beside them, and with no other', () => {
  const session = { path: 'session.txt' };
  for (const { from, key, signed, says } of TOKENS) {
    assert.match(details(proved(found(key), found(signed, session))[0], 'proven').join(), says, from);
    for (const other of TOKENS.filter((each) => each.key !== key))
      assert.deepEqual(details(proved(found(other.key), found(signed, session))[0], 'proven'), [], from);
  }
});

// https://github.com/fernet/spec/blob/master/verify.json
const FERNET = {
  key: joined('cw_0x689RpI-', 'jtRR7oE8h_eQ', 'sKImvJapLeSb', 'XpwF4e4='),
  token: joined('gAAAAAAdwJ6wAAEC', 'AwQFBgcICQoLDA0O', 'Dy021cpGVWKZ_eEw', 'CGM4BLLF_5CV9dOP', 'mrhuVUPgJobwOz7J', 'cbmrR64jVmpU4IwqDA=='),
};

test('the token of the Fernet specification is of its key, and none of those that it calls invalid', () => {
  const proofsOf = (token: Buffer): readonly string[] =>
    details(proved(found(FERNET.key), found(token.toString('base64url'), { path: 'token.txt' }))[0], 'proven');
  const token = Buffer.from(FERNET.token, 'base64url');
  assert.deepEqual(proofsOf(token), ['opens the Fernet token in token.txt:1']);
  const changed = (at: number): Buffer => Buffer.from(token.map((byte, index) => (index === at ? byte ^ 1 : byte)));
  for (const at of [0, 1, 8, 9, 25, token.length - 1]) assert.deepEqual(proofsOf(changed(at)), [], String(at));
  assert.deepEqual(proofsOf(token.subarray(0, -16)), []);
});
