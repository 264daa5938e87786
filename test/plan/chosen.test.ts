/** Which of the sections that fit are used together. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadRotations } from '../../src/plan/rotations.ts';
import { makePlan } from '../../src/plan/tasks.ts';
import { page } from '../runbook/pages.ts';
import { judged } from './judged.ts';

test('a leak section that sends back to the procedure has it beside it', () => {
  const lines = ['# Rotation', '## JWT', '1. Create a key', '2. Deploy it', '## A secret leaked', '1. Revoke the secret'];
  const anchors = (step: string): readonly string[] | undefined => {
    const runbooks = [page([...lines, `2. ${step}`, '3. Deploy it'])];
    const [task] = makePlan({ asOf: '2026-11-22', rotations: loadRotations(), secrets: [judged()], runbooks }).tasks;
    return task?.chosen.map(({ anchor }) => anchor);
  };
  assert.deepEqual(anchors('Create another one'), ['a-secret-leaked']);
  const back = ['Create another one following the procedure above', 'Follow the normal rotation procedure', 'Neu erzeugen, siehe oben'];
  for (const step of back)
    assert.deepEqual(anchors(step), ['jwt', 'a-secret-leaked'], step);
});
