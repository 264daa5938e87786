/**
 * What the characters of a PDF's fonts stand for, where the codes are the fonts' own: by the tables (ToUnicode) that fonts
 * refer to. Fonts are told by the name under which drawings know them, wherever in the document that is given.
 */
import type { PdfStream } from './pdf-streams.ts';

export interface Fonts {
  /** Text for the bytes of a string, stretch by stretch; as they are where the font has no table. */
  decode(font: string, codes: Buffer): Iterable<string>;
  /** Whether a stream is such a table. */
  isTable(stream: PdfStream): boolean;
}

interface Table {
  /** Bytes of a code. */
  readonly width: number;
  readonly characters: ReadonlyMap<number, string>;
  /** What it took of the characters that all tables may have. */
  readonly taken: number;
}

/** Of all tables together: those of one font have at most 65,536 codes, for one character each but for ligatures. */
const MOST_CHARACTERS = 1 << 20;
const MOST_FONTS = 1024;
/** Names for fonts, in all pages together, and objects in one stream: producers begin another one at some hundreds. */
const MOST_NAMES = 1 << 16;
const MOST_OBJECTS = 1 << 16;
/** Codes of a string that are decoded at a time. */
const STRETCH = 1 << 10;
/** A name for an object: in the resources of a page, those of fonts too. */
const NAMED = /\/([^\s/<>[\]()]{1,64})\s+(\d{1,9})\s+\d{1,5}\s+R\b/g;

export function readFonts(
  bytes: Buffer,
  streams: readonly PdfStream[],
  read: (stream: PdfStream) => Buffer | undefined,
): Fonts {
  const packed = streams.filter(({ dictionary }) => /\/Type\s*\/ObjStm\b/.test(dictionary));
  const outside = betweenStreams(bytes, streams);
  const inside = packed.map((stream) => textOf(read(stream)));
  const pairs = [...fontsIn(outside), ...packed.flatMap((stream, index) => fontsPackedIn(stream, inside[index]!))];
  const tableOfFont = new Map(pairs.slice(0, MOST_FONTS));
  const numbers = new Set(tableOfFont.values());
  const streamOf = new Map(streams.map((stream) => [String(stream.number), stream]));
  let left = MOST_CHARACTERS;
  const tables = new Map<string, Table>();
  for (const number of numbers) {
    const stream = streamOf.get(number);
    if (stream === undefined) continue;
    const table = readTable(textOf(read(stream)), left);
    left -= table.taken;
    tables.set(number, table);
  }
  const byName = new Map<string, Table>();
  for (const text of tables.size === 0 ? [] : [outside, ...inside]) {
    for (const [, name, font] of text.matchAll(NAMED)) {
      const table = tables.get(tableOfFont.get(font!) ?? '');
      if (table !== undefined && byName.size < MOST_NAMES && !byName.has(name!)) byName.set(name!, table);
    }
  }
  return {
    isTable: ({ number }) => tables.has(String(number)),
    decode: (font, codes) => decode(byName.get(font), codes),
  };
}

function* decode(table: Table | undefined, codes: Buffer): Iterable<string> {
  if (table === undefined) return yield codes.toString('latin1');
  const { width, characters } = table;
  for (let from = 0; from < codes.length; from += STRETCH * width) {
    let text = '';
    const end = Math.min(codes.length, from + STRETCH * width);
    for (let at = from; at + width <= end; at += width) text += characters.get(codes.readUIntBE(at, width)) ?? '';
    yield text;
  }
}

function textOf(bytes: Buffer | undefined): string {
  return bytes?.toString('latin1') ?? '';
}

function betweenStreams(bytes: Buffer, streams: readonly PdfStream[]): string {
  let from = 0;
  const parts = streams.map(({ start, end }) => {
    const part = bytes.toString('latin1', from, start);
    from = end;
    return part;
  });
  return [...parts, bytes.toString('latin1', from)].join(' ');
}

const TABLE_OF = /\/ToUnicode\s+(\d{1,9})\s+\d{1,5}\s+R\b/;

/** Pairs of numbers: a font, its table. */
function fontsIn(text: string): readonly (readonly [string, string])[] {
  return text.split(/\bendobj\b/).flatMap((object) => {
    const table = TABLE_OF.exec(object)?.[1];
    const number = table === undefined ? undefined : /(\d{1,9})\s+\d{1,5}\s+obj\b/.exec(object)?.[1];
    return number === undefined ? [] : [[number, table!] as const];
  });
}

/** The same in a stream of objects, which begins with the number and the place of each, one behind the other. */
function fontsPackedIn({ dictionary }: PdfStream, text: string): readonly (readonly [string, string])[] {
  const first = Number(/\/First\s+(\d{1,9})/.exec(dictionary)?.[1] ?? 0);
  const heads: { readonly number: string; readonly start: number }[] = [];
  for (const [, number, offset] of text.slice(0, first).matchAll(/(\d{1,9})\s+(\d{1,9})/g)) {
    if (heads.push({ number: number!, start: first + Number(offset) }) === MOST_OBJECTS) break;
  }
  let read = first;
  return heads.flatMap(({ number, start }, index) => {
    if (start < read) return [];
    read = Math.max(start, heads[index + 1]?.start ?? text.length);
    const table = TABLE_OF.exec(text.slice(start, read))?.[1];
    return table === undefined ? [] : [[number, table] as const];
  });
}

/** Codes have up to four bytes, texts up to 512, as Adobe's note on such tables has it; lists are of one row of codes. */
const CHARACTER = /<(\w{1,8})>()\s*<(\w{0,1024})>()/g;
const RANGE = /<(\w{1,8})>\s*<(\w{1,8})>\s*(?:<(\w{0,1024})>|\[([^\][]{0,8192})\])/g;

/** `<code> <text>` in lists of characters, `<first> <last> <text>` or `<first> <last> [<text> …]` in lists of ranges. */
function readTable(text: string, most: number): Table {
  const characters = new Map<number, string>();
  let width = 1;
  let taken = 0;
  for (const part of text.split(/\bendbf(?:char|range)\b/)) {
    const list = part.slice(Math.max(0, part.lastIndexOf('beginbf')));
    const isRange = list.startsWith('beginbfrange');
    for (const [, first, last, to, each] of list.matchAll(isRange ? RANGE : CHARACTER)) {
      width = first!.length > 2 ? 2 : 1;
      const from = Number.parseInt(first!, 16);
      const end = isRange ? Number.parseInt(last!, 16) : from;
      const texts = each ? Array.from(each.matchAll(/<(\w{0,1024})>/g), ([, hex]) => hex!) : undefined;
      for (let code = from; code <= end && taken < most; code++) {
        const hex = texts === undefined ? (to ?? '') : (texts[code - from] ?? '');
        const text = fromHex(hex, texts === undefined ? code - from : 0);
        characters.set(code, text);
        taken += Math.max(1, text.length); // a code that stands for nothing, or comes again, is work too
      }
    }
  }
  return { width, characters, taken };
}

/** UTF-16, whose last unit counts up in a range. */
function fromHex(hex: string, more: number): string {
  const units = Array.from({ length: Math.floor(hex.length / 4) }, (_, index) =>
    Number.parseInt(hex.slice(index * 4, index * 4 + 4), 16),
  );
  return String.fromCharCode(...units.slice(0, -1), ...units.slice(-1).map((unit) => unit + more));
}
