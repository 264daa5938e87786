/**
 * Finds every start of every literal in a stretch of bytes, overlapping ones included.
 *
 * A rolling hash of the last three bytes, five bits each, indexes a table of 32,768 entries: `A` and `a` share their
 * five low bits, so both cases cost the same. One table look-up a byte; what passes is compared byte for byte.
 */

export interface Literal {
  /** ASCII; lower case when `ignoreCase`. Three bytes at least, or every byte is looked at once more. */
  readonly text: string;
  readonly ignoreCase: boolean;
}

/** @param id index of the literal in the list the search was made from */
export type OnHit = (position: number, id: number) => void;

export interface LiteralSearch {
  /** Reports hits that start in [from, to) and lie wholly before `end`. */
  search(bytes: Uint8Array, from: number, to: number, end: number, onHit: OnHit): void;
}

const TRIPLES = 1 << 15;

export function literalSearch(literals: readonly Literal[]): LiteralSearch {
  const bucketOf = new Uint16Array(TRIPLES);
  const buckets: number[][] = [[]];

  // only rules that are tried in a few files by path may have shorter ones; those are looked for one by one
  const short: number[] = [];
  for (let id = 0; id < literals.length; id++) {
    const { text } = literals[id]!;
    if (text.length < 3) {
      short.push(id);
      continue;
    }
    const triple = ((text.charCodeAt(0) & 31) << 10) | ((text.charCodeAt(1) & 31) << 5) | (text.charCodeAt(2) & 31);
    if (bucketOf[triple] === 0) bucketOf[triple] = buckets.push([]) - 1;
    buckets[bucketOf[triple]!]!.push(id);
  }

  function idsAt(bytes: Uint8Array, at: number, end: number, onHit: OnHit): void {
    const ids = buckets[bucketOf[((bytes[at]! & 31) << 10) | ((bytes[at + 1]! & 31) << 5) | (bytes[at + 2]! & 31)]!]!;
    for (let k = 0; k < ids.length; k++) {
      const id = ids[k]!;
      if (standsAt(bytes, at, end, literals[id]!)) onHit(at, id);
    }
  }

  function search(bytes: Uint8Array, from: number, to: number, end: number, onHit: OnHit): void {
    for (const id of short) {
      for (let i = from; i < to; i++) if (standsAt(bytes, i, end, literals[id]!)) onHit(i, id);
    }
    const last = Math.min(to + 2, end);
    if (from + 3 > last) return;
    let triple = ((bytes[from]! & 31) << 5) | (bytes[from + 1]! & 31);
    for (let i = from + 2; i < last; i++) {
      triple = ((triple << 5) | (bytes[i]! & 31)) & (TRIPLES - 1);
      const bucket = bucketOf[triple]!;
      if (bucket === 0) continue;
      idsAt(bytes, i - 2, end, onHit);
    }
  }

  return { search };
}

function standsAt(bytes: Uint8Array, at: number, end: number, { text, ignoreCase }: Literal): boolean {
  if (at + text.length > end) return false;
  for (let k = 0; k < text.length; k++) {
    const byte = bytes[at + k]!;
    const wanted = text.charCodeAt(k);
    if (byte === wanted) continue;
    if (!ignoreCase || byte < 65 || byte > 90 || byte + 32 !== wanted) return false;
  }
  return true;
}

/**
 * Starts of maximal runs of at least `min` bytes of a class, in [from, to). Only every `min`-th byte is looked at until
 * one belongs to the class: a run that long cannot hide between them.
 */
export function runStarts(
  bytes: Uint8Array,
  from: number,
  to: number,
  end: number,
  inClass: Uint8Array,
  min: number,
  onRun: (start: number) => void,
): void {
  let probe = from + min - 1;
  while (probe < end) {
    if (inClass[bytes[probe]!] === 0) {
      probe += min;
      continue;
    }
    let start = probe;
    while (start > 0 && inClass[bytes[start - 1]!] === 1) start--;
    if (start >= to) return;
    let stop = probe + 1;
    const enough = start + min;
    while (stop < end && stop < enough && inClass[bytes[stop]!] === 1) stop++;
    if (stop >= enough && start >= from) onRun(start);
    while (stop < end && inClass[bytes[stop]!] === 1) stop++;
    probe = stop + min;
  }
}
