/** Tables of numbers: sorted by their digits, grown by pieces, and offsets beyond 32 bits. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fc } from '../support/property.ts';
import { createNumberList } from '../../src/number-list.ts';
import { listsOf } from '../../src/source/lists.ts';
import { makeRoom, placesInOrder } from '../../src/source/sort.ts';
import { offsetAt, packOffsets } from '../../src/source/packs/pack-offsets.ts';

const large = fc.oneof(fc.nat(50), fc.maxSafeInteger().filter((number) => number >= 0));

test('places come in the order of their keys, equal ones as they stand', () => {
  fc.assert(
    fc.property(fc.array(large, { maxLength: 300 }), fc.nat(8), (keys, more) => {
      const room = makeRoom(keys.length + more);
      room.keys.set(keys);
      const wanted = keys.map((_, place) => place).sort((a, b) => keys[a]! - keys[b]! || a - b);
      assert.deepEqual([...placesInOrder(room, keys.length)], wanted);
    }),
  );
});

test('a list of numbers holds what was put in, over any number of pieces, and is empty when it was taken', () => {
  for (const count of [0, 1, 63, 64, 65, 8191, 8192, 8193, 30_000]) {
    const list = createNumberList();
    for (let number = 0; number < count; number += 3) list.push(number, number + 1, number + 2);
    const wanted = Array.from({ length: Math.ceil(count / 3) * 3 }, (_, number) => number);
    assert.equal(list.length, wanted.length);
    assert.deepEqual([...list.done()], wanted);
    assert.deepEqual([list.length, ...list.done()], [0]);
  }
});

test('offsets of a pack are what they were, also behind 4 GB and where none stands between two turns', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(2 ** 34), { maxLength: 60 }), (steps) => {
      let at = 12;
      const wanted = [at, ...steps.map((step) => (at += step + 1))];
      const offsets = packOffsets(wanted.length, (entry) => wanted[entry]!);
      assert.deepEqual(wanted.map((_, entry) => offsetAt(offsets, entry)), wanted);
    }),
  );
});

test('a list of lists has the first of each, then the others in their order', () => {
  const lists = listsOf(Int32Array.of(7, -1, 8, 9), Int32Array.of(3, 1, 0, 2, 3, 4));
  assert.deepEqual([...lists.from], [0, 2, 2, 3, 6]);
  assert.deepEqual([...lists.items], [7, 2, 8, 9, 1, 4]);
});
