/** The name before a value: what of it is the name, and the words it is made of. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { wordsOf } from '../../../src/detect/assignment/assignment.ts';
import { characters } from '../../support/secrets.ts';
import { scan } from '../scanning.ts';

const KEY = characters('api key', '0123456789abcdef', 40);

test('what gives a property to a build is no part of its name', () => {
  for (const [option, name] of [
    ['-Ddb.password', 'db.password'],
    ['-Dpassword', 'password'],
    ['-Dmetadata-keystore.password', 'metadata-keystore.password'],
    ['-Psigning.keyPassword', 'signing.keyPassword'],
    ['-DatabasePassword', 'DatabasePassword'],
    ['-Password', 'Password'],
    ['--db-password', 'db-password'],
  ] as const)
    assert.deepEqual(scan(`run ${option}=${KEY}\n`).findings.map((finding) => finding.name), [name]);
});

test('names become words', () => {
  for (const [name, words] of [
    ['dbPassword', 'db_password'],
    ['DB-Password', 'db_password'],
    ['db.password', 'db_password'],
    ['JWTSecret', 'jwt_secret'],
    ['__DB__PASSWORD', 'db_password'],
    ['apiKeyV2', 'api_key_v2'],
    ['canaryTokenURLs', 'canary_token_urls'],
    ['userIDs', 'user_ids'],
    ['password1', 'password1'],
  ] as const)
    assert.equal(wordsOf(name), words);
});
