/**
 * In: a pattern's syntax tree. Out: its position automaton over bytes, with the number of ways in which a backtracking
 * engine can go from one position to the next. Small counts are unrolled, large ones become loops (more ways, never
 * fewer). Look-around is left out of the automaton and handed back beside it; backreferences must have been refused.
 */
import type { AST } from '@eslint-community/regexpp';

const MAX_POSITIONS = 4000;
const MAX_EDGES = 400_000;
const MAX_WAYS = 1e6;

/** From positions to the number of ways to get there. */
export type Ways = ReadonlyMap<number, number>;

/** Look-ahead or look-behind; `leading`: nothing is consumed before it, so it is tried once. */
export interface Look {
  readonly alternatives: readonly AST.Alternative[];
  readonly backward: boolean;
  readonly leading: boolean;
}

export interface Automaton {
  /** For every position the bytes that stand there, as an index into `sets`. */
  readonly setOf: readonly number[];
  readonly sets: readonly Uint8Array[];
  readonly first: Ways;
  readonly next: readonly Ways[];
  readonly looks: readonly Look[];
}

/** Thrown when a pattern is too large to be reasoned about. */
export class TooLarge extends Error {
  override name = 'TooLarge';
}

interface Part {
  readonly empty: number;
  readonly first: Ways;
  readonly last: Ways;
}

interface Build {
  readonly flags: string;
  readonly backward: boolean;
  readonly unrolled: number;
  readonly setOf: number[];
  readonly sets: Uint8Array[];
  readonly setByText: Map<string, number>;
  readonly next: Map<number, number>[];
  readonly looks: Look[];
  edges: number;
}

const NOTHING: Part = { empty: 1, first: new Map(), last: new Map() };

/**
 * The automaton of some alternatives; `backward` as look-behind reads them, from right to left. What takes more than
 * `unrolled` positions when its count is written out becomes a loop.
 */
export function automatonOf(
  alternatives: readonly AST.Alternative[],
  flags: string,
  backward: boolean,
  unrolled: number,
): Automaton {
  const build: Build = {
    flags: flags.replace(/[^ims]/g, ''),
    backward,
    unrolled,
    setOf: [],
    sets: [],
    setByText: new Map(),
    next: [],
    looks: [],
    edges: 0,
  };
  const whole = either(build, alternatives, true);
  const { setOf, sets, next, looks } = build;
  return { setOf, sets, first: whole.first, next, looks };
}

function either(build: Build, alternatives: readonly AST.Alternative[], leading: boolean): Part {
  const parts = alternatives.map((alternative) => sequence(build, alternative, leading));
  return parts.reduce((a, b) => ({
    empty: a.empty + b.empty,
    first: sum(a.first, b.first, 1),
    last: sum(a.last, b.last, 1),
  }));
}

function sequence(build: Build, alternative: AST.Alternative, leading: boolean): Part {
  const elements = build.backward ? alternative.elements.toReversed() : alternative.elements;
  let untouched = leading;
  let whole = NOTHING;
  for (const element of elements) {
    whole = then(build, whole, part(build, element, untouched));
    untouched &&= whole.first.size === 0;
  }
  return whole;
}

function part(build: Build, element: AST.Element, leading: boolean): Part {
  switch (element.type) {
    case 'Group':
    case 'CapturingGroup':
      return either(build, element.alternatives, leading);
    case 'Assertion':
      if (element.kind === 'lookahead' || element.kind === 'lookbehind') {
        const backward = element.kind === 'lookbehind';
        build.looks.push({ alternatives: element.alternatives, backward, leading });
      }
      return NOTHING;
    case 'Quantifier':
      return repeated(build, element);
    default:
      return one(build, element.raw);
  }
}

/** A single byte out of a set; what the set holds is asked of the engine itself. */
function one(build: Build, raw: string): Part {
  const position = build.setOf.length;
  if (position >= MAX_POSITIONS) throw new TooLarge('too many positions');
  build.setOf.push(setFor(build, raw));
  build.next.push(new Map());
  return { empty: 0, first: new Map([[position, 1]]), last: new Map([[position, 1]]) };
}

function setFor(build: Build, raw: string): number {
  const known = build.setByText.get(raw);
  if (known !== undefined) return known;
  const single = new RegExp(`^(?:${raw})$`, build.flags.replace('m', ''));
  const set = Uint8Array.from({ length: 256 }, (_, byte) => (single.test(String.fromCharCode(byte)) ? 1 : 0));
  build.setByText.set(raw, build.sets.length);
  return build.sets.push(set) - 1;
}

/** An iteration past the minimum that matches nothing is refused by the language, so it adds no way. */
function repeated(build: Build, quantifier: AST.Quantifier): Part {
  const { min, max, element } = quantifier;
  if (max === 0) return NOTHING;
  const before = build.setOf.length;
  const body = part(build, element, false);
  const looks = build.looks.length;
  const size = Math.max(1, build.setOf.length - before);
  if (max * size > build.unrolled) return loop(build, body, min);
  let rest = NOTHING;
  for (let copy = max; copy >= 1; copy--) {
    const here = copy === 1 ? body : part(build, element, false);
    rest = copy > min ? optional(then(build, { ...here, empty: 0 }, rest)) : then(build, here, rest);
    // A copy brings its look-around again: it is one place of the pattern.
    build.looks.length = looks;
  }
  return rest;
}

function optional(inner: Part): Part {
  return { ...inner, empty: 1 };
}

function loop(build: Build, body: Part, min: number): Part {
  // Empty iterations are allowed up to the minimum, and a loop would not count the ways to place them.
  if (min > 1 && body.empty > 0) throw new TooLarge('a long repetition of something that may be empty');
  connect(build, body.last, body.first);
  if (min === 0) return optional(body);
  return { ...body, first: sum(body.first, body.first, body.empty), last: body.last };
}

function then(build: Build, a: Part, b: Part): Part {
  connect(build, a.last, b.first);
  return {
    empty: a.empty * b.empty,
    first: a.empty === 0 ? a.first : sum(a.first, b.first, a.empty),
    last: b.empty === 0 ? b.last : sum(b.last, a.last, b.empty),
  };
}

function connect(build: Build, from: Ways, to: Ways): void {
  build.edges += from.size * to.size;
  if (build.edges > MAX_EDGES) throw new TooLarge('too many ways');
  for (const [p, m] of from) {
    const ways = build.next[p];
    for (const [q, n] of to) ways?.set(q, Math.min(MAX_WAYS, (ways.get(q) ?? 0) + m * n));
  }
}

function sum(a: Ways, b: Ways, times: number): Ways {
  if (b.size === 0 || times === 0) return a;
  const both = new Map(a);
  for (const [position, ways] of b) both.set(position, Math.min(MAX_WAYS, (both.get(position) ?? 0) + ways * times));
  return both;
}
