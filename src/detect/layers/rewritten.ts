/** Text with its escapes resolved, and where each of its bytes stood. */
import type { Span } from '../../model.ts';

export interface Rewritten {
  readonly bytes: Uint8Array;
  /** Nothing was an escape. */
  readonly isSame: boolean;
  spanOf(span: Span): Span;
}

/** How a text escapes; what an escape stands for is never longer than it is. */
export interface Escaping {
  /** What each escape begins with. */
  readonly lead: number;
  /** @returns the escape that begins there, as one number (see `standsFor`); 0: none, or one that stays as it is */
  readonly read: (bytes: Uint8Array, at: number) => number;
}

/** Of an escape's number: how long it is, what it stands for, and as what. Thousands are read, so none is an object. */
const LENGTH = 0x1f;
const CODE = 5;
const BYTE = 1 << 26;
const NOTHING = 1 << 27;

export const standsFor = {
  byte: (length: number, byte: number): number => BYTE | (byte << CODE) | length,
  /** In UTF-8. */
  character: (length: number, code: number): number => (code << CODE) | length,
  nothing: (length: number): number => NOTHING | length,
};

const HEX = new Int8Array(256).fill(-1);
for (let digit = 0; digit < 16; digit++) {
  HEX[digit.toString(16).charCodeAt(0)] = digit;
  HEX[digit.toString(16).toUpperCase().charCodeAt(0)] = digit;
}

/** @returns the value of so many hexadecimal digits; -1: they are not all there */
export function hexAt(bytes: Uint8Array, at: number, digits: number): number {
  if (at + digits > bytes.length) return -1;
  let value = 0;
  for (let end = at + digits; at < end; at++) {
    const digit = HEX[bytes[at]!]!;
    if (digit < 0) return -1;
    value = value * 16 + digit;
  }
  return value;
}

export function rewrite(bytes: Uint8Array, escaping: Escaping): Rewritten {
  const { lead, read } = escaping;
  const out = new Uint8Array(bytes.length);
  let length = 0;
  let escapes = 0;
  for (let at = 0; at < bytes.length; ) {
    const byte = bytes[at]!;
    const escape = byte === lead ? read(bytes, at) : 0;
    if (escape === 0) {
      out[length++] = byte;
      at++;
    } else {
      length += write(escape, out, length);
      at += escape & LENGTH;
      escapes++;
    }
  }
  let places: Places | undefined;
  return {
    bytes: out.slice(0, length),
    isSame: escapes === 0,
    spanOf({ start, end }) {
      places ??= placesOf(bytes, escaping);
      const first = firstOf(places, start);
      return { start: first, end: end > start ? behindLast(places, end - 1) : first };
    },
  };
}

/** @returns how many bytes it stands for */
function write(escape: number, out: Uint8Array, at: number): number {
  const code = (escape >> CODE) & 0x1fffff;
  if ((escape & NOTHING) !== 0) return 0;
  if ((escape & BYTE) !== 0 || code < 0x80) {
    out[at] = code;
    return 1;
  }
  const bytes = Buffer.from(String.fromCodePoint(code), 'utf8');
  out.set(bytes, at);
  return bytes.length;
}

/** By turns where text as it is begins, and where an escape does: in what came out, and in what went in. */
interface Places {
  readonly outs: readonly number[];
  readonly ins: readonly number[];
}

/** Only asked for where something stands in it. */
function placesOf(bytes: Uint8Array, { lead, read }: Escaping): Places {
  const outs = [0];
  const ins = [0];
  const scratch = new Uint8Array(8);
  let done = 0;
  let length = 0;
  for (let at = bytes.indexOf(lead); at >= 0; at = bytes.indexOf(lead, at)) {
    const escape = read(bytes, at);
    if (escape === 0) {
      at++;
      continue;
    }
    length += at - done;
    outs.push(length);
    ins.push(at);
    length += write(escape, scratch, 0);
    at += escape & LENGTH;
    done = at;
    outs.push(length);
    ins.push(done);
  }
  return { outs, ins };
}

/** Where a byte of what came out begins in what went in: of a character that is an escape, all of it. */
function firstOf(places: Places, out: number): number {
  const piece = pieceAt(places, out);
  return isEscape(piece) ? places.ins[piece]! : places.ins[piece]! + (out - places.outs[piece]!);
}

/** Where it ends; what stands for nothing behind it is no part of it. */
function behindLast(places: Places, out: number): number {
  const piece = pieceAt(places, out);
  return isEscape(piece) ? places.ins[piece + 1]! : places.ins[piece]! + (out - places.outs[piece]!) + 1;
}

function isEscape(piece: number): boolean {
  return piece % 2 === 1;
}

function pieceAt({ outs }: Places, out: number): number {
  let low = 0;
  let high = outs.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (outs[middle]! <= out) low = middle;
    else high = middle - 1;
  }
  return low;
}
