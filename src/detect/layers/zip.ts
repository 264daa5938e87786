/**
 * Zip archives (APPNOTE 6.3): also jar, war, docx, xlsx, odt, apk, whl, nupkg, epub. By their central directory, and where
 * the end is cut off by the headers of their members.
 *   (local header | name | extra | data)* | (entry | name | extra | comment)* | [zip64 end, its locator] | end
 */
import { openBzip2 } from './bzip2.ts';
import { inflate } from './inflate.ts';
import { asIs, bufferOf, madeOf, nameIn } from './inner.ts';
import { openXz } from './xz.ts';
import { openZstd } from './zstd.ts';
import type { Inner, LayerBudget, Opener } from './inner.ts';

const LOCAL = 0x04034b50;
const ENTRY = 0x02014b50;
const END = 0x06054b50;
const END_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
/** Where an archive in several parts begins that came to be one. */
const SPANNED = 0x08074b50;
const LOCAL_SIZE = 30;
const ENTRY_SIZE = 46;
const END_SIZE = 22;
const END_64_SIZE = 56;
const LOCATOR_SIZE = 20;
const LONGEST_COMMENT = 0xffff;
const IS_ENCRYPTED = 1;
const HAS_SIZES_BEHIND = 8;
/** Signature, CRC32 and two sizes of 64 bits. */
const LONGEST_DESCRIPTOR = 24;
const LOCAL_MAGIC = Buffer.from('PK\x03\x04', 'latin1');
const STORED = 0;
const DEFLATED = 8;
/** Other methods, by number: each member is a file of that form. */
const METHODS: ReadonlyMap<number, Opener> = new Map([
  [12, openBzip2],
  [93, openZstd],
  [95, openXz],
]);
/** More than any budget has members. */
const MOST_LISTED = 1 << 17;
const ZIP64_FIELD = 1;
const IN_ZIP64 = 0xffffffff;

interface Entry {
  readonly name: string | undefined;
  readonly flags: number;
  readonly method: number;
  /** Bytes of the data as they stand, and of what they hold. */
  readonly packed: number;
  readonly size: number;
  /** Of the local header. */
  readonly offset: number;
}

interface Directory {
  readonly start: number;
  readonly end: number;
  /** What was put before the first member: offsets count from behind it. */
  readonly shift: number;
}

export function openZip(bytes: Uint8Array, budget: LayerBudget): Iterable<Inner> | undefined {
  const buffer = bufferOf(bytes);
  if (buffer.length < END_SIZE || ![LOCAL, END, SPANNED].includes(buffer.readUInt32LE(0))) return undefined;
  return members(buffer, budget);
}

function* members(bytes: Buffer, budget: LayerBudget): Iterable<Inner> {
  const directory = directoryOf(bytes);
  if (directory === undefined) return yield* membersByHeaders(bytes, budget);
  const { entries, isWhole } = entriesOf(bytes, directory);
  if (!isWhole) budget.leave('damaged');
  let free = 0; // members stand one behind the other: what reaches back was given out already
  for (const entry of entries.sort((a, b) => a.offset - b.offset)) {
    budget.takeMember();
    const start = dataOf(bytes, entry, directory.start);
    if (start === undefined || entry.offset < free) {
      budget.leave('damaged');
      continue;
    }
    free = start + entry.packed;
    yield* memberOf(bytes, entry, start, budget);
  }
}

/** Of an archive whose end is not there: one behind the other, as far as they go. */
function* membersByHeaders(bytes: Buffer, budget: LayerBudget): Iterable<Inner> {
  budget.leave('damaged');
  let at = bytes.readUInt32LE(0) === SPANNED ? 4 : 0;
  while (at + LOCAL_SIZE <= bytes.length && bytes.readUInt32LE(at) === LOCAL) {
    budget.takeMember();
    const entry = entryAt(bytes, at);
    const start = at + LOCAL_SIZE + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28);
    const rest = bytes.length - start;
    if (rest <= 0) return;
    if ((entry.flags & HAS_SIZES_BEHIND) === 0) {
      yield* memberOf(bytes, { ...entry, packed: Math.min(entry.packed, rest) }, start, budget);
      at = start + entry.packed;
      continue;
    }
    if (entry.method !== DEFLATED || (entry.flags & IS_ENCRYPTED) !== 0) return;
    const inflated = inflate(bytes.subarray(start), 'raw', budget);
    if (inflated === undefined) return;
    const end = start + inflated.read;
    if (inflated.bytes.length > 0) yield madeOf('zip', entry.name, inflated.bytes, { start, end });
    at = bytes.subarray(0, end + LONGEST_DESCRIPTOR + 4).indexOf(LOCAL_MAGIC, end);
    if (at < 0) return;
  }
}

function entryAt(bytes: Buffer, at: number): Entry {
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

function* memberOf(bytes: Buffer, entry: Entry, start: number, budget: LayerBudget): Iterable<Inner> {
  const { name, method, size, packed } = entry;
  const span = { start, end: start + packed };
  if (size === 0 && packed === 0) return;
  if ((entry.flags & IS_ENCRYPTED) !== 0) return budget.leave('encrypted');
  const data = bytes.subarray(start, span.end);
  if (method === STORED) yield asIs('zip', name, bytes, start, span.end);
  else if (method === DEFLATED) {
    const inflated = inflate(data, 'raw', budget, size);
    if (inflated?.bytes.length !== size) budget.leave('damaged');
    if (inflated !== undefined && size > 0) yield madeOf('zip', name, inflated.bytes, span);
  } else {
    const opened = METHODS.get(method)?.(data, budget);
    if (opened === undefined) return budget.leave('unknown form');
    for (const inner of opened) yield madeOf('zip', name, inner.bytes, span);
  }
}

/** Where the data of an entry begins; undefined where it has none before the directory. */
function dataOf(bytes: Buffer, { offset, packed }: Entry, limit: number): number | undefined {
  if (offset < 0 || offset + LOCAL_SIZE > limit || bytes.readUInt32LE(offset) !== LOCAL) return undefined;
  const start = offset + LOCAL_SIZE + bytes.readUInt16LE(offset + 26) + bytes.readUInt16LE(offset + 28);
  return start + packed <= limit ? start : undefined;
}

/** @returns those in the directory up to where it makes no sense */
function entriesOf(
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

function directoryOf(bytes: Buffer): Directory | undefined {
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
  return start < 0 || start < offset ? undefined : { start, end, shift: start - offset };
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
