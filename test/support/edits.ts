/** Random edits of a version, as the delta instructions that make the next one: what git writes, and what it never would. */
import { fc } from './property.ts';
import type { Instruction } from './packs.ts';

type List = readonly Instruction[];

/** One edit; places are shares of the length, so that they fit whatever there is. */
interface Edit {
  readonly what: 'insert' | 'delete' | 'replace' | 'repeat' | 'move' | 'join' | 'cut head' | 'cut tail';
  readonly from: number;
  readonly size: number;
  readonly to: number;
  readonly piece: Buffer;
}

export interface Step {
  readonly edits: readonly Edit[];
  /** Where copies are split in two though they go on, and pieces of copies written as inserts. */
  readonly splits: readonly number[];
  readonly written: readonly number[];
}

const share = fc.double({ min: 0, max: 1, noNaN: true });

/** @param piece what is put in */
export function steps(piece: fc.Arbitrary<Buffer>): fc.Arbitrary<Step> {
  const what = fc.constantFrom(
    ...(['insert', 'insert', 'insert', 'delete', 'delete', 'replace', 'repeat', 'move', 'join', 'cut head', 'cut tail'] as const),
  );
  const edit = fc.record({ what, from: share, size: fc.integer({ min: 1, max: 80 }), to: share, piece });
  return fc.record({
    edits: fc.array(edit, { minLength: 1, maxLength: 4 }),
    splits: fc.array(share, { maxLength: 4 }),
    written: fc.array(share, { maxLength: 2 }),
  });
}

/** The instructions by which a version is made from one of so many bytes. */
export function instructionsFor(base: Buffer, { edits, splits, written }: Step): Instruction[] {
  let list: List = base.length === 0 ? [] : [{ copy: [0, base.length] }];
  for (const edit of edits) list = apply(list, edit);
  for (const at of splits) list = splitAt(list, Math.floor(at * lengthOf(list))).flat();
  for (const at of written) {
    const place = Math.floor(at * list.length);
    list = list.map((one, index) =>
      index === place && 'copy' in one ? { insert: base.subarray(one.copy[0], one.copy[0] + one.copy[1]) } : one,
    );
  }
  return [...list];
}

function apply(list: List, { what, from, size, to, piece }: Edit): List {
  const length = lengthOf(list);
  const start = Math.floor(from * length);
  const end = Math.min(length, start + size);
  const [before, rest] = splitAt(list, start);
  const [range, after] = splitAt(rest, end - start);
  switch (what) {
    case 'insert':
      return [...before, { insert: piece }, ...rest];
    case 'delete':
      return [...before, ...after];
    case 'replace':
      return [...before, { insert: piece }, ...after];
    case 'repeat':
      return [...before, ...range, ...range, ...after];
    case 'move': {
      const left = [...before, ...after];
      const [head, tail] = splitAt(left, Math.floor(to * lengthOf(left)));
      return [...head, ...range, ...tail];
    }
    case 'join':
      // the end first, then the beginning
      return [...rest, ...before];
    case 'cut head':
      return [...range, ...after];
    case 'cut tail':
      return [...before, ...range];
  }
}

function lengthOf(list: List): number {
  return list.reduce((sum, one) => sum + ('copy' in one ? one.copy[1] : one.insert.length), 0);
}

/** The instructions for what stands before an offset, and for the rest. */
export function splitAt(list: List, offset: number): [Instruction[], Instruction[]] {
  const head: Instruction[] = [];
  const tail: Instruction[] = [];
  let at = 0;
  for (const one of list) {
    const size = 'copy' in one ? one.copy[1] : one.insert.length;
    const left = Math.max(0, Math.min(size, offset - at));
    if (left > 0) head.push(part(one, 0, left));
    if (left < size) tail.push(part(one, left, size));
    at += size;
  }
  return [head, tail];
}

function part(one: Instruction, from: number, to: number): Instruction {
  return 'copy' in one ? { copy: [one.copy[0] + from, to - from] } : { insert: one.insert.subarray(from, to) };
}
