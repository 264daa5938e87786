/**
 * All object ids of a repository, packed: an id is its number from here on. About 33 bytes an object with SHA-1
 * (20 id, 8 hash slots, 4 ordinal, 1 type), so that a million objects cost what a photograph does.
 */
export const TYPES = ['commit', 'tree', 'blob', 'tag'] as const;
export type ObjectType = (typeof TYPES)[number];

export interface ObjectTable {
  readonly hashBytes: number;
  count(): number;
  /** @param hex bytes of hexadecimal text; the id starts at `at` */
  add(hex: Uint8Array, at: number, type: ObjectType): number;
  /** The same for the id itself. */
  addId(bytes: Uint8Array, at: number, type: ObjectType): number;
  /** Number of the id that stands at `at`, or -1. */
  find(bytes: Uint8Array, at: number): number;
  findHex(hex: string): number;
  /** As findHex, for text that stands in bytes. */
  findHexAt(hex: Uint8Array, at: number): number;
  hex(object: number): string;
  typeOf(object: number): ObjectType;
  /** How many objects of its type came before it: the index into tables of commits and of trees. */
  ordinalOf(object: number): number;
  countOf(type: ObjectType): number;
  /** Objects of a type, in the order they were added. */
  ofType(type: ObjectType): Int32Array;
  /** What another thread needs to look objects up, in memory that both see. Nothing is added after it. */
  share(): SharedObjects;
}

export interface SharedObjects {
  readonly hashBytes: 20 | 32;
  readonly count: number;
  readonly ids: Uint8Array<SharedArrayBuffer>;
  readonly types: Uint8Array<SharedArrayBuffer>;
  readonly ordinals: Int32Array<SharedArrayBuffer>;
  readonly slots: Int32Array<SharedArrayBuffer>;
}

const DIGIT = new Int8Array(256).fill(-1);
for (let digit = 0; digit < 16; digit++) DIGIT[digit.toString(16).charCodeAt(0)] = digit;

/** @param expected how many objects will come, if known: then nothing has to grow */
export function createObjectTable(hashBytes: 20 | 32, expected = 4096): ObjectTable {
  const capacity = Math.max(64, expected);
  return openObjectTable({
    hashBytes,
    count: 0,
    ids: sharedBytes(capacity * hashBytes),
    types: sharedBytes(capacity),
    ordinals: sharedNumbers(capacity),
    slots: emptySlots(capacity),
  });
}

/** The table of another thread. */
export function openObjectTable(shared: SharedObjects): ObjectTable {
  const { hashBytes } = shared;
  let { count, ids, types, ordinals, slots } = shared;
  let capacity = types.length;
  const counts = [0, 0, 0, 0];
  for (let object = 0; object < count; object++) counts[types[object]!]!++;

  function slotOf(bytes: Uint8Array, at: number): number {
    const mask = slots.length - 1;
    let slot = (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) & mask;
    for (; slots[slot]! >= 0; slot = (slot + 1) & mask) {
      const known = slots[slot]! * hashBytes;
      let k = 0;
      while (k < hashBytes && ids[known + k] === bytes[at + k]) k++;
      if (k === hashBytes) break;
    }
    return slot;
  }

  function grow(): void {
    capacity = Math.ceil(capacity * 1.5);
    ids = copyInto(sharedBytes(capacity * hashBytes), ids);
    types = copyInto(sharedBytes(capacity), types);
    ordinals = copyInto(sharedNumbers(capacity), ordinals);
    slots = emptySlots(capacity);
    for (let object = 0; object < count; object++) slots[slotOf(ids, object * hashBytes)] = object;
  }

  /** Into the one scratch id: a million objects must not leave a million small buffers behind. */
  const scratch = new Uint8Array(hashBytes);
  function decode(hexBytes: Uint8Array, at: number): boolean {
    for (let i = 0; i < hashBytes; i++) {
      const high = DIGIT[hexBytes[at + i * 2] ?? 0]!;
      const low = DIGIT[hexBytes[at + i * 2 + 1] ?? 0]!;
      if (high < 0 || low < 0) return false;
      scratch[i] = (high << 4) | low;
    }
    return true;
  }

  function hex(object: number): string {
    return Buffer.from(ids.buffer, object * hashBytes, hashBytes).toString('hex');
  }

  function addId(bytes: Uint8Array, at: number, type: ObjectType): number {
    const slot = slotOf(bytes, at);
    const known = slots[slot]!;
    if (known >= 0) return known;
    if (count === capacity) {
      grow();
      return addId(bytes, at, type);
    }
    for (let i = 0; i < hashBytes; i++) ids[count * hashBytes + i] = bytes[at + i]!;
    const code = TYPES.indexOf(type);
    types[count] = code;
    ordinals[count] = counts[code]!++;
    slots[slot] = count;
    return count++;
  }

  return {
    hashBytes,
    count: () => count,
    add(hexBytes, at, type) {
      decode(hexBytes, at);
      return addId(scratch, 0, type);
    },
    addId,
    find: (bytes, at) => slots[slotOf(bytes, at)]!,
    findHex: (text) => (text.length === hashBytes * 2 ? slots[slotOf(Buffer.from(text, 'hex'), 0)]! : -1),
    findHexAt(hexBytes, at) {
      return decode(hexBytes, at) ? slots[slotOf(scratch, 0)]! : -1;
    },
    hex,
    typeOf: (object) => TYPES[types[object]!]!,
    ordinalOf: (object) => ordinals[object]!,
    countOf: (type) => counts[TYPES.indexOf(type)]!,
    ofType(type) {
      const code = TYPES.indexOf(type);
      const list = new Int32Array(counts[code]!);
      for (let object = 0, next = 0; object < count; object++) if (types[object] === code) list[next++] = object;
      return list;
    },
    share: () => ({ hashBytes, count, ids, types, ordinals, slots }),
  };
}

/** A power of two, at most 3/4 full. */
function emptySlots(capacity: number): Int32Array<SharedArrayBuffer> {
  return sharedNumbers(2 ** Math.ceil(Math.log2((capacity * 4) / 3))).fill(-1);
}

function sharedBytes(length: number): Uint8Array<SharedArrayBuffer> {
  return new Uint8Array(new SharedArrayBuffer(length));
}

function sharedNumbers(length: number): Int32Array<SharedArrayBuffer> {
  return new Int32Array(new SharedArrayBuffer(length * 4));
}

function copyInto<T extends Uint8Array | Int32Array>(target: T, from: T): T {
  target.set(from);
  return target;
}
