/**
 * Byte strings go in; out comes a set of their windows, which answers for a place in some bytes how much of them
 * belongs to one of the strings. Strings of 8 to 15 bytes count as a whole, of longer ones any 16 bytes do: so a line
 * of a key is known without the rest. Only hashes are kept, and the cost of an answer does not grow with the set.
 */
import { randomBytes } from 'node:crypto';

const SHORTEST = 8;
/** Bytes of a longer string that are enough to know it. */
export const ENOUGH = 16;
const PREFIX = 4;
/** Of very long strings (keys) every fifth window of 12 bytes is kept: any 16 bytes hold one, for less memory. */
const LONG = { from: 256, window: 12, step: 5 };

export interface Windows {
  readonly empty: boolean;
  /** Bytes from `at` on, as far as `end`, that are a window of a string; 0 for none. */
  readonly covered: (bytes: Uint8Array, at: number, end: number) => number;
}

/** Strings below 8 bytes are too common to look for and are left out. */
export function createWindows(strings: readonly Uint8Array[]): Windows {
  const known = strings.filter((bytes) => bytes.length >= SHORTEST);
  const count = known.reduce((sum, bytes) => sum + windowsOf(bytes).places.length, 0);
  if (count === 0) return { empty: true, covered: () => 0 };
  const prefixes = prefixFilter(count);
  const table = hashTable(count);
  const used = new Set<number>();
  for (const bytes of known) {
    const { length, places } = windowsOf(bytes);
    used.add(length);
    for (const at of places) {
      prefixes.add(bytes, at);
      table.add(bytes, at, length);
    }
  }
  const lengths = [...used].sort((a, b) => b - a);
  const shortest = lengths.at(-1) ?? SHORTEST;
  const covered = (bytes: Uint8Array, at: number, end: number): number => {
    if (at + shortest > end || !prefixes.has(bytes, at)) return 0;
    for (const length of lengths) if (at + length <= end && table.has(bytes, at, length)) return length;
    return 0;
  };
  return { empty: false, covered };
}

function windowsOf(bytes: Uint8Array): { readonly length: number; readonly places: readonly number[] } {
  const isLong = bytes.length >= LONG.from;
  const length = isLong ? LONG.window : Math.min(bytes.length, ENOUGH);
  const last = bytes.length - length;
  // closer at both ends, so that nothing of them is left beside the mask
  const isKept = (at: number): boolean => !isLong || at % LONG.step === 0 || at < LONG.step || at > last - LONG.step;
  return { length, places: Array.from({ length: last + 1 }, (_, at) => at).filter(isKept) };
}

/** Bits for the first bytes of windows: nearly every place of a text is told off here. */
function prefixFilter(count: number) {
  const width = Math.min(26, Math.max(13, Math.ceil(Math.log2(count)) + 5));
  const bits = new Uint8Array(2 ** (width - 3));
  const slot = (bytes: Uint8Array, at: number): number => {
    let key = 0;
    for (let index = 0; index < PREFIX; index++) key = (key << 8) | bytes[at + index]!;
    return Math.imul(key, 0x9e3779b1) >>> (32 - width);
  };
  return {
    add: (bytes: Uint8Array, at: number): void => {
      const place = slot(bytes, at);
      bits[place >>> 3]! |= 1 << (place & 7);
    },
    has: (bytes: Uint8Array, at: number): boolean => {
      const place = slot(bytes, at);
      return (bits[place >>> 3]! & (1 << (place & 7))) !== 0;
    },
  };
}

/** Open addressing over 64-bit hashes. Seeds are drawn anew so that nobody can prepare values that collide. */
function hashTable(count: number) {
  const slots = 2 ** Math.ceil(Math.log2(count * 2 + 1));
  const low = new Uint32Array(slots);
  const high = new Uint32Array(slots);
  const seeds = randomBytes(12);
  const [first, second, factor] = [seeds.readUInt32LE(0), seeds.readUInt32LE(4), seeds.readUInt32LE(8) | 1];
  let a = 0;
  let b = 0;
  const hash = (bytes: Uint8Array, at: number, length: number): void => {
    a = first ^ length;
    b = second;
    for (let index = at; index < at + length; index++) {
      const byte = bytes[index]!;
      a = Math.imul(a ^ byte, factor);
      a ^= a >>> 15;
      b = Math.imul(b + byte, 0x85ebca6b);
      b ^= b >>> 13;
    }
    a >>>= 0;
    // 0 marks an empty slot
    b = b >>> 0 || 1;
  };
  const find = (): number => {
    let slot = a & (slots - 1);
    while (high[slot] !== 0 && (high[slot] !== b || low[slot] !== a)) slot = (slot + 1) & (slots - 1);
    return slot;
  };
  return {
    add: (bytes: Uint8Array, at: number, length: number): void => {
      hash(bytes, at, length);
      const slot = find();
      low[slot] = a;
      high[slot] = b;
    },
    has: (bytes: Uint8Array, at: number, length: number): boolean => {
      hash(bytes, at, length);
      return high[find()] !== 0;
    },
  };
}
