/** Headers of tar archives: ustar and pax (POSIX.1-2001), with the long names of GNU's. */
import { nameIn } from './inner.ts';

/** Headers are as long, and data is filled up to a multiple of it. */
export const BLOCK = 512;
const MAGIC_AT = 257;
const MAGIC = Buffer.from('ustar');
const SIZE_AT = 124;
const SUM_AT = 148;
const TYPE_AT = 156;
const PREFIX_AT = 345;
/** Sizes of eight gigabytes and more are no octal digits. */
const IS_BINARY = 0x80;
/** What a header of one of these types says is about the next member. */
const PAX = 'x';
const LONG_NAME = 'L';
const SPARSE = 'S';
const FILES = new Set(['0', '\0', '7']);

/** What was said about the next member. */
export interface Said {
  readonly path?: string;
  readonly size?: number;
  readonly isSparse?: boolean;
}

export interface Header {
  /** `said`: about the next one; `sparse`: a file with holes that only the header knows; `other`: folders, links. */
  readonly is: 'said' | 'file' | 'sparse' | 'other';
  /** Bytes of data behind the header. */
  readonly size: number;
  readonly name: string | undefined;
  /** What its data says, of one that is about the next. */
  saying(data: Buffer): Said;
}

export function beginsAsTar(bytes: Uint8Array): boolean {
  return bytes.length >= BLOCK && MAGIC.equals(bytes.subarray(MAGIC_AT, MAGIC_AT + MAGIC.length));
}

export function isFilling(block: Buffer): boolean {
  return block.every((byte) => byte === 0);
}

/** undefined: damaged. */
export function headerOf(block: Buffer, said: Said): Header | undefined {
  if (!isSummed(block)) return undefined;
  const size = said.size ?? numberIn(block.subarray(SIZE_AT, SIZE_AT + 12));
  if (!Number.isSafeInteger(size)) return undefined;
  const type = String.fromCharCode(block[TYPE_AT]!);
  const isSaid = type === PAX || type === LONG_NAME;
  const isSparse = type === SPARSE || said.isSparse === true;
  return {
    is: isSaid ? 'said' : isSparse ? 'sparse' : FILES.has(type) ? 'file' : 'other',
    size,
    name: said.path ?? nameOf(block),
    saying: (data) => (type === PAX ? { ...said, ...recordsOf(data) } : { ...said, path: nameIn(data) ?? '' }),
  };
}

/** With what its data is filled up to. */
export function roomOf(size: number): number {
  return Math.ceil(size / BLOCK) * BLOCK;
}

/** The sum of the header's bytes, with blanks for the sum itself. */
function isSummed(header: Buffer): boolean {
  let sum = 8 * 0x20;
  for (let at = 0; at < BLOCK; at++) if (at < SUM_AT || at >= SUM_AT + 8) sum += header[at]!;
  return sum === numberIn(header.subarray(SUM_AT, SUM_AT + 8));
}

function numberIn(field: Buffer): number {
  if ((field[0]! & IS_BINARY) === 0) {
    const digits = /^[ \0]*([0-7]+)/.exec(field.toString('latin1'))?.[1];
    return digits === undefined ? 0 : Number.parseInt(digits, 8);
  }
  return field.reduce((number, byte, index) => number * 256 + (index === 0 ? byte & ~IS_BINARY : byte), 0);
}

function nameOf(header: Buffer): string | undefined {
  const name = nameIn(header.subarray(0, 100));
  // GNU's own magic has a blank here, and other things than a prefix
  const prefix =
    header[MAGIC_AT + MAGIC.length] === 0 ? nameIn(header.subarray(PREFIX_AT, PREFIX_AT + 155)) : undefined;
  return prefix === undefined ? name : `${prefix}/${name ?? ''}`;
}

/** `length key=value\n`, the length counting itself. */
function recordsOf(data: Buffer): Said {
  let said: Said = {};
  for (let at = 0; at < data.length;) {
    const head = /^(\d{1,9}) ([^=]{1,255})=/.exec(data.toString('latin1', at, at + 300));
    const length = Number(head?.[1]);
    if (head === null || length <= head[0].length || at + length > data.length) break;
    const value = data.subarray(at + head[0].length, at + length - 1);
    if (head[2] === 'path') said = { ...said, path: nameIn(value) ?? '' };
    else if (head[2] === 'size') said = { ...said, size: Number(value.toString('latin1', 0, 20)) };
    else if (head[2]!.startsWith('GNU.sparse.')) said = { ...said, isSparse: true };
    at += length;
  }
  return said;
}
