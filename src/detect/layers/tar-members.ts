/** Members of a tar that comes in pieces, each once all of it is here; those of a large one that is a tar as well. */
import { beginsAsTar, BLOCK, headerOf, isFilling, roomOf } from './tar-header.ts';
import type { Header, Said } from './tar-header.ts';

/** A header that speaks of the next one has a name or some records. */
const MOST_SAID = 1 << 20;
/** Each of them is a whole pass over its bytes. */
const DEEPEST = 4;

export interface MemberSink {
  /** Its data begins at an offset of the outermost tar. */
  begins(start: number): void;
  /** @param names outermost first @param bytes only valid during the call */
  member(names: readonly (string | undefined)[], start: number, bytes: Buffer): void;
  /** Too large, and no tar: only its first bytes. */
  large(head: Buffer): void;
  damaged(): void;
  sparse(): void;
}

interface Taker {
  push(piece: Uint8Array): void;
  end(): void;
}

/** @param most bytes of a member that is given whole */
export function walkMembers(most: number, sink: MemberSink, names: readonly (string | undefined)[] = [], from = 0): Taker {
  const block = Buffer.alloc(BLOCK);
  let filled = 0;
  let offset = from;
  let said: Said = {};
  let data: Taker | undefined;
  let left = 0;
  let filling = 0;
  let isOver = false;

  function takeHeader(): void {
    filled = 0;
    if (isFilling(block)) return;
    const header = headerOf(block, said);
    said = {};
    if (header === undefined || (header.is === 'said' && header.size > MOST_SAID)) {
      isOver = true;
      return sink.damaged();
    }
    left = header.size;
    filling = roomOf(left) - left;
    if (header.is === 'sparse') sink.sparse();
    data = left > 0 ? takerOf(header) : undefined;
    if (header.is === 'said' && left === 0) said = header.saying(Buffer.alloc(0));
  }

  function takerOf(header: Header): Taker | undefined {
    const { is, size, name } = header;
    if (is === 'said') return collecting(size, (bytes) => (said = header.saying(bytes)));
    if (is !== 'file') return undefined;
    const start = offset;
    sink.begins(start);
    if (size <= most) return collecting(size, (bytes) => sink.member([...names, name], start, bytes));
    return large([...names, name], start, most, sink);
  }

  return {
    push(piece) {
      for (let at = 0; at < piece.length && !isOver; ) {
        const isHeader = left + filling === 0;
        const wanted = left > 0 ? left : isHeader ? BLOCK - filled : filling;
        const part = piece.subarray(at, at + wanted);
        at += part.length;
        offset += part.length;
        if (isHeader) {
          block.set(part, filled);
          filled += part.length;
          if (filled === BLOCK) takeHeader();
        } else if (left > 0) {
          data?.push(part);
          left -= part.length;
          if (left === 0) data?.end();
        } else filling -= part.length;
      }
    },
    end() {
      if (left === 0 || isOver) return;
      sink.damaged();
      data?.end();
    },
  };
}

function collecting(size: number, done: (bytes: Buffer) => void): Taker {
  const bytes = Buffer.allocUnsafe(size);
  let filled = 0;
  return {
    push(piece) {
      bytes.set(piece, filled);
      filled += piece.length;
    },
    end: () => done(bytes.subarray(0, filled)),
  };
}

/** A tar as well, or only looked at. */
function large(names: readonly (string | undefined)[], start: number, most: number, sink: MemberSink): Taker {
  const head = Buffer.alloc(BLOCK);
  let filled = 0;
  let tar: Taker | undefined;
  return {
    push(piece) {
      const first = piece.subarray(0, BLOCK - filled);
      head.set(first, filled);
      filled += first.length;
      if (first.length > 0 && filled === BLOCK) {
        if (beginsAsTar(head) && names.length < DEEPEST) tar = walkMembers(most, sink, names, start);
        else sink.large(head);
        tar?.push(head);
      }
      tar?.push(piece.subarray(first.length));
    },
    end: () => tar?.end(),
  };
}
