/**
 * An expression × a text → all matches, from left to right, as Go's FindAll has them. Where it is known what a match
 * holds, only the surroundings of those texts are looked at, and what was found in the same surroundings before is known.
 */
import type { Runnable, Spans } from './expression.ts';
import type { Extent } from './tree.ts';
import type { FilterInput } from './filter-values.ts';

/** Longer surroundings are not remembered. */
const LONGEST_MEMORY = 4096;
/** How often each byte may be looked at as part of surroundings before all of the text is looked at instead. */
const TOO_OFTEN = 16;
/** Bytes that may be looked at again behind matches, beside so many times the text. */
const LOOKED_AGAIN = 4 << 20;
/** Characters of surroundings that are remembered, of all expressions together. */
const MEMORY = 48 << 20;

export interface Text {
  readonly bytes: Buffer;
  /** All of them as Latin-1, made when it is asked for. */
  whole(): string;
}

export interface Matches {
  readonly spans: readonly Spans[];
  /** Matches from here on are more than are looked at; absent: these are all. */
  readonly denseFrom?: number;
}

export interface Matcher {
  /**
   * @param hits where the texts that it needs begin, ascending; undefined: all of the text is looked at
   * @param most matches
   */
  all(text: Text, hits: readonly number[] | undefined, most: number): Matches;
}

/** A condition of betterleaks. */
export interface Condition {
  readonly holds: (input: FilterInput) => boolean;
  /** Items of its lists, and nodes of its expressions. */
  readonly size: number;
}

/** What all rules of a thread remember. */
export interface Memory {
  characters: number;
  readonly known: Map<string, Spans | undefined>[];
  /** By their text. */
  readonly conditions: Map<string, Condition>;
}

export function openMemory(): Memory {
  return { characters: 0, known: [], conditions: new Map() };
}

export function matcherOf(expression: Runnable, memory: Memory): Matcher {
  const { needed, extent, ahead } = expression;
  const before = needed?.before ?? Infinity;
  const known = new Map<string, Spans | undefined>();
  memory.known.push(known);
  let spent = 0; // bytes of surroundings, which may lie over each other

  /** The first match that begins at `from` to `to`. */
  function within(bytes: Buffer, from: number, to: number): Spans | undefined {
    const start = Math.max(0, from - 1); // what stands before tells of word boundaries
    const end = endOf(bytes, to, extent);
    const text = bytes.toString('latin1', start, end);
    spent += text.length;
    if (text.length > LONGEST_MEMORY) return shifted(first(text, from - start, to - start), start);
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

  function around(text: Text, hits: readonly number[], most: number): Matches {
    const { bytes } = text;
    const spans: Spans[] = [];
    const enough = spent + TOO_OFTEN * bytes.length;
    let next = 0;
    for (const hit of hits) {
      let from = Math.max(next, hit - before);
      while (from <= hit) {
        if (spent > enough) return everywhere(text, from, spans, most);
        const one = within(bytes, from, hit);
        if (one === undefined) break;
        if (spans.length === most) return { spans, denseFrom: one[0]! };
        spans.push(one);
        from = behind(one);
      }
      next = Math.max(from, hit + 1);
    }
    return { spans };
  }

  /** @param before what was found before `first` */
  function everywhere({ bytes, whole }: Text, first: number, before: readonly Spans[], most: number): Matches {
    const text = whole();
    const spans = [...before];
    if (!expression.test(first < 2 ? text : text.slice(first - 1))) return { spans };
    let left = TOO_OFTEN * text.length + LOOKED_AGAIN;
    for (let from = first; from <= text.length; ) {
      const one = expression.find(text, from);
      if (one === undefined) break;
      if (spans.length === most || left < 0) return { spans, denseFrom: one[0]! };
      spans.push(one);
      from = behind(one);
      if (ahead.runs > 0) left -= endOf(bytes, from, ahead) - from;
    }
    return { spans };
  }

  return {
    all(text, hits, most) {
      if (hits?.length === 0) return { spans: [] };
      return hits !== undefined && Number.isFinite(before) ? around(text, hits, most) : everywhere(text, 0, [], most);
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
