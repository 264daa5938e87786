/** What the words of a step mean after a leak. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keepsOld } from '../../src/plan/leak-path.ts';
import { phaseOf } from '../../src/runbook/phases.ts';

const step = (text: string) => ({ text, phase: 'store' as const, lines: [1, 1] as const, code: [], children: [] });

test('an old value that is kept under another name for a while lives on', () => {
  assert.ok(keepsOld(step('Put it into `.env` and keep the old one as `JWT_SECRET_PREVIOUS` for 24 hours.')));
  assert.ok(keepsOld(step('Leave the previous key in the map until Friday')));
  assert.ok(!keepsOld(step('Do not keep the old key in the map')));
  assert.ok(!keepsOld(step('Keep the new key in the vault')));
});

test('telling people comes with what contains a leak', () => {
  for (const text of ['Tell #security within 15 minutes.', 'Inform the on-call engineer', 'Tell users that sessions end'])
    assert.equal(phaseOf(text), 'contain', text);
});
