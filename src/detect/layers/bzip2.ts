/**
 * bzip2, whose form is what its source does: blocks of up to 900,000 bytes, run-length coded, sorted (Burrows-Wheeler),
 * moved to front and Huffman coded. Our own: the package that does it at once is no longer kept.
 *   "BZh" level | (block magic (48 bits) crc (32) data)* | end magic (48) crc (32), filled up to a byte
 */
import { bitReader } from './bits.ts';
import { readHuffman } from './bzip2-codes.ts';
import { madeOf } from './inner.ts';
import { withRoom } from './room.ts';
import type { BitReader } from './bits.ts';
import type { Inner, LayerBudget } from './inner.ts';

const HEAD = 4;
/** Pi and its root, in halves. */
const BLOCK = [0x314159, 0x265359] as const;
const END = [0x177245, 0x385090] as const;
const PER_LEVEL = 100_000;
/** So many equal bytes are followed by how many more there are. */
const RUN = 4;

interface Out {
  bytes: Buffer;
  length: number;
}

function isBzip2(bytes: Uint8Array, from: number): boolean {
  const [b, z, h, level, first] = bytes.subarray(from, from + 5);
  if (b !== 0x42 || z !== 0x5a || h !== 0x68 || level === undefined || level < 0x31 || level > 0x39) return false;
  return first === BLOCK[0] >> 16 || first === END[0] >> 16;
}

export function openBzip2(bytes: Uint8Array, budget: LayerBudget): Iterable<Inner> | undefined {
  return isBzip2(bytes, 0) ? contents(bytes, budget) : undefined;
}

function* contents(bytes: Uint8Array, budget: LayerBudget): Iterable<Inner> {
  const out: Out = { bytes: Buffer.alloc(0), length: 0 };
  const end = streams(bytes, out, budget);
  budget.takeBytes(out.length);
  if (end === undefined) budget.leave('damaged');
  yield madeOf('bzip2', undefined, out.bytes.subarray(0, out.length), { start: 0, end: end ?? bytes.length });
}

/** @returns where they end; undefined when they are damaged */
function streams(bytes: Uint8Array, out: Out, budget: LayerBudget): number | undefined {
  const bits = bitReader(bytes);
  let room: Uint32Array | undefined;
  let end = 0;
  while (isBzip2(bytes, end)) {
    budget.takeMember();
    bits.seek(end + HEAD);
    const level = bytes[end + HEAD - 1]! - 0x30;
    for (;;) {
      const [high, low] = [bits.read(24), bits.read(24)];
      bits.read(32); // no checksum can be relied on
      if (high === END[0] && low === END[1]) break;
      if (bits.isSpent() || high !== BLOCK[0] || low !== BLOCK[1]) return undefined;
      out.bytes = withRoom(out.bytes, out.length, 1, budget); // before all the work for the first byte of the block
      room ??= new Uint32Array(9 * PER_LEVEL);
      const sorted = room.subarray(0, level * PER_LEVEL);
      const block = readBlock(bits, sorted, budget);
      if (block === undefined) return undefined;
      unsort(sorted, block, out, budget);
    }
    end = bits.byteEnd();
  }
  return end;
}

interface Sorted {
  readonly count: number;
  /** Which of them is the first. */
  readonly first: number;
  /** How many there are of each byte. */
  readonly counts: Int32Array;
}

/**
 * @param sorted filled with the bytes as they were sorted
 * @returns undefined when they make no sense: then they are taken from the budget here
 */
function readBlock(bits: BitReader, sorted: Uint32Array, budget: LayerBudget): Sorted | undefined {
  const isRandomised = bits.read(1) === 1; // by versions before 0.9.5 only
  const first = bits.read(24);
  const used = bytesUsed(bits);
  const nextSymbol = readHuffman(bits, used.length + 2);
  if (isRandomised || nextSymbol === undefined) return undefined;
  const counts = new Int32Array(256);
  const ending = used.length + 1;
  let count = 0;
  let run = 0;
  let weight = 1;
  for (;;) {
    const symbol = nextSymbol();
    if (symbol < 0 || bits.isSpent()) return damaged();
    if (symbol <= 1) {
      // digits 1 and 2 of a number to the base of 2, lowest first
      run += weight * (symbol + 1);
      weight *= 2;
      if (run > sorted.length) return damaged();
      continue;
    }
    if (run > 0) {
      if (count + run > sorted.length) return damaged();
      sorted.fill(used[0]!, count, count + run);
      counts[used[0]!]! += run;
      count += run;
      [run, weight] = [0, 1];
    }
    if (symbol === ending) break;
    if (count === sorted.length) return damaged();
    const place = symbol - 1;
    const byte = used[place]!;
    used.copyWithin(1, 0, place);
    used[0] = byte;
    sorted[count++] = byte;
    counts[byte]!++;
  }
  return first < count ? { count, first, counts } : damaged();

  function damaged(): undefined {
    budget.takeBytes(count);
  }
}

/** The bytes that occur, in two maps of 16 by 16 bits. */
function bytesUsed(bits: BitReader): Uint8Array {
  const groups = bits.read(16);
  const used: number[] = [];
  for (let group = 0; group < 16; group++) {
    if (((groups >> (15 - group)) & 1) === 0) continue;
    const members = bits.read(16);
    for (let member = 0; member < 16; member++)
      if (((members >> (15 - member)) & 1) === 1) used.push(group * 16 + member);
  }
  return Uint8Array.from(used);
}

/** Goes along the links from each byte to the one behind it, and writes runs out. */
function unsort(sorted: Uint32Array, { count, first, counts }: Sorted, out: Out, budget: LayerBudget): void {
  let sum = 0;
  const next = counts.map((of) => (sum += of) - of);
  for (let at = 0; at < count; at++) sorted[next[sorted[at]! & 0xff]!++]! |= at << 8;
  let link = sorted[first]! >>> 8;
  let last = -1;
  let run = 0;
  for (let left = count; left > 0; left--) {
    const entry = sorted[link]!;
    const byte = entry & 0xff;
    link = entry >>> 8;
    const isCount = run === RUN;
    const copies = isCount ? byte : 1;
    out.bytes = withRoom(out.bytes, out.length, copies, budget);
    out.bytes.fill(isCount ? last : byte, out.length, out.length + copies);
    out.length += copies;
    run = isCount ? 0 : byte === last ? run + 1 : 1;
    last = isCount ? -1 : byte;
  }
}
