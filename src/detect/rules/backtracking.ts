/**
 * In: a pattern that is tried at one place. Out: a proof that it costs a number of steps in proportion to its window,
 * or a sentence saying that there is none. Counts the most runs a backtracking engine can have alive after each byte,
 * over all possible texts: sets of live positions are followed as in a subset construction, each with the number of
 * runs that stand there; where two texts lead to the same set the larger numbers are kept, so the bound only grows.
 */
import { automatonOf, TooLarge, type Automaton, type Ways } from './automaton.ts';
import { parsePattern, provedReach } from './reach.ts';
import type { AST } from '@eslint-community/regexpp';

/** A pattern may cost so many steps for every byte of its window, and so many more by what its look-around repeats. */
const STEPS_PER_BYTE = 32;
const LOOKS_PER_STEP = 8;
const LEAST_WINDOW = 64;
const MAX_SETS = 300;
const MAX_WORK = 3e7;

/** Counts are made loops first, which is quick and proves most patterns; the rest is counted out. */
const EXACT = 600;
const UNROLLED = [16, EXACT];

/** Sets of positions that can be live after some text, each with the most runs that can stand there. */
type Layer = ReadonlyMap<string, Ways>;

interface Task {
  readonly flags: string;
  readonly unrolled: number;
  readonly window: number;
  readonly limit: number;
  work: number;
}

/**
 * Why a pattern is not known to be linear in a window of so many bytes, or undefined when it is proved.
 * Without `window`, the pattern's own reach.
 */
export function superLinear(
  pattern: string,
  flags: string,
  window?: number,
  perByte = STEPS_PER_BYTE,
): string | undefined {
  const { behind, ahead } = provedReach(pattern);
  const reach = Math.max(LEAST_WINDOW, window ?? (Number.isFinite(behind + ahead) ? behind + ahead : 512));
  const limit = reach * perByte;
  const tasks = UNROLLED.map((unrolled) => ({ flags, unrolled, window: reach, limit, work: 0 }));
  let problem: string | undefined;
  for (const task of tasks) {
    problem = problemOf(task, parsePattern(pattern).alternatives);
    if (problem === undefined) return undefined;
  }
  return problem;
}

/** Whether a match can begin with these bytes; look-around is not considered. */
export function canStartWith(pattern: string, flags: string, literal: string): boolean {
  const automaton = automatonOf(parsePattern(pattern).alternatives, flags, false, EXACT);
  let here: Ways = automaton.first;
  for (let i = 0; i < literal.length; i++) {
    const byte = literal.charCodeAt(i);
    const fitting = [...here.keys()].filter((p) => takes(automaton, p, byte));
    if (i === literal.length - 1) return fitting.length > 0;
    here = new Map(fitting.flatMap((p) => [...(automaton.next[p] ?? [])]));
  }
  return false;
}

function problemOf(task: Task, alternatives: readonly AST.Alternative[]): string | undefined {
  try {
    const steps = stepsOf(task, alternatives, false);
    if (steps <= task.limit * LOOKS_PER_STEP) return undefined;
    return `may backtrack over ${task.limit} steps in ${task.window} bytes; let neighbouring parts start differently`;
  } catch (error) {
    if (error instanceof TooLarge) return 'too large to be proved linear; use shorter counts or split the rule';
    throw error;
  }
}

/** Steps with look-around: what leads is tried once, what follows may be tried at every step. */
function stepsOf(task: Task, alternatives: readonly AST.Alternative[], backward: boolean): number {
  const automaton = automatonOf(alternatives, task.flags, backward, task.unrolled);
  const main = longest(task, automaton);
  if (main > task.limit) return Infinity;
  let steps = main;
  for (const look of automaton.looks) {
    const inner = stepsOf(task, look.alternatives, look.backward);
    steps += look.leading ? inner : main * inner;
  }
  return steps;
}

/** The sum of live runs over a text as long as the window, for the worst text. */
function longest(task: Task, automaton: Automaton): number {
  const samples = distinctBytes(automaton.sets);
  let layer = new Map<string, Ways>([['', automaton.first]]);
  let steps = 1 + [...automaton.first.values()].reduce((a, b) => a + b, 0);
  let alive = 0;
  for (let depth = 0; depth < task.window && layer.size > 0; depth++) {
    const after = advance(task, automaton, layer, samples);
    alive = Math.max(0, ...[...after.values()].map(total));
    // Nothing new: every further byte costs what this one did.
    const settled = isSame(after, layer);
    steps += settled ? alive * (task.window - depth) : alive;
    if (settled || steps > task.limit) break;
    layer = after;
  }
  return steps + alive;
}

/** One byte on: every set of live positions under every byte that makes a difference. */
function advance(task: Task, automaton: Automaton, layer: Layer, samples: readonly number[]): Map<string, Ways> {
  const after = new Map<string, Ways>();
  for (const ways of layer.values()) {
    for (const byte of samples) {
      const moved = step(task, automaton, ways, byte);
      if (moved.size === 0) continue;
      const key = [...moved.keys()].sort((a, b) => a - b).join(',');
      after.set(key, largest(after.get(key), moved));
    }
  }
  if (after.size <= MAX_SETS) return after;
  return new Map([['', [...after.values()].reduce(largest)]]);
}

/** A live position is one at which a byte is about to be matched: the byte decides which survive and lead on. */
function step(task: Task, automaton: Automaton, ways: Ways, byte: number): Ways {
  const moved = new Map<number, number>();
  task.work += ways.size;
  for (const [p, runs] of ways) {
    if (!takes(automaton, p, byte)) continue;
    const next = automaton.next[p] ?? new Map<number, number>();
    task.work += next.size;
    for (const [q, times] of next) moved.set(q, (moved.get(q) ?? 0) + runs * times);
  }
  if (task.work > MAX_WORK) throw new TooLarge('too much work');
  return moved;
}

function takes(automaton: Automaton, position: number, byte: number): boolean {
  return automaton.sets[automaton.setOf[position] ?? 0]?.[byte] === 1;
}

function largest(a: Ways | undefined, b: Ways): Ways {
  if (!a) return b;
  const both = new Map(a);
  for (const [position, runs] of b) both.set(position, Math.max(runs, both.get(position) ?? 0));
  return both;
}

function total(ways: Ways): number {
  let sum = 0;
  for (const runs of ways.values()) sum += runs;
  return sum;
}

function isSame(a: Layer, b: Layer): boolean {
  if (a.size !== b.size) return false;
  for (const [key, ways] of a) {
    const others = b.get(key);
    if (!others) return false;
    for (const [position, runs] of ways) if (others.get(position) !== runs) return false;
  }
  return true;
}

/** One byte for each group of bytes that all sets treat alike. */
function distinctBytes(sets: readonly Uint8Array[]): readonly number[] {
  const samples = new Map<string, number>();
  for (let byte = 0; byte < 256; byte++) samples.set(sets.map((set) => set[byte]).join(''), byte);
  return [...samples.values()];
}
