/** Characters → bytes: ranges of code points, and the sequences of bytes with which UTF-8 writes them. */
import { byteNode, choice, sequence, type ByteNode, type Bytes, type Node } from './tree.ts';

/** Code points, both ends within. */
export type Range = readonly [first: number, last: number];

const LAST = 0x10ffff;
/** The last code point that UTF-8 writes with one, two, three bytes, and the halves of pairs, which it does not write. */
const WIDTHS = [0x7f, 0x7ff, 0xd7ff, 0xffff] as const;
const SURROGATES: Range = [0xd800, 0xdfff];

export function inOrder(ranges: readonly Range[]): Range[] {
  const sorted = [...ranges].sort((a, b) => a[0] - b[0]);
  const merged: [number, number][] = [];
  for (const [first, last] of sorted) {
    const before = merged.at(-1);
    if (before !== undefined && first <= before[1] + 1) before[1] = Math.max(before[1], last);
    else merged.push([first, last]);
  }
  return merged;
}

export function allBut(ranges: readonly Range[]): Range[] {
  const left: Range[] = [];
  let next = 0;
  for (const [first, last] of inOrder(ranges)) {
    if (first > next) left.push([next, first - 1]);
    next = last + 1;
  }
  if (next <= LAST) left.push([next, LAST]);
  return left;
}

/** With the other case of its letters; beyond ASCII only for single characters, which is what people write. */
export function inEitherCase(ranges: readonly Range[]): Range[] {
  const more: Range[] = [...ranges];
  for (const [first, last] of ranges) {
    const [lower, upper] = [
      [Math.max(first, 97), Math.min(last, 122)],
      [Math.max(first, 65), Math.min(last, 90)],
    ] as const;
    if (lower[0] <= lower[1]) more.push([lower[0] - 32, lower[1] - 32]);
    if (upper[0] <= upper[1]) more.push([upper[0] + 32, upper[1] + 32]);
    if (first > 127 && last - first < 256)
      for (let code = first; code <= last; code++)
        for (const other of [String.fromCodePoint(code).toLowerCase(), String.fromCodePoint(code).toUpperCase()])
          if ([...other].length === 1) more.push([other.codePointAt(0)!, other.codePointAt(0)!]);
  }
  return inOrder(more);
}

/** One character of a class; where it takes all beyond ASCII, one byte, as whatever leaves out ASCII alone. */
export function characterOf(ranges: readonly Range[]): Node {
  const ascii = new Uint8Array(256);
  const wide: Range[] = [];
  for (const [first, last] of inOrder(ranges)) {
    for (let code = first; code <= Math.min(last, 127); code++) ascii[code] = 1;
    if (first <= 128 && last === LAST) ascii.fill(1, 128);
    else if (last > 127) wide.push([Math.max(first, 128), last]);
  }
  const ways = wide.flatMap(sequencesOf);
  return choice([...(ascii.includes(1) || ways.length === 0 ? [{ is: 'byte', of: ascii } as const] : []), ...ways]);
}

/** What fits is any byte but some of ASCII. */
export function anyByteBut(ranges: readonly Range[]): ByteNode {
  const of: Bytes = new Uint8Array(256).fill(1);
  for (const [first, last] of ranges) for (let code = first; code <= last; code++) of[code] = 0;
  return { is: 'byte', of };
}

export function bytesOf(character: string): Node {
  return sequence([...Buffer.from(character, 'utf8')].map(byteNode));
}

function sequencesOf([first, last]: Range): Node[] {
  if (first > last) return [];
  const inside = [SURROGATES[0] - 1, ...WIDTHS].find((width) => first <= width && last > width);
  if (inside !== undefined) return [...sequencesOf([first, inside]), ...sequencesOf([inside + 1, last])];
  if (first >= SURROGATES[0] && first <= SURROGATES[1]) return sequencesOf([SURROGATES[1] + 1, last]);
  return between(utf8(first), utf8(last));
}

/** Sequences of bytes from one to another of the same length. */
function between(low: readonly number[], high: readonly number[]): Node[] {
  const [a, b] = [low[0]!, high[0]!];
  if (low.length === 1) return [span(a, b)];
  const [lowRest, highRest] = [low.slice(1), high.slice(1)];
  if (a === b) return between(lowRest, highRest).map((rest) => joined(span(a, a), rest));
  const ways: Node[] = [];
  const isLeast = lowRest.every((byte) => byte === 0x80);
  const isMost = highRest.every((byte) => byte === 0xbf);
  if (!isLeast) for (const rest of between(lowRest, lowRest.map(() => 0xbf))) ways.push(joined(span(a, a), rest));
  const [from, to] = [isLeast ? a : a + 1, isMost ? b : b - 1];
  if (from <= to) ways.push(sequence([span(from, to), ...lowRest.map(() => span(0x80, 0xbf))]));
  if (!isMost) for (const rest of between(highRest.map(() => 0x80), highRest)) ways.push(joined(span(b, b), rest));
  return ways;
}

function joined(first: Node, rest: Node): Node {
  return sequence([first, ...(rest.is === 'sequence' ? rest.parts : [rest])]);
}

function span(first: number, last: number): Node {
  return { is: 'byte', of: new Uint8Array(256).fill(1, first, last + 1) };
}

function utf8(code: number): number[] {
  return [...Buffer.from(String.fromCodePoint(code), 'utf8')];
}

const properties = new Map<string, readonly Range[]>();

/** Code points with a property of Unicode: a general category or a script; undefined: there is none of that name. */
export function property(name: string): readonly Range[] | undefined {
  if (!/^[A-Za-z_]+$/.test(name)) return undefined;
  let ranges = properties.get(name);
  if (ranges !== undefined) return ranges;
  const test = [name, `Script=${name}`].map(asExpression).find((expression) => expression !== undefined);
  if (test === undefined) return undefined;
  const found: Range[] = [];
  for (let code = 0; code <= LAST; code++) {
    if (code === SURROGATES[0]) code = SURROGATES[1] + 1;
    if (!test.test(String.fromCodePoint(code))) continue;
    const before = found.at(-1);
    if (before !== undefined && before[1] === code - 1) found[found.length - 1] = [before[0], code];
    else found.push([code, code]);
  }
  properties.set(name, (ranges = found));
  return ranges;
}

function asExpression(name: string): RegExp | undefined {
  try {
    return new RegExp(`^\\p{${name}}$`, 'u');
  } catch {
    return undefined;
  }
}
