/**
 * Zip archives: also jar, war, docx, xlsx, odt, apk, whl, nupkg, epub. By their central directory, and where the end is cut
 * off by the headers of their members. What stands before an archive is a program that unpacks it, or another archive.
 */
import { openBzip2 } from './bzip2.ts';
import { inflate } from './inflate.ts';
import { asIs, bufferOf, madeOf } from './inner.ts';
import { createLzma } from './lzma.ts';
import { openXz } from './xz.ts';
import { readStrings, SHEET, STRINGS, withStrings } from './shared-strings.ts';
import { directoryOf, END, END_SIZE, entriesOf, entryAt, LOCAL, LOCAL_SIZE } from './zip-directory.ts';
import { openZstd } from './zstd.ts';
import type { Inner, LayerBudget, Opener } from './inner.ts';
import type { SharedStrings } from './shared-strings.ts';
import type { Directory, Entry } from './zip-directory.ts';

/** Where an archive in several parts begins that came to be one. */
const SPANNED = 0x08074b50;
const IS_ENCRYPTED = 1;
const HAS_SIZES_BEHIND = 8;
/** Signature, CRC32 and two sizes of 64 bits. */
const LONGEST_DESCRIPTOR = 24;
const LOCAL_MAGIC = Buffer.from('PK\x03\x04', 'latin1');
const STORED = 0;
const DEFLATED = 8;
const LZMA = 14;
/** Of LZMA: a version, the size of what says how it is packed (2 each), and that: a byte for the coder, 4 for a size of memory. */
const LZMA_HEAD = 9;
/** Other methods, by number: each member is a file of that form. */
const METHODS: ReadonlyMap<number, Opener> = new Map([
  [12, openBzip2],
  [93, openZstd],
  [95, openXz],
]);

export function openZip(bytes: Uint8Array, budget: LayerBudget): Iterable<Inner> | undefined {
  const buffer = bufferOf(bytes);
  const directory = directoryOf(buffer);
  if (directory !== undefined) return archives(buffer, directory, budget);
  return beginsAsZip(buffer) ? membersByHeaders(buffer, budget) : undefined;
}

function beginsAsZip(bytes: Buffer): boolean {
  return bytes.length >= END_SIZE && [LOCAL, END, SPANNED].includes(bytes.readUInt32LE(0));
}

/** One, and those that were put before it: the last one's directory does not know them. */
function* archives(bytes: Buffer, last: Directory, budget: LayerBudget): Iterable<Inner> {
  let [whole, directory]: [Buffer, Directory | undefined] = [bytes, last];
  while (directory !== undefined) {
    yield* members(whole, directory, budget);
    whole = whole.subarray(0, directory.shift);
    if (!beginsAsZip(whole)) return;
    budget.takeMember();
    directory = directoryOf(whole);
  }
  yield* membersByHeaders(whole, budget);
}

function* members(bytes: Buffer, directory: Directory, budget: LayerBudget): Iterable<Inner> {
  const { entries, isWhole } = entriesOf(bytes, directory);
  if (!isWhole) budget.leave('damaged');
  let strings: SharedStrings | undefined;
  let isSought = false;
  let free = 0; // members stand one behind the other: what reaches back was given out already
  for (const entry of entries.sort((a, b) => a.offset - b.offset)) {
    budget.takeMember();
    const start = dataOf(bytes, entry, directory.start);
    if (start === undefined || entry.offset < free) {
      budget.leave('damaged');
      continue;
    }
    free = start + entry.packed;
    for (const inner of memberOf(bytes, entry, start, budget)) yield withItsStrings(inner);
  }

  function withItsStrings(inner: Inner): Inner {
    if (!SHEET.test(inner.member ?? '')) return inner;
    const sheet = withStrings(inner.bytes, stringsOnce, budget);
    return sheet === undefined ? inner : madeOf('zip', inner.member, sheet, inner.spanOf({ start: 0, end: inner.bytes.length }));
  }
  function stringsOnce(): SharedStrings | undefined {
    if (isSought) return strings;
    isSought = true;
    const entry = entries.find(({ name }) => STRINGS.test(name ?? ''));
    const start = entry && dataOf(bytes, entry, directory.start);
    if (start === undefined) return undefined;
    for (const { bytes: xml } of memberOf(bytes, entry!, start, budget)) strings = readStrings(bufferOf(xml));
    return strings;
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
  } else if (method === LZMA) {
    const unpacked = ofLzma(data, size, budget);
    if (unpacked === undefined) return budget.leave('damaged');
    yield madeOf('zip', name, unpacked, span);
  } else {
    const opened = METHODS.get(method)?.(data, budget);
    if (opened === undefined) return budget.leave('unknown form');
    for (const inner of opened) yield madeOf('zip', name, inner.bytes, span);
  }
}

function ofLzma(data: Buffer, size: number, budget: LayerBudget): Buffer | undefined {
  const lzma = createLzma(data);
  if (data.length < LZMA_HEAD || data.readUInt16LE(2) !== 5 || !lzma.setProperties(data[4]!)) return undefined;
  budget.takeBytes(size);
  const unpacked = Buffer.alloc(size);
  return lzma.decode(LZMA_HEAD, data.length, unpacked, 0, 0, size) ? unpacked : undefined;
}

/** Where the data of an entry begins; undefined where it has none before the directory. */
function dataOf(bytes: Buffer, { offset, packed }: Entry, limit: number): number | undefined {
  if (offset < 0 || offset + LOCAL_SIZE > limit || bytes.readUInt32LE(offset) !== LOCAL) return undefined;
  const start = offset + LOCAL_SIZE + bytes.readUInt16LE(offset + 26) + bytes.readUInt16LE(offset + 28);
  return start + packed <= limit ? start : undefined;
}
