/**
 * The hook's search for literals: the kernel's, with tables that the build made of the built-in rules. Filling them
 * takes longer than all that a commit stages, and so does compiling one expression of hundreds of literals, or the
 * loop of detect/search/literals.ts before V8 has compiled it.
 *
 *   dist/search.bin:  how many literals (u32) | begins | heads | literals, as they stand in the kernel
 *                     (kernel/literals.ts) | the same as JSON, a text each: `i` when case is ignored, else `c`, and it
 */
import { readFileSync } from 'node:fs';
import { literalSearch } from '../../detect/search/literals.ts';
import { openKernel, RECORD } from '../../source/kernel.ts';
import { LITERAL_SIZE } from './kernel-table.ts';
import type { Literal, LiteralSearch } from '../../detect/search/literals.ts';
import type { Kernel } from '../../source/kernel.ts';

const BEGINS = 1 << 14;
const HEADS = 2 << 15;
/** More than any literal is long. */
const LONGEST = 64;
/** Bytes that are searched at a time. */
const MOST = 8 << 20;
const NONE = -1;

/** What `quickSearch` reads. @param kernel with the tables of these literals in it */
export function searchTables({ call, bytes }: Kernel, literals: readonly Literal[]): Buffer {
  const count = Buffer.alloc(4);
  count.writeUInt32LE(literals.length);
  const tables = placesOf(call, literals.length).map(([at, size]) => bytes.subarray(at, at + size));
  return Buffer.concat([count, ...tables, Buffer.from(listOf(literals), 'latin1')]);
}

/** The answers of `literalSearch`, sooner. Literals that the tables do not have are looked for by that. */
export function quickSearch(literals: readonly Literal[]): LiteralSearch {
  const kernel = openKernel(MOST + LONGEST);
  const list = loadTables(kernel, readFileSync(new URL('../../../dist/search.bin', import.meta.url)));
  const ids = list === listOf(literals) ? undefined : idsIn(list, literals);
  let loop: LiteralSearch | undefined;
  const slow = (): LiteralSearch => (loop ??= literalSearch(literals));
  const unknown = literals.map((literal, id) => ({ literal, id })).filter(({ id }) => ids?.includes(id) === false);
  const others = unknown.length === 0 ? undefined : literalSearch(unknown.map(({ literal }) => literal));
  const { call } = kernel;

  return {
    search(bytes, from, to, end, onHit) {
      const stop = Math.min(to, end);
      const length = Math.min(end, stop + LONGEST) - from;
      if (stop <= from) return;
      const unit = length > MOST ? undefined : kernel.allocate(length);
      if (unit === undefined) return slow().search(bytes, from, to, end, onHit);
      kernel.bytes.set(bytes.subarray(from, from + length), unit);
      // without `prepareHits` it lists hits, and looks at none of them
      const count = call.hitsOfWhole(unit, length);
      kernel.free(unit);
      if (count < 0) return slow().search(bytes, from, to, end, onHit);
      // what is told may search again
      const { words } = kernel;
      const hits = words.slice(call.hits.value >> 2, (call.hits.value + count * RECORD) >> 2);
      for (let at = 0; at < hits.length; at += RECORD >> 2) {
        const place = from + hits[at]!;
        const number = hits[at + 1]! & 0xffff;
        const id = ids === undefined ? number : ids[number]!;
        if (place < stop && id !== NONE) onHit(place, id);
      }
      others?.search(bytes, from, to, end, (place, other) => onHit(place, unknown[other]!.id));
    },
  };
}

/** @returns the list of what the tables have */
function loadTables({ call, bytes }: Kernel, tables: Buffer): string {
  let from = 4;
  for (const [at, size] of placesOf(call, tables.readUInt32LE(0))) {
    bytes.set(tables.subarray(from, from + size), at);
    from += size;
  }
  return tables.toString('latin1', from);
}

function placesOf({ begins, heads, literals }: Kernel['call'], count: number): readonly (readonly [number, number])[] {
  return [
    [begins.value, BEGINS],
    [heads.value, HEADS],
    [literals.value, count * LITERAL_SIZE],
  ];
}

function listOf(literals: readonly Literal[]): string {
  return JSON.stringify(literals.map(keyOf));
}

function keyOf({ text, ignoreCase }: Literal): string {
  return `${ignoreCase ? 'i' : 'c'}${text}`;
}

/** By number in the tables: the literal's own, NONE for one that is not looked for. */
function idsIn(list: string, literals: readonly Literal[]): readonly number[] {
  const own = new Map(literals.map((literal, id) => [keyOf(literal), id]));
  return (JSON.parse(list) as string[]).map((key) => own.get(key) ?? NONE);
}
