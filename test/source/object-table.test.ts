/** Ids in any order, any length of common beginnings, and what is not among them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fc } from '../support/property.ts';
import { createObjectTable, decodeHex, openObjectTable, sharedBytes, sortIds, TYPES } from '../../src/source/object-table.ts';

/** Ids of a store that lies may all begin alike. */
const id = (hashBytes: number): fc.Arbitrary<Buffer> =>
  fc
    .tuple(
      fc.constantFrom(0, 1, 4, 5, 6, 7, hashBytes - 1),
      fc.constantFrom(0, 1, 0x80, 0xff),
      fc.uint8Array({ minLength: hashBytes, maxLength: hashBytes }),
    )
    .map(([alike, byte, rest]) => Buffer.from(rest).fill(byte, 0, alike));

for (const hashBytes of [20, 32] as const) {
  test(`a table of ids of ${hashBytes} bytes has each once, in order, and finds it`, () => {
    fc.assert(
      fc.property(fc.array(id(hashBytes), { maxLength: 200 }), fc.array(id(hashBytes), { maxLength: 20 }), (ids, others) => {
        const sorted = sortIds(Buffer.concat(ids), hashBytes, ids.length);
        const wanted = [...new Set(ids.map((one) => one.toString('hex')))].sort();
        const table = createObjectTable(hashBytes, sorted);
        assert.deepEqual(Array.from({ length: table.count() }, (_, object) => table.hex(object)), wanted);
        for (const one of [...ids, ...others]) {
          const place = wanted.indexOf(one.toString('hex'));
          assert.equal(table.find(Buffer.concat([Buffer.alloc(3), one]), 3), place);
          assert.equal(table.findHex(one.toString('hex')), place);
          assert.equal(table.findHexAt(Buffer.from(`tree ${one.toString('hex')}`), 5), place);
        }
      }),
    );
  });
}

test('types are numbered each for itself, and another thread sees the same', () => {
  const ids = sharedBytes(5 * 20);
  for (let object = 0; object < 5; object++) ids[object * 20] = object * 50;
  const table = createObjectTable(20, ids);
  const types = ['tree', 'commit', 'tree', 'blob', 'tree'] as const;
  for (const object of [4, 0, 1, 3, 2]) table.setType(object, types[object]!);
  const other = openObjectTable(table.share());
  for (const { typeOf, ordinalOf, countOf } of [table, other]) {
    assert.deepEqual([0, 1, 2, 3, 4].map(typeOf), types);
    assert.deepEqual([0, 1, 2, 3, 4].map(ordinalOf), [1, 0, 2, 0, 0]);
    assert.deepEqual(TYPES.map(countOf), [1, 3, 1, 0]);
  }
});

test('what is no hexadecimal text is no id', () => {
  const into = Buffer.alloc(2);
  assert.equal(decodeHex(Buffer.from('0aFf'), 0, into, 0, 2), false);
  assert.equal(decodeHex(Buffer.from('0a'), 0, into, 0, 2), false);
  assert.equal(decodeHex(Buffer.from('x0aff'), 1, into, 0, 2), true);
  assert.deepEqual([...into], [0x0a, 0xff]);
});
