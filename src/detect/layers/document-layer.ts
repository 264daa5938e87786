/** A layer that takes the whole unit: what tells of it, and how it is opened. */
import type { Budget } from './budget.ts';
import type { Opener } from './inner.ts';
import type { LookInto } from './look.ts';
import type { UnitClaims } from '../claims/conclude.ts';

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
