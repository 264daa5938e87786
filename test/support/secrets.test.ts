import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  awsAccount,
  awsPair,
  databaseUrl,
  fernetKey,
  githubToken,
  jsonWebToken,
  jwtSecret,
  password,
  pemKey,
} from './secrets.ts';

test('a generated secret depends on its name alone and has the shape of the real thing', () => {
  const shapes: readonly [(name: string) => string, RegExp][] = [
    [jwtSecret, /^[\w+/]{48}$/],
    [fernetKey, /^[\w-]{43}=$/],
    [githubToken, /^ghp_[0-9A-Za-z]{36}$/],
    [(name) => awsPair(name).id, /^AKIA[A-Z2-7]{16}$/],
    [(name) => awsPair(name).secret, /^[\w+/]{40}$/],
    [awsAccount, /^[1-9][0-9]{11}$/],
    [password, /^[0-9A-Za-z]{19}$/],
    [(name) => databaseUrl(name).url, /^postgresql:\/\/app:[0-9A-Za-z]{19}@db\./],
    [pemKey, /^-----BEGIN PRIVATE KEY-----\n[\w+/=]{64}\n-----END PRIVATE KEY-----\n$/],
    [(name) => jsonWebToken({ sub: name }, 'key'), /^eyJ[\w-]+\.eyJ[\w-]+\.[\w-]{43}$/],
  ];
  for (const [make, shape] of shapes) {
    assert.match(make('one'), shape);
    assert.equal(make('one'), make('one'));
    assert.notEqual(make('one'), make('two'));
  }
});
