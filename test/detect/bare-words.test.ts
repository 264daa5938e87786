/** What stands behind a name and is code, a word of a text or a place that is filled in; and beside each what is a value. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytes, password } from '../support/secrets.ts';
import { namedValues, scan } from './scanning.ts';

const WORD = ['sun', 'flower'].join('');
const CHOSEN = ['Winter', '2024'].join('');

function none(texts: readonly string[]): void {
  for (const text of texts) assert.deepEqual(namedValues(text), [], text);
}

function found(value: string, texts: readonly string[]): void {
  for (const text of texts) assert.deepEqual(namedValues(text), [value], text);
}

test('variables and calls without quotes are code, and the same words in quotes or settings are passwords', () => {
  none([
    '{% set shop_password = fallback %}\n',
    'val userPass = try {\n',
    '$pass_new = mysqli_escape ($link, $pass_new);\n',
    '{"password" : usr,\n',
    '@shared_password ||= made_before\n',
    'normal_user.password = new_pass\n',
    `load(data=data, password=${'passphrase'}\n`,
    `cryptpassword => ${String.raw`\&_check`},\n`,
    `input.${'password'}:hover,input{color:red}\n`,
    '# known host files, you can pass :user as\n',
    'print(f"Name={row[1]} Password={row[2]}")\n',
    'post "password_resets" => "password_resets#reset_password"\n',
  ]);
  found(WORD, [
    `{% set shop_password = "${WORD}" %}\n`,
    `{"password" : "${WORD}",\n`,
    `@shared_password ||= '${WORD}'\n`,
    `normal_user.password = "${WORD}"\n`,
    `cryptpassword => '${WORD}',\n`,
    `password: ${WORD}\n`,
  ]);
});

test('a password that is filled in is none, where variables have a sign', () => {
  const value = ['hashed', 'with', '$algorithm'].join('_');
  none([`$passwd = "${value}";\n`]);
  found(value, [`passwd = "${value}"\n`, `$passwd = '${value}';\n`]);
});

test('a line of messages is a text, and one word of settings a password', () => {
  none(['password.confirm=Wiederhole Passwort\n', '"typePass":"Contrasenya"', "update_password: 'on_create'\n"]);
  found(CHOSEN, [`password.confirm=${CHOSEN}\n`, `update_password: '${CHOSEN}'\n`]);
});

test('a sentence above a setting does not name it', () => {
  none([
    `comment: 'Maximum length of logon username and password.'\nvalue: '${WORD}'\n`,
    `  The host which changes the password\nvalue: '${WORD}'\n`,
  ]);
  found(WORD, [`- name: DB_PASSWORD\n  value: '${WORD}'\n`, `- name: 'password'\n  value: '${WORD}'\n`]);
});

test('marks of pages, fingerprints, numbers and algorithms are no keys', () => {
  const fingerprint = bytes('a fingerprint', 20).toString('hex').toUpperCase();
  none([
    `apt_repo_key_fingerprint: '${fingerprint}'\n`,
    `runner_apt_key: '${fingerprint}'\n`,
    "'input_token' => 'ExclusiveStartShard12Id'\n",
    'POLICY_CREATE_SECRET = 0x00000020\n',
    'val hmacKey = SecretKeySpec(hashKey, "HmacSHA1")\n',
    "if encrypted_secrets == 'git-crypt':\n",
    `"token": "${Buffer.concat([Buffer.from([0xac, 0xed, 0, 5]), bytes('an object', 60)]).toString('base64')}"`,
    'values (#{username,jdbcType=VARCHAR}, #{password,jdbcType=VARCHAR}, #{icon,jdbcType=VARCHAR})\n',
    "control_pass: 'YourMailControlPass'\n",
  ]);
  const key = bytes('a key', 20).toString('hex');
  found(key, [`deploy_api_key: '${key}'\n`, `SecretKeySpec("${key}", "HmacSHA1")`, `if client_secret == '${key}':\n`]);
});

test('a password is given by its name to a function that is called like it, and to a role behind its rights', () => {
  const short = ['er', 'ror'].join('');
  found(short, [`tc.auth_password(username="slow", password="${short}")\n`]);
  none(['user.set_password("psst")\n']);
  found(WORD, [`create role app with login nocreatedb nocreaterole password '${WORD}';\n`]);
  none(['create role app with login password NULL;\n']);
});

test('a setting with dots is given words, and a member of anything is not', () => {
  const secret = ['acme', 'secret'].join('');
  found(secret, [`security.oauth2.client.clientSecret: ${secret}\n`]);
  none([`clientSecret: ${secret}\n`]);
  const [first] = scan(`SA_PASSWORD: ${['example', '123'].join('_')}\n`).findings;
  assert.equal(first?.rule.id, 'named-password');
  none(['SA_PASSWORD: example_password\n']);
  found(password('kept'), [`SA_PASSWORD: ${password('kept')}\n`]);
});

test('a word under one of many names in the order of the alphabet is explained; under a name of settings it is a password', () => {
  const list = (name: string, value: string): string => `{\n  "PASE": "Passe",\n  "${name}": "${value}",\n  "PAT": "Patron"\n}\n`;
  const name = ['Stone', 'pass'].join('');
  none([list('PASS', name), `{"PASE": "Passe", "PASS": "${name}", "PAT": "Patron"}`]);
  const made = password('listed');
  found(made, [list('PASS', made)]);
  found(WORD, [
    `{\n  "PASE": "Passe",\n  "PASS": "${WORD}"\n}\n`,
    `{\n  "DB_HOST": "db",\n  "DB_PASS": "${WORD}",\n  "DB_PORT": "5432"\n}\n`,
    `{\n  "passive": true,\n  "password": "${WORD}",\n  "path": "/"\n}\n`,
    `host: db\npass: ${WORD}\nport: 5432\n`,
  ]);
});
