/**
 * Pack indexes, version 2 (gitformat-pack): which objects a pack has, and where.
 *
 *   magic FF 't' 'O' 'c' | version | 256 counts of ids up to a first byte | ids, sorted | CRC32s | offsets (31 bits, or the number
 *   of a long one) | long offsets (64 bits) | checksum of the pack | checksum of this
 */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { sharedBytes } from '../object-table.ts';
import { placesInOrder } from '../sort.ts';
import type { Room } from '../sort.ts';
import { offsetAt, packOffsets } from './pack-offsets.ts';
import type { PackOffsets } from './pack-offsets.ts';

export interface PackIndex {
  readonly count: number;
  /** By place in the pack, and behind the last where the last entry ends. */
  readonly offsets: PackOffsets;
  /** By place in the pack: place in the index, where the id stands. */
  readonly places: Int32Array<SharedArrayBuffer>;
  /** Ids in the index's order: ascending, each once. */
  readonly ids: Uint8Array<SharedArrayBuffer>;
  /** As the pack must end. */
  readonly packChecksum: Buffer;
}

const HEADER = 8;
const FANOUT = 256 * 4;
const MAGIC = 0xff744f63;
/** An offset from here on is the number of a long one. */
const LONG = 0x80000000;
/** Offsets that are read at a time. */
const AT_ONCE = 1 << 14;

/**
 * Undefined when it is no such index: git then says what is wrong with it.
 * @param packBytes size of the pack; @param roomFor what to work in, for so many objects
 */
export function readPackIndex(
  path: string,
  hashBytes: number,
  packBytes: number,
  roomFor: (count: number) => Room,
): PackIndex | undefined {
  const file = openSync(path, 'r');
  try {
    return readIndex(file, fstatSync(file).size, hashBytes, packBytes, roomFor);
  } finally {
    closeSync(file);
  }
}

function readIndex(
  file: number,
  bytes: number,
  hashBytes: number,
  packBytes: number,
  roomFor: (count: number) => Room,
): PackIndex | undefined {
  const ids = HEADER + FANOUT;
  if (bytes < ids + 2 * hashBytes) return undefined;
  const head = readAt(file, 0, Buffer.alloc(ids));
  if (head.readUInt32BE(0) !== MAGIC || head.readUInt32BE(4) !== 2) return undefined;
  const count = head.readUInt32BE(ids - 4);
  const short = ids + count * (hashBytes + 4);
  const long = short + count * 4;
  const longs = (bytes - 2 * hashBytes - long) / 8;
  if (longs < 0 || !Number.isInteger(longs)) return undefined;
  const idBytes = readAt(file, ids, sharedBytes(count * hashBytes));
  if (!isSorted(idBytes, hashBytes, head.subarray(HEADER))) return undefined;

  const sums = readAt(file, bytes - 2 * hashBytes, Buffer.alloc(hashBytes));
  const room = roomFor(count);
  const { keys } = room;
  const longBytes = readAt(file, long, Buffer.alloc(longs * 8));
  for (let first = 0; first < count; first += AT_ONCE) {
    const shorts = readAt(file, short + first * 4, Buffer.alloc(Math.min(AT_ONCE, count - first) * 4));
    for (let place = first; place < first + shorts.length / 4; place++) {
      const offset = shorts.readUInt32BE((place - first) * 4);
      if (offset < LONG) keys[place] = offset;
      else if (offset - LONG >= longs) return undefined;
      else keys[place] = Number(longBytes.readBigUInt64BE((offset - LONG) * 8));
    }
  }
  const places = new Int32Array(new SharedArrayBuffer(count * 4));
  places.set(placesInOrder(room, count));
  const end = packBytes - hashBytes;
  const offsetOf = (entry: number): number => (entry === count ? end : keys[places[entry]!]!);
  for (let entry = 0; entry < count; entry++) if (offsetOf(entry) >= offsetOf(entry + 1)) return undefined;
  const offsets = packOffsets(count + 1, offsetOf);
  if (offsetAt(offsets, 0) < 12) return undefined;
  return { count, offsets, places, ids: idBytes, packChecksum: sums };
}

/** Fills the bytes from the file; what it does not have stays 0. */
function readAt<Bytes extends Uint8Array>(file: number, position: number, bytes: Bytes): Bytes {
  for (let got = 0; got < bytes.length; ) {
    const read = readSync(file, bytes, got, bytes.length - got, position + got);
    if (read === 0) break;
    got += read;
  }
  return bytes;
}

/** Ids ascend, and the counts are theirs: in an index that lies about it git finds little, and differently. */
function isSorted(ids: Uint8Array, hashBytes: number, fanout: Buffer): boolean {
  const count = ids.length / hashBytes;
  let first = 0; // byte up to which the counts were compared
  for (let place = 0, at = 0; place < count; place++, at += hashBytes) {
    let k = place === 0 ? hashBytes : 0;
    while (k < hashBytes && ids[at + k] === ids[at - hashBytes + k]) k++;
    if (place > 0 && (k === hashBytes || ids[at + k]! < ids[at - hashBytes + k]!)) return false;
    for (; first < ids[at]!; first++) if (fanout.readUInt32BE(first * 4) !== place) return false;
  }
  for (; first < 256; first++) if (fanout.readUInt32BE(first * 4) !== count) return false;
  return true;
}
