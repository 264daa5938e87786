/** Tar archives: names of any length, and sizes that nobody has. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openTar } from '../../../src/detect/layers/tar.ts';
import { makeTar, paxRecords } from '../../support/archives.ts';
import { opened, texts } from './opening.ts';

const LONG = `${'folder/'.repeat(40)}file.env`;

test('members come with their names, and stand where they stand', () => {
  const tar = makeTar([
    { name: 'folder/', type: '5', data: '' },
    { name: 'a.env', data: 'A=1\n' },
    { name: 'old', type: '\0', data: 'old' },
    { name: 'b', prefix: 'some/folder', data: 'B=2\n' },
    { name: 'link', type: '2', data: '' },
  ]);
  const found = opened(openTar, tar)!;
  assert.deepEqual(texts(found), [
    ['a.env', 'A=1\n'],
    ['old', 'old'],
    ['some/folder/b', 'B=2\n'],
  ]);
  assert.deepEqual(found.closed, []);
  assert.deepEqual(found.members[2]!.spanOf({ start: 2, end: 3 }), {
    start: tar.indexOf('B=2') + 2,
    end: tar.indexOf('B=2') + 3,
  });
});

test('long names are those of pax and of GNU, for the next member only', () => {
  const pax = makeTar([
    paxRecords({ mtime: '1.5', path: `ä${LONG}` }),
    { name: 'short', data: 'x' },
    { name: 'next', data: 'y' },
  ]);
  assert.deepEqual(texts(opened(openTar, pax)), [
    [`ä${LONG}`, 'x'],
    ['next', 'y'],
  ]);
  const gnu = { magic: 'ustar  \0' };
  const long = makeTar([
    { name: '././@LongLink', type: 'L', data: `${LONG}\0`, ...gnu },
    { name: 'short', data: 'x', ...gnu },
  ]);
  assert.deepEqual(texts(opened(openTar, long)), [[LONG, 'x']]);
});

test('a size in pax counts, one in binary is read', () => {
  const data = 'x'.repeat(600);
  const told = makeTar([paxRecords({ size: '600' }), { name: 'a', data, size: 0 }, { name: 'b', data: 'b' }]);
  assert.deepEqual(texts(opened(openTar, told)), [
    ['a', data],
    ['b', 'b'],
  ]);
  const binary = makeTar([{ name: 'a', data, size: '\x80\0\0\0\0\0\0\0\0\0\x02\x58' }]);
  assert.deepEqual(texts(opened(openTar, binary)), [['a', data]]);
});

test('archives that were joined are one', () => {
  const joined = Buffer.concat([makeTar([{ name: 'a', data: 'a' }]), makeTar([{ name: 'b', data: 'b' }])]);
  assert.deepEqual(texts(opened(openTar, joined)), [
    ['a', 'a'],
    ['b', 'b'],
  ]);
});

test('a member that is larger than its archive ends with it, sparse files stay closed, a wrong sum ends it all', () => {
  for (const size of [10_000, 2 ** 52, '\x80\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff']) {
    const found = opened(
      openTar,
      makeTar(
        [
          { name: 'first', data: 'first' },
          { name: 'a', data: 'a', size },
        ],
        Buffer.alloc(0),
      ),
    );
    assert.equal(texts(found)[0]![1], 'first');
    assert.deepEqual(found?.closed, ['damaged'], String(size));
  }
  const sparse = [
    { name: 's', type: 'S', data: 'holes' },
    paxRecords({ 'GNU.sparse.major': '1' }),
    { name: 't', data: 'holes' },
  ];
  const found = opened(openTar, makeTar([...sparse, { name: 'a', data: 'a' }]));
  assert.deepEqual(texts(found), [['a', 'a']]);
  assert.deepEqual(found?.closed, ['unknown form', 'unknown form']);
  const tar = makeTar([
    { name: 'a', data: 'a' },
    { name: 'b', data: 'b' },
  ]);
  tar[1024] = 0x7a;
  assert.deepEqual(texts(opened(openTar, tar)), [['a', 'a']]);
  assert.deepEqual(opened(openTar, tar)?.closed, ['damaged']);
});

test('more members than may be opened are left out', () => {
  const found = opened(
    openTar,
    makeTar(Array.from({ length: 30 }, (_, n) => ({ name: `${n}`, data: 'x' }))),
    1 << 20,
    10,
  );
  assert.deepEqual([found?.members.length, found?.isSpent], [10, true]);
});
