/**
 * Of a unit in pieces the whole, where its first bytes say that something is to be opened. What is too large to be kept is
 * opened while it comes, where its form allows that.
 */
import { MOST_KEPT } from './budget.ts';
import { documentsAtEnd, documentsAtHead, documentsOf, END_REACH, isProgram, MAGIC_REACH } from './documents.ts';
import type { Budget } from './budget.ts';
import type { DocumentLayer, InPieces, InsideOfLarge } from './document-layer.ts';
import type { LookInto } from './look.ts';

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
  /** What the beginning says; of a program its end may say something, too. */
  let documents: readonly DocumentLayer[] | undefined;
  let isKept = true;
  let inPieces: InPieces | undefined;
  let end: Uint8Array = new Uint8Array(0);

  function letGo(): void {
    const [only] = documents!;
    if (documents!.length === 1) inPieces = only!.inPieces?.(budget, look, (head) => documentsOf(head).length > 0);
    for (const piece of pieces) inPieces?.push(piece);
    pieces = [];
    isKept = false;
  }

  return {
    push(piece) {
      size += piece.length;
      end = Buffer.concat([end, piece.subarray(-END_REACH)]).subarray(-END_REACH);
      if (!isKept) return inPieces?.push(piece);
      pieces.push(Buffer.from(piece));
      if (documents === undefined && size >= MAGIC_REACH) {
        const head = Buffer.concat(pieces);
        documents = documentsAtHead(head);
        if (documents.length === 0 && !isProgram(head)) letGo();
      }
      if (isKept && size > MOST_KEPT) letGo();
    },
    end() {
      const bytes = isKept ? Buffer.concat(pieces) : undefined;
      const inside = inPieces?.end();
      const told = bytes === undefined ? [...documents!, ...documentsAtEnd(end)] : documentsOf(bytes);
      return { bytes, documents: [...new Set(told)], ...(inside && { inside }) };
    },
  };
}
