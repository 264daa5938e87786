/**
 * An expression × a text → all matches, from left to right, as Go's FindAll has them. Where it is known what a match
 * holds, only the surroundings of those texts are looked at, and what was found in the same surroundings before is known.
 */
import type { Runnable, Spans } from './expression.ts';
import type { Extent } from './tree.ts';

/** Longer surroundings are not remembered. */
const LONGEST_MEMORY = 4096;
/** How often each byte may be looked at as part of long surroundings before all of the text is looked at instead. */
const TOO_OFTEN = 8;
/** Characters of surroundings that are remembered, of all expressions together. */
const MEMORY = 48 << 20;

export interface Text {
  readonly bytes: Buffer;
  /** All of them as Latin-1, made when it is asked for. */
  whole(): string;
}

export interface Matcher {
  /** @param hits where the texts that it needs begin, ascending; undefined: all of the text is looked at */
  all(text: Text, hits: readonly number[] | undefined): Spans[];
}

/** What all matchers of a thread remember. */
export interface Memory {
  characters: number;
  readonly known: Map<string, Spans | undefined>[];
}

export function matcherOf(expression: Runnable, memory: Memory): Matcher {
  const { needed, extent } = expression;
  const before = needed?.before ?? Infinity;
  const known = new Map<string, Spans | undefined>();
  memory.known.push(known);
  let spent = 0; // bytes of long surroundings, which may lie over each other

  /** The first match that begins at `from` to `to`. */
  function within(bytes: Buffer, from: number, to: number): Spans | undefined {
    const start = Math.max(0, from - 1); // what stands before tells of word boundaries
    const end = endOf(bytes, to, extent);
    const text = bytes.toString('latin1', start, end);
    if (text.length > LONGEST_MEMORY) {
      spent += text.length;
      return shifted(first(text, from - start, to - start), start);
    }
    const key = `${from - start}${end === bytes.length ? '$' : ','}${to - from}:${text}`;
    let spans = known.get(key);
    if (spans === undefined && !known.has(key)) remember(key, (spans = first(text, from - start, to - start)));
    return shifted(spans, start);
  }

  function first(text: string, from: number, to: number): Spans | undefined {
    const found = expression.test(text) ? expression.find(text, from) : undefined;
    return found !== undefined && found[0]! <= to ? found : undefined;
  }

  function remember(key: string, spans: Spans | undefined): void {
    memory.characters += key.length;
    if (memory.characters > MEMORY) {
      for (const one of memory.known) one.clear();
      memory.characters = key.length;
    }
    known.set(key, spans);
  }

  function around(text: Text, hits: readonly number[]): Spans[] {
    const { bytes } = text;
    const matches: Spans[] = [];
    const most = spent + TOO_OFTEN * bytes.length;
    let next = 0;
    for (const hit of hits) {
      let from = Math.max(next, hit - before);
      while (from <= hit) {
        if (spent > most) return [...matches, ...everywhere(text, from)];
        const spans = within(bytes, from, hit);
        if (spans === undefined) break;
        matches.push(spans);
        from = behind(spans);
      }
      next = Math.max(from, hit + 1);
    }
    return matches;
  }

  function everywhere({ whole }: Text, first: number): Spans[] {
    const text = whole();
    const matches: Spans[] = [];
    if (!expression.test(first < 2 ? text : text.slice(first - 1))) return matches;
    for (let from = first; from <= text.length; ) {
      const spans = expression.find(text, from);
      if (spans === undefined) break;
      matches.push(spans);
      from = behind(spans);
    }
    return matches;
  }

  return {
    all(text, hits) {
      if (hits === undefined) return everywhere(text, 0);
      if (hits.length === 0) return [];
      return Number.isFinite(before) ? around(text, hits) : everywhere(text, 0);
    },
  };
}

/** Where the search goes on. */
function behind(spans: Spans): number {
  return Math.max(spans[1]!, spans[0]! + 1);
}

/**
 * A match that begins at an offset at most has ended here, with the byte behind it: what lies between is more than it can
 * take of bounded parts, and of the longest runs that parts without end can take.
 */
function endOf(bytes: Buffer, offset: number, { bounded, runs, endless }: Extent): number {
  if (runs === 0) return Math.min(bytes.length, offset + bounded + 1);
  const longest = Array.from({ length: Math.min(runs, MOST_RUNS) }, () => 0); // ascending
  let most = bounded + 1;
  let run = 0;
  let end = offset;
  for (; end < bytes.length && end - offset < most; end++) {
    if (endless[bytes[end]!] === 1) {
      // more runs than are told apart: each counts
      if (++run > longest[0]! || runs > MOST_RUNS) most++;
    } else if (run > 0) {
      longest[0] = Math.max(longest[0]!, run);
      longest.sort((a, b) => a - b);
      run = 0;
    }
  }
  return end;
}

const MOST_RUNS = 8;

function shifted(spans: Spans | undefined, by: number): Spans | undefined {
  return spans?.map((offset) => (offset < 0 ? offset : by + offset));
}
