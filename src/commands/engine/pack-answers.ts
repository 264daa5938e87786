/**
 * What packs came to, kept while a sweep or an audit with --trace runs: for the second look into a store, and for other
 * stores that have the very same files. Kept as rows of numbers, which take a small part of what the findings do that are
 * read out of them; where there is no more room, the packs are searched again.
 */
import { renumbered } from './blob-rows.ts';
import type { PackAnswer, PackAnswers, PackSizes } from './asked-packs.ts';
import type { PackBlobs } from './pack-blobs.ts';
import type { Wanted } from './wanted.ts';
import type { ObjectTable } from '../../source/object-table.ts';

/** Blobs by their place in a list of ids: each store has its own numbers for them. */
interface Kept extends PackAnswer {
  readonly ids: Buffer;
}

/** Bytes of all answers together. */
const MOST_KEPT = 64 << 20;
/** What a claim takes beside its value, and what a reached limit does. */
const CLAIM = 512;

/** @param most bytes that may be kept */
export function createPackAnswers(most = MOST_KEPT): PackAnswers {
  const known = new Map<string, Promise<Kept>>();
  let room = most;
  return {
    has: (question) => known.has(question),
    async of(question, objects, search) {
      let kept = known.get(question);
      // who asked first may have given up, and this one can read them all the same
      while (kept !== undefined && !(await kept.then(() => true, () => false))) kept = known.get(question);
      if (kept === undefined) {
        kept = search().then((answer) => byId(answer, objects));
        known.set(question, kept);
        kept.then(
          (answer) => {
            const size = sizeOf(answer);
            if (size > room) known.delete(question);
            else room -= size;
          },
          () => known.delete(question),
        );
      }
      const { ids, ...answer } = await kept;
      return withNumbers(answer, (place) => objects.find(ids, place * objects.hashBytes));
    },
  };
}

/** @param sizes where not all blobs were looked at */
export function answerOf(results: readonly PackBlobs[], sizes?: PackSizes): PackAnswer {
  const lost = Int32Array.from(results.flatMap((result) => [...result.lost]));
  const sum = (count: 'bytes' | 'lfs'): number => results.reduce((total, result) => total + result[count], 0);
  return {
    rows: results.map(({ rows }) => rows),
    lost,
    sizes: sizes ?? { bytes: sum('bytes'), lfs: sum('lfs'), lost: lost.length },
  };
}

/** What is known, but for some blobs that were searched anew. */
export function replaced(known: PackAnswer, anew: PackAnswer, blobs: Wanted): PackAnswer {
  const others = known.rows.map((rows) => renumbered(rows, (blob) => (blobs[blob] === 1 ? -1 : blob)));
  return { rows: [...others, ...anew.rows], lost: Int32Array.from(new Set([...known.lost, ...anew.lost])), sizes: known.sizes };
}

function sizeOf({ ids, rows, lost }: Kept): number {
  const ofRows = rows.map(({ found, aside, claims, limits, others }) => {
    const values = claims.reduce((sum, { value }) => sum + (value?.length ?? 0), 0);
    return found.byteLength + aside.byteLength + values + (claims.length + limits.length + others.length) * CLAIM;
  });
  return ofRows.reduce((sum, size) => sum + size, ids.length + lost.byteLength);
}

function byId(answer: PackAnswer, objects: ObjectTable): Kept {
  const places = new Map<number, number>();
  const placeOf = (object: number): number => {
    const place = places.get(object) ?? places.size;
    if (place === places.size) places.set(object, place);
    return place;
  };
  const placed = withNumbers(answer, placeOf);
  return { ...placed, ids: Buffer.from([...places.keys()].map((object) => objects.hex(object)).join(''), 'hex') };
}

function withNumbers(answer: PackAnswer, numberOf: (blob: number) => number): PackAnswer {
  return { ...answer, rows: answer.rows.map((rows) => renumbered(rows, numberOf)), lost: answer.lost.map(numberOf) };
}
