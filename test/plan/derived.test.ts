/** What a key made (signed tokens, ciphertext) has tasks of its own; renewing the key is a step of none of them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Judged, Runbook, Task } from '../../src/model.ts';
import { checkRunbooks } from '../../src/plan/check.ts';
import { loadRotations } from '../../src/plan/rotations.ts';
import { makePlan } from '../../src/plan/tasks.ts';
import { renderTodo } from '../../src/report/todo.ts';
import { page, signingSecret, versionedKeys } from '../runbook/pages.ts';
import { judged } from './judged.ts';

const planFor = (secrets: readonly Judged[], runbooks: readonly Runbook[]) =>
  makePlan({ asOf: '2026-11-22', rotations: loadRotations(), secrets, runbooks, tracked: ['deploy/jwt_secrets.json'] });
const token = () => judged({ names: [], kind: 'json-web-token', ruleName: 'JSON Web Token', path: 'test/session.txt' });
const sealed = () => judged({ names: [], kind: 'fernet-token', ruleName: 'Fernet token', path: 'db/seed.sql' });
function taskOf(secret: Judged, ...runbooks: readonly Runbook[]): Task {
  const [task] = planFor([secret], runbooks).tasks;
  assert.ok(task);
  return task;
}
const anchors = (sections: readonly { readonly anchor: string }[]): readonly string[] => sections.map(({ anchor }) => anchor);

test('a signed token is refused; the steps that renew its key are boxes of the key only', () => {
  const task = taskOf(token(), versionedKeys());
  assert.deepEqual([anchors(task.chosen), anchors(task.ofKey)], [[], ['jwt-secret-rotation']]);
  assert.deepEqual(task.boxes.filter(({ source }) => source !== undefined), []);
  assert.deepEqual(
    task.boxes.map(({ phase }) => phase),
    ['contain', ...task.rotation.leak.order.slice(0, -1), 'record', 'record'],
    'in the order of a token’s leak, with the file that holds it and what verifies it',
  );
  assert.deepEqual(task.boxes[0]?.files, ['test/session.txt'], 'not the files that a new key is written to');
  const key = taskOf(judged({ names: ['JWT_SECRET'] }), versionedKeys());
  assert.deepEqual([anchors(key.chosen), anchors(key.ofKey)], [['jwt-secret-rotation'], []]);
});

test('what a page says of leaks and makes no new key is for the token as well', () => {
  const task = taskOf(token(), signingSecret());
  assert.deepEqual([anchors(task.chosen), anchors(task.ofKey)], [
    ['incident-note-suspected-leak'],
    ['rotation-procedure-jwt_secret'],
  ]);
  const said = task.boxes.filter(({ source }) => source !== undefined);
  assert.deepEqual(said.map(({ phase }) => phase), ['audit']);
  const reminders = task.boxes.flatMap((box) => box.reminders.map(({ text }) => text));
  assert.ok(reminders.includes('Rotate immediately.'), 'no box: it says when');
  const ranks = task.boxes.map(({ phase }) => task.rotation.leak.order.indexOf(phase));
  assert.deepEqual(ranks, [...ranks].sort((a, b) => a - b), 'nothing is verified before it is made');
});

test('ciphertext has no boxes of its key; a page about the token itself has', () => {
  assert.deepEqual(taskOf(sealed(), versionedKeys()).boxes.filter(({ source }) => source !== undefined), []);
  for (const heading of ['Fernet token', 'Reissuing leaked Fernet tokens']) {
    const { chosen } = taskOf(sealed(), page(['# Rotation', `## ${heading}`, '1. Generate a new one', '2. Store it']));
    assert.equal(chosen.length, 1, heading);
  }
  const sessions = page(['# Leaked secrets', '## Session JWTs', '1. Deny the token id', '2. Read the auth log for the token']);
  const task = taskOf(token(), sessions);
  assert.deepEqual([anchors(task.chosen), task.ofKey], [['session-jwts'], []]);
  assert.equal(task.boxes.filter(({ source }) => source !== undefined).length, 2);
});

test('the page says whose section it is, no gap is made of it, and its dangers are said of the key', () => {
  const plan = planFor([token()], [versionedKeys()]);
  const text = renderTodo(plan, { mask: (same) => same, repository: 'shop', coverageComplete: true });
  assert.match(text, /^- Runbook, for the key it was made with: \[JWT secret rotation\]/im);
  assert.ok(!/^- Not taken: \[JWT secret rotation\]/im.test(text));
  assert.deepEqual(plan.gaps, []);
  const { lint } = checkRunbooks(plan, { lint: [], held: [], burnt: new Set() });
  assert.ok(lint.some(({ rule }) => rule === 'unsafe-overlap'));
});
