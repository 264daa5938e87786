/**
 * Goes through delta families: each from its root, depth first, the largest child last. A version is built from its
 * base in the kernel's memory, looked at, and freed when its last child is built.
 */
import { RECORD } from '../kernel.ts';
import { BASE, LAST, LONGEST_HEADER, ROOT, TYPE_BITS } from './families.ts';
import { offsetAt } from './pack-offsets.ts';
import type { Kernel } from '../kernel.ts';
import type { Families } from './families.ts';
import type { PackFile, PackReader } from './pack-file.ts';
import type { PackOffsets } from './pack-offsets.ts';

/** What workers share of a pack. All of it is shared memory, but for the descriptor. */
export interface Pack extends PackFile {
  readonly count: number;
  /** Of entries, and behind the last where it ends. */
  readonly offsets: PackOffsets;
  readonly families: Families;
  /** Object numbers by place; -1 for what another pack has too. */
  readonly objects: Int32Array;
}

/** Content of an entry. @property list its records, once it was looked at */
export interface Version {
  readonly address: number;
  readonly length: number;
  readonly list: number;
  /** Records in the list; -1: there is none, versions made from it have to be looked at whole. */
  readonly count: number;
}

export interface Visitor {
  /** Families that have no object for which it holds are left out; absent: none is. */
  wants?(object: number): boolean;
  /** Address of the records that a look leaves behind, to be kept for the versions made from it. */
  readonly records: number;
  /**
   * Looks at a version.
   * @param base what it was made from, and how many runs it copies from that; undefined: look at all of it
   * @returns how many records there are; -1: versions made from it have to be looked at whole
   */
  look(object: number, address: number, length: number, base: Version | undefined, runs: number): number;
  /** Could not be read here, or is too large to be held. */
  lost(object: number): void;
}

/** Larger objects are not built here. */
export const LARGEST = 16 << 20;
/** Entries that are taken at a time. */
const STRETCH = 2048;
/** Deltas are mostly smaller. */
const DELTA_ROOM = 1 << 16;

export interface Walk {
  readonly kernel: Kernel;
  readonly reader: PackReader;
  readonly packs: readonly Pack[];
  readonly hashBytes: number;
  /** Which stretch is next: shared by all that walk. */
  readonly next: Int32Array;
}

/** @param types git's numbers of the types whose families are gone through */
export function walkFamilies(walk: Walk, types: readonly number[], visitor: Visitor): void {
  const stretches = walk.packs.flatMap(({ families }, pack) =>
    Array.from({ length: Math.ceil(families.order.length / STRETCH) }, (_, index) => ({ pack, from: index * STRETCH })),
  );
  const deltaRoom = walk.kernel.allocate(DELTA_ROOM);
  if (deltaRoom === undefined) throw new RangeError('no room for a delta');
  const walkFamily = walk.packs.map((_, pack) => familyWalker(walk, pack, visitor, deltaRoom));
  for (;;) {
    const stretch = stretches[Atomics.add(walk.next, 0, 1)];
    if (stretch === undefined) break;
    const { entries, order } = walk.packs[stretch.pack]!.families;
    // families that begin in the stretch, to their ends
    const to = Math.min(order.length, stretch.from + STRETCH);
    for (let place = stretch.from; place < to; place++) {
      const entry = entries[order[place]!]!;
      if ((entry & ROOT) === 0 || !types.includes(entry & TYPE_BITS)) continue;
      if (isWanted(walk.packs[stretch.pack]!, place, visitor)) walkFamily[stretch.pack]!(place);
    }
  }
  walk.kernel.free(deltaRoom);
}

/** Whether any object of a family is. @param root its place in the order of families */
function isWanted({ families: { entries, order }, objects }: Pack, root: number, visitor: Visitor): boolean {
  if (visitor.wants === undefined) return true;
  let place = root;
  do if (visitor.wants(objects[order[place]!]!)) return true;
  while (++place < order.length && (entries[order[place]!]! & ROOT) === 0);
  return false;
}

/** @returns goes through the family whose root has this place in the order of families */
function familyWalker(walk: Walk, number: number, visitor: Visitor, deltaRoom: number): (root: number) => void {
  const { kernel, reader, packs } = walk;
  const pack = packs[number]!;
  const { entries, order } = pack.families;
  const { call } = kernel;

  return (root) => {
    const first = inflateRoot(order[root]!);
    if (first === undefined) return void lose(root);
    const stack: Version[] = [];
    const start = enter(order[root]!, first.address, first.length, undefined, 0);
    if (start !== undefined) stack.push(start);
    let place = root + 1;
    for (let base = stack.at(-1); base !== undefined; base = stack.at(-1)) {
      const entry = order[place]!;
      const built = build(entry, base);
      const step = built && enter(entry, built.address, built.length, base.count < 0 ? undefined : base, built.runs);
      place = built === undefined ? lose(place) : place + 1;
      if (entries[entry]! & LAST) {
        stack.pop();
        kernel.free(base.address);
        if (base.list > 0) kernel.free(base.list);
      }
      if (step !== undefined) stack.push(step);
    }
  };

  /** @returns the place behind all that is made from it */
  function lose(place: number): number {
    let next = place;
    let open = 0;
    do {
      const entry = order[next++]!;
      if (pack.objects[entry]! >= 0) visitor.lost(pack.objects[entry]!);
      if (next > place + 1 && entries[entry]! & LAST) open--;
      if (entries[entry]! & BASE) open++;
    } while (open > 0);
    return next;
  }

  /** Looks at a version and keeps what the versions made from it need. */
  function enter(entry: number, address: number, length: number, base: Version | undefined, runs: number): Version | undefined {
    const isBase = (entries[entry]! & BASE) !== 0;
    const count = visitor.look(pack.objects[entry]!, address, length, base, runs);
    if (!isBase) {
      kernel.free(address);
      return undefined;
    }
    if (count <= 0) return { address, length, list: 0, count };
    const list = kernel.allocate(count * RECORD);
    if (list === undefined) return { address, length, list: 0, count: -1 };
    kernel.bytes.copyWithin(list, visitor.records, visitor.records + count * RECORD);
    return { address, length, list, count };
  }

  function inflateRoot(entry: number): { address: number; length: number } | undefined {
    const at = locate(entry);
    if (at === undefined) return undefined;
    const address = at.size > LARGEST ? undefined : kernel.allocate(at.size);
    const done = address !== undefined && call.inflate(at.data, at.end, address, at.size) === at.end - at.data;
    reader.release();
    if (address === undefined || done) return address === undefined ? undefined : { address, length: at.size };
    kernel.free(address);
    return undefined;
  }

  function build(entry: number, base: Version): { address: number; length: number; runs: number } | undefined {
    const at = locate(entry);
    if (at === undefined) return undefined;
    const delta = at.size > LARGEST ? undefined : at.size <= DELTA_ROOM ? deltaRoom : kernel.allocate(at.size);
    const inflated = delta !== undefined && call.inflate(at.data, at.end, delta, at.size) === at.end - at.data;
    reader.release();
    let address: number | undefined;
    let runs = -1;
    const length = inflated ? call.deltaResultSize(delta, at.size, base.length) : -1;
    if (length >= 0 && length <= LARGEST) address = kernel.allocate(length);
    if (address !== undefined) runs = call.applyDelta(base.address, base.length, address, length);
    if (delta !== undefined && delta !== deltaRoom) kernel.free(delta);
    if (address === undefined) return undefined;
    if (runs >= 0) return { address, length, runs };
    kernel.free(address);
    return undefined;
  }

  /** Where an entry's stream stands in the kernel's memory, and how much comes out of it. */
  function locate(entry: number): { data: number; end: number; size: number } | undefined {
    const offset = offsetAt(pack.offsets, entry);
    const length = offsetAt(pack.offsets, entry + 1) - offset;
    const start = length > LARGEST ? undefined : reader.at(number, offset, length);
    if (start === undefined) {
      reader.release();
      return undefined;
    }
    const { bytes } = kernel;
    let at = start;
    let byte = bytes[at++]!;
    const type = (byte >> 4) & 7;
    let size = byte & 15;
    for (let unit = 16; byte & 0x80 && at - start < LONGEST_HEADER; unit *= 128) {
      byte = bytes[at++]!;
      size += (byte & 127) * unit;
    }
    if (type === 6) while (bytes[at++]! & 0x80 && at - start < LONGEST_HEADER);
    else if (type === 7) at += walk.hashBytes;
    return { data: at, end: start + length, size };
  }
}
