/** A password that is the other half of a call's pair, and names that say "value" behind what it is. */
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
