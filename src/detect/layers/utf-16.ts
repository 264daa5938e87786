/**
 * A unit that is UTF-16 text, as PowerShell's `>` and Windows' editors write it, has one layer more: the same text in
 * UTF-8, searched like any other. Its bytes as they are are searched all the same, so that a wrong guess costs time and
 * hides nothing.
 */
import { joined } from '../claims/conclude.ts';
import type { PlacedClaim } from '../claims/conclude.ts';
import type { ClaimScan } from '../pieces.ts';

/** How the units of a text stand in its bytes. */
export interface Utf16 {
  readonly isBigEndian: boolean;
  /** Bytes of the byte order mark. */
  readonly mark: 0 | 2;
}

/** Bytes that are looked at to tell. */
export const HEAD = 256;
/** Bytes that are decoded at a time. */
const STRETCH = 1 << 20;
/** So many characters of ASCII speak for a text with one unit that speaks against it: tools colour what they print. */
const OUTWEIGH = 4;
const NUL = 0;
/** A line feed with its bytes the wrong way round is no character. */
const LF_TURNED = 0x0a00;

/**
 * By the byte order mark, which no UTF-8 begins with, or by characters of ASCII, of which every second byte is NUL: any
 * text has blanks or line feeds, whatever its language, and UTF-8 text has no NUL. Binary data has such pairs as well, but
 * also what no text has: numbers below the blank, half surrogate pairs.
 */
export function utf16Of(bytes: Uint8Array, from = 0, length = bytes.length): Utf16 | undefined {
  if (length < 2) return undefined;
  const [first, second] = [bytes[from]!, bytes[from + 1]!];
  if (first === 0xff && second === 0xfe) return { isBigEndian: false, mark: 2 };
  if (first === 0xfe && second === 0xff) return { isBigEndian: true, mark: 2 };
  const end = from + (Math.min(length, HEAD) & ~1);
  let at = from;
  while (at < end && bytes[at] !== NUL) at++;
  if (at === end) return undefined;
  const [little, big] = [speaksForText(bytes, from, end, 1), speaksForText(bytes, from, end, 0)];
  return Math.max(little, big) > 0 ? { isBigEndian: big > little, mark: 0 } : undefined;
}

/** @param high where in a unit its high byte stands @returns characters of ASCII, less what speaks against them */
function speaksForText(bytes: Uint8Array, from: number, end: number, high: 0 | 1): number {
  let ascii = 0;
  let broken = 0;
  let isOpen = false; // a pair of surrogates was begun
  for (let at = from; at < end; at += 2) {
    const unit = (bytes[at + high]! << 8) | bytes[at + 1 - high]!;
    const isLow = unit >= 0xdc00 && unit < 0xe000;
    if (isLow !== isOpen) broken++;
    isOpen = unit >= 0xd800 && unit < 0xdc00;
    if (isText(unit)) ascii++;
    else if (unit < 0x20 || unit === 0x7f || unit === LF_TURNED || unit >= 0xfffe) broken++;
  }
  return ascii - broken * OUTWEIGH;
}

/** Characters of ASCII that stand in text. */
function isText(unit: number): boolean {
  return (unit >= 0x20 && unit < 0x7f) || (unit >= 9 && unit <= 13);
}

/**
 * A unit with the text in it, if there is any: in pieces, of which the first are kept until they tell what it is.
 * @param whole all of it, where it is at hand
 */
export function openWithText(open: (whole?: Uint8Array) => ClaimScan, whole?: Uint8Array): ClaimScan {
  const plain = open(whole);
  let head: Uint8Array | undefined = new Uint8Array(0);
  let text: Pick<ClaimScan, 'push' | 'end'> | undefined;
  function begin(bytes: Uint8Array): void {
    const form = utf16Of(bytes);
    if (form !== undefined) text = openText(form, open);
    text?.push(bytes);
    head = undefined;
  }
  if (whole !== undefined) begin(whole);
  return {
    documents: plain.documents,
    push(piece) {
      plain.push(piece);
      if (head === undefined) return text?.push(piece);
      head = Buffer.concat([head, piece]);
      if (head.length >= HEAD) begin(head);
    },
    end() {
      if (head !== undefined) begin(head);
      return text === undefined ? plain.end() : joined(plain.end(), text.end());
    },
  };
}

/** Its lines and columns are those that an editor shows. */
function openText({ isBigEndian, mark }: Utf16, open: () => ClaimScan): Pick<ClaimScan, 'push' | 'end'> {
  const text = open();
  let skip: number = mark;
  let rest: Uint8Array = new Uint8Array(0); // half a unit, half a pair of surrogates
  function decode(bytes: Uint8Array, isLast: boolean): void {
    const units = Buffer.concat([rest, bytes]);
    let whole = units.length & ~1;
    // half a unit at the very end is no character
    if (!isLast && whole > 0 && (units[isBigEndian ? whole - 2 : whole - 1]! & 0xfc) === 0xd8) whole -= 2;
    rest = units.subarray(whole);
    const decoded = units.subarray(0, whole);
    if (isBigEndian) decoded.swap16();
    // half a pair becomes U+FFFD, which is one unit too
    if (whole > 0) text.push(Buffer.from(decoded.toString('utf16le'), 'utf8'));
  }
  function wide({ units, layer, ...claim }: PlacedClaim): PlacedClaim {
    const [start, end] = [mark + units.start * 2, mark + units.end * 2];
    const via = ['utf-16', ...(layer?.via ?? [])];
    return { ...claim, start, end, units, layer: layer?.member === undefined ? { via } : { via, member: layer.member } };
  }
  return {
    push(piece) {
      for (let at = skip; at < piece.length; at += STRETCH) decode(piece.subarray(at, at + STRETCH), false);
      skip = 0; // the first piece is longer than the mark
    },
    end() {
      decode(new Uint8Array(0), true);
      const { claims, limits } = text.end();
      return { claims: claims.map(wide), limits };
    },
  };
}
