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

test('what is the same word twice is said once: a status, a rule as a name, a remote that still has what it had', () => {
  const settled = explained(secret({ verdict: 'accepted', status: 'accepted' }));
  assert.match(settled, /\n {2}verdict +accepted\n/);
  assert.match(explained(secret({ status: 'known' })), /\n {2}verdict +compromised, status known\n/);
  const names = [{ name: ARN.name, rule: ARN, kind: ARN.kind }];
  assert.doesNotMatch(explained(secret({ rule: ARN, names })), /\n {2}names/);
  const reach = (...all: Judged['exposure']['reach'][number][]) => explained(secret({ exposure: { ...secret().exposure, reach: all } }));
  assert.match(reach('remote-tracking', 'was-on-remote'), /\n {2}reach +committed: on a remote\n/);
  assert.match(reach('was-on-remote', 'reflog'), /\n {2}reach +committed: was on a remote, in a reflog\n/);
});
