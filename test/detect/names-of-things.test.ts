/** What programs, settings and statements call their things by: beside the name of a password, and none. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isUnspecificKey } from '../../src/detect/checks/secret-names.ts';
import { characters, password } from '../support/secrets.ts';
import { namedValues } from './scanning.ts';

const CHOSEN = password('beside names');
const HEX = '0123456789abcdef';

/** A text with a password for §, and one that looks like it. */
const PAIRS: readonly (readonly [found: string, none: string])[] = [
  [`'password' => "§",`, String.raw`'Password' => Illuminate\Support\Facades\Password::class,`],
  [`'password' => Hash::make('§'),`, `'password' => Hash::make($data['password']),`],
  ['PASSWD: §\n', 'agent  ALL=(root) NOPASSWD: SMARTCTL\n'],
  ['String TRUSTSTORE_PASSWORD = "§";', 'String TRUSTSTORE_PASSWORD = "acme.ssl.truststore.password";'],
  ['"Server=db;Password={§};Encrypt=yes"', '"Server=db;Password={_password};Encrypt=yes"'],
  ['"jdbc:acme://h/;trustPassword=§;mode=http"', '"jdbc:acme://h/;trustPassword={the-trust-store-password-of-it};mode=http"'],
  ['RESET_PASSWORD: "§",', 'RESET_PASSWORD: "api/v2/user/reset-password",'],
  ['<user name="ops" pass="§">', '<settings pass="windowsPE">'],
  [`'Password': '§'`, `'Password': 'Updated.'`],
  ['post "reset_password" => "§"', 'post "reset_password" => "password_resets#reset_password"'],
  ['"secretKey": "§",\n  "user": {', '"secretKey": "backup_bucket",\n  "remoteRef": {'],
  ['- Password: §\n', '- Password: run `./scripts/show`\n'],
  ['Password: §\n', 'Name / user / password: from mysql/defaults.env\n'],
  ['start --admin_password § `x`\n', 'The `--user` and `--admin_password` you gave to `start`\n'],
  ['randomPassword := "§"\n', 'for _, randomPassword := range made.Data {\n'],
  ['<td>password: §<br></td>', '<td>password: §-<your key></td>'],
  ['{password:"§"}', '{password:[{validator:t,trigger:"blur"}]}'],
];

test('two letters behind what they open are a password, and none behind other words', () => {
  for (const name of ['CS2_RCONPW', 'dbpw', 'ldap_pw']) assert.deepEqual(namedValues(`${name}=${CHOSEN}\n`), [CHOSEN], name);
  for (const name of ['GROUPW', 'viewpw']) assert.deepEqual(namedValues(`${name}=${CHOSEN}\n`), [], name);
});

test('names of classes, settings and places that are filled in are no passwords', () => {
  for (const [found, none] of PAIRS) {
    assert.deepEqual(namedValues(found.replace('§', CHOSEN)), [CHOSEN], found);
    assert.deepEqual(namedValues(none), [], none);
  }
});

test('a password with a bracket is no call, and one in braces no place that is filled in', () => {
  const word = ['hunter2', 'secret'].join('');
  for (const value of [['Tr0ub4', 'dor(3x!'].join(''), `X(${characters('bracket', `${HEX}GHJK`, 10)}`])
    assert.deepEqual(namedValues(`DB_PASSWORD=${value}\n`), [value]);
  assert.deepEqual(namedValues(`"Server=db;Password={${word}};Encrypt=yes"`), [word]);
  assert.deepEqual(namedValues('"Server=db;Password={db_secret};Encrypt=yes"'), []);
});

test('a sign of CSS and a key that is encrypted are no secrets', () => {
  const key = characters('wrapped', HEX, 32);
  assert.deepEqual(namedValues(`$fa-var-user-secret: "${['\\', 'f21b'].join('')}";`), []);
  assert.deepEqual(namedValues(`encrypted_key: '${key}',`), []);
  assert.deepEqual(namedValues(`encryption_key: '${key}',`), [key]);
});

test('the key of a cipher is one, however its name is cut; the key of an encounter is none', () => {
  const key = ['1234', '5678'].join('');
  for (const name of ['EncrKey', 'DesKey', 'EncKey']) assert.deepEqual(namedValues(`<add key="${name}" value="${key}"/>`), [key], name);
  for (const name of ['EncounterKey', 'DescKey']) assert.deepEqual(namedValues(`<add key="${name}" value="${key}"/>`), [], name);
  const names = ['enc_key', 'des_key', 'vault_unseal_key', 'line_oauth2_key', 'nodes_key', 'country_codes_key', 'includes_key'];
  assert.deepEqual(names.filter(isUnspecificKey), names.slice(4));
});

test('a long token is read behind the name of its user on a command line', () => {
  const token = characters('passcode', `${HEX}ghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ`, 112);
  assert.deepEqual(namedValues(`curl -ku api:${token} https://api.corp.net/v1\n`), [token]);
  assert.deepEqual(namedValues('curl -ku api:$TOKEN https://api.corp.net/v1\n'), []);
});

test('settings that are aligned are read over all their blanks', () => {
  const aligned = (blanks: number): string => `$api_pass${' '.repeat(blanks)}= '${CHOSEN}'\n`;
  for (const blanks of [1, 26, 39]) assert.deepEqual(namedValues(aligned(blanks)), [CHOSEN], String(blanks));
  assert.deepEqual(namedValues(aligned(90)), []);
});
