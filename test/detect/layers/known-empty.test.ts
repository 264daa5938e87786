/** Texts that were looked at before: neither looked at nor made again, and paid for all the same. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { NO_CLAIMS } from '../../../src/detect/claims/conclude.ts';
import { LayerLimit, openBudget } from '../../../src/detect/layers/budget.ts';
import { openJsonStrings } from '../../../src/detect/layers/json-strings.ts';
import { rememberingEmpty } from '../../../src/detect/layers/known-empty.ts';
import { createDetector } from '../../../src/detect/unit.ts';
import { PLAIN } from '../scanning.ts';
import type { Inner } from '../../../src/detect/layers/inner.ts';

const TEXT = 'a line of "text"\n'.repeat(40);
const HAR = Buffer.from(JSON.stringify({ startedDateTime: '', text: TEXT }));

test('a string of JSON that held nothing is not made again, and takes as much from the budget', () => {
  const looks: string[] = [];
  const look = rememberingEmpty((bytes) => (looks.push(Buffer.from(bytes).toString()), NO_CLAIMS));
  const costs = [1, 2].map(() => {
    const budget = openBudget(1 << 30);
    const before = budget.bytes;
    for (const inner of openJsonStrings(HAR, budget)!) look(inner, budget);
    return before - budget.bytes;
  });
  assert.deepEqual(looks, [TEXT]);
  assert.equal(costs[0], costs[1]);
  assert.ok(costs[0]! >= TEXT.length);

  const budget = openBudget(1 << 30);
  budget.takeBytes(budget.bytes - TEXT.length);
  const all = (): void => {
    for (const inner of openJsonStrings(HAR, budget)!) look(inner, budget);
  };
  assert.throws(all, (error) => error instanceof LayerLimit && error.what === 'too-much-inside');
});

test('what was set aside in it is told again, and all that it took is taken again', () => {
  const detector = createDetector(PLAIN);
  const packed = gzipSync(`password: "<your-password>"\n${'# a comment\n'.repeat(40)}`, { level: 0 });
  const inner: Inner = { via: 'base64', bytes: packed, spanOf: (span) => span };
  let looks = 0;
  const look = rememberingEmpty((bytes, budget) => (looks++, detector.look(bytes, budget)));
  const twice = [1, 2].map(() => {
    const budget = openBudget(1 << 30);
    const spent = budget.meter();
    return { found: look(inner, budget), spent: spent() };
  });
  assert.equal(looks, 1);
  assert.deepEqual(twice[1], twice[0]);
  assert.ok(twice[0]!.found.claims.length > 0 && twice[0]!.found.claims.every(({ setAside }) => setAside === 'placeholder'));
  assert.ok(twice[0]!.spent.bytes > 480);

  const narrow = openBudget(1 << 30);
  narrow.takeBytes(narrow.bytes - twice[0]!.spent.bytes + 1);
  assert.deepEqual(look(inner, narrow).limits.map(({ what }) => what), ['too-much-inside']);
  const deeper = openBudget(1 << 30);
  deeper.within(() => look(inner, deeper));
  assert.equal(looks, 3, 'another depth is another question');
});

test('the same bytes in another form are another text', () => {
  const looks: string[] = [];
  const look = rememberingEmpty((_bytes, _budget) => (looks.push('one more'), NO_CLAIMS));
  const budget = openBudget(1 << 30);
  const forms = ['"startedDateTime"', '"nbformat"'].map((key) => Buffer.from(`{${key}: 4, "text": ${JSON.stringify(TEXT)}}`));
  for (const bytes of forms) for (const inner of openJsonStrings(bytes, budget)!) look(inner, budget);
  look({ via: 'tar', bytes: Buffer.from(JSON.stringify(TEXT).slice(1, -1)), spanOf: (span) => span }, budget);
  assert.equal(looks.length, 3);
});
