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

/** Beside the type of an entry: it is made from no other, others are made from it, it is the last that is made from its base. */
export const ROOT = 8;
export const BASE = 16;
export const LAST = 32;
export const TYPE_BITS = 7;

export interface Families {
  /** By place in the pack: the type of the root, for all of its family, with its marks; 0 for what belongs to none. */
  readonly entries: Uint8Array<SharedArrayBuffer>;
  /**
   * Places in the pack, family after family, each from its root, depth first. Of those that are made from one base the
   * one with most behind it comes last, so that few versions are needed at a time.
   */
  readonly order: Int32Array<SharedArrayBuffer>;
}

/** An entry's beginning is at most so long: size, and a base by id. */
export const LONGEST_HEADER = 10 + 32;

/**
 * Undefined when the pack is not what its index says.
 * @param findId place in the pack of an id, -1 when it is not in it; @param room what to work in
 */
export function readFamilies(
  descriptor: number,
  { count, offsets }: PackIndex,
  hashBytes: number,
  findId: (id: Buffer) => number,
  room: Room,
): Families | undefined {
  const entries = new Uint8Array(new SharedArrayBuffer(count));
  const tree = treeIn(room, count);

  const heads = readHeads(descriptor, offsets);
  for (let entry = 0; entry < count; entry++) {
    const { bytes, at: start } = heads.next(entry);
    let at = start;
    const type = (bytes[at]! >> 4) & TYPE_BITS;
    while (bytes[at++]! & 0x80) if (at - start > 10) return undefined;
    if (type === 0 || type === 5) return undefined;
    let base = -1;
    if (type === TYPE.offsetDelta) {
      let distance = bytes[at]! & 127;
      while (bytes[at++]! & 0x80) {
        distance = (distance + 1) * 128 + (bytes[at]! & 127);
        if (at - start > 20) return undefined;
      }
      base = placeBefore(offsets, entry, offsetAt(offsets, entry) - distance);
    } else if (type === TYPE.idDelta) base = findId(bytes.subarray(at, at + hashBytes));
    else {
      entries[entry] = type | ROOT;
      continue;
    }
    if (base < 0) return undefined;
    tree.parents[entry] = base;
    tree.nextSibling[entry] = tree.firstChild[base]!;
    tree.firstChild[base] = entry;
  }
  return { entries, order: orderOf(entries, tree) };
}

/** By entry; -1 for none. */
interface Tree {
  readonly parents: Int32Array;
  readonly firstChild: Int32Array;
  readonly nextSibling: Int32Array;
  /** Entries of what is made from it, itself included. */
  readonly sizes: Int32Array;
}

function treeIn({ keys, from, to }: Room, count: number): Tree {
  return {
    parents: from.subarray(0, count).fill(-1),
    firstChild: to.subarray(0, count).fill(-1),
    nextSibling: new Int32Array(keys.buffer, keys.byteOffset, count).fill(-1),
    sizes: new Int32Array(keys.buffer, keys.byteOffset + count * 4, count).fill(1),
  };
}

/** What hangs in a circle of bases is reached from no root: it has no place in the order. */
function orderOf(entries: Uint8Array, tree: Tree): Int32Array<SharedArrayBuffer> {
  const { parents, firstChild, nextSibling, sizes } = tree;
  const count = entries.length;
  const order = new Int32Array(new SharedArrayBuffer(count * 4));
  let reached = 0;
  // every base before what is made from it
  for (let entry = 0; entry < count; entry++) if (entries[entry]! & ROOT) order[reached++] = entry;
  for (let next = 0; next < reached; next++) {
    const entry = order[next]!;
    if (firstChild[entry]! >= 0) entries[entry]! |= BASE;
    for (let child = firstChild[entry]!; child >= 0; child = nextSibling[child]!) {
      entries[child] = entries[entry]! & TYPE_BITS;
      order[reached++] = child;
    }
  }
  for (let next = reached - 1; next >= 0; next--) {
    const entry = order[next]!;
    if (parents[entry]! >= 0) sizes[parents[entry]!]! += sizes[entry]!;
  }
  for (let next = 0; next < reached; next++) largestLast(order[next]!, tree);

  let next = 0;
  for (let root = 0; root < count; root++) {
    if ((entries[root]! & ROOT) === 0) continue;
    for (let entry = root; entry >= 0; entry = following(entry)) order[next++] = entry;
  }
  return order.subarray(0, next);

  /** Down, else aside, else aside of the nearest above that is not the last. */
  function following(entry: number): number {
    if (firstChild[entry]! >= 0) return firstChild[entry]!;
    let at = entry;
    while (at >= 0 && nextSibling[at]! < 0) {
      if (parents[at]! >= 0) entries[at]! |= LAST;
      at = parents[at]!;
    }
    return at < 0 ? -1 : nextSibling[at]!;
  }
}

function largestLast(entry: number, { firstChild, nextSibling, sizes }: Tree): void {
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
