/** What a section lacks is said in full, and of nothing that it has. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadRotations } from '../../src/plan/rotations.ts';
import { makePlan } from '../../src/plan/tasks.ts';
import { signingSecret, versionedKeys } from '../runbook/pages.ts';
import { judged } from './judged.ts';

test('what the section lacks is said of each box that is not in the runbook, and of no other', () => {
  const named = [['JWT_SECRET', 'jwt-secret'], ['FERNET_KEY', 'fernet-key'], ['DATABASE_URL', 'database-url']] as const;
  const secrets = named.map(([name, kind]) => judged({ names: [name], kind }));
  const plan = makePlan({ asOf: '2026-11-22', rotations: loadRotations(), secrets, runbooks: [signingSecret(), versionedKeys()] });
  assert.equal(plan.tasks.length, 3);
  for (const task of plan.tasks) {
    const own = new Set(task.boxes.filter(({ source }) => source === undefined).map(({ phase }) => phase));
    const isGuard = (phase: string): boolean => phase === 'record' || phase === 'contain' || phase === 'deploy';
    const unsaid = task.missing.filter((facet) => facet !== 'impact' && facet !== 'steps').length;
    assert.ok(unsaid <= own.size, task.name);
    assert.ok([...own].filter((phase) => !isGuard(phase)).length <= unsaid, task.name);
  }
});
