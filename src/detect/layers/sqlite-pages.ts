/**
 * The pages of a SQLite database (its Database File Format): trees of pages, whose leaves hold records, whose ends go over
 * chains of pages where they are long. Each page is read once: what leads to it again is damaged.
 */
import type { Span } from '../../model.ts';

export interface Value {
  /** Where it stands, piece by piece; none for what is neither text nor bytes. */
  readonly spans: readonly Span[];
  readonly isText: boolean;
  readonly number?: number;
}

export interface Database {
  /** Whether texts are in UTF-8, not UTF-16. */
  readonly isUtf8: boolean;
  /** Records of the tree below a page, in the order of their keys. */
  rows(root: number): Iterable<readonly Value[]>;
  text(value: Value): string;
  isDamaged(): boolean;
}

const FILE_HEAD = 100;
const LEAF = 0x0d;
const INNER = 0x05;
const LARGEST_NUMBER_TYPE = 6;
const NUMBER_SIZES = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0];
const UTF16_BIG = 3;

export function openDatabase(bytes: Buffer): Database | undefined {
  if (bytes.length < FILE_HEAD) return undefined;
  const size = bytes.readUInt16BE(16) === 1 ? 1 << 16 : bytes.readUInt16BE(16);
  const usable = size - bytes[20]!;
  if (size < 512 || (size & (size - 1)) !== 0 || usable < 480) return undefined;
  const encoding = bytes.readUInt32BE(56);
  const seen = new Uint8Array(Math.ceil(bytes.length / size) + 1);
  let isDamaged = false;

  /** @returns where a page begins; undefined where there is none that was not read */
  function enter(page: number): number | undefined {
    const start = (page - 1) * size;
    if (page < 1 || start + usable > bytes.length || seen[page] === 1) {
      isDamaged = true;
      return undefined;
    }
    seen[page] = 1;
    return start;
  }

  function* rows(root: number): Iterable<readonly Value[]> {
    const pages = [root]; // next one last
    for (let page = pages.pop(); page !== undefined; page = pages.pop()) {
      const start = enter(page);
      if (start === undefined) continue;
      const head = page === 1 ? start + FILE_HEAD : start;
      const type = bytes[head];
      const cells = head + (type === INNER ? 12 : 8);
      const count = Math.min(bytes.readUInt16BE(head + 3), Math.floor((start + usable - cells) / 2));
      if (type === INNER) pages.push(bytes.readUInt32BE(head + 8));
      if (type !== LEAF && type !== INNER) continue;
      let room = usable; // cells do not overlap: where they do, one could be read as often as there are places for it
      for (let index = 0; index < count; index++) {
        const cell = start + bytes.readUInt16BE(cells + 2 * (type === INNER ? count - 1 - index : index));
        if (cell + 4 > start + usable) isDamaged = true;
        else if (type === INNER) pages.push(bytes.readUInt32BE(cell));
        else {
          const payload = payloadOf(cell, start + usable);
          room -= (payload[0]?.end ?? cell) - cell;
          if (room < 0) {
            isDamaged = true;
            break;
          }
          yield recordOf(payload);
        }
      }
    }
  }

  /** Where the bytes of a cell stand, in pieces. */
  function payloadOf(cell: number, pageEnd: number): readonly Span[] {
    const length = varint(bytes, cell);
    const start = varint(bytes, length.end).end; // behind the key
    const most = usable - 35;
    const least = Math.floor(((usable - 12) * 32) / 255) - 23;
    const rest = least + ((length.value - least) % (usable - 4));
    const local = length.value <= most ? length.value : rest <= most ? rest : least;
    if (start + local > pageEnd) {
      isDamaged = true;
      return [];
    }
    const spans = [{ start, end: start + local }];
    let left = length.value - local;
    for (let at = start + local; left > 0;) {
      const page = at + 4 > bytes.length ? undefined : enter(bytes.readUInt32BE(at));
      if (page === undefined) break;
      spans.push({ start: page + 4, end: page + 4 + Math.min(left, usable - 4) });
      left -= usable - 4;
      at = page;
    }
    return spans;
  }

  function recordOf(payload: readonly Span[]): readonly Value[] {
    const [first] = payload;
    if (first === undefined || first.start === first.end) return [];
    const head = varint(bytes, first.start);
    const end = Math.min(first.end, first.start + head.value);
    const values: Value[] = [];
    let offset = head.value;
    for (let at = head.end; at < end;) {
      const { value: type, end: next } = varint(bytes, at);
      at = next;
      const length = type < NUMBER_SIZES.length ? NUMBER_SIZES[type]! : Math.floor((type - 12) / 2);
      const spans = slice(payload, offset, offset + length);
      offset += length;
      if (type >= NUMBER_SIZES.length) values.push({ spans, isText: type % 2 === 1 });
      else values.push({ spans: [], isText: false, ...(type <= LARGEST_NUMBER_TYPE ? numberAt(spans) : {}) });
    }
    return values;
  }

  function numberAt([span]: readonly Span[]): { number: number } | undefined {
    if (span === undefined) return undefined;
    return { number: bytes.subarray(span.start, span.end).reduce((number, byte) => number * 256 + byte, 0) };
  }

  return {
    isUtf8: encoding < 2,
    rows,
    isDamaged: () => isDamaged,
    text({ spans }) {
      const whole = Buffer.concat(spans.map(({ start, end }) => bytes.subarray(start, end)));
      if (encoding < 2) return whole.toString('utf8');
      const units = whole.subarray(0, whole.length & ~1);
      return (encoding === UTF16_BIG ? units.swap16() : units).toString('utf16le');
    },
  };
}

/** A stretch of what stands in pieces. */
function slice(spans: readonly Span[], from: number, to: number): readonly Span[] {
  const parts: Span[] = [];
  let before = 0;
  for (const { start, end } of spans) {
    const part = { start: start + Math.max(0, from - before), end: Math.min(end, start + to - before) };
    if (part.start < part.end) parts.push(part);
    before += end - start;
    if (before >= to) break;
  }
  return parts;
}

/** Seven bits a byte, the highest first; a ninth byte has eight. */
function varint(bytes: Buffer, start: number): { readonly value: number; readonly end: number } {
  let value = 0;
  for (let at = start; at < start + 8; at++) {
    const byte = bytes[at] ?? 0;
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) return { value, end: at + 1 };
  }
  return { value: value * 256 + (bytes[start + 8] ?? 0), end: start + 9 };
}
