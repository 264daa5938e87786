/** Of a unit in pieces the whole, where its first bytes say that something is to be opened. */
import { MOST_KEPT } from './budget.ts';
import { documentsOf, MAGIC_REACH } from './documents.ts';
import type { DocumentLayer } from './documents.ts';

export interface Kept {
  /** Undefined where it is too large. */
  readonly bytes: Uint8Array | undefined;
  readonly documents: readonly DocumentLayer[];
}

export function keepWhole(): { push(piece: Uint8Array): void; end(): Kept } {
  let pieces: Uint8Array[] = [];
  let size = 0;
  let documents: readonly DocumentLayer[] | undefined;
  return {
    push(piece) {
      size += piece.length;
      if (documents?.length === 0) return;
      pieces.push(Buffer.from(piece));
      if (documents === undefined && size >= MAGIC_REACH) documents = documentsOf(Buffer.concat(pieces));
      if (documents?.length === 0 || size > MOST_KEPT) pieces = [];
    },
    end() {
      const bytes = size <= MOST_KEPT ? Buffer.concat(pieces) : undefined;
      return { bytes, documents: documents ?? documentsOf(bytes!) };
    },
  };
}
