/**
 * A text goes in; out come the byte strings it can be read as: as it stands, with percent and backslash escapes
 * undone, one inside the other, line breaks taken out. Each byte knows which characters of the text it stands for.
 */
import { type Decoder, backslash, percent } from './escapes.ts';

/** Bytes, the first `length` of which count; byte i stands for the characters [start[i], end[i]) of the text. */
export interface Reading {
  readonly bytes: Uint8Array;
  readonly start: Uint32Array;
  readonly end: Uint32Array;
  length: number;
}

/** Escapes within escapes are undone so often. */
const DEPTH = 2;
/** `\ud83d\ude00`. */
const LONGEST_ESCAPE = 12;
const USUAL_ESCAPE = 6;
const DECODERS: readonly { readonly sign: number; readonly decode: Decoder }[] = [
  { sign: 0x25, decode: percent },
  { sign: 0x5c, decode: backslash },
];

/**
 * Calls back with every reading of a text. `whole`: look at every place; else only at what starts in its first character,
 * a short reading that begins inside an escape: where a value starts behind a stray `%` or `\`.
 */
export function eachReading(text: string, short: number, visit: (reading: Reading, whole: boolean) => void): void {
  const raw = asItStands(text);
  visit(raw, true);
  undone(raw, DEPTH, short, visit);
}

/** The same bytes without white space, so that a wrapped value is in one piece. */
export function withoutSpace(reading: Reading): Reading {
  const target = emptyReading(reading.length);
  for (let at = 0; at < reading.length; at++) {
    const byte = reading.bytes[at]!;
    if (!isSpace(byte)) append(target, byte, reading.start[at]!, reading.end[at]!);
  }
  return target;
}

/** White space as line breaks and indentation have it. */
export function isSpace(byte: number): boolean {
  return byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);
}

function undone(
  source: Reading,
  depth: number,
  short: number,
  visit: (reading: Reading, whole: boolean) => void,
): void {
  if (depth === 0) return;
  for (const { sign, decode } of DECODERS) {
    if (!holds(source, sign)) continue;
    const target = emptyReading(source.length);
    const inside: number[] = [];
    decodeFrom(source, 0, source.length, decode, target, inside);
    if (inside.length === 0) continue;
    visit(target, true);
    const piece = emptyReading(short * USUAL_ESCAPE + LONGEST_ESCAPE);
    for (const at of inside) {
      piece.length = 0;
      decodeFrom(source, at, short, decode, piece);
      visit(piece, false);
      if (depth === 1 || !DECODERS.some((inner) => holds(piece, inner.sign))) continue;
      piece.length = 0;
      decodeFrom(source, at, short * USUAL_ESCAPE, decode, piece);
      startsUndone(piece, short, visit);
    }
    undone(target, depth - 1, short, visit);
  }
}

/** A short reading once more undone, from its first byte. */
function startsUndone(source: Reading, short: number, visit: (reading: Reading, whole: boolean) => void): void {
  for (const { sign, decode } of DECODERS) {
    if (!holds(source, sign)) continue;
    const target = emptyReading(short + LONGEST_ESCAPE);
    decodeFrom(source, 0, short, decode, target);
    visit(target, false);
  }
}

function holds(reading: Reading, byte: number): boolean {
  return reading.bytes.subarray(0, reading.length).includes(byte);
}

/** Until `target` holds `most` bytes; places that an escape jumps over are added to `inside`. */
function decodeFrom(
  source: Reading,
  from: number,
  most: number,
  decode: Decoder,
  target: Reading,
  inside?: number[],
): void {
  let at = from;
  while (at < source.length && target.length < most) {
    const escape = decode(source.bytes, at, source.length);
    const size = escape?.size ?? 1;
    const start = source.start[at]!;
    const end = source.end[at + size - 1]!;
    if (escape === undefined) append(target, source.bytes[at]!, start, end);
    else for (const byte of escape.bytes) append(target, byte, start, end);
    for (let skipped = at + 1; skipped < at + size; skipped++) inside?.push(skipped);
    at += size;
  }
}

function asItStands(text: string): Reading {
  const bytes = Buffer.from(text, 'utf8');
  const reading = { bytes, start: new Uint32Array(bytes.length), end: new Uint32Array(bytes.length), length: 0 };
  for (let at = 0; at < text.length;) {
    const code = text.codePointAt(at)!;
    const next = at + (code > 0xffff ? 2 : 1);
    const last = reading.length + (code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4);
    while (reading.length < last) {
      reading.start[reading.length] = at;
      reading.end[reading.length++] = next;
    }
    at = next;
  }
  return reading;
}

function emptyReading(capacity: number): Reading {
  return {
    bytes: new Uint8Array(capacity),
    start: new Uint32Array(capacity),
    end: new Uint32Array(capacity),
    length: 0,
  };
}

function append(target: Reading, byte: number, start: number, end: number): void {
  target.bytes[target.length] = byte;
  target.start[target.length] = start;
  target.end[target.length++] = end;
}
