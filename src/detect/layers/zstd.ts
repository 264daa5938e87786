/**
 * Zstandard (RFC 8878), where Node has it: from 22.15 on. The packages that do it can be made to run for hours.
 *   (magic (4) descriptor [window] [dictionary] [size] | (last (1 bit) type (2) size (21) | data)* | [checksum (4)])*
 */
import * as zlib from 'node:zlib';
import { bufferOf, madeOf } from './inner.ts';
import { madeBefore } from './made-before.ts';
import type { Inner, LayerBudget } from './inner.ts';

/** The types of the oldest Node that is served do not know it. */
const decompress = (zlib as { zstdDecompressSync?: typeof zlib.brotliDecompressSync }).zstdDecompressSync;

const MAGIC = 0xfd2fb528;
/** Frames of anything else, whose last four bits are anybody's. */
const SKIPPED = 0x184d2a50;
const REPEATED = 1;
/** ZSTD_e_flush: what there is of a frame that is cut off. Newer versions of Node throw it away unless they are told so. */
const FLUSH = 1;

export function openZstd(bytes: Uint8Array, budget: LayerBudget): Iterable<Inner> | undefined {
  const buffer = bufferOf(bytes);
  return buffer.length >= 8 && buffer.readUInt32LE() === MAGIC ? contents(buffer, budget) : undefined;
}

/** Node reads the first frame only, and says of none whether it was cut off. */
function* contents(bytes: Buffer, budget: LayerBudget): Iterable<Inner> {
  if (decompress === undefined) return budget.leave('unknown form');
  const pieces: Buffer[] = [];
  let at = 0;
  while (at + 8 <= bytes.length) {
    const isFrame = bytes.readUInt32LE(at) === MAGIC;
    if (!isFrame && (bytes.readUInt32LE(at) & 0xfffffff0) !== SKIPPED) break;
    budget.takeMember();
    const end = isFrame ? frameEnd(bytes, at) : at + 8 + bytes.readUInt32LE(at + 4);
    const piece = isFrame ? unpacked(bytes.subarray(at, end), budget) : Buffer.alloc(0);
    if (piece === undefined || end > bytes.length) budget.leave('damaged');
    if (piece === undefined) break;
    pieces.push(piece);
    at = end;
  }
  yield madeOf('zstd', undefined, Buffer.concat(pieces), { start: 0, end: Math.min(at, bytes.length) });
}

function unpacked(frame: Buffer, budget: LayerBudget): Buffer | undefined {
  const piece = attempt(frame, budget.bytes);
  if (piece === 'too long') budget.takeBytes(Infinity);
  const isMade = Buffer.isBuffer(piece);
  budget.takeBytes(isMade ? piece.length : madeBefore(budget, (limit) => attempt(frame, limit) === 'too long'));
  return isMade ? piece : undefined;
}

function attempt(frame: Buffer, most: number): Buffer | 'too long' | undefined {
  try {
    return decompress!(frame, { maxOutputLength: Math.max(1, most), finishFlush: FLUSH });
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code === 'ERR_BUFFER_TOO_LARGE') return 'too long';
    if (code.startsWith('ZSTD_') || code === 'Z_BUF_ERROR') return undefined;
    throw error;
  }
}

/** Behind the bytes where it is cut off. */
function frameEnd(bytes: Buffer, start: number): number {
  const descriptor = bytes[start + 4]!;
  const isSingle = (descriptor >> 5) & 1;
  const sizes = [isSingle, 2, 4, 8][descriptor >> 6]!;
  let at = start + 5 + (1 - isSingle) + [0, 1, 2, 4][descriptor & 3]! + sizes;
  for (let isLast = false; !isLast;) {
    if (at + 3 > bytes.length) return Infinity;
    const block = bytes.readUIntLE(at, 3);
    isLast = (block & 1) === 1;
    at += 3 + (((block >> 1) & 3) === REPEATED ? 1 : block >> 3);
  }
  return at + ((descriptor >> 2) & 1) * 4;
}
