/** Applying deltas against a reading of the format that fits on a page, with sound deltas and hostile ones. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fc } from '../support/property.ts';
import { kernel, withBytes, withRoom } from './memory.ts';
import { applyDelta, makeDelta } from '../support/deltas.ts';
import type { Instruction } from '../support/packs.ts';

const { call } = kernel;
const MOST_RUNS = 1 << 15;

/** What the kernel makes of it; undefined when it refuses. */
function apply(base: Buffer, delta: Buffer): Buffer | undefined {
  return withBytes(base, (from) =>
    withBytes(delta, (address) => {
      const length = call.deltaResultSize(address, delta.length, base.length);
      if (length < 0 || length > 1 << 24) return undefined;
      const { result, output } = withRoom(length, (out) => {
        assert.equal(call.deltaResultSize(address, delta.length, base.length), length);
        return call.applyDelta(from, base.length, out, length);
      });
      assert.ok(result >= -2);
      return result < 0 ? undefined : output;
    }),
  );
}

const base = fc.oneof(
  fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes)),
  fc.tuple(fc.integer({ min: 60_000, max: 140_000 }), fc.nat(250)).map(([size, step]) => {
    const bytes = Buffer.alloc(size);
    for (let at = 0; at < size; at++) bytes[at] = (at >> 5) * (step + 1) + at;
    return bytes;
  }),
);

/** Copies from anywhere and of any size, 65,536 and 0x00ff00 among them, and inserts. */
const instructions = (size: number): fc.Arbitrary<Instruction[]> => {
  const insert = fc.uint8Array({ minLength: 1, maxLength: 300 }).map((bytes): Instruction => ({ insert: Buffer.from(bytes) }));
  if (size === 0) return fc.array(insert, { maxLength: 8 });
  const count = fc.oneof(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: size }), fc.constantFrom(0x100, 0xff00, 0x10000));
  const copy = fc.tuple(fc.nat(size - 1), count).map(([at, want]): Instruction => ({ copy: [at, Math.min(want, size - at)] }));
  return fc.array(fc.oneof(insert, copy), { maxLength: 12 });
};

const sound = base.chain((bytes) => instructions(bytes.length).map((list) => ({ bytes, delta: makeDelta(bytes.length, list) })));

test('a delta comes to what its instructions say', () => {
  fc.assert(
    fc.property(sound, ({ bytes, delta }) => {
      const wanted = applyDelta(bytes, delta);
      assert.ok(wanted !== undefined);
      // git takes no delta so short
      if (delta.length >= 4) assert.deepEqual(apply(bytes, delta), wanted);
    }),
    { numRuns: 300 },
  );
});

test('a delta with other bytes in it is refused, or comes to what they say', () => {
  const harm = fc.array(fc.tuple(fc.nat(60), fc.nat(255)), { minLength: 1, maxLength: 3 });
  let taken = 0;
  fc.assert(
    fc.property(sound, harm, ({ bytes, delta }, changes) => {
      const other = Buffer.from(delta);
      for (const [at, value] of changes) other[at % other.length] = value;
      const wanted = other.length < 4 ? undefined : applyDelta(bytes, other);
      assert.deepEqual(apply(bytes, other), wanted);
      if (wanted !== undefined) taken++;
    }),
    { numRuns: 1000 },
  );
  assert.ok(taken > 50, `only ${taken} were sound`);
});

/** Whether the kernel refuses the first bytes of a delta while the rest stands in memory behind them. */
function refusesCut(bytes: Buffer, delta: Buffer, cut: number): boolean {
  return withBytes(bytes, (from) =>
    withBytes(
      delta.subarray(0, cut),
      (address) => {
        const length = call.deltaResultSize(address, cut, bytes.length);
        return length < 0 || withRoom(length, (out) => call.applyDelta(from, bytes.length, out, length)).result < 0;
      },
      delta.subarray(cut),
    ),
  );
}

test('a delta that is cut is refused, even when the rest stands behind it', () => {
  fc.assert(
    fc.property(sound, fc.nat(), ({ bytes, delta }, at) => {
      const cut = at % delta.length;
      const isWhole = cut >= 4 && applyDelta(bytes, delta.subarray(0, cut)) !== undefined;
      assert.equal(refusesCut(bytes, delta, cut), !isWhole);
    }),
    { numRuns: 200 },
  );
});

test('a copy whose size is cut off is no copy of 65,536', () => {
  const bytes = Buffer.alloc(0x10000, 1);
  const delta = makeDelta(bytes.length, [{ copy: [0, 0x100] }, { copy: [0, 0xff00] }]);
  // two sizes of three bytes each, and the first instruction without its size
  const cut = 7;
  assert.equal(delta[cut - 1], 0x80 | 0x20);
  assert.ok(refusesCut(bytes, delta, cut));
  assert.equal(applyDelta(bytes, delta.subarray(0, cut)), undefined);
  assert.equal(apply(bytes, delta)?.length, bytes.length);
});

test('copies from behind the base, sizes that lie, the reserved instruction, and deltas too short for git are refused', () => {
  const bytes = Buffer.from('0123456789');
  const insert = { insert: Buffer.from('abc') };
  const refused: Record<string, Buffer> = {
    'for another base': makeDelta(11, [insert]),
    'a longer result': makeDelta(10, [insert], { result: 4 }),
    'a shorter result': makeDelta(10, [insert], { result: 2 }),
    'a copy that ends behind the base': makeDelta(10, [{ copy: [3, 8] }]),
    'a copy that begins behind it': makeDelta(10, [{ copy: [0x7fffffff, 1] }]),
    'a copy whose end is more than 32 bits': makeDelta(10, [{ copy: [0xfffffff0, 0x20] }]),
    'a copy of 65,536 by leaving out the size': Buffer.from([10, 5, 0x80]),
    'instruction 0': Buffer.from([10, 1, 0, 0]),
    'instruction 0 at the end': Buffer.from([...makeDelta(10, [insert]), 0]),
    'nothing for an empty result': makeDelta(10, []),
    'nothing at all': Buffer.alloc(0),
    'a size without an end': Buffer.alloc(30, 0x8a),
    'a size of 2 GB': makeDelta(10, [insert], { result: 2 ** 31 }),
    'a size of 2 to the 53': makeDelta(10, [insert], { result: 2 ** 53 - 1 }),
  };
  for (const [what, delta] of Object.entries(refused)) assert.equal(apply(bytes, delta), undefined, what);
  assert.equal(apply(bytes, makeDelta(10, [{ copy: [9, 1] }, { copy: [0, 10] }, insert]))?.toString(), '90123456789abc');
});

test('more runs of copies than are noted are refused, and never written behind their list', () => {
  const bytes = Buffer.from('ab');
  const list = (count: number): Instruction[] => Array.from({ length: count }, (_, i) => ({ copy: [i % 2, 1] }));
  // every second copy goes on where the one before ended
  assert.equal(apply(bytes, makeDelta(2, list(2 * MOST_RUNS)))?.length, 2 * MOST_RUNS);
  assert.equal(apply(bytes, makeDelta(2, [...list(2 * MOST_RUNS), { copy: [0, 1] }])), undefined);
});
