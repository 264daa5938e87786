/**
 * All object ids of a repository, sorted: an object's number is its place among them, whatever packs it came in. About
 * 26 bytes an object with SHA-1 (20 id, 1 type, 4 ordinal, 1 for finding it), so that a million objects cost what a
 * photograph does.
 */
import { makeRoom, placesInOrder } from './sort.ts';

export const TYPES = ['commit', 'tree', 'blob', 'tag'] as const;
export type ObjectType = (typeof TYPES)[number];

export interface ObjectTable {
  readonly hashBytes: number;
  count(): number;
  /** Number of the id that stands at `at`, or -1. */
  find(bytes: Uint8Array, at: number): number;
  findHex(hex: string): number;
  /** As findHex, for text that stands in bytes. */
  findHexAt(hex: Uint8Array, at: number): number;
  hex(object: number): string;
  /** Once for each object, before anything is asked of it. */
  setType(object: number, type: ObjectType): void;
  hasType(object: number): boolean;
  typeOf(object: number): ObjectType;
  /** How many objects were said to be of its type before it: the index into tables of commits and of trees. */
  ordinalOf(object: number): number;
  countOf(type: ObjectType): number;
  /** What another thread needs to look objects up, in memory that both see. No type is set after it. */
  share(): SharedObjects;
}

export interface SharedObjects {
  readonly hashBytes: 20 | 32;
  /** Ascending, each once. */
  readonly ids: Uint8Array<SharedArrayBuffer>;
  /** Index into TYPES; NO_TYPE before it is known. */
  readonly types: Uint8Array<SharedArrayBuffer>;
  readonly ordinals: Int32Array<SharedArrayBuffer>;
  /** First object whose id begins with so many bits or more. */
  readonly starts: Int32Array<SharedArrayBuffer>;
}

const NO_TYPE = 255;
/** So many ids, mostly, begin with the same bits as one that is looked for. */
const TOGETHER = 8;
const MOST_BITS = 24;

const DIGIT = new Int8Array(256).fill(-1);
for (let digit = 0; digit < 16; digit++) DIGIT[digit.toString(16).charCodeAt(0)] = digit;

/** @param ids ascending, each once */
export function createObjectTable(hashBytes: 20 | 32, ids: Uint8Array<SharedArrayBuffer>): ObjectTable {
  const count = ids.length / hashBytes;
  const bits = Math.max(1, Math.min(MOST_BITS, Math.ceil(Math.log2(count / TOGETHER + 1))));
  const starts = sharedNumbers(2 ** bits + 1);
  let next = 0;
  for (let object = 0; object < count; object++) {
    const head = headOf(ids, object * hashBytes) >>> (32 - bits);
    while (next <= head) starts[next++] = object;
  }
  starts.fill(count, next);
  const types = new Uint8Array(new SharedArrayBuffer(count)).fill(NO_TYPE);
  return openObjectTable({ hashBytes, ids, types, ordinals: sharedNumbers(count), starts });
}

/** The table of another thread. */
export function openObjectTable(shared: SharedObjects): ObjectTable {
  const { hashBytes, ids, types, ordinals, starts } = shared;
  const count = types.length;
  const shift = 32 - Math.round(Math.log2(starts.length - 1));
  const counts = [0, 0, 0, 0];
  for (let object = 0; object < count; object++) if (types[object] !== NO_TYPE) counts[types[object]!]!++;

  function find(bytes: Uint8Array, at: number): number {
    const head = headOf(bytes, at) >>> shift;
    let low = starts[head]!;
    let high = starts[head + 1]!;
    // ids of a sound store are spread evenly; those of another are halved
    while (low < high) {
      const middle = (low + high) >> 1;
      const known = middle * hashBytes;
      let k = 0;
      while (k < hashBytes && ids[known + k] === bytes[at + k]) k++;
      if (k === hashBytes) return middle;
      if (ids[known + k]! < bytes[at + k]!) low = middle + 1;
      else high = middle;
    }
    return -1;
  }

  /** Into the one scratch id: a million objects must not leave a million small buffers behind. */
  const scratch = new Uint8Array(hashBytes);
  function findHexAt(hexBytes: Uint8Array, at: number): number {
    return decodeHex(hexBytes, at, scratch, 0, hashBytes) ? find(scratch, 0) : -1;
  }

  return {
    hashBytes,
    count: () => count,
    find,
    findHex: (text) => (text.length === hashBytes * 2 ? findHexAt(Buffer.from(text, 'latin1'), 0) : -1),
    findHexAt,
    hex: (object) => Buffer.from(ids.buffer, object * hashBytes, hashBytes).toString('hex'),
    setType(object, type) {
      const code = TYPES.indexOf(type);
      types[object] = code;
      ordinals[object] = counts[code]!++;
    },
    hasType: (object) => types[object] !== NO_TYPE,
    typeOf: (object) => TYPES[types[object]!]!,
    ordinalOf: (object) => ordinals[object]!,
    countOf: (type) => counts[TYPES.indexOf(type)]!,
    share: () => shared,
  };
}

/** @returns false where there is no hexadecimal text */
export function decodeHex(hex: Uint8Array, at: number, into: Uint8Array, place: number, bytes: number): boolean {
  for (let i = 0; i < bytes; i++) {
    const high = DIGIT[hex[at + i * 2] ?? 0]!;
    const low = DIGIT[hex[at + i * 2 + 1] ?? 0]!;
    if (high < 0 || low < 0) return false;
    into[place + i] = (high << 4) | low;
  }
  return true;
}

/** Ids behind one another in any order → each once, ascending. @param count how many of them count */
export function sortIds(ids: Uint8Array, hashBytes: number, count: number): Uint8Array<SharedArrayBuffer> {
  const room = makeRoom(count);
  const { keys } = room;
  for (let id = 0; id < count; id++) {
    const at = id * hashBytes;
    keys[id] = headOf(ids, at) * 65536 + ids[at + 4]! * 256 + ids[at + 5]!;
  }
  const places = placesInOrder(room, count);
  const compare = (a: number, b: number): number =>
    Buffer.compare(ids.subarray(a * hashBytes, (a + 1) * hashBytes), ids.subarray(b * hashBytes, (b + 1) * hashBytes));
  // six bytes tell nearly all apart; the others are put right where they stand
  for (let first = 0; first < count; ) {
    let next = first + 1;
    while (next < count && keys[places[next]!] === keys[places[first]!]) next++;
    if (next > first + 1) places.subarray(first, next).sort(compare);
    first = next;
  }
  const sorted = sharedBytes(count * hashBytes);
  let kept = 0;
  for (const [index, place] of places.entries()) {
    if (index > 0 && compare(place, places[index - 1]!) === 0) continue;
    sorted.set(ids.subarray(place * hashBytes, (place + 1) * hashBytes), kept++ * hashBytes);
  }
  room.free();
  return kept === count ? sorted : sharedBytes(kept * hashBytes, sorted);
}

export function sharedBytes(length: number, from?: Uint8Array): Uint8Array<SharedArrayBuffer> {
  const bytes = new Uint8Array(new SharedArrayBuffer(length));
  if (from !== undefined) bytes.set(from.subarray(0, length));
  return bytes;
}

function sharedNumbers(length: number): Int32Array<SharedArrayBuffer> {
  return new Int32Array(new SharedArrayBuffer(length * 4));
}

/** The first four bytes as a number. */
function headOf(bytes: Uint8Array, at: number): number {
  return ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0;
}
