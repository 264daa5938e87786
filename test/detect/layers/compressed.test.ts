/** Files that are compressed as a whole: what each holds comes out, as the tools that write them have it. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import * as zlib from 'node:zlib';
import { fc } from '../../support/property.ts';
import { openBzip2 } from '../../../src/detect/layers/bzip2.ts';
import { openGzip } from '../../../src/detect/layers/gzip.ts';
import { openXz } from '../../../src/detect/layers/xz.ts';
import { openZstd } from '../../../src/detect/layers/zstd.ts';
import { makeStoredXz } from '../../support/archives.ts';
import { bytes } from '../../support/secrets.ts';
import { opened, texts } from './opening.ts';
import type { Opener } from '../../../src/detect/layers/inner.ts';

/** Magic and method. */
const GZIP = [0x1f, 0x8b, 8] as const;
const HAS_ZSTD = 'zstdDecompressSync' in zlib;
const TEXT = 'a line of text that comes again\n'.repeat(50);
/** `line 0` to `line 199`, a line each. */
const LINES = Array.from({ length: 200 }, (_, number) => `line ${number}\n`).join('');
const LINES_IN_BZIP2 = 'QlpoOTFBWSZTWThXfSkAAoVZAAAQQAB/4AIlQAHQcAFMABNCKaYZ+qUQFMABNCH6qUh+9U/VUGnmcRjW+TS/KYAJOwHBkDYaBoGwyBwdgJMAFIACTsBwZA2GgaBsMgcHYCTABSAA9iI6iOvbuLu7u78mZmZmajqGIALqqqqknjNw3cN3Ddw3cN3Ddw3cN3Ddy8q222yySSTyAAAXlvLbbZLJJJ50AAC8tvq22ySySTz6AAAvLbfi22SSySefIAAF5bbfm2ySSyTz4AAAvLbbfq2SSSyeegAALy2229skkks84AABwvq222973ve972gAAe8zNzN95mbmb/Zmbmb7zM3M3/F3JFOFCQOFd9KQ';

test('gzip: members one behind the other are one file, named by the first', () => {
  const named = Buffer.concat([
    Buffer.from([...GZIP, 8, 0, 0, 0, 0, 0, 3, ...Buffer.from('file.sql\0')]),
    zlib.gzipSync(TEXT).subarray(10),
  ]);
  const found = opened(openGzip, Buffer.concat([named, zlib.gzipSync('more'), Buffer.from('no member')]));
  assert.deepEqual(texts(found), [['file.sql', `${TEXT}more`]]);
  assert.deepEqual(found?.closed, []);
  assert.deepEqual(found?.members[0]!.spanOf({ start: 4, end: 8 }), {
    start: 0,
    end: named.length + zlib.gzipSync('more').length,
  });
});

test('gzip: with all that a head can have', () => {
  const head = Buffer.from([...GZIP, 0x1e, 0, 0, 0, 0, 0, 3]);
  const fields = [Buffer.from([3, 0, 1, 2, 3]), Buffer.from('name\0comment\0'), Buffer.from([9, 9])];
  assert.deepEqual(texts(opened(openGzip, Buffer.concat([head, ...fields, zlib.gzipSync(TEXT).subarray(10)]))), [
    ['name', TEXT],
  ]);
});

test('gzip: what is cut off gives what there is, what is damaged what came before', () => {
  const cut = opened(openGzip, zlib.gzipSync(bytes('cut', 9000)).subarray(0, 5000));
  assert.deepEqual(
    [cut?.members[0]!.text, cut?.closed],
    [bytes('cut', 9000).toString('latin1', 0, cut!.members[0]!.text.length), ['damaged']],
  );
  assert.ok(cut!.members[0]!.text.length > 4000);
  const second = zlib.gzipSync(TEXT);
  second.fill(0xff, 10);
  const found = opened(openGzip, Buffer.concat([zlib.gzipSync(TEXT), second]));
  assert.deepEqual([texts(found), found?.closed], [[[undefined, TEXT]], ['damaged']]);
});

test('gzip of zeros, and of members without end, ends at the budget', () => {
  assert.equal(opened(openGzip, zlib.gzipSync(Buffer.alloc(1 << 22)), 1 << 20)?.isSpent, true);
  const empty = zlib.gzipSync('');
  assert.equal(opened(openGzip, Buffer.concat(Array.from({ length: 200 }, () => empty)), 1 << 20, 100)?.isSpent, true);
});

test('bzip2: what bzip2 itself wrote', () => {
  const written = Buffer.from(LINES_IN_BZIP2, 'base64');
  assert.deepEqual(texts(opened(openBzip2, written)), [[undefined, LINES]]);
});

test('xz: a block that is stored, and files one behind the other with room between them', () => {
  const data = bytes('stored', 100_000);
  const both = Buffer.concat([makeStoredXz(data), Buffer.alloc(8), makeStoredXz(Buffer.from('more'))]);
  const found = opened(openXz, both);
  assert.deepEqual(texts(found), [[undefined, `${data.toString('latin1')}more`]]);
  assert.deepEqual(
    [found?.closed, found?.members[0]!.spanOf({ start: 0, end: 1 })],
    [[], { start: 0, end: both.length }],
  );
  assert.equal(opened(openXz, both, 50_000)?.isSpent, true);
  assert.deepEqual(opened(openXz, both.subarray(0, 50_000))?.closed, ['damaged']);
});

for (const { tool, args, open } of [
  { tool: 'bzip2', args: ['-c'], open: openBzip2 },
  { tool: 'bzip2', args: ['-c', '-1'], open: openBzip2 },
  { tool: 'xz', args: ['-c'], open: openXz },
  { tool: 'xz', args: ['-c', '--block-size=20000', '--check=sha256'], open: openXz },
  { tool: 'xz', args: ['-c', '--lzma2=lc=1,lp=2,pb=4'], open: openXz },
  { tool: 'zstd', args: ['-c', '-q'], open: openZstd },
] as const) {
  test(`${tool} ${args.join(' ')}: anything that it packs comes back`, (t) => {
    if (spawnSync(tool, ['--version']).error !== undefined) return t.skip(`${tool} is not here`);
    if (open === openZstd && !HAS_ZSTD) return t.skip('this Node has no Zstandard: 22.15 has');
    const run = fc.record({ byte: fc.nat(255), count: fc.oneof(fc.nat(8), fc.nat(2000)) });
    const noise = fc.uint8Array({ maxLength: 300 });
    const piece = fc.oneof(
      run.map(({ byte, count }) => Buffer.alloc(count, byte)),
      noise,
      fc.constant(Buffer.from(TEXT)),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => same(open, tool, args, Buffer.concat(pieces))),
      { numRuns: 25 },
    );
    same(open, tool, args, bytes('large', 1_200_000));
    same(open, tool, args, Buffer.alloc(3_000_000));
  });
}

test('zstd: frames one behind the other, and one that is cut off', (t) => {
  if (!HAS_ZSTD) return t.skip('this Node has no Zstandard: 22.15 has');
  if (spawnSync('zstd', ['--version']).error !== undefined) return t.skip('zstd is not here');
  const frame = pack('zstd', ['-c', '-q'], bytes('zstd', 5000));
  const skipped = Buffer.from('502a4d1803000000616263', 'hex');
  const found = opened(openZstd, Buffer.concat([frame, skipped, frame, Buffer.from('anything')]));
  assert.deepEqual([found?.members[0]!.text.length, found?.closed], [10_000, []]);
  const long = pack('zstd', ['-c', '-q'], bytes('cut', 400_000));
  const cut = opened(openZstd, Buffer.concat([frame, long.subarray(0, -50)]));
  assert.deepEqual(cut?.closed, ['damaged']);
  assert.ok(cut!.members[0]!.text.length > 100_000);
  assert.equal(opened(openZstd, pack('zstd', ['-c', '-q'], Buffer.alloc(1 << 22)), 1 << 20)?.isSpent, true);
});

test('without Zstandard in Node such a file is counted', (t) => {
  if (HAS_ZSTD) return t.skip('this Node has Zstandard');
  assert.deepEqual(opened(openZstd, Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, 0, 0, 0]))?.closed, ['unknown form']);
});

function same(open: Opener, tool: string, args: readonly string[], data: Buffer): void {
  const found = opened(open, pack(tool, args, data));
  assert.deepEqual(found?.closed, []);
  assert.ok(found?.members[0]!.text === data.toString('latin1'), `${data.length} bytes`);
}

function pack(tool: string, args: readonly string[], input: Buffer): Buffer {
  return spawnSync(tool, args, { input, maxBuffer: 1 << 28 }).stdout;
}
