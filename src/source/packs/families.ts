/**
 * Entries of a pack → delta families: a root, which stands for itself, and all that is made from it, in a tree.
 *
 *   entry:  type (3 bits) and size (4 bits, then 7 a byte) | OFS: distance back to the base · REF: id of the base | zlib stream
 */
import { readSync } from 'node:fs';
import { offsetAt } from './pack-offsets.ts';
import type { PackIndex } from './pack-index.ts';
import type { PackOffsets } from './pack-offsets.ts';
import type { Room } from '../sort.ts';

/** Types of pack entries, by git's numbers. */
export const TYPE = { commit: 1, tree: 2, blob: 3, tag: 4, offsetDelta: 6, idDelta: 7 } as const;

/** Stands beside the type of an entry that is made from no other. */
export const ROOT = 8;

/** By place in the pack; -1 stands for none. */
export interface Families {
  /** Of the root, for all of its family; 0 for what belongs to none. Roots have ROOT beside it. */
  readonly types: Uint8Array<SharedArrayBuffer>;
  /** Children of an entry are listed by the largest family last, so that few versions are needed at a time. */
  readonly firstChild: Int32Array<SharedArrayBuffer>;
  readonly nextSibling: Int32Array<SharedArrayBuffer>;
}

/** An entry's beginning is at most so long: size, and a base by id. */
export const LONGEST_HEADER = 10 + 32;

/** Undefined when the pack is not what its index says. @param findId place in the pack of an id, -1 when it is not in it; @param room what to work in */
export function readFamilies(
  descriptor: number,
  { count, offsets }: PackIndex,
  hashBytes: number,
  findId: (id: Buffer) => number,
  { keys, from, to }: Room,
): Families | undefined {
  const types = new Uint8Array(new SharedArrayBuffer(count));
  const firstChild = new Int32Array(new SharedArrayBuffer(count * 4)).fill(-1);
  const nextSibling = new Int32Array(new SharedArrayBuffer(count * 4)).fill(-1);
  const parents = from.subarray(0, count).fill(-1);

  const heads = readHeads(descriptor, offsets);
  for (let entry = 0; entry < count; entry++) {
    const { bytes, at: start } = heads.next(entry);
    let at = start;
    const type = (bytes[at]! >> 4) & 7;
    while (bytes[at++]! & 0x80) if (at - start > 10) return undefined;
    if (type === TYPE.offsetDelta) {
      let distance = bytes[at]! & 127;
      while (bytes[at++]! & 0x80) {
        distance = (distance + 1) * 128 + (bytes[at]! & 127);
        if (at - start > 20) return undefined;
      }
      const base = placeBefore(offsets, entry, offsetAt(offsets, entry) - distance);
      if (base < 0) return undefined;
      parents[entry] = base;
    } else if (type === TYPE.idDelta) {
      const base = findId(bytes.subarray(at, at + hashBytes));
      if (base < 0) return undefined;
      parents[entry] = base;
    } else if (type === 0 || type === 5) return undefined;
    types[entry] = parents[entry]! >= 0 ? 0 : type | ROOT;
    if (parents[entry]! >= 0) {
      nextSibling[entry] = firstChild[parents[entry]!]!;
      firstChild[parents[entry]!] = entry;
    }
  }
  orderFamilies({ types, firstChild, nextSibling }, parents, to.subarray(0, count), new Int32Array(keys.buffer, keys.byteOffset, count));
  return { types, firstChild, nextSibling };
}

/** Types for all of a family, and the largest child last. What hangs in a circle belongs to no family: type 0. */
function orderFamilies(
  { types, firstChild, nextSibling }: Families,
  parents: Int32Array,
  order: Int32Array,
  sizes: Int32Array,
): void {
  const count = parents.length;
  let reached = 0;
  for (let entry = 0; entry < count; entry++) if (types[entry]! & ROOT) order[reached++] = entry;
  for (let next = 0; next < reached; next++) {
    const entry = order[next]!;
    for (let child = firstChild[entry]!; child >= 0; child = nextSibling[child]!) {
      types[child] = types[entry]! & ~ROOT;
      order[reached++] = child;
    }
  }

  sizes.fill(1);
  for (let next = reached - 1; next >= 0; next--) {
    const entry = order[next]!;
    if (parents[entry]! >= 0) sizes[parents[entry]!]! += sizes[entry]!;
  }
  for (let next = 0; next < reached; next++) largestLast(order[next]!, sizes, firstChild, nextSibling);
}

function largestLast(entry: number, sizes: Int32Array, firstChild: Int32Array, nextSibling: Int32Array): void {
  let largest = firstChild[entry]!;
  let beforeLargest = -1;
  let last = -1;
  for (let child = firstChild[entry]!, before = -1; child >= 0; before = child, child = nextSibling[child]!) {
    if (sizes[child]! > sizes[largest]!) {
      largest = child;
      beforeLargest = before;
    }
    last = child;
  }
  if (largest < 0 || largest === last) return;
  if (beforeLargest < 0) firstChild[entry] = nextSibling[largest]!;
  else nextSibling[beforeLargest] = nextSibling[largest]!;
  nextSibling[largest] = -1;
  nextSibling[last] = largest;
}

/** Place of the entry that starts at an offset, before another; bases are mostly near. */
function placeBefore(offsets: PackOffsets, entry: number, offset: number): number {
  let step = 1;
  let high = entry;
  let low = entry - 1;
  while (low >= 0 && offsetAt(offsets, low) > offset) {
    high = low;
    low -= step;
    step *= 2;
  }
  low = Math.max(0, low);
  while (low < high) {
    const middle = (low + high) >> 1;
    if (offsetAt(offsets, middle) < offset) low = middle + 1;
    else high = middle;
  }
  return offsetAt(offsets, low) === offset && low < entry ? low : -1;
}

const STRETCH = 1 << 22;

/** Beginnings of all entries, one after the other, with a few large reads. */
function readHeads(
  descriptor: number,
  offsets: PackOffsets,
): { next(entry: number): { bytes: Buffer; at: number } } {
  const bytes = Buffer.alloc(STRETCH + LONGEST_HEADER);
  let start = 0;
  let end = 0;
  return {
    next(entry) {
      const offset = offsetAt(offsets, entry);
      if (offset + LONGEST_HEADER > end) {
        start = offset;
        const read = readSync(descriptor, bytes, 0, bytes.length, start);
        // what a cut pack does not have reads as nothing
        bytes.fill(0, read);
        end = start + bytes.length;
      }
      return { bytes, at: offset - start };
    },
  };
}
