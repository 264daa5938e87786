/**
 * A run of encoded text, and the lines that it goes on over: armour and MIME break at 64 or 76 columns, YAML indents
 * what it takes for one text, JSON writes `\n`, programs join strings, comments have a sign before each line.
 */
import { latin1Of } from './inner.ts';
import { ENCODED, hexFrom, isHexOfText, mayBeEncoded, SHORTEST_ENCODED } from './encoded.ts';
import type { Inner } from './inner.ts';
import type { Span } from '../../model.ts';

/** Longest line of a block. */
const LONGEST_LINE = 128;
/** What stands between two strings that a program joins: `" +` and `"`, or nothing but quotes. */
const JOINED = String.raw`["'\x60][ \t]{0,4}(?:[+.\\][ \t]{0,4})?\r?\n[ \t]{0,36}(?:[+.][ \t]{1,4})?["'\x60]`;
/** The same between lines as they are: a shell goes on behind a backslash. */
const BROKEN = String.raw`\\?\r?\n[ \t]{0,36}(?:(?:#|//|[*>;])[ \t]{1,4})?`;
const BREAK = String.raw`(?:(?:\\r)?\\n(?:${JOINED})?|${JOINED}|${BROKEN})`;
const LONGEST_BREAK = 64;
const BREAK_HERE = new RegExp(BREAK, 'y');
const BREAK_BEFORE = new RegExp(`${BREAK}$`);
/** Bytes before and behind a run that tell whether it is the line of a block: a line, a break, and what ends it. */
export const BESIDE = LONGEST_LINE + LONGEST_BREAK + 4;
/** Runs up to so many bytes are decoded where they stand: longer ones with the whole unit at hand. */
export const LONGEST_RUN = 4096;

export interface Block {
  readonly lines: readonly Span[];
  /** It is one run, and not too long to be decoded by what is near. */
  readonly isNear: boolean;
}

/**
 * The block that begins with a run; undefined where it began before. Reads no more than BESIDE bytes before and behind a
 * run of at most LONGEST_RUN, and tells of a longer block by its first line alone.
 * @param at first of a run that may be encoded
 */
export function blockAt(bytes: Uint8Array, at: number): Block | undefined {
  const end = endOfRun(bytes, at, at + LONGEST_RUN + 1);
  if (continuesBefore(bytes, { start: at, end })) return undefined;
  const first = { start: at, end };
  const isNear = end - at <= LONGEST_RUN && nextLine(bytes, first) === undefined;
  return { lines: [first], isNear };
}

/** All lines of a block that is not near. */
export function wholeBlock(bytes: Uint8Array, at: number): Block {
  const lines: Span[] = [];
  let line: Span | undefined = { start: at, end: endOfRun(bytes, at, bytes.length) };
  for (; line !== undefined; line = nextLine(bytes, line)) lines.push(line);
  return { lines, isNear: false };
}

function endOfRun(bytes: Uint8Array, at: number, most: number): number {
  const last = Math.min(bytes.length, most);
  let end = at;
  while (end < last && ENCODED[bytes[end]!] === 1) end++;
  return end;
}

/** A line that has a run alone behind the break, as long as this one, or shorter where it is the last. */
function nextLine(bytes: Uint8Array, { start, end }: Span): Span | undefined {
  const length = end - start;
  if (length < SHORTEST_ENCODED || length > LONGEST_LINE) return undefined;
  const from = behindBreak(bytes, end);
  if (from === undefined) return undefined;
  const next = endOfRun(bytes, from, from + length + 1);
  if (next === from || next - from > length || !endsLine(bytes, next)) return undefined;
  return { start: from, end: next };
}

function continuesBefore(bytes: Uint8Array, line: Span): boolean {
  const end = beforeBreak(bytes, line.start);
  if (end === undefined) return false;
  let start = end;
  while (start > 0 && end - start <= LONGEST_LINE && ENCODED[bytes[start - 1]!] === 1) start--;
  const length = end - start;
  if (length < SHORTEST_ENCODED || length > LONGEST_LINE || length < line.end - line.start) return false;
  return endsLine(bytes, line.end) && mayBeEncoded(bytes, start);
}

/** Where the next line begins. */
function behindBreak(bytes: Uint8Array, from: number): number | undefined {
  BREAK_HERE.lastIndex = 0;
  const found = BREAK_HERE.exec(latin1Of(bytes, from, from + LONGEST_BREAK));
  return found === null ? undefined : from + found[0].length;
}

/** Where the line before it ends. */
function beforeBreak(bytes: Uint8Array, from: number): number | undefined {
  const found = BREAK_BEFORE.exec(latin1Of(bytes, Math.max(0, from - LONGEST_BREAK), from));
  return found === null ? undefined : from - found[0].length;
}

const EQUALS = 61;
const ENDS_LINE = new Set(Array.from('\n\r\\ \t"\'`<', (character) => character.charCodeAt(0)));

/** Nothing but padding stands between it and the end of the line or string. */
function endsLine(bytes: Uint8Array, end: number): boolean {
  let at = end;
  while (bytes[at] === EQUALS && at - end < 2) at++;
  return at >= bytes.length || ENDS_LINE.has(bytes[at]!);
}

/** What a block says. */
export function decode(bytes: Uint8Array, { lines }: Block): Inner {
  const first = lines[0]!.start;
  const digits = hexFrom(bytes, first);
  if (isHexOfText(bytes, digits)) return decodeHex(bytes, lines, digits);
  const text = textOf(bytes, lines);
  return {
    via: 'base64',
    bytes: Buffer.from(text, 'base64'),
    spanOf: ({ start, end }) => spanIn(lines, Math.floor((start * 4) / 3), Math.ceil((end * 4) / 3)),
  };
}

function decodeHex(bytes: Uint8Array, lines: readonly Span[], digits: number): Inner {
  const [first, ...others] = lines;
  const all = [{ start: digits, end: first!.end }, ...others];
  const decoded = Buffer.from(textOf(bytes, all), 'hex');
  return { via: 'hex', bytes: decoded, spanOf: ({ start, end }) => spanIn(all, start * 2, end * 2) };
}

function textOf(bytes: Uint8Array, lines: readonly Span[]): string {
  return lines.map(({ start, end }) => latin1Of(bytes, start, end)).join('');
}

/** Where a stretch of the characters of all lines together stands. */
function spanIn(lines: readonly Span[], from: number, to: number): Span {
  return { start: offsetIn(lines, from), end: offsetIn(lines, to - 1) + 1 };
}

function offsetIn(lines: readonly Span[], character: number): number {
  let rest = character;
  for (const { start, end } of lines) {
    if (rest < end - start) return start + rest;
    rest -= end - start;
  }
  return lines.at(-1)!.end - 1;
}
