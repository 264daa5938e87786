/**
 * xz files (The .xz File Format 1.2.1): streams of blocks, each packed with LZMA2. Blocks that went through a filter for
 * machine code before stay closed.
 *   fd "7zXZ" 0 flags (2) crc (4) | block* | index | crc (4) backward (4) flags (2) "YZ" | empty words
 *   block: size of its head, flags | [packed] [unpacked] (id, length, properties)* | crc (4) | data, filled up to 4 | check
 */
import { bufferOf, madeOf } from './inner.ts';
import { createLzma2 } from './lzma2.ts';
import type { Inner, LayerBudget } from './inner.ts';
import type { Lzma2 } from './lzma2.ts';

const MAGIC = Buffer.from('fd377a585a00', 'hex');
const HEAD = 12;
const FOOTER = 12;
const LZMA2 = 0x21;
/** Bytes of a check, by its number. */
const CHECKS = [0, 4, 4, 4, 8, 8, 8, 16, 16, 16, 32, 32, 32, 64, 64, 64];

function isXz(bytes: Uint8Array, from: number): boolean {
  return MAGIC.equals(bytes.subarray(from, from + MAGIC.length));
}

export function openXz(bytes: Uint8Array, budget: LayerBudget): Iterable<Inner> | undefined {
  return isXz(bytes, 0) ? contents(bufferOf(bytes), budget) : undefined;
}

function* contents(bytes: Buffer, budget: LayerBudget): Iterable<Inner> {
  budget.takeMember();
  const lzma = createLzma2(bytes, budget);
  const end = streams(bytes, lzma);
  if (typeof end !== 'number') budget.leave(end);
  const whole = lzma.bytes();
  budget.takeBytes(whole.length);
  yield madeOf('xz', undefined, whole, { start: 0, end: typeof end === 'number' ? end : bytes.length });
}

/** @returns where they end, or why that is not known */
function streams(bytes: Buffer, lzma: Lzma2): number | 'damaged' | 'unknown form' {
  let at = 0;
  while (isXz(bytes, at)) {
    const check = CHECKS[bytes[at + 7]! & 15]!;
    at += HEAD;
    for (let head = bytes[at]; head !== 0; head = bytes[at]) {
      if (head === undefined) return 'damaged';
      const data = at + (head + 1) * 4;
      if (!isLzma2Only(bytes.subarray(at + 1, data - 4))) return 'unknown form';
      const end = lzma.decode(data);
      if (end === undefined) return 'damaged';
      at = data + Math.ceil((end - data) / 4) * 4 + check;
    }
    const index = indexSize(bytes, at);
    if (index === undefined) return 'damaged';
    at += index + FOOTER;
    while (at + 4 <= bytes.length && bytes.readUInt32LE(at) === 0) at += 4;
  }
  return Math.min(at, bytes.length);
}

/** @param head of a block, from its flags on */
function isLzma2Only(head: Buffer): boolean {
  const flags = head[0]!;
  let at = 1;
  if ((flags & 0x40) !== 0) at = numberAt(head, at).end;
  if ((flags & 0x80) !== 0) at = numberAt(head, at).end;
  return (flags & 0x3f) === 0 && head[at] === LZMA2;
}

/** How many blocks there were, with two numbers for each, filled up to 4; then a checksum. */
function indexSize(bytes: Buffer, start: number): number | undefined {
  let { value: left, end: at } = numberAt(bytes, start + 1);
  for (left *= 2; left > 0; left--) {
    if (at >= bytes.length) return undefined;
    at = numberAt(bytes, at).end;
  }
  return Math.ceil((at - start) / 4) * 4 + 4;
}

/** Seven bits a byte, the lowest first. */
function numberAt(bytes: Buffer, start: number): { readonly value: number; readonly end: number } {
  let value = 0;
  for (let at = start; at < start + 9; at++) {
    const byte = bytes[at] ?? 0;
    value += (byte & 0x7f) * 128 ** (at - start);
    if (byte < 0x80) return { value, end: at + 1 };
  }
  return { value, end: start + 9 };
}
