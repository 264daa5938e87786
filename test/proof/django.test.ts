/** The secret of Django, tied to text that it signed. The signing is made here, from Django's documentation and source. */
import assert from 'node:assert/strict';
import { createHash, createHmac } from 'node:crypto';
import { test } from 'node:test';
import { characters, jwtSecret } from '../support/secrets.ts';
import { proven } from './found.ts';

test('the secret of Django signs text with a time: tokens in links, cookies by their names, its own messages', () => {
  const secret = jwtSecret('django');
  const time = `1x${characters('time', 'abcdefgh', 4)}`;
  const sign = (salt: string, text: string, hash = 'sha256', before = ''): string => {
    const key = createHash(hash).update(`${salt}signer${before}${secret}`).digest();
    return `${text}:${time}:${createHmac(hash, key).update(`${text}:${time}`).digest('base64url')}`;
  };
  const cookie = 'django.http.cookies';
  const timestamped = 'django.core.signing.TimestampSigner';
  for (const line of [
    sign(timestamped, 'ada@example.org'),
    `GET https://example.org/confirm/${sign(timestamped, 'ada@example.org')}`,
    `Cookie: theme=dark; next="${sign(timestamped, 'a b', 'sha1')}`,
    `    "token": '${sign(timestamped, 'ada')}`,
    `Set-Cookie: theme="${sign('theme', 'dark mode', 'sha1', cookie)}`,
    `Set-Cookie: a=b; theme="${sign('theme', 'dark mode', 'sha256', cookie)}`,
    `theme=${sign(`${cookie}.v2:0:theme`, 'dark', 'sha256', cookie)}`,
    `messages=${sign('django.contrib.messages', 'W1siX19qc29uX21lc3NhZ2UiLDAsMjAsInNhdmVkIl1d', 'sha256', cookie)}`,
  ]) {
    assert.deepEqual(proven(secret, line, 'django-signed'), ['signs the cookie or token in sealed.txt:2'], line);
    assert.deepEqual(proven(jwtSecret('other'), line, 'django-signed'), []);
    assert.deepEqual(proven(secret, line.replace(/.{4}(?=:1x)/, 'none'), 'django-signed'), []);
  }
  const many = `${'a='.repeat(100)}${sign(timestamped, 'ada')}`;
  assert.deepEqual(proven(secret, many, 'django-signed'), ['signs the cookie or token in sealed.txt:2']);
  for (const line of [sign('registration', 'ada'), `x=${sign('y', 'ada', 'sha256', cookie)}`, `:${time}:`, ''])
    assert.deepEqual(proven(secret, line, 'django-signed'), []);
});
