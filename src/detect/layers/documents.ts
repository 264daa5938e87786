/** Layers that take the whole unit, and what tells of each: first bytes, or a text that stands anywhere in it. */
import { CONTAINERS } from './containers.ts';
import { quotedPrintable } from './quoted-printable.ts';
import type { Budget } from './budget.ts';
import type { Opener } from './inner.ts';
import type { LookInto } from './within.ts';
import type { UnitClaims } from '../conclude.ts';

export interface DocumentLayer {
  /** Such a unit has one of these, Latin-1, so many bytes behind its beginning. */
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

/** Bytes of a unit that magics look at. */
export const MAGIC_REACH = 512;

/** Those whose magic a unit has. */
export function documentsOf(bytes: Uint8Array, from = 0, length = bytes.length): readonly DocumentLayer[] {
  return DOCUMENTS.filter(({ magics }) => magics.some((magic) => standsAt(bytes, from, length, magic)));
}

function standsAt(bytes: Uint8Array, from: number, length: number, magic: DocumentLayer['magics'][number]): boolean {
  if (magic.at + magic.bytes.length > length) return false;
  for (let n = 0; n < magic.bytes.length; n++)
    if (bytes[from + magic.at + n] !== magic.bytes.charCodeAt(n)) return false;
  return true;
}
