/** Zip archives in all the shapes that writers leave them, and those that were made to harm. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { fc } from '../../support/property.ts';
import { openZip } from '../../../src/detect/layers/zip.ts';
import { makeStoredXz, makeZip } from '../../support/archives.ts';
import { opened, texts } from './opening.ts';
import type { ZipMember } from '../../support/archives.ts';

const TEXT = 'first line\nsecond line\n'.repeat(20);

test('members come with their names and contents, however they were written', () => {
  const shapes: readonly Partial<ZipMember>[] = [{}, { isStored: true }, { isStreamed: true }, { isWide: true }];
  for (const shape of shapes) {
    for (const options of [{}, { isWide: true }, { comment: 'a comment' }, { before: Buffer.from('PK\x07\x08') }]) {
      const zip = makeZip(
        [
          { name: 'a/ä.txt', data: TEXT, ...shape },
          { name: 'empty', data: '' },
          { name: 'b', data: 'b' },
        ],
        options,
      );
      const found = opened(openZip, zip);
      assert.deepEqual(
        texts(found),
        [
          ['a/ä.txt', TEXT],
          ['b', 'b'],
        ],
        JSON.stringify([shape, options]),
      );
      assert.deepEqual(found?.closed, []);
    }
  }
});

test('a stored member stands where it stands, a packed one where its packed bytes are', () => {
  const zip = makeZip([
    { name: 'stored', data: TEXT, isStored: true },
    { name: 'packed', data: TEXT },
  ]);
  const [stored, packed] = opened(openZip, zip)!.members;
  const at = zip.indexOf(TEXT);
  assert.deepEqual(stored!.spanOf({ start: 3, end: 9 }), { start: at + 3, end: at + 9 });
  const span = packed!.spanOf({ start: 3, end: 9 });
  assert.equal(span.start, zip.indexOf('packed') + 'packed'.length);
  assert.equal(span.end, zip.indexOf('PK\x01\x02'));
});

test('members packed with xz are opened, other methods and encrypted members are counted, the rest is found', () => {
  const zip = makeZip([
    { name: 'x', data: makeStoredXz(Buffer.from('in xz')), isStored: true, lies: { method: 95 } },
    { name: 'locked', data: TEXT, lies: { flags: 1 } },
    { name: 'odd', data: TEXT, lies: { method: 98 } },
    { name: 'plain', data: 'plain' },
  ]);
  const found = opened(openZip, zip);
  assert.deepEqual(texts(found), [
    ['x', 'in xz'],
    ['plain', 'plain'],
  ]);
  assert.deepEqual(found?.closed, ['encrypted', 'unknown form']);
});

test('entries that share bytes are given once, and what lies about its size is not believed', () => {
  const twice = makeZip([
    { name: 'a', data: TEXT },
    { name: 'b', data: TEXT, lies: { offset: 0 } },
  ]);
  assert.deepEqual(texts(opened(openZip, twice)), [['a', TEXT]]);
  assert.deepEqual(opened(openZip, twice)?.closed, ['damaged']);
  const small = makeZip([
    { name: 'a', data: TEXT, lies: { size: 10 } },
    { name: 'b', data: 'b' },
  ]);
  assert.deepEqual(texts(opened(openZip, small)), [['b', 'b']]);
  assert.deepEqual(opened(openZip, small)?.closed, ['damaged']);
});

test('what would be more than may come out ends at the budget, with what came before it', () => {
  const zip = makeZip([
    { name: 'a', data: 'before' },
    { name: 'zeros', data: Buffer.alloc(1 << 22) },
    { name: 'b', data: 'b' },
  ]);
  const found = opened(openZip, zip, 1 << 20);
  assert.deepEqual(texts(found), [['a', 'before']]);
  assert.equal(found?.isSpent, true);
  const many = opened(
    openZip,
    makeZip(Array.from({ length: 50 }, (_, n) => ({ name: `${n}`, data: 'x' }))),
    1 << 20,
    10,
  );
  assert.deepEqual([many?.members.length, many?.isSpent], [10, true]);
});

test('without its directory an archive is damaged, and its members come as far as they go', () => {
  const shapes: readonly Partial<ZipMember>[] = [{}, { isStored: true }, { isStreamed: true }, { isWide: true }];
  for (const shape of shapes) {
    const noise = randomBytes(3000).toString('base64');
    const zip = makeZip([{ name: 'a', data: TEXT, ...shape }, { name: 'empty', data: '' }, { name: 'b', data: noise, ...shape }]);
    const cut = opened(openZip, zip.subarray(0, -30));
    assert.deepEqual([texts(cut), cut?.closed], [[['a', TEXT], ['b', noise]], ['damaged']], JSON.stringify(shape));
    const half = opened(openZip, zip.subarray(0, zip.length / 2));
    assert.deepEqual(texts(half)[0], ['a', TEXT]);
    assert.ok(half!.closed.includes('damaged'));
  }
  const encrypted = makeZip([{ name: 'a', data: TEXT }, { name: 'b', data: TEXT }]).subarray(0, -30);
  encrypted[6]! |= 1; // the flag of the first member
  const read = opened(openZip, encrypted);
  assert.deepEqual([texts(read), read?.closed], [[['b', TEXT]], ['damaged', 'encrypted']]);
  assert.equal(opened(openZip, Buffer.from('PK is how a text about zip begins, and nothing of one')), undefined);
});

test('an archive is found behind a program, wherever its offsets count from, and archives behind each other all are', () => {
  const stub = Buffer.from('#!/bin/sh\nexec java -jar "$0" "$@"\n');
  const [first, second] = ['first', 'second'].map((data) => makeZip([{ name: data, data }]));
  const fromTop = Buffer.concat([stub, second!]);
  const directory = fromTop.lastIndexOf('PK\x01\x02');
  fromTop.writeUInt32LE(stub.length, directory + 42);
  fromTop.writeUInt32LE(directory, fromTop.length - 6);
  for (const program of [Buffer.concat([stub, second!]), fromTop]) {
    const found = opened(openZip, program);
    assert.deepEqual([texts(found), found?.closed], [[['second', 'second']], []]);
    assert.ok(found!.members[0]!.spanOf({ start: 0, end: 1 }).start > stub.length);
  }
  const both = opened(openZip, Buffer.concat([first!, second!, makeZip([])]));
  assert.deepEqual([texts(both), both?.closed], [[['second', 'second'], ['first', 'first']], []]);
  const cut = opened(openZip, Buffer.concat([first!.subarray(0, -30), second!]));
  assert.deepEqual([texts(cut), cut?.closed], [[['second', 'second'], ['first', 'first']], ['damaged']]);
  // what only ends like one
  assert.equal(opened(openZip, Buffer.concat([stub, Buffer.from('PK\x05\x06'), Buffer.alloc(8), Buffer.alloc(10, 9)])), undefined);
});

test('thousands of archives behind each other are walked once, and count as members', () => {
  const many = Buffer.concat(Array.from({ length: 5000 }, () => makeZip([])));
  assert.equal(opened(openZip, Buffer.concat([makeZip([{ name: 'a', data: 'a' }]), many]), 1 << 20, 10_000)?.members.length, 1);
  assert.equal(opened(openZip, many, 1 << 20, 1000)?.isSpent, true);
});

test('any list of members comes back', () => {
  const member = fc.record({
    name: fc.string({ minLength: 1, maxLength: 20 }).filter((name) => !/[\0\ud800-\udfff]/.test(name)),
    data: fc.uint8Array({ minLength: 1, maxLength: 300 }).map((data) => Buffer.from(data)),
    isStored: fc.boolean(),
    isStreamed: fc.boolean(),
    isWide: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(member, { minLength: 1, maxLength: 6 }), fc.boolean(), (members, isWide) => {
      const found = opened(openZip, makeZip(members, { isWide }));
      assert.deepEqual(
        texts(found),
        members.map(({ name, data }) => [name, data.toString('latin1')]),
      );
      assert.deepEqual(found?.closed, []);
    }),
  );
});

const SHORT = 'some text, some more text\n'.repeat(8);
/** What a tool wrote of it, with LZMA: nothing here packs with it. */
const IN_LZMA = Buffer.from(
  'UEsDBD8AAgAOAAAAIQCQM/pjKQAAANAAAAABAAAAYQkEBQBdAACAAAA5m8ny51C4xeJcwuBPLhLbRYMIP22uSSNw///8hMAAUEsB' +
    'Aj8DPwACAA4AAAAhAJAz+mMpAAAA0AAAAAEAAAAAAAAAAAAAAIABAAAAAGFQSwUGAAAAAAEAAQAvAAAASAAAAAAA',
  'base64',
);

test('members packed with LZMA are opened, and no more of them than the budget has', () => {
  assert.deepEqual(texts(opened(openZip, IN_LZMA)), [['a', SHORT]]);
  assert.equal(opened(openZip, IN_LZMA, SHORT.length - 1)?.isSpent, true);
  const damaged = Buffer.from(IN_LZMA);
  damaged[31 + 4] = 0xff;
  assert.deepEqual(opened(openZip, damaged)?.closed, ['damaged']);
});
