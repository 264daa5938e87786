/**
 * Hits of a version, by what it copies from its base. A hit whose literal was copied whole is the base's; it is judged
 * again where its window was not. Literals that an insert, a seam of two runs or an end of the unit can have made are
 * looked for there, and nowhere else.
 */
import { RUN, runs } from './delta';
import { judgedBefore, rememberJudged } from './judged';
import { findRuns, isInBody, reachOfRun, shortest } from './key-runs';
import { restOfLine } from './lines';
import { addHit, clearHits, findLiterals, HIT, hitCount, hits, tooManyHits } from './literals';
import { ALONE, BY_NAME, farReaches, LITERAL_SIZE, literals } from './literals';
import { isFollowed, mixesClasses } from './look';
import { isNameWorthJudging, rememberName } from './names';

/** The longest literal; the number that stands for runs, encoded ones have the next; the first literal that is a mark and no rule's. */
let longest: usize = 0;
let runNumber: u32 = 0xffffffff;
let firstMark: u32 = 0;
/** Bytes behind a line that are looked at with it. */
let behindLine: u32 = 0;

/** Stands in what the host knows a hit by. */
const FAR: u32 = 0x80000000;
/** What the host knows a hit by when no rule is about the name that it stands in. */
const NOTHING_BY_NAME: u32 = 0x7fffffff;

/** With so many hits within so many bytes a rule may have more than it may have (detect/search/density.ts). */
let denseHits: u32 = 0;
let denseSpan: u32 = 0;

/** Numbers of the hits that have to be judged. */
export const fresh = memory.data(4 * (1 << 16));
export let freshCount: u32 = 0;
/** Hits that were judged in the base and came to something. */
export let keptCount: u32 = 0;
export let markCount: u32 = 0;
/** Hits stand so close together that the host has to count those of each rule. */
export let crowded: bool = false;

export function prepareHits(longestLiteral: usize, runs: u32, marks: u32, behind: u32, cap: u32, span: u32): void {
  longest = longestLiteral;
  runNumber = runs;
  firstMark = marks;
  behindLine = behind;
  denseHits = cap;
  denseSpan = span;
}

/** @returns how many hits a whole unit has; -1 for more than can be listed */
export function hitsOfWhole(unit: usize, length: usize): i32 {
  clearHits();
  findLiterals(unit, length, 0, length, 0);
  if (shortest > 0) findRuns(unit, length, 0, length, 0);
  return sum(unit, length);
}

/** The same for a version, of which `applyDelta` just noted the runs. */
export function hitsOfVersion(
  unit: usize,
  length: usize,
  runCount: u32,
  baseLength: usize,
  baseHits: usize,
  baseCount: u32,
): i32 {
  clearHits();
  // what begins before `known` was looked for with the run before; a run that begins both has none before it, and what
  // begins with it is the base's only where it ends within
  let known: usize = 0;
  let end: usize = 0;
  for (let run = runs, last = runs + <usize>runCount * RUN; run < last; run += RUN) {
    const start = <usize>load<u32>(run);
    const fromStart = start === 0 && load<u32>(run + 8) === 0;
    search(unit, length, known, end, start, fromStart ? 0 : start + 1);
    copyHits(unit, length, run, baseLength, baseHits, baseCount);
    known = fromStart ? 0 : start + 1;
    end = load<u32>(run + 4);
  }
  search(unit, length, known, end, length, length);
  return sum(unit, length);
}

/**
 * Between two runs: what begins in the first of them and goes on behind it, what begins in between, and a run of
 * characters that begins where the second does.
 */
function search(unit: usize, length: usize, known: usize, end: usize, to: usize, runsTo: usize): void {
  const inRun = max<usize>(known, 1) - 1;
  findLiterals(unit, length, max<usize>(inRun, max(end, longest) - longest), to, end);
  if (shortest > 0) findRuns(unit, length, known, runsTo, end);
}

function copyHits(unit: usize, length: usize, run: usize, baseLength: usize, baseHits: usize, baseCount: u32): void {
  const start = load<u32>(run);
  const end = load<u32>(run + 4);
  const from = load<u32>(run + 8);
  const until = from + (end - start);
  const runStartsBoth = start === 0 && from === 0;
  const runEndsBoth = end === <u32>length && until === <u32>baseLength;
  let hit = baseHits + <usize>firstAtOrBehind(baseHits, baseCount, from) * HIT;
  for (const last = baseHits + <usize>baseCount * HIT; hit < last; hit += HIT) {
    const there = load<u32>(hit);
    if (there >= until) break;
    const number = <u32>load<u16>(hit + 4);
    const literal = literals + <usize>number * LITERAL_SIZE;
    if (there + load<u8>(literal) > until) continue;
    if (number >= runNumber && there === from && !runStartsBoth) continue;

    // the window, and whether its ends are the unit's, must be the same in both
    const here = there - from + start;
    const back = before(number);
    const left = here > back ? here - back > start || (here - back === start && from > 0) : runStartsBoth;
    const outcome = load<u32>(hit + 8);
    let right = here + mostAfter(number, outcome) < end; // most lie so far within that nothing has to be looked at
    if (left && !right) {
      const windowEnd = here + after(unit, length, here, number, outcome);
      right = windowEnd < <u32>length ? windowEnd <= end && windowEnd - start + from < <u32>baseLength : runEndsBoth;
    }
    if (left && right) addHit(here, number, 0, outcome);
    else addHit(here, number, 1, 0);
  }
}

function firstAtOrBehind(list: usize, count: u32, offset: u32): u32 {
  let low: u32 = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (load<u32>(list + <usize>middle * HIT) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

function sum(unit: usize, length: usize): i32 {
  crowded = false;
  if (tooManyHits) return -1;
  freshCount = 0;
  keptCount = 0;
  markCount = 0;
  for (let i: u32 = 0; i < hitCount; i++) {
    const hit = hits + <usize>i * HIT;
    if (i >= denseHits && load<u32>(hit) - load<u32>(hit - <usize>denseHits * HIT) <= denseSpan) crowded = true;
    const number = <u32>load<u16>(hit + 4);
    if (number >= firstMark && number < runNumber) markCount++;
    else if (load<u16>(hit + 6) !== 0) {
      const at = load<u32>(hit);
      if (!isWorthJudging(unit, length, at, number)) continue;
      const judged = judgedBefore(unit, length, at, number, before(number), after(unit, length, at, number, 0));
      if (judged !== 0) {
        store<u32>(hit + 8, load<u32>(judged));
        if (load<u32>(judged) !== 0) keptCount++;
        continue;
      }
      store<u32>(fresh + (<usize>freshCount << 2), i);
      freshCount++;
    } else if ((load<u32>(hit + 8) & ~FAR) !== 0) keptCount++;
  }
  return <i32>hitCount;
}

/** Keeps what the host made of the hits that it had to judge. */
export function rememberFresh(unit: usize, length: usize): void {
  for (let i: u32 = 0; i < freshCount; i++) {
    const hit = hits + <usize>load<u32>(fresh + (<usize>i << 2)) * HIT;
    const at = load<u32>(hit);
    const number = <u32>load<u16>(hit + 4);
    const outcome = load<u32>(hit + 8);
    if ((outcome & FAR) !== 0) continue;
    if (outcome === NOTHING_BY_NAME) {
      rememberName(unit, length, at, number);
      store<u32>(hit + 8, 0);
      continue;
    }
    rememberJudged(unit, length, at, number, before(number), after(unit, length, at, number, 0), outcome);
  }
}

// @ts-ignore: decorator
@inline
function before(number: u32): u32 {
  return load<u32>(literals + <usize>number * LITERAL_SIZE + 4);
}

// @ts-ignore: decorator
@inline
function mostAfter(number: u32, outcome: u32): u32 {
  if ((outcome & FAR) !== 0) return load<u32>(farReaches + (<usize>number << 2));
  return load<u32>(literals + <usize>number * LITERAL_SIZE + 8);
}

/** A run is judged by itself and what ends it, what stands in a name by a little more than its line. */
function after(unit: usize, length: usize, at: u32, number: u32, outcome: u32): u32 {
  const most = mostAfter(number, outcome);
  if ((outcome & FAR) !== 0) return most;
  if (number >= runNumber) return reachOfRun(unit, length, at, number, most);
  return load<u8>(literals + <usize>number * LITERAL_SIZE, 1) & BY_NAME ? min(restOfLine(unit, length, at, most) + behindLine, most) : most;
}

function isWorthJudging(unit: usize, length: usize, at: usize, number: u32): bool {
  const literal = literals + <usize>number * LITERAL_SIZE;
  if (number > runNumber) return true;
  if (number === runNumber) {
    if ((load<u8>(literal, 1) & ALONE) !== 0 && isInBody(unit, at, before(number))) return false;
    return mixesClasses(unit, length, at, load<u32>(literal + 8));
  }
  if (load<u8>(literal, 1) & BY_NAME) return isNameWorthJudging(unit, length, at, number);
  const follow = <u32>load<u8>(literal + 63);
  return follow === 0 || isFollowed(unit, length, literal, at, follow);
}
