/** Texts that were looked at before: neither looked at nor made again, and paid for all the same. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NO_CLAIMS } from '../../../src/detect/conclude.ts';
import { LayerLimit, openBudget } from '../../../src/detect/layers/budget.ts';
import { openJsonStrings } from '../../../src/detect/layers/json-strings.ts';
import { rememberingEmpty } from '../../../src/detect/layers/known-empty.ts';

const TEXT = 'a line of "text"\n'.repeat(40);
const HAR = Buffer.from(JSON.stringify({ startedDateTime: '', text: TEXT }));

test('a string of JSON that held nothing is not made again, and takes as much from the budget', () => {
  const looks: string[] = [];
  const look = rememberingEmpty((bytes) => (looks.push(Buffer.from(bytes).toString()), NO_CLAIMS));
  const costs = [1, 2].map(() => {
    const budget = openBudget();
    const before = budget.bytes;
    for (const inner of openJsonStrings(HAR, budget)!) look(inner, budget);
    return before - budget.bytes;
  });
  assert.deepEqual(looks, [TEXT]);
  assert.equal(costs[0], costs[1]);
  assert.ok(costs[0]! >= TEXT.length);

  const budget = openBudget();
  budget.takeBytes(budget.bytes - TEXT.length);
  const all = (): void => {
    for (const inner of openJsonStrings(HAR, budget)!) look(inner, budget);
  };
  assert.throws(all, (error) => error instanceof LayerLimit && error.what === 'too-much-inside');
});

test('the same bytes in another form are another text', () => {
  const looks: string[] = [];
  const look = rememberingEmpty((_bytes, _budget) => (looks.push('one more'), NO_CLAIMS));
  const budget = openBudget();
  const forms = ['"startedDateTime"', '"nbformat"'].map((key) => Buffer.from(`{${key}: 4, "text": ${JSON.stringify(TEXT)}}`));
  for (const bytes of forms) for (const inner of openJsonStrings(bytes, budget)!) look(inner, budget);
  look({ via: 'tar', bytes: Buffer.from(JSON.stringify(TEXT).slice(1, -1)), spanOf: (span) => span }, budget);
  assert.equal(looks.length, 3);
});
