/** Words under names of keys and secrets, where they stand in settings or encrypt, and what is only called so. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { characters } from '../support/secrets.ts';
import { namedValues, scan, valueOf } from './scanning.ts';

const ALNUM = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const word = (...parts: string[]): string => parts.join('-');

function noted(text: string): unknown[] {
  return scan(text).findings.map((finding) => [valueOf(finding), finding.nature, finding.evidence.notes]);
}

test('what encrypts and can be guessed is a weak key, as what signs is', () => {
  const value = word('a', 'very', 'important', 'secret');
  for (const text of [`encryption_key: '${value}'\n`, `DATA_ENCRYPTION_KEY=${value}\n`, `conf.cryptoSecret = "${value}"\n`])
    assert.deepEqual(noted(text), [[value, 'weak', ['what everybody tries first']]], text);
});

test('digits and letters in a row are no chance, however long they are', () => {
  const walk = ['0123456789', 'abcdef'].join('').repeat(2);
  assert.deepEqual(noted(`encryptionKey="${walk}"`), [[walk, 'weak', ['what everybody tries first']]]);
});

test('words that are joined are a key where an environment or a line of settings gives them', () => {
  const value = word('harbour', 'minio', 'key');
  for (const text of [
    `INTERNAL_API_KEY=${value}\n`,
    `environment:\n  INTERNAL_API_KEY: ${value}\n  PORT: 1\n`,
    `environment:\n  OIDC_CLIENT_SECRET: ${value}\n`,
    `job.executor.accessToken=${value}\n`,
  ])
    assert.deepEqual(noted(text), [[value, 'secret', ['reads like a name']]], text);
  for (const text of [`apiKey: ${value},\n`, `token: ${value}\n`, `secretRef: ${value}\n`])
    assert.deepEqual(noted(text), [], text);
});

test('a token that has its scheme before it is the token', () => {
  const token = characters('scheme', ALNUM, 40);
  const [found] = scan(`private static final String API_KEY = "Bearer ${token}";`).findings;
  assert.deepEqual([found?.rule.id, found && valueOf(found)], ['named-secret', token]);
});

test('a variable in the place of a field or an argument may have digits in its name, and that of the field', () => {
  for (const text of ['IssuerPrivateKey: x509PrivateKeyRSA2048,', 'post({ password: newPassword });', 'Secret: testBASE32TOTPSecret,'])
    assert.deepEqual(namedValues(text), [], text);
});

test('what a flag or an option of a secret is called is none', () => {
  for (const text of [
    'const cmdFlagNamePassword = "storage.password"',
    'secrets["jwt_secret"] = config.get("app", "JwtSecret", fallback="")',
  ])
    assert.deepEqual(namedValues(text), [], text);
});

test('expressions, files, ciphers and methods are no values', () => {
  for (const text of [
    "password: '^(abc123|zyx789)$'",
    "match(\"MASTER_PASSWORD='[*]{8}'\")",
    'sed -e "s/.*\\(DBPassword=\\).*/\\1$DATABASE_PASS/g"',
    `"S3Key": "${characters('asset', '0123456789abcdef', 64)}.zip"`,
    'ssl_ciphers HIGH:!aNULL:!MD5:!PSK:!RC4;',
    'MAIL_PASSWORD_SCHEME=SHA512-CRYPT\n',
    `assert repr(form.password) == "SecretBytes(b'')"`,
    '${password} =    Get Value    password_field\n',
    `public_key_numbers = "04${characters('numbers', '0123456789abcdef', 64)}"`,
  ])
    assert.deepEqual(namedValues(text), [], text);
});

test('blanks may stand around the key of an array', () => {
  const value = characters('blanks', ALNUM, 12);
  for (const text of [`$_SHOP[ 'db_password' ] = '${value}';`, `$settings[ "db_password" ]='${value}';`])
    assert.deepEqual(namedValues(text), [value], text);
});
