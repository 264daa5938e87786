/**
 * Findings × history → occurrences: for each place of a value (path, and n-th time in the version) the commits that
 * brought it, the last one that had it, how many versions hold it, and all that they say of it.
 */
import { excuses, weightKey } from './excuse.ts';
import { ABSENT, NAMED } from './path-changes.ts';
import { isSameUse } from './uses.ts';
import type { Weight } from './excuse.ts';
import type { MarkedHistory, Path, PathVisitor } from './path-changes.ts';
import type { ObjectGraph } from '../object-graph.ts';
import type { Finding } from '../model.ts';

/** What stands in a leaf at a path. */
export interface Placed {
  /** Number of the value. */
  readonly value: number;
  readonly finding: Finding;
}

/** What one or more versions of a place say of the value. */
export interface Reading {
  readonly finding: Finding;
  readonly weight: Weight;
}

/** A place with its history. Commits are ordinals, blobs object numbers. */
export interface PlaceHistory {
  readonly path: string;
  readonly at: Path;
  /** The n-th time of the value and its layers in a version: what `itemAt` finds it by. */
  readonly nth: string;
  readonly kind: 'blob' | 'name';
  readonly value: number;
  /** Of the version that the earliest introduction brought. */
  readonly finding: Finding;
  /** Of all versions, each that differs in use or weight once. */
  readonly readings: Reading[];
  /** Of the last version. */
  lastFinding: Finding;
  /** In commit order, the earliest first: commits that hold it here, and no parent does as strongly. */
  readonly introductions: number[];
  /** Those of them that are nothing new: a parent has the value in a path that the commit touches. */
  readonly moved: Map<number, 'as-often' | 'more-often'>;
  readonly blob: number;
  lastCommit: number;
  lastBlob: number;
  /** The commit that took it out of the last one's tree; -1: a tip has it, or history ends there. */
  removal: number;
  readonly versions: Set<number>;
  /** Of HEAD's version; undefined: HEAD does not have it. */
  headFinding: Finding | undefined;
}

export interface HistoryQuestion {
  readonly graph: ObjectGraph;
  readonly order: Int32Array;
  readonly history: MarkedHistory;
  /** Commits without children, in commit order. */
  readonly tips: readonly number[];
  /** Ordinal of HEAD's commit, -1 without one. */
  readonly head: number;
  /** What a leaf holds when it stands at this path; the same array for the same arguments. */
  readonly placed: (leaf: number, path: string) => readonly Placed[];
  /** What a finding weighs at a path: a weaker place excuses no stronger one. */
  readonly weigh: (finding: Finding, path: string) => Weight;
}

type Numbered = ReadonlyMap<string, Placed>;

/** The leaf that a commit has at a path that it touches, and those of its parents. */
interface Touched {
  readonly at: Path;
  readonly after: number;
  readonly before: readonly number[];
}

/** What the touched paths of a parent, or of the commit itself, hold of a value. */
interface Held {
  count: number;
  /** Distinct ones. */
  readonly weights: Map<string, Weight>;
}

export function placesInHistory({ order, history, tips, head, placed, weigh }: HistoryQuestion): PlaceHistory[] {
  /** By path, then by value, layers and n-th time. */
  const places = new Map<Path, Map<string, PlaceHistory>>();
  const rank = new Int32Array(order.length);
  order.forEach((commit, index) => (rank[commit] = index));

  /** By path and leaf: most are asked for again and again while history goes by. */
  const stood = new Map<Path, Map<number, Numbered>>();

  function standing(at: Path, leaf: number): Numbered {
    if (leaf === ABSENT) return NOTHING;
    let here = stood.get(at);
    if (here === undefined) stood.set(at, (here = new Map()));
    let items = here.get(leaf);
    if (items === undefined) here.set(leaf, (items = numbered(placed(leaf, history.textOf(at)))));
    return items;
  }

  function placeOf(at: Path, leaf: number, commit: number, item: Placed, id: string): PlaceHistory {
    let here = places.get(at);
    if (here === undefined) places.set(at, (here = new Map()));
    let place = here.get(id);
    if (place === undefined) {
      const { value, finding } = item;
      place = {
        path: history.textOf(at),
        at,
        nth: id,
        kind: leaf === NAMED ? 'name' : 'blob',
        value,
        finding,
        readings: [],
        lastFinding: finding,
        introductions: [],
        moved: new Map(),
        blob: leaf,
        lastCommit: commit,
        lastBlob: leaf,
        removal: -1,
        versions: new Set(),
        headFinding: undefined,
      };
      here.set(id, place);
      read(place, finding);
    }
    return place;
  }
  function read(place: PlaceHistory, finding: Finding): Weight {
    const weight = weigh(finding, place.path);
    if (!place.readings.some((reading) => readsTheSame(reading, finding, weight))) place.readings.push({ finding, weight });
    return weight;
  }
  function held(at: Path, leaf: number, commit: number, item: Placed, id: string, removal = -1, isTakenOver = false): void {
    const place = placeOf(at, leaf, commit, item, id);
    if (removal < 0) place.removal = removal; // a tip has it: whoever took it out later did so on another branch
    if (rank[commit]! < rank[place.lastCommit]!) return;
    // the side that a merge takes over did it
    if (!isTakenOver || place.removal < 0 || commit !== place.lastCommit) place.removal = removal;
    place.lastCommit = commit;
    place.lastBlob = leaf;
    place.lastFinding = item.finding;
  }

  /** Of one commit. */
  let came: { place: PlaceHistory; weight: Weight }[] = [];
  let touched: Touched[] = [];
  const visitor: PathVisitor = {
    changed(commit, at, after, before, parents) {
      const now = standing(at, after);
      touched.push({ at, after, before });
      // a merge mostly takes over what one side has: that came with a commit of that side
      const isNew = !before.includes(after);
      const then = isNew ? before.map((leaf) => standing(at, leaf)) : [];
      for (const [id, item] of isNew ? now : NOTHING) {
        const place = placeOf(at, after, commit, item, id);
        if (after !== NAMED) place.versions.add(after);
        const weight = read(place, item.finding);
        if (then.some((side) => side.has(id) && excuses(weigh(side.get(id)!.finding, place.path), weight))) continue;
        place.introductions.push(commit);
        came.push({ place, weight });
      }
      before.forEach((leaf, index) => {
        if (leaf === after) return;
        for (const [id, item] of standing(at, leaf)) if (!now.has(id)) held(at, leaf, parents[index]!, item, id, commit, !isNew);
      });
    },
  };
  /** What a commit brought is nothing new where a parent has it in a path that the commit touches. */
  function noteMoves(commit: number): void {
    if (came.length === 0) return;
    const tallyOf = (leafOf: (one: Touched) => number): Map<number, Held> =>
      tally(touched.map((one) => ({ path: history.textOf(one.at), items: standing(one.at, leafOf(one)) })), weigh);
    const own = tallyOf(({ after }) => after);
    const theirs = touched[0]!.before.map((_, parent) => tallyOf(({ before }) => before[parent]!));
    for (const { place, weight } of came) {
      const before = theirs.flatMap((side) => [...(side.get(place.value)?.weights.values() ?? [])]);
      if (!before.some((old) => excuses(old, weight))) continue;
      const most = Math.max(...theirs.map((side) => side.get(place.value)?.count ?? 0));
      place.moved.set(commit, own.get(place.value)!.count > most ? 'more-often' : 'as-often');
    }
  }

  for (const commit of order) {
    history.visit(commit, visitor);
    if (touched.length === 0) continue; // most commits
    noteMoves(commit);
    came = [];
    touched = [];
  }
  history.eachLeaf(tips, (tip, at, leaf) => {
    for (const [id, item] of standing(at, leaf)) held(at, leaf, tip, item, id);
  });
  for (const [at, leaf] of head < 0 ? [] : history.leaves(head)) {
    for (const [id, item] of standing(at, leaf)) placeOf(at, leaf, head, item, id).headFinding = item.finding;
  }
  return [...places.values()].flatMap((here) => [...here.values()]);
}

function readsTheSame({ finding, weight }: Reading, other: Finding, otherWeight: Weight): boolean {
  return isSameUse(finding, other) && (weight === otherWeight || weightKey(weight) === weightKey(otherWeight));
}

function tally(
  side: readonly { readonly path: string; readonly items: Numbered }[],
  weigh: HistoryQuestion['weigh'],
): Map<number, Held> {
  const held = new Map<number, Held>();
  for (const { path, items } of side) {
    for (const { value, finding } of items.values()) {
      let known = held.get(value);
      if (known === undefined) held.set(value, (known = { count: 0, weights: new Map() }));
      known.count++;
      const weight = weigh(finding, path);
      known.weights.set(weightKey(weight), weight);
    }
  }
  return held;
}

/** Versions stand still while history goes by: most are asked for again and again. */
const known = new WeakMap<readonly Placed[], Numbered>();
const NOTHING: Numbered = new Map();

/** What stands at a place in one of its versions. @param items of that version, at the place's path */
export function itemAt(items: readonly Placed[], { nth }: PlaceHistory): Placed | undefined {
  return numbered(items).get(nth);
}

/** The n-th time that a value stands in a version, or in a member: `value/via/member/n` → what stands there. */
function numbered(items: readonly Placed[]): Numbered {
  if (items.length === 0) return NOTHING;
  const before = known.get(items);
  if (before !== undefined) return before;
  const counts = new Map<string, number>();
  const all = new Map<string, Placed>();
  for (const item of items) {
    const { via, member = '' } = item.finding;
    const key = `${item.value}/${via.join('>')}/${member}`;
    const nth = (counts.get(key) ?? 0) + 1;
    counts.set(key, nth);
    all.set(`${key}/${nth}`, item);
  }
  known.set(items, all);
  return all;
}
