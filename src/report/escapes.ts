/**
 * Bytes and a place go in; out comes the escape that begins there, with its size and the bytes it stands for.
 */

/** An escape and what it means; undefined where none begins. Bytes count as far as `length`. */
export type Decoder = (bytes: Uint8Array, at: number, length: number) => Escape | undefined;

interface Escape {
  readonly size: number;
  readonly bytes: readonly number[];
}

/** `%41`. */
export function percent(bytes: Uint8Array, at: number, length: number): Escape | undefined {
  if (bytes[at] !== 0x25) return undefined;
  const byte = digits(bytes, at + 1, 2, 16, length);
  return byte === undefined ? undefined : { size: 3, bytes: [byte] };
}

const LETTERS = new Map(
  Object.entries({ a: 7, b: 8, t: 9, n: 10, v: 11, f: 12, r: 13, e: 27, 0: 0 }).map(([letter, code]) => [
    letter.charCodeAt(0),
    code,
  ]),
);

/** JSON, JavaScript, C, Python and the shell, and paths as git quotes them (octal bytes). */
export function backslash(bytes: Uint8Array, at: number, length: number): Escape | undefined {
  if (bytes[at] !== 0x5c || at + 1 >= length) return undefined;
  const letter = bytes[at + 1]!;
  if (letter === 0x78) return hexByte(bytes, at, length);
  if (letter === 0x75 || letter === 0x55) return codePoint(bytes, at, length);
  const octal = digits(bytes, at + 1, 3, 8, length);
  if (octal !== undefined && octal < 256) return { size: 4, bytes: [octal] };
  return { size: 2, bytes: [LETTERS.get(letter) ?? letter] };
}

function hexByte(bytes: Uint8Array, at: number, length: number): Escape | undefined {
  const byte = digits(bytes, at + 2, 2, 16, length);
  return byte === undefined ? undefined : { size: 4, bytes: [byte] };
}

function codePoint(bytes: Uint8Array, at: number, length: number): Escape | undefined {
  if (bytes[at + 1] === 0x55) return encoded(digits(bytes, at + 2, 8, 16, length), 10);
  if (bytes[at + 2] === 0x7b) return braced(bytes, at, length);
  const unit = digits(bytes, at + 2, 4, 16, length);
  const isHigh = unit !== undefined && unit >= 0xd800 && unit < 0xdc00;
  if (!isHigh || bytes[at + 6] !== 0x5c || bytes[at + 7] !== 0x75) return encoded(unit, 6);
  const low = digits(bytes, at + 8, 4, 16, length);
  if (low === undefined || low < 0xdc00 || low > 0xdfff) return encoded(unit, 6);
  return encoded(0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00), 12);
}

function braced(bytes: Uint8Array, at: number, length: number): Escape | undefined {
  const close = bytes.subarray(at + 3, Math.min(length, at + 10)).indexOf(0x7d);
  return close < 1 ? undefined : encoded(digits(bytes, at + 3, close, 16, length), close + 4);
}

function encoded(code: number | undefined, size: number): Escape | undefined {
  if (code === undefined || code > 0x10ffff) return undefined;
  return { size, bytes: code < 0x80 ? [code] : [...Buffer.from(String.fromCodePoint(code), 'utf8')] };
}

function digits(bytes: Uint8Array, at: number, count: number, base: 8 | 16, length: number): number | undefined {
  if (at + count > length) return undefined;
  let number = 0;
  for (let index = at; index < at + count; index++) {
    const digit = digitOf(bytes[index]!);
    if (digit >= base) return undefined;
    number = number * base + digit;
  }
  return number;
}

function digitOf(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : 99;
}
