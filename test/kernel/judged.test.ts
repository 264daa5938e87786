/** What the kernel remembers of judgements: by the bytes they were made by, all of them and nothing else. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fc } from '../support/property.ts';
import { loadHitTable } from '../../src/commands/engine/kernel-table.ts';
import { createHitTable } from '../../src/detect/search/hit-table.ts';
import { openKernel } from '../../src/source/kernel.ts';
import { PLAIN } from '../detect/scanning.ts';

const LITERAL = 'here-it-is';
const BEFORE = 8;
const pattern = PLAIN.find(({ assignment, ignoreCase }) => assignment === undefined && !ignoreCase)!;
const OUTCOME = 77;

/** @param after how far the rule looks behind its literal's first byte */
function open(after: number): (text: string) => 'judged' | 'remembered' {
  const kernel = openKernel(1 << 20);
  const { follow: _any, ...rule } = pattern;
  loadHitTable(kernel, createHitTable([{ ...rule, literals: [LITERAL], before: BEFORE, after }], { marks: false, layers: false }));
  const { call } = kernel;
  return (text) => {
    const bytes = Buffer.from(text, 'latin1');
    const address = kernel.allocate(bytes.length)!;
    kernel.bytes.set(bytes, address);
    assert.equal(call.hitsOfWhole(address, bytes.length), 1);
    const { words } = kernel;
    const record = call.hits.value >> 2;
    const isFresh = call.freshHits() === 1;
    if (isFresh) {
      words[record + 2] = OUTCOME;
      call.rememberFresh(address, bytes.length);
    } else assert.deepEqual([words[record + 2], call.keptHits()], [OUTCOME, 1]);
    kernel.free(address);
    return isFresh ? 'judged' : 'remembered';
  };
}

test('what stands in the same bytes is judged once, wherever that is; what lies beyond them says nothing', () => {
  const look = open(24);
  const window = `before: ${LITERAL} and behind it.`.slice(0, BEFORE + 24);
  assert.equal(look(`some text ${window} and more`), 'judged');
  assert.equal(look(`other ${window}, another end`), 'remembered');
  assert.equal(look(`${'long '.repeat(5000)}${window}${'!'.repeat(77)}`), 'remembered');
});

test('any byte of a window that is another makes it another window', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: LITERAL.length, max: 90 }),
      fc.string({ unit: fc.integer({ min: 33, max: 255 }).map((code) => String.fromCharCode(code)), minLength: 200, maxLength: 200 }),
      fc.nat(),
      fc.integer({ min: 1, max: 255 }),
      (after, around, where, bit) => {
        const look = open(after);
        const text = `${around.slice(0, 100)}${LITERAL}${around.slice(100)}`;
        const at = 100 - BEFORE + (where % (BEFORE + after));
        fc.pre(!around.includes(LITERAL) && (at < 100 || at >= 100 + LITERAL.length));
        const other = `${text.slice(0, at)}${String.fromCharCode(text.charCodeAt(at) ^ bit)}${text.slice(at + 1)}`;
        assert.equal(look(text), 'judged');
        assert.equal(look(other), 'judged', `byte ${at - 100} of ${after}`);
        assert.equal(look(text), 'remembered');
        assert.equal(look(other), 'remembered');
      },
    ),
    { numRuns: 300 },
  );
});

test('a window that begins or ends a unit is another than the same bytes in its midst', () => {
  const look = open(24);
  const behind = ' and so it goes on, for long';
  const [early, late] = [`at ${LITERAL}${behind}`, `${'x'.repeat(9)}at ${LITERAL}${behind}`];
  assert.deepEqual([look(early), look(late), look(early), look(late)], ['judged', 'judged', 'remembered', 'remembered']);
  const ending = `${'x'.repeat(9)}at ${LITERAL} and so it`;
  assert.deepEqual([look(ending), look(`${ending}\0`), look(ending)], ['judged', 'judged', 'remembered']);
});

test('a window of two kilobytes is remembered, a longer one is judged whenever it comes', () => {
  for (const [after, again] of [
    [2040, 'remembered'],
    [2041, 'judged'],
  ] as const) {
    const look = open(after);
    const text = `${'.'.repeat(100)}${LITERAL}${'.'.repeat(3000)}`;
    assert.deepEqual([look(text), look(text)], ['judged', again]);
  }
});
