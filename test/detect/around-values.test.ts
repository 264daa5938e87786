/** What stands between a name and its value: calls, lists, blocks, templates, what a test expects. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { characters } from '../support/secrets.ts';
import { namedValues as found, scan, valueOf } from './scanning.ts';

const ALNUM = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const alnum = (name: string, length: number): string => characters(name, ALNUM, length);
const hex = (name: string, length: number): string => characters(name, '0123456789abcdef', length);
/** Chosen by hand, put together here so that this file holds no password. */
const CHOSEN = ['Winter', '2024', '!x'].join('');

test('what a call makes of a string has the name of the result, where the string is chance', () => {
  const value = alnum('in a call', 32);
  for (const text of [
    `aws_secret_key = quote("${value}")`,
    `secretKey: ptr.To("${value}"),`,
    `byte[] encryptionKey = Hex.decode("${value}");`,
    `api_key: Secret::new("${value}".to_owned()),`,
    `QString apiKey = QStringLiteral("${value}");`,
    `<Client apiKey={"${value}"} />`,
    `{"api_key": ["${value}"]}`,
    `api_key:\n  - ${value}\n`,
  ])
    assert.deepEqual(found(text), [value], text);
  for (const text of [
    'token = request("production")',
    `password = decrypt("${value}")`,
    `api_key = getSecret("${value}")`,
    'spec = newSecretKey("PBKDF2WithHmacSHA256", key)',
    'password: ["required", "confirmed"]',
    'password:\n  - required\n',
    `secret = ['${value}', "${alnum('another', 24)}"].join('/')`,
  ])
    assert.deepEqual(found(text), [], text);
});

test('a method is given its value, whatever its name is written like', () => {
  const value = alnum('method', 32);
  for (const text of [`builder.apiKey("${value}")`, `.api_key("${value}")`, `$client->apiKey('${value}');`])
    assert.deepEqual(found(text), [value], text);
  for (const text of [`vault.getSecret("${value}")`, `user.check_password("${CHOSEN}")`]) assert.deepEqual(found(text), [], text);
});

test('a field that a test expects to hold a secret holds it', () => {
  const value = hex('expected', 40);
  for (const text of [
    `if got, want := user.Token, "${value}"; got != want {`,
    `assert.Equal(t, user.Token, "${value}")`,
    `assert_eq!(user.token, "${value}");`,
    `is($user->token, '${value}');`,
  ]) {
    const [first] = scan(text).findings;
    assert.equal(first && valueOf(first), value, text);
  }
});

test('a block, a template, a pair and a line of its own name what they hold', () => {
  const value = alnum('block', 32);
  for (const text of [
    `api_key:\n  value: ${value}\n`,
    `api_key:\n  default: "${value}"\n`,
    `api_key = { value = "${value}" }\n`,
    `api_key: { type: String, default: '${value}' },`,
    `key={{ api_key | default("${value}") }}\n`,
    `key: {{ .Values.apiKey | default "${value}" }}\n`,
    `"api_key" to "${value}",`,
    `  @api_key "${value}"\n`,
    `api_key '${value}'\n`,
  ])
    assert.deepEqual(found(text), [value], text);
  assert.deepEqual(found('rename "password" to "passcode"\n'), []);
});

test('a field of a page holds what its attribute says, whatever else it has', () => {
  const value = alnum('field of a page', 20);
  for (const text of [
    `<input type="hidden" name="api_token" value="${value}">`,
    `<input name="password" type="password" value="${value}">`,
    `<string name="api_token" translatable="false">${value}</string>`,
  ])
    assert.deepEqual(found(text), [value], text);
  for (const text of [
    '<input name="password" value="">',
    '<button name="reset_password" value="Reset">',
    '<input name="csrf_token" value="{{ x }}">',
  ])
    assert.deepEqual(found(text), [], text);
});

test('a password stands behind the name of a user, in two words too', () => {
  const value = alnum('told by a script', 20);
  assert.deepEqual(found(`do shell script "reload" user name "admin" password "${value}" with administrator privileges\n`), [value]);
});
