/**
 * Of a unit in pieces the whole, where its first bytes say that something is to be opened. What is too large to be kept is
 * opened while it comes, where its form allows that.
 */
import { MOST_KEPT } from './budget.ts';
import { documentsOf, MAGIC_REACH } from './documents.ts';
import type { Budget } from './budget.ts';
import type { DocumentLayer, InPieces, InsideOfLarge } from './documents.ts';
import type { LookInto } from './within.ts';

export interface Kept {
  /** Undefined where it is too large. */
  readonly bytes: Uint8Array | undefined;
  readonly documents: readonly DocumentLayer[];
  /** What stands in one that was too large and was opened nevertheless. */
  readonly inside?: InsideOfLarge;
}

export function keepWhole(budget: Budget, look: LookInto): { push(piece: Uint8Array): void; end(): Kept } {
  let pieces: Uint8Array[] = [];
  let size = 0;
  let documents: readonly DocumentLayer[] | undefined;
  let inPieces: InPieces | undefined;

  function letGo(): void {
    const [only] = documents!;
    if (documents!.length === 1) inPieces = only!.inPieces?.(budget, look, (head) => documentsOf(head).length > 0);
    for (const piece of pieces) inPieces?.push(piece);
    pieces = [];
  }

  return {
    push(piece) {
      const before = size;
      size += piece.length;
      if (documents?.length === 0) return;
      if (before > MOST_KEPT) return inPieces?.push(piece);
      pieces.push(Buffer.from(piece));
      if (documents === undefined && size >= MAGIC_REACH) documents = documentsOf(Buffer.concat(pieces));
      if (documents?.length === 0) pieces = [];
      else if (size > MOST_KEPT) letGo();
    },
    end() {
      const bytes = size <= MOST_KEPT ? Buffer.concat(pieces) : undefined;
      const inside = inPieces?.end();
      return { bytes, documents: documents ?? documentsOf(bytes!), ...(inside && { inside }) };
    },
  };
}
