/** The glance at names in the kernel against the one in detect, and what it remembers of them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fc } from '../support/property.ts';
import { loadHitTable } from '../../src/commands/engine/kernel-table.ts';
import { createHitTable } from '../../src/detect/search/hit-table.ts';
import { mayAssign } from '../../src/detect/assignment/may-assign.ts';
import { BY_NAME } from '../../src/detect/versions.ts';
import { openKernel, RECORD } from '../../src/source/kernel.ts';
import { PIECES } from '../detect/assignment/assigning.ts';
import { PLAIN } from '../detect/scanning.ts';

const kernel = openKernel(1 << 20);
const named = PLAIN.find(({ assignment }) => assignment !== undefined && assignment.words === undefined)!;
loadHitTable(kernel, createHitTable([{ ...named, literals: ['token', 'password'] }], { marks: false }));
const { call } = kernel;

/** Offsets of the hits that have to be judged; each of them came to nothing by its name where `byName` says so. */
function judged(text: string, byName: boolean): number[] {
  const bytes = Buffer.from(text, 'latin1');
  const address = kernel.allocate(bytes.length)!;
  kernel.bytes.set(bytes, address);
  call.hitsOfWhole(address, bytes.length);
  const { words } = kernel;
  const records = Array.from({ length: call.freshHits() }, (_, index) => words[(call.fresh.value >> 2) + index]!).map(
    (hit) => (call.hits.value + hit * RECORD) >> 2,
  );
  for (const record of records) words[record + 2] = BY_NAME;
  if (byName) call.rememberFresh(address, bytes.length);
  for (const record of records) assert.equal(words[record + 2], byName ? 0 : BY_NAME);
  kernel.free(address);
  return records.map((record) => words[record]!);
}

test('what the kernel turns away, the first look at the bytes turns away too', () => {
  let turnedAway = 0;
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 14 }), (pieces) => {
      const text = pieces.join('');
      const hits = [...text.matchAll(/token|password/gi)].map(({ index }) => index);
      const seen = new Set(judged(text, false));
      for (const hit of hits.filter((one) => !seen.has(one))) {
        turnedAway++;
        assert.equal(mayAssign(Buffer.from(text, 'latin1'), hit, text.length), false, JSON.stringify({ text, hit }));
      }
    }),
    { numRuns: 10_000 },
  );
  assert.ok(turnedAway > 500, `${turnedAway} hits`);
});

test('a name that no rule is about is not judged again, whatever stands around it; any other name is', () => {
  assert.deepEqual(judged('reset_token_form = "a"', true), [6]);
  assert.deepEqual(judged('let  reset_token_form: 17', true), []);
  assert.deepEqual(judged('reset_token_forms = "a"', true), [6]);
  assert.deepEqual(judged('_reset_token_form = "a"', true), [7]);
  assert.deepEqual(judged('token_token = "a"', true), [0, 6]);
  assert.deepEqual(judged('token_token = "b"', true), []);
  const long = `${'long_'.repeat(12)}token`;
  for (let time = 0; time < 2; time++) assert.deepEqual(judged(`${long} = "a"`, true), [60], 'too long to be kept');
});
