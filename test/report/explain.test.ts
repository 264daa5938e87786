/** The chain of one secret: what is said only where it means something. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explainReport } from '../../src/report/explain.ts';
import { ARN, report, secret } from './reports.ts';
import type { Judged } from '../../src/model.ts';

const explained = (one: Judged): string => explainReport(report({ secrets: [one] }), one.id, { width: 100, color: false });

test('how soon is said of what is to be rotated, and of nothing else', () => {
  const urgency = 'others can read it today';
  assert.match(explained(secret({ urgency })), /\n {2}priority +P0, because others can read it today\n/);
  assert.match(explained(secret()), /\n {2}priority +P0\n/);
  for (const verdict of ['identifier', 'hash', 'public-default', 'rotated', 'accepted'] as const)
    assert.doesNotMatch(explained(secret({ verdict, rule: ARN, urgency })), /priority|others can read/);
});
