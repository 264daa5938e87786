/** The Huffman codes of a block of bzip2: up to six tables, and which of them serves each fifty symbols. */
import type { BitReader } from './bits.ts';

const LONGEST = 20;
const PER_TABLE = 50;

interface Table {
  /** By length: the highest code, and what is taken from a code to have its place in `symbols`. */
  readonly limits: readonly number[];
  readonly bases: readonly number[];
  readonly symbols: readonly number[];
}

/** @returns what reads one symbol, -1 where there is none; undefined when the tables make no sense */
export function readHuffman(bits: BitReader, alphabet: number): (() => number) | undefined {
  const count = bits.read(3);
  const selectors = new Uint8Array(bits.read(15));
  if (count < 2 || count > 6) return undefined;
  const recent = Array.from({ length: count }, (_, table) => table);
  for (let at = 0; at < selectors.length; at++) {
    let place = 0;
    while (bits.read(1) === 1) if (++place >= count) return undefined;
    selectors[at] = recent[place]!;
    recent.unshift(...recent.splice(place, 1));
  }
  const tables: Table[] = [];
  for (let table = 0; table < count; table++) {
    const lengths = readLengths(bits, alphabet);
    if (lengths === undefined) return undefined;
    tables.push(tableOf(lengths));
  }
  let selected = 0;
  let left = 0;
  let table: Table | undefined;
  return () => {
    if (left-- === 0) {
      table = tables[selectors[selected++] ?? -1];
      left = PER_TABLE - 1;
    }
    if (table === undefined) return -1;
    let code = 0;
    for (let length = 1; length <= LONGEST; length++) {
      code = code * 2 + bits.read(1);
      if (code <= table.limits[length]!) return table.symbols[code - table.bases[length]!] ?? -1;
    }
    return -1;
  };
}

/** Each is given by its difference from the one before. */
function readLengths(bits: BitReader, alphabet: number): readonly number[] | undefined {
  const lengths: number[] = [];
  let length = bits.read(5);
  while (lengths.length < alphabet) {
    while (bits.read(1) === 1) {
      length += bits.read(1) === 1 ? -1 : 1;
      if (length < 1 || length > LONGEST) return undefined;
    }
    if (length < 1 || length > LONGEST) return undefined;
    lengths.push(length);
  }
  return lengths;
}

/** Codes of a length follow one another, and those of the next begin behind them. */
function tableOf(lengths: readonly number[]): Table {
  const limits: number[] = [-1];
  const bases: number[] = [0];
  const symbols: number[] = [];
  let code = 0;
  for (let length = 1; length <= LONGEST; length++) {
    bases[length] = code - symbols.length;
    for (const [symbol, its] of lengths.entries()) {
      if (its !== length) continue;
      symbols.push(symbol);
      code++;
    }
    limits[length] = code - 1;
    code *= 2;
  }
  return { limits, bases, symbols };
}
