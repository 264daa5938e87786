/** Hits of whole units against the plain search, and lines and columns against plain counting. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fc } from '../support/property.ts';
import { kernelServes, loadHitTable } from '../../src/commands/engine/kernel-table.ts';
import { CAP } from '../../src/detect/search/density.ts';
import { createHitTable } from '../../src/detect/search/hit-table.ts';
import { lineCounter } from '../../src/detect/claims/position.ts';
import { openKernel, RECORD, SLACK, type Kernel } from '../../src/source/kernel.ts';
import { PLAIN } from '../detect/scanning.ts';
import { hitsOf, standTooClose } from '../source/packs/walking.ts';
import { kernel, withBytes } from './memory.ts';
import type { HitTable } from '../../src/detect/search/hit-table.ts';
import type { Rule } from '../../src/model.ts';

/** Letters that share their five low bits with others, both cases, signs, bytes of no text. */
const LETTERS = [...'aAbB01_-=@ !"ij\u0000\u0001\u0081\u00ff'];
const word = (least: number, most: number): fc.Arbitrary<string> =>
  fc.array(fc.constantFrom(...LETTERS), { minLength: least, maxLength: most }).map((all) => all.join(''));
const literal = fc.oneof({ weight: 5, arbitrary: word(3, 6) }, { weight: 1, arbitrary: word(3, 51) });
const table: fc.Arbitrary<HitTable> = fc
  .tuple(fc.array(fc.tuple(literal, fc.boolean()), { minLength: 1, maxLength: 40 }), fc.option(fc.integer({ min: 1, max: 40 })))
  .map(([literals, run]) => {
    const [plain] = PLAIN.filter(({ assignment, runOf }) => assignment === undefined && runOf === undefined);
    const { follow: _, ...like } = plain!;
    const rules: Rule[] = literals.map(([text, ignoreCase]) => ({
      ...like,
      ignoreCase,
      literals: [ignoreCase ? text.toLowerCase() : text],
    }));
    if (run !== null) rules.push({ ...like, literals: [], ignoreCase: false, runOf: run });
    return createHitTable(rules, { marks: false });
  });

/** Texts of the same letters, the literals themselves in either case among them, and what looks nearly like them. */
function unit({ literals }: HitTable): fc.Arbitrary<Buffer> {
  const own = fc
    .tuple(fc.constantFrom(...literals.map(({ text }) => text)), fc.boolean(), fc.nat(3))
    .map(([text, upper, cut]) => (upper ? text.toUpperCase() : text).slice(0, text.length - (cut === 3 ? 1 : 0)));
  const gap = fc.integer({ min: 0, max: 90 }).map((size) => '.'.repeat(size));
  return fc
    .array(fc.oneof(own, word(0, 20), gap), { maxLength: 25 })
    .map((pieces) => Buffer.from(pieces.join(''), 'latin1'));
}

/** Puts a unit anywhere in memory, with something behind it, and lists what the kernel finds. */
function found(kernel: Kernel, bytes: Buffer, shift: number, behind: Buffer): { offset: number; literal: number }[] | undefined {
  const room = kernel.allocate(shift + bytes.length + behind.length)!;
  kernel.bytes.fill(0, room, room + shift + bytes.length + behind.length + SLACK);
  kernel.bytes.set(bytes, room + shift);
  kernel.bytes.set(behind, room + shift + bytes.length);
  const count = kernel.call.hitsOfWhole(room + shift, bytes.length);
  kernel.free(room);
  if (count < 0) return undefined;
  const { words } = kernel;
  const hits = Array.from({ length: count }, (_, hit) => {
    const record = (kernel.call.hits.value + hit * RECORD) >> 2;
    assert.equal(words[record + 1]! >> 16, 1, 'all hits of a whole unit are new');
    return { offset: words[record]!, literal: words[record + 1]! & 0xffff };
  });
  assert.ok(hits.every(({ offset }, hit) => hit === 0 || hits[hit - 1]!.offset <= offset), 'hits ascend');
  return hits.sort((a, b) => a.offset - b.offset || a.literal - b.literal);
}

function holds(kernel: Kernel, table: HitTable, bytes: Buffer, shift: number, behind: Buffer): number {
  const wanted = hitsOf(bytes, table);
  assert.deepEqual(found(kernel, bytes, shift, behind), standTooClose(wanted) ? undefined : wanted);
  return wanted.length;
}

test('the same hits as the plain search, for any literals, wherever the unit stands', () => {
  let hits = 0;
  fc.assert(
    fc.property(
      table.chain((table) => fc.tuple(fc.constant(table), fc.array(unit(table), { minLength: 8, maxLength: 8 }))),
      fc.nat(17),
      ([table, units], shift) => {
        fc.pre(kernelServes(table));
        const kernel = openKernel(1 << 20);
        loadHitTable(kernel, table);
        units.forEach((bytes, index) => (hits += holds(kernel, table, bytes, shift, units[(index + 1) % 8]!)));
      },
    ),
    { numRuns: 60 },
  );
  assert.ok(hits > 100, `only ${hits} hits`);
});

test('the same hits with the built-in rules, in texts made of their literals', () => {
  const table = createHitTable(PLAIN, {});
  assert.ok(kernelServes(table));
  const kernel = openKernel(1 << 20);
  loadHitTable(kernel, table);
  const run = fc.integer({ min: 10, max: 120 }).map((size) => 'Ab3/'.repeat(size / 4));
  const pieces = fc.array(fc.oneof(unit(table), run.map((text) => Buffer.from(text))), { maxLength: 3 });
  fc.assert(
    fc.property(pieces, fc.nat(17), (units, shift) => {
      holds(kernel, table, Buffer.concat(units), shift, Buffer.from(table.literals[0]!.text));
    }),
    { numRuns: 300 },
  );
  // every literal by itself: in either case, at both ends, nearly
  for (const [number, { text, ignoreCase }] of table.literals.entries()) {
    for (const written of ignoreCase ? [text, text.toUpperCase()] : [text]) {
      const bytes = Buffer.from(written, 'latin1');
      assert.ok(found(kernel, bytes, 3, bytes)?.some((hit) => hit.offset === 0 && hit.literal === number), text);
      holds(kernel, table, bytes.subarray(1), 0, bytes);
      holds(kernel, table, bytes.subarray(0, -1), 0, bytes.subarray(-1));
    }
  }
});

test('more hits than can be listed are left to the plain engine; that some stand close together is said', () => {
  const table = createHitTable(PLAIN, {});
  const kernel = openKernel(8 << 20);
  loadHitTable(kernel, table);
  const short = table.literals.map(({ text }) => text).toSorted((a, b) => a.length - b.length)[0]!;
  const one = `${short}${'. '.repeat(40)}`;
  assert.equal(found(kernel, Buffer.from(one.repeat(64)), 0, Buffer.alloc(0))?.length, hitsOf(Buffer.from(one.repeat(64)), table).length);
  assert.equal(found(kernel, Buffer.from(one.repeat(70_000)), 0, Buffer.alloc(0)), undefined);
  assert.equal(kernel.call.isCrowded(), 0);
  const close = Buffer.from(`${short} `.repeat(CAP + 2));
  assert.equal(found(kernel, close, 0, Buffer.alloc(0))?.length, hitsOf(close, table).length);
  assert.equal(kernel.call.isCrowded(), 1);
});

test('lines and columns are those of plain counting', () => {
  const text = fc
    .array(fc.oneof(fc.constantFrom(10, 13, 0x41, 0x80, 0xbf, 0xc3, 0xe2, 0xf0, 0xff), fc.nat(255)), { maxLength: 200 })
    .map((bytes) => Buffer.from(bytes));
  fc.assert(
    fc.property(text, fc.nat(), fc.nat(20), (bytes, at, shift) => {
      const offset = at % (bytes.length + 1);
      const got = withBytes(Buffer.concat([Buffer.alloc(shift, 'x'), bytes]), (address) => {
        const unit = address + shift;
        return {
          line: 1 + kernel.call.lineFeeds(unit, unit + offset),
          column: 1 + kernel.call.unitsBefore(unit + offset, unit),
        };
      });
      const { line, column } = lineCounter(bytes).at(offset);
      assert.deepEqual(got, { line, column });
    }),
    { numRuns: 500 },
  );
});
