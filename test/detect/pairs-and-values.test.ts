/** A password that is the other half of a call's pair, names that say "value" behind what it is, and a sign for a letter. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { namedValues } from './scanning.ts';

const CHOSEN = ['Kestrel', '@', 'pier', '41'].join('');

test('a call is given a name and its password; a function about passwords is given one and something else', () => {
  for (const call of [
    `form.param("password", "${CHOSEN}")`,
    `new KeyValuePair<string, string>("password", "${CHOSEN}"),`,
    `data.append('passwd', '${CHOSEN}');`,
  ])
    assert.deepEqual(namedValues(`${call}\n`), [CHOSEN], call);
  for (const call of [
    `HashPassword("password", "${CHOSEN}", 50000)`,
    `bcrypt.verify("password", "${CHOSEN}")`,
    'bundle.message("password", "password.too.short")',
    `["password", "${CHOSEN}"]`,
  ])
    assert.deepEqual(namedValues(`${call}\n`), [], call);
});

test('the value of a secret is one where it is more than a word', () => {
  for (const line of [`String secretValue = "${CHOSEN}";`, `SECRET_VALUE=${CHOSEN}`, `api_key_val: '${CHOSEN}'`])
    assert.deepEqual(namedValues(`${line}\n`), [CHOSEN], line);
  for (const line of ['String secretValue = "something";', 'token_value = next.value;', 'secret_value: secret.value2()'])
    assert.deepEqual(namedValues(`${line}\n`), [], line);
});

test('a sign may stand for a letter between quotes; what is numbered by one digit or named after what it keeps is a variable', () => {
  const summer = ['$', 'ummer', '2031'].join('');
  for (const line of [`password = '${summer}'`, `"password": "${summer}!"`])
    assert.deepEqual(namedValues(`${line}\n`), [/\$\w+!?/.exec(line)![0]], line);
  for (const value of ['$server1', '$newpass2031', '$user2031', '$summer'])
    assert.deepEqual(namedValues(`password = "${value}"\n`), [], value);
  assert.deepEqual(namedValues(`$password = ${summer};\n`), []);
});
