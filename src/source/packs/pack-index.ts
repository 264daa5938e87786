/**
 * Pack indexes, version 2 (gitformat-pack): which objects a pack has, and where.
 *
 *   magic FF 't' 'O' 'c' | version | 256 counts of ids up to a first byte | ids, sorted | CRC32s | offsets (31 bits, or the number
 *   of a long one) | long offsets (64 bits) | checksum of the pack | checksum of this
 */
import { readFileSync } from 'node:fs';

export interface PackIndex {
  readonly count: number;
  /** By place in the pack: offsets, and behind the last the end of the last entry. */
  readonly offsets: Float64Array<SharedArrayBuffer>;
  /** By place in the pack: place in the index, where the id stands. */
  readonly places: Uint32Array;
  /** Ids in the index's order. */
  readonly ids: Buffer;
  /** As the pack must end. */
  readonly packChecksum: Buffer;
}

const HEADER = 8;
const FANOUT = 256 * 4;
const MAGIC = 0xff744f63;

/** Undefined when it is no such index: git then says what is wrong with it. @param packBytes size of the pack */
export function readPackIndex(path: string, hashBytes: number, packBytes: number): PackIndex | undefined {
  const file = readFileSync(path);
  if (file.length < HEADER + FANOUT + 2 * hashBytes || file.readUInt32BE(0) !== MAGIC || file.readUInt32BE(4) !== 2)
    return undefined;
  const count = file.readUInt32BE(HEADER + FANOUT - 4);
  const ids = HEADER + FANOUT;
  const short = ids + count * (hashBytes + 4);
  const long = short + count * 4;
  const longs = (file.length - 2 * hashBytes - long) / 8;
  if (longs < 0 || !Number.isInteger(longs)) return undefined;
  if (!isSorted(file.subarray(ids, ids + count * hashBytes), hashBytes, file.subarray(HEADER, ids))) return undefined;

  const byPlace = new Float64Array(count);
  for (let place = 0; place < count; place++) {
    const offset = file.readUInt32BE(short + place * 4);
    if (offset < 0x80000000) byPlace[place] = offset;
    else if (offset - 0x80000000 >= longs) return undefined;
    else byPlace[place] = Number(file.readBigUInt64BE(long + (offset - 0x80000000) * 8));
  }
  const places = sortedPlaces(byPlace);
  const offsets = new Float64Array(new SharedArrayBuffer((count + 1) * 8));
  for (let entry = 0; entry < count; entry++) offsets[entry] = byPlace[places[entry]!]!;
  offsets[count] = packBytes - hashBytes;
  for (let entry = 0; entry < count; entry++) if (offsets[entry]! >= offsets[entry + 1]!) return undefined;
  if (count > 0 && offsets[0]! < 12) return undefined;
  return {
    count,
    offsets,
    places,
    ids: file.subarray(ids, ids + count * hashBytes),
    packChecksum: file.subarray(file.length - 2 * hashBytes, file.length - hashBytes),
  };
}

/** Ids ascend, and the counts are theirs: in an index that lies about it git finds little, and differently. */
function isSorted(ids: Buffer, hashBytes: number, fanout: Buffer): boolean {
  const count = ids.length / hashBytes;
  let before = -1;
  let first = 0; // byte up to which the counts were compared
  for (let place = 0; place < count; place++) {
    const at = place * hashBytes;
    const head = ids.readUInt32BE(at);
    if (head < before || (head === before && ids.compare(ids, at - hashBytes, at, at, at + hashBytes) <= 0)) return false;
    before = head;
    for (; first < ids[at]!; first++) if (fanout.readUInt32BE(first * 4) !== place) return false;
  }
  for (; first < 256; first++) if (fanout.readUInt32BE(first * 4) !== count) return false;
  return true;
}

const DIGIT = 11;
const DIGITS = 1 << DIGIT;

/** Which places to take in order of their offsets. A million numbers: by their digits, not by comparing. */
function sortedPlaces(offsets: Float64Array): Uint32Array {
  const count = offsets.length;
  let from = new Uint32Array(count);
  let to = new Uint32Array(count);
  let most = 0;
  for (let place = 0; place < count; place++) {
    from[place] = place;
    if (offsets[place]! > most) most = offsets[place]!;
  }
  const digits = new Uint16Array(count);
  const next = new Uint32Array(DIGITS + 1);
  for (let unit = 1; unit <= most; unit *= DIGITS) {
    next.fill(0);
    for (let place = 0; place < count; place++) {
      const digit = (offsets[place]! / unit) & (DIGITS - 1);
      digits[place] = digit;
      next[digit + 1]!++;
    }
    for (let digit = 0; digit < DIGITS; digit++) next[digit + 1]! += next[digit]!;
    for (let i = 0; i < count; i++) to[next[digits[from[i]!]!]!++] = from[i]!;
    [from, to] = [to, from];
  }
  return from;
}
