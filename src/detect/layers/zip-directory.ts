/**
 * Where the members of a zip archive stand (APPNOTE 6.3): by its central directory, which is found from the end of the file,
 * and by the header before each of them.
 *   (local header | name | extra | data)* | (entry | name | extra | comment)* | [zip64 end, its locator] | end
 */
import { nameIn } from './inner.ts';

export const LOCAL = 0x04034b50;
const ENTRY = 0x02014b50;
export const END = 0x06054b50;
const END_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
export const LOCAL_SIZE = 30;
const ENTRY_SIZE = 46;
export const END_SIZE = 22;
const END_64_SIZE = 56;
const LOCATOR_SIZE = 20;
const LONGEST_COMMENT = 0xffff;
/** More than any budget has members. */
const MOST_LISTED = 1 << 17;
const ZIP64_FIELD = 1;
const IN_ZIP64 = 0xffffffff;

export interface Entry {
  readonly name: string | undefined;
  readonly flags: number;
  readonly method: number;
  /** Bytes of the data as they stand, and of what they hold. */
  readonly packed: number;
  readonly size: number;
  /** Of the local header. */
  readonly offset: number;
}

export interface Directory {
  readonly start: number;
  readonly end: number;
  /** Bytes before the archive, where offsets count from its own beginning. */
  readonly shift: number;
}

/** @returns those in the directory up to where it makes no sense */
export function entriesOf(
  bytes: Buffer,
  { start, end, shift }: Directory,
): { readonly entries: Entry[]; readonly isWhole: boolean } {
  const entries: Entry[] = [];
  let at = start;
  while (entries.length < MOST_LISTED && at + ENTRY_SIZE <= end && bytes.readUInt32LE(at) === ENTRY) {
    const extraAt = at + ENTRY_SIZE + bytes.readUInt16LE(at + 28);
    const extraEnd = extraAt + bytes.readUInt16LE(at + 30);
    const [size, packed, offset] = wide(bytes.subarray(extraAt, extraEnd), [
      bytes.readUInt32LE(at + 24),
      bytes.readUInt32LE(at + 20),
      bytes.readUInt32LE(at + 42),
    ]);
    entries.push({
      name: nameIn(bytes.subarray(at + ENTRY_SIZE, extraAt)),
      flags: bytes.readUInt16LE(at + 8),
      method: bytes.readUInt16LE(at + 10),
      packed: packed!,
      size: size!,
      offset: offset! + shift,
    });
    at = extraEnd + bytes.readUInt16LE(at + 32);
  }
  return { entries, isWhole: at === end };
}

/** Numbers that four bytes do not hold stand in a field of their own, in the same order, only those. */
function wide(extra: Buffer, numbers: readonly number[]): readonly number[] {
  if (!numbers.includes(IN_ZIP64)) return numbers;
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== ZIP64_FIELD) continue;
    const end = Math.min(extra.length, at + 4 + extra.readUInt16LE(at + 2));
    let from = at + 4;
    return numbers.map((number) => {
      if (number !== IN_ZIP64 || from + 8 > end) return number;
      from += 8;
      return Number(extra.readBigUInt64LE(from - 8));
    });
  }
  return numbers;
}

export function directoryOf(bytes: Buffer): Directory | undefined {
  const at = endOf(bytes);
  if (at === undefined) return undefined;
  let [size, offset, end] = [bytes.readUInt32LE(at + 12), bytes.readUInt32LE(at + 16), at];
  const locator = at - LOCATOR_SIZE;
  if (locator >= END_64_SIZE && bytes.readUInt32LE(locator) === LOCATOR_64) {
    end = locator - END_64_SIZE;
    if (bytes.readUInt32LE(end) !== END_64) return undefined;
    size = Number(bytes.readBigUInt64LE(end + 40));
    offset = Number(bytes.readBigUInt64LE(end + 48));
  }
  const start = end - size;
  if (start < 0 || start < offset) return undefined;
  // nothing in it, or what looks like an entry
  if (size > 0 && (size < ENTRY_SIZE || bytes.readUInt32LE(start) !== ENTRY)) return undefined;
  return { start, end, shift: start - offset };
}

/** The last end record whose comment goes to the end of the file. */
function endOf(bytes: Buffer): number | undefined {
  const first = Math.max(0, bytes.length - END_SIZE - LONGEST_COMMENT);
  for (let at = bytes.length - END_SIZE; at >= first; at--) {
    if (bytes.readUInt32LE(at) !== END) continue;
    if (at + END_SIZE + bytes.readUInt16LE(at + 20) <= bytes.length) return at;
  }
  return undefined;
}

/** As its own header says. */
export function entryAt(bytes: Buffer, at: number): Entry {
  const extraAt = at + LOCAL_SIZE + bytes.readUInt16LE(at + 26);
  const extra = bytes.subarray(extraAt, extraAt + bytes.readUInt16LE(at + 28));
  const [size, packed] = wide(extra, [bytes.readUInt32LE(at + 22), bytes.readUInt32LE(at + 18)]);
  return {
    name: nameIn(bytes.subarray(at + LOCAL_SIZE, extraAt)),
    flags: bytes.readUInt16LE(at + 6),
    method: bytes.readUInt16LE(at + 8),
    packed: packed!,
    size: size!,
    offset: at,
  };
}
