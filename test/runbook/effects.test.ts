/** What a rotation does to people, where no label says "impact". */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { page } from './pages.ts';

function impactOf(...lines: readonly string[]): readonly unknown[] | undefined {
  const [procedure] = page(['# Rotation', '## JWT_SECRET', ...lines, '', '1. Generate', '2. Deploy']).procedures;
  return procedure?.impact.map(({ text, lines: [line] }) => [text, line]);
}

test('a sentence that says what ends or stops is the impact, with its line', () => {
  assert.deepEqual(impactOf('The key signs sessions. All users will be logged out.'), [['All users will be logged out.', 3]]);
  assert.deepEqual(impactOf('Rotating it invalidates all existing tokens.'), [['Rotating it invalidates all existing tokens.', 3]]);
  assert.deepEqual(impactOf('> Expect a short downtime of the API.'), [['Expect a short downtime of the API.', 3]]);
  assert.deepEqual(impactOf('Users have to sign in again.')?.length, 1);
});

test('conditions, questions, work and other prose are none; a label is read once', () => {
  for (const text of [
    'If the pods restart before that, sessions are dropped.',
    'Make sure that no users are logged out.',
    'Are users logged out?',
    'The token is kept in the vault. Users log in with it.',
  ])
    assert.deepEqual(impactOf(text), [], text);
  assert.deepEqual(impactOf('Impact: all sessions end and users are logged out.')?.length, 1);
});
