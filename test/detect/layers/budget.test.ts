/** What is decoded is paid for, also what is thrown away: what makes too much does so once. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { constants, deflateRawSync, gzipSync } from 'node:zlib';
import { LayerLimit, openBudget } from '../../../src/detect/layers/budget.ts';
import { openBzip2 } from '../../../src/detect/layers/bzip2.ts';
import { openGzip } from '../../../src/detect/layers/gzip.ts';
import { openTar } from '../../../src/detect/layers/tar.ts';
import { openXz } from '../../../src/detect/layers/xz.ts';
import { openZip } from '../../../src/detect/layers/zip.ts';
import { createDetector } from '../../../src/detect/unit.ts';
import { makeStoredXz, makeTar, makeZip } from '../../support/archives.ts';
import { BZIP2, opened, TEXT, XZ } from './opening.ts';
import type { LayerBudget, Opener } from '../../../src/detect/layers/inner.ts';

/** What bzip2 wrote of 45 million zeros. */
const ZEROS_IN_BZIP2 = 'QlpoOTFBWSZTWckBtsgBWKtAIMAAEAAACCAAMMwFKaZSSFJsVJIUni7kinChIZIDbZA=';
const BOMBS = 50;
const LEFT = 1 << 20;
const detector = createDetector([]);

for (const [form, open, bomb] of [
  ['bzip2', openBzip2, Buffer.from(ZEROS_IN_BZIP2, 'base64')],
  ['gzip', openGzip, gzipSync(Buffer.alloc(LEFT * 2))],
  ['xz', openXz, makeStoredXz(Buffer.alloc(LEFT * 2))],
] as const) {
  test(`${form}: of a tar of bombs the first spends the budget, and the others end before they make anything`, () => {
    const budget = openBudget(1 << 30);
    budget.takeBytes(budget.bytes - LEFT);
    let asked = 0;
    const counted: LayerBudget = {
      ...budget,
      get bytes() {
        asked++;
        return budget.bytes;
      },
    };
    const steps: number[] = [];
    for (const { bytes } of openTar(makeTar(Array.from({ length: BOMBS }, () => ({ name: 'a', data: bomb }))), counted)!) {
      asked = 0;
      assert.equal(limitOf(open, bytes, counted), 'too-much-inside');
      assert.equal(budget.bytes, 0);
      steps.push(asked);
    }
    assert.equal(steps.length, BOMBS);
    assert.ok(Math.max(...steps.slice(1)) <= 2, `room is asked for once: ${steps.join()}`);
  });
}

function limitOf(open: Opener, bytes: Uint8Array, budget: LayerBudget): string {
  try {
    return `${[...open(bytes, budget)!].length} members`;
  } catch (error) {
    if (!(error instanceof LayerLimit)) throw error;
    return error.what;
  }
}

test('a stream that is damaged, or longer than it is said to be, is paid for as far as it went', () => {
  const size = 1 << 20;
  /** A block of the type that there is not, behind all the others. */
  const damaged = Buffer.concat([
    deflateRawSync(Buffer.alloc(size), { finishFlush: constants.Z_SYNC_FLUSH }),
    Buffer.from([7]),
  ]);
  const member = makeZip([{ name: 'a', data: damaged, isStored: true, lies: { method: 8, size } }]);
  const found = opened(openZip, member)!;
  assert.deepEqual([found.members, found.closed], [[], ['damaged']]);
  assert.ok(found.bytesTaken >= size && found.bytesTaken <= size * 4, `${found.bytesTaken}`);
  const gzip = opened(openGzip, Buffer.concat([gzipSync('').subarray(0, 10), damaged]))!;
  assert.ok(gzip.bytesTaken >= size && gzip.bytesTaken <= size * 4, `${gzip.bytesTaken}`);
  const longer = opened(openZip, makeZip([{ name: 'a', data: Buffer.alloc(size), lies: { size: size / 2 } }]))!;
  assert.deepEqual([longer.members, longer.closed, longer.bytesTaken], [[], ['damaged'], size / 2]);
  for (const [open, whole] of [
    [openBzip2, BZIP2],
    [openXz, XZ],
  ] as const) {
    const bytes = Buffer.from(whole);
    bytes.fill(0x55, 50, 56);
    const spoilt = opened(open, bytes)!;
    assert.deepEqual([spoilt.closed, spoilt.members[0]!.text], [['damaged'], '']);
    assert.ok(spoilt.bytesTaken > 0 && spoilt.bytesTaken <= TEXT.length * 2, `${spoilt.bytesTaken}`);
  }
});

test('out of a small file comes no more than is in proportion to it, whole or in pieces', () => {
  const bomb = gzipSync(Buffer.alloc(100 << 20));
  const dense = gzipSync(Buffer.alloc(20 << 20));
  const stored = gzipSync(Buffer.alloc(48 << 20), { level: 0 });
  for (const [bytes, wanted] of [[bomb, ['too-much-inside']], [dense, []], [stored, []]] as const) {
    const pieces = detector.open();
    for (let at = 0; at < bytes.length; at += 1 << 16) pieces.push(bytes.subarray(at, at + (1 << 16)));
    for (const { limits } of [detector.scan(bytes), pieces.end()]) {
      assert.deepEqual(limits.map(({ what }) => what), wanted);
    }
  }
});
