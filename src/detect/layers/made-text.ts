/** Text that is made of pieces of a unit, which knows where each of them stood. */
import { createNumberList } from '../../number-list.ts';
import { bufferOf } from './inner.ts';
import { withRoom } from './room.ts';
import type { Inner, LayerBudget } from './inner.ts';
import type { Span } from '../../model.ts';

export interface MadeText {
  readonly length: number;
  /** The bytes [start, end) of the unit as they are. */
  copy(start: number, end: number): void;
  /** Other bytes in place of those. */
  put(text: string | Uint8Array, start: number, end: number): void;
  /** Takes what was made from the budget; where it came from was taken with each piece. */
  inner(via: string, member?: string): Inner;
}

/** The first of a byte in bytes[from, end): to look further would cost as much again for every piece. */
export function indexWithin(bytes: Uint8Array, byte: number, from: number, end: number): number {
  const at = bytes.subarray(from, end).indexOf(byte);
  return at < 0 ? -1 : from + at;
}

/** Numbers by piece: where it begins in the text, where it came from, and whether as it was. */
const FIELDS = 4;
/** What a piece takes, however short: a text of letters in an element each is mostly places. */
const EACH_PIECE = FIELDS * Int32Array.BYTES_PER_ELEMENT;

export function createMadeText(unit: Uint8Array, budget: LayerBudget): MadeText {
  const outer = bufferOf(unit);
  const places = createNumberList();
  let made: Buffer = Buffer.alloc(0);
  let length = 0;

  function add(bytes: Uint8Array, start: number, end: number, isCopy: boolean): void {
    if (bytes.length === 0) return;
    budget.takeBytes(EACH_PIECE);
    made = withRoom(made, length, bytes.length, budget);
    made.set(bytes, length);
    places.push(length, start, end, isCopy ? 1 : 0);
    length += bytes.length;
  }

  return {
    get length() {
      return length;
    },
    copy: (start, end) => add(outer.subarray(start, end), start, end, true),
    put: (text, start, end) => add(typeof text === 'string' ? Buffer.from(text) : text, start, end, false),
    inner(via, member) {
      budget.takeBytes(length);
      const list = places.done();
      const spanOf = (span: Span): Span => spanIn(list, span);
      return { via, ...(member === undefined ? {} : { member }), bytes: made.subarray(0, length), spanOf };
    },
  };
}

function spanIn(list: Int32Array, { start, end }: Span): Span {
  const [first, last] = [pieceAt(list, start), pieceAt(list, Math.max(start, end - 1))];
  const from = list[first + 3] === 1 ? list[first + 1]! + (start - list[first]!) : list[first + 1]!;
  const to = list[last + 3] === 1 ? list[last + 1]! + (end - list[last]!) : list[last + 2]!;
  return { start: from, end: Math.max(from, to) };
}

/** @returns where the numbers of the piece stand that holds a byte */
function pieceAt(list: Int32Array, offset: number): number {
  let low = 0;
  let high = list.length / FIELDS - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (list[middle * FIELDS]! <= offset) low = middle;
    else high = middle - 1;
  }
  return low * FIELDS;
}
