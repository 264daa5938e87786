import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Judged, Task } from '../../src/model.ts';
import { loadRotations } from '../../src/plan/rotations.ts';
import { makePlan } from '../../src/plan/tasks.ts';
import { renderTodoCsv } from '../../src/report/todo-csv.ts';
import { renderTodoJson } from '../../src/report/todo-json.ts';
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

function plannedFor(secrets: readonly Judged[]): readonly Task[] {
  return makePlan({ asOf: '2026-11-22', rotations: loadRotations(), secrets, runbooks: [] }).tasks;
}

const hoursOf = ({ rotation, secret }: Task): number => rotation.due[secret.priority];

test('what has to be dead sooner comes first, whatever its priority, and the priority decides among equals', () => {
  const secrets = [
    judged({ names: ['DATABASE_URL'], kind: 'database-url', priority: 'P1' }),
    judged({ names: ['FERNET_KEY'], kind: 'fernet-key', priority: 'P0' }),
    judged({ kind: 'jwt-secret', priority: 'P1' }),
  ];
  assert.deepEqual(
    plannedFor(secrets).map((task) => [task.name, hoursOf(task)]),
    [['JWT_SECRET', 8], ['FERNET_KEY', 24], ['DATABASE_URL', 24]],
  );
});

test('what is in use today is due as P1 is, and all formats say so', () => {
  const inUse = judged({ kind: 'jwt-secret', priority: 'P3', verdict: 'still-current', status: 'still-current' });
  const other = judged({ names: ['OTHER'], kind: 'jwt-secret', priority: 'P2' });
  const made = makePlan({ asOf: '2026-11-22', rotations: loadRotations(), secrets: [other, inUse], runbooks: [] });
  assert.deepEqual(made.tasks.map(({ name }) => name), ['JWT_SECRET', 'OTHER']);
  const options = { mask: (line: string) => line, repository: 'shop', coverageComplete: true };
  assert.match(renderTodo(made, options), /^- Due: the old value is dead within 8 hours \(P3, in use today\)$/m);
  assert.deepEqual(JSON.parse(renderTodoJson(made, options)).tasks.map((task: { dueHours: number }) => task.dueHours), [8, 72]);
  assert.match(renderTodoCsv(made, options), /,8,[^,]*,still-current\r$/m);
});

test('what a key opens waits for that key, however late it is due itself', () => {
  const key = judged({ names: ['FERNET_KEY'], kind: 'fernet-key' });
  const opened: Judged = { ...judged({ kind: 'jwt-secret' }), related: [{ id: key.id, how: 'wrapped by' }] };
  const other = judged({ names: ['OTHER_KEY'], kind: 'jwt-secret', priority: 'P1' });
  assert.deepEqual(
    plannedFor([opened, other, key]).map(({ name, before }) => [name, before]),
    [['FERNET_KEY', ['JWT_SECRET']], ['JWT_SECRET', []], ['OTHER_KEY', []]],
  );
});

test('what the ledger adopted comes after what is new, however soon it is due', () => {
  const adopted = judged({ kind: 'jwt-secret', priority: 'P0', status: 'known' });
  const found = judged({ names: ['FERNET_KEY'], kind: 'fernet-key', priority: 'P3' });
  assert.deepEqual(plannedFor([adopted, found]).map(({ name }) => name), ['FERNET_KEY', 'JWT_SECRET']);
});
