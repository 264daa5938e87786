import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Judged } from '../../src/model.ts';
import { loadRotations } from '../../src/plan/rotations.ts';
import { makePlan } from '../../src/plan/tasks.ts';
import { renderTodo } from '../../src/report/todo.ts';
import { judged } from './judged.ts';

/** How often a plan asks secrets what they are related to: that many passwords, and one key that opens half of them. */
function askedBy(count: number): number {
  let asked = 0;
  const key = judged({ names: ['FERNET_KEY'], kind: 'fernet-key' });
  const counted = (secret: Judged, related: Judged['related']): Judged =>
    Object.defineProperty(secret, 'related', { enumerable: true, get: () => (asked++, related) });
  const others = Array.from({ length: count }, (_, number) =>
    counted(judged({ kind: 'password' }), number % 2 === 0 ? [{ id: key.id, how: 'wrapped by' }] : []),
  );
  const { tasks } = makePlan({ asOf: '2026-11-22', rotations: loadRotations(), secrets: [...others, key], runbooks: [] });
  assert.equal(tasks[0]?.secret.id, key.id);
  assert.equal(tasks[0]?.before.length, Math.ceil(count / 2));
  return asked;
}

test('what thousands of secrets are to each other is asked of each of them, not of each pair', () => {
  const [few, many] = [askedBy(20), askedBy(200)];
  assert.ok(many <= few * 12, `${many} where 10 times fewer secrets take ${few}`);
});

test('a task that is due sooner than one above it says so', () => {
  const secrets = [judged({ names: ['FERNET_KEY'], kind: 'fernet-key' }), judged({ kind: 'jwt-secret' })];
  const plan = makePlan({ asOf: '2026-11-22', rotations: loadRotations(), secrets, runbooks: [] });
  assert.deepEqual(
    plan.tasks.map(({ name, dueBefore }) => [name, dueBefore.count, dueBefore.names]),
    [['FERNET_KEY', 0, []], ['JWT_SECRET', 1, ['FERNET_KEY']]],
  );
  const text = renderTodo(plan, { mask: (line) => line, repository: 'shop', coverageComplete: true });
  assert.deepEqual(text.match(/(?<=^- Due: .*\): ).*$/gm), ['sooner than FERNET_KEY above, so do not wait for that']);
});

test('what a key opens waits for that key, however late it is due itself', () => {
  const key = judged({ names: ['FERNET_KEY'], kind: 'fernet-key' });
  const opened: Judged = { ...judged({ kind: 'jwt-secret' }), related: [{ id: key.id, how: 'wrapped by' }] };
  const { tasks } = makePlan({ asOf: '2026-11-22', rotations: loadRotations(), secrets: [opened, key], runbooks: [] });
  assert.deepEqual(tasks.map(({ name, before }) => [name, before]), [['FERNET_KEY', ['JWT_SECRET']], ['JWT_SECRET', []]]);
  assert.deepEqual(tasks.map(({ dueBefore }) => dueBefore.count), [0, 0]);
});

test('of many tasks above that are due later three are named, and the others counted', () => {
  const keys = Array.from({ length: 40 }, (_, n) => judged({ names: [`FERNET_KEY_${n}`], kind: 'fernet-key' }));
  const secrets = [...keys, judged({ kind: 'jwt-secret' })];
  const plan = makePlan({ asOf: '2026-11-22', rotations: loadRotations(), secrets, runbooks: [] });
  const last = plan.tasks.at(-1)!;
  assert.equal(last.name, 'JWT_SECRET');
  assert.deepEqual([last.dueBefore.count, last.dueBefore.names], [40, plan.tasks.slice(0, 3).map(({ name }) => name)]);
  const text = renderTodo(plan, { mask: (line) => line, repository: 'shop', coverageComplete: true });
  assert.match(text, / and 37 more above, so do not wait for that$/m);
});
