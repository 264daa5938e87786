/**
 * Finds every start of every literal in a stretch of bytes, overlapping ones included.
 *
 * A rolling hash of the last three bytes, five bits each, indexes a table of 32,768 entries: `A` and `a` share their
 * five low bits, so both cases cost the same. One table look-up a byte; what passes is compared byte for byte.
 *
 * That loop is fast once it is compiled, which a hook never lives to see: twenty small files took it 12 ms where one
 * regular expression of all literals takes 1 ms. So short inputs are searched by that at first, with the same answer.
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
/** Inputs below this size are searched by a regular expression. */
const SHORT = 1 << 14;
/** So many bytes later the loop is compiled, and the faster one whatever the length. */
const WARM = 1 << 20;
/** More than any literal is long. */
const LONGEST = 64;

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

  let anyLiteral: RegExp | undefined;
  let searched = 0;

  function idsAt(bytes: Uint8Array, at: number, end: number, onHit: OnHit): void {
    const ids = buckets[bucketOf[((bytes[at]! & 31) << 10) | ((bytes[at + 1]! & 31) << 5) | (bytes[at + 2]! & 31)]!]!;
    for (let k = 0; k < ids.length; k++) {
      const id = ids[k]!;
      if (standsAt(bytes, at, end, literals[id]!)) onHit(at, id);
    }
  }

  function searchShort(bytes: Uint8Array, from: number, last: number, end: number, onHit: OnHit): void {
    anyLiteral ??= expressionOf(literals.filter(({ text }) => text.length >= 3));
    const text = Buffer.from(bytes.buffer, bytes.byteOffset + from, Math.min(end, last + LONGEST) - from).toString(
      'latin1',
    );
    anyLiteral.lastIndex = 0;
    for (
      let match = anyLiteral.exec(text);
      match !== null && from + match.index + 2 < last;
      match = anyLiteral.exec(text)
    ) {
      idsAt(bytes, from + match.index, end, onHit);
      anyLiteral.lastIndex = match.index + 1;
    }
  }

  function search(bytes: Uint8Array, from: number, to: number, end: number, onHit: OnHit): void {
    for (const id of short) {
      for (let i = from; i < to; i++) if (standsAt(bytes, i, end, literals[id]!)) onHit(i, id);
    }
    const last = Math.min(to + 2, end);
    if (from + 3 > last) return;
    searched += last - from;
    if (last - from < SHORT && searched < WARM) {
      searchShort(bytes, from, last, end, onHit);
      return;
    }
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

/** Of every literal the expression knows only so many bytes, or it would grow with each: the comparison tells the rest. */
const TOLD = 4;

/**
 * Matches wherever one of them begins; in either case of all letters, which the comparison after it sorts out. In order,
 * so that the engine sees what they have in common.
 */
function expressionOf(literals: readonly Literal[]): RegExp {
  const beginnings = new Set<string>();
  for (const { text } of literals) beginnings.add(text.slice(0, TOLD).toLowerCase());
  if (beginnings.size === 0) return /(?!)/g;
  return new RegExp([...beginnings].sort().join('\n').replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&').replaceAll('\n', '|'), 'gi');
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
