/** Layers that take the whole unit, and what tells of each: first bytes, or a text that stands anywhere in it. */
import { CONTAINERS } from './containers.ts';
import { quotedPrintable } from './quoted-printable.ts';
import type { Budget } from './budget.ts';
import type { Opener } from './inner.ts';
import type { LookInto } from './within.ts';
import type { UnitClaims } from '../conclude.ts';

export interface DocumentLayer {
  /** Such a unit has one of these, Latin-1, so many bytes behind its beginning, or before its end where that is below 0. */
  readonly magics: readonly { readonly at: number; readonly bytes: string }[];
  /** Or one of these anywhere; ASCII, lower case, in either case. Rare in other files: the layer is tried on the whole unit. */
  readonly literals: readonly string[];
  readonly open: Opener;
  /** Opens one that is too large to be kept. @param opens whether something is to be opened that begins so */
  readonly inPieces?: (budget: Budget, look: LookInto, opens: (head: Uint8Array) => boolean) => InPieces;
  /** It is the same text with its escapes resolved: only what that changes is news. */
  readonly isEscaped?: true;
}

export interface InPieces {
  push(piece: Uint8Array): void;
  end(): InsideOfLarge;
}

export interface InsideOfLarge extends UnitClaims {
  /** All that stands in it was looked at as a unit of its own. */
  readonly isWhole: boolean;
}

export const DOCUMENTS: readonly DocumentLayer[] = [...CONTAINERS, quotedPrintable];

/** Bytes of a unit that magics look at, at its beginning and at its end. */
export const MAGIC_REACH = 512;
export const END_REACH = 32;
/** First bytes of programs: what unpacks itself begins so. */
const PROGRAMS = ['#!', 'MZ', '\x7fELF'];

/** One behind the other, layer by layer: every version of every file comes by here. */
const MAGICS = DOCUMENTS.flatMap((layer) => layer.magics.map((magic) => ({ layer, magic, first: magic.bytes.charCodeAt(0) })));
const NONE: readonly DocumentLayer[] = [];

/** Those whose magic a unit has. */
export function documentsOf(bytes: Uint8Array, from = 0, length = bytes.length): readonly DocumentLayer[] {
  let found: DocumentLayer[] | undefined;
  for (let n = 0; n < MAGICS.length; n++) {
    const { layer, magic, first } = MAGICS[n]!;
    const at = magic.at < 0 ? length + magic.at : magic.at;
    if (at >= 0 && at < length && bytes[from + at] === first && standsAt(bytes, from, length, magic) && found?.at(-1) !== layer)
      (found ??= []).push(layer);
  }
  return found ?? NONE;
}

/** Those that may be told by the end of a unit, of which the beginning says nothing of the kind. */
export function documentsAtEnd(end: Uint8Array): readonly DocumentLayer[] {
  return DOCUMENTS.filter(({ magics }) => magics.some((magic) => magic.at < 0 && standsAt(end, 0, end.length, magic)));
}

/** Those that the beginning of a unit tells. */
export function documentsAtHead(head: Uint8Array): readonly DocumentLayer[] {
  return DOCUMENTS.filter(({ magics }) => magics.some((magic) => magic.at >= 0 && standsAt(head, 0, head.length, magic)));
}

export function isProgram(head: Uint8Array): boolean {
  return PROGRAMS.some((bytes) => standsAt(head, 0, head.length, { at: 0, bytes }));
}

function standsAt(bytes: Uint8Array, from: number, length: number, magic: DocumentLayer['magics'][number]): boolean {
  const at = magic.at < 0 ? length + magic.at : magic.at;
  if (at < 0 || at + magic.bytes.length > length) return false;
  for (let n = 0; n < magic.bytes.length; n++) if (bytes[from + at + n] !== magic.bytes.charCodeAt(n)) return false;
  return true;
}
