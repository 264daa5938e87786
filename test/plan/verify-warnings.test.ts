/** What files of today contradict in each other: it is said, and closes nothing. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readCurrent } from '../../src/plan/current/read.ts';
import { activeIdWarnings } from '../../src/plan/verify-active.ts';
import { logWarnings } from '../../src/plan/verify-log.ts';
import { bytes, jwtSecret } from '../support/secrets.ts';
import { judged } from './judged.ts';

const OLD = jwtSecret('old');
const NEW = jwtSecret('new');
const mapped = judged({ value: OLD, names: ['jwt_secrets.v1'] });

type File = readonly [string, unknown];
const sourcesOf = (files: readonly File[]) =>
  files.map(([label, content]) =>
    readCurrent(label, Buffer.from(typeof content === 'string' ? content : JSON.stringify(content))),
  );

test('a log that contradicts the files is said, and closes nothing', () => {
  const files: readonly File[] = [
    ['jwt_secrets.json', { v1: OLD, v2: NEW }],
    ['.env', 'JWT_SECRET_ID=v1\n'],
    ['rotation.log', '2025-01-01T00:00:00 rotated to v3\n2025-01-02T00:00:00 rotated to v3\n'],
  ];
  const warnings = logWarnings([mapped], sourcesOf(files));
  for (const says of [/v3, which no map holds/, /in use is v1/, /before the leak on 2025-03-02/, /v3 was rotated to before/])
    assert.ok(
      warnings.some((warning) => says.test(warning)),
      String(says),
    );
});

test('an id in use that its map does not have is said', () => {
  const said = (settings: string, ...keys: readonly string[]): readonly string[] => {
    const map = Object.fromEntries(keys.map((id) => [id, jwtSecret(id)]));
    return activeIdWarnings(sourcesOf([['.env', settings], ['jwt_secrets.json', map]]));
  };
  const warning = '.env: JWT_SECRET_ID at line 2 says v1, which jwt_secrets.json does not have: set it to the new id';
  assert.deepEqual(said('PORT=1\nJWT_SECRET_ID=v1\n', 'v2', 'v3'), [warning]);
  assert.deepEqual(said('JWT_SECRET_ID=v2\n', 'v2', 'v3'), []);
  assert.deepEqual(said('AWS_ACCESS_KEY_ID=v1\nCLIENT_ID=x\n', 'v2'), [], 'of another map, or of none');
  assert.deepEqual(activeIdWarnings(sourcesOf([['.env', 'JWT_SECRET_ID=v1\n']])), [], 'no map was given');
});

test('a value that was written where an id belongs is in no warning', () => {
  const value = bytes('today', 24).toString('hex');
  const warnings = [`JWT_SECRET_ID=${value}\n`, 'JWT_SECRET_ID=v9\n'].flatMap((settings) => {
    const sources = sourcesOf([
      ['.env', settings],
      ['jwt_secrets.json', { v1: OLD, v2: NEW }],
      ['rotation.log', `2025-01-01T00:00:00 rotated to ${value}\n`],
    ]);
    return [...activeIdWarnings(sources), ...logWarnings([mapped], sources)];
  });
  assert.ok(warnings.length >= 4, String(warnings.length));
  for (const warning of warnings) assert.ok(!warning.includes(value.slice(0, 6)), 'a warning shows the value');
});
