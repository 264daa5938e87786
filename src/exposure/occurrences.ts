/**
 * Findings × history → occurrences: for each place of a value (path, and n-th time in the version) the commits that
 * brought it, the last one that had it, how many versions hold it, and all that they say of it.
 */
import { historyOf } from './commit-order.ts';
import { excuses, weightKey } from './excuse.ts';
import { ABSENT, NAMED } from './path-changes.ts';
import { NOTHING, numbered } from './placed.ts';
import { isSameUse } from './uses.ts';
import type { Weight } from './excuse.ts';
import type { MarkedHistory, Path, PathVisitor } from './path-changes.ts';
import type { Numbered, Placed } from './placed.ts';
import type { ObjectGraph } from '../object-graph.ts';
import type { Finding } from '../model.ts';

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
  /** The commit that took it out at last; -1: a tip has it. */
  removal: number;
  /** The one of HEAD's history that did; -1: none. What a merge takes over from one of its sides was done there. */
  headRemoval: number;
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

export function placesInHistory({ graph, order, history, tips, head, placed, weigh }: HistoryQuestion): PlaceHistory[] {
  /** By path, then by value, layers and n-th time. */
  const places = new Map<Path, Map<string, PlaceHistory>>();
  const rank = new Int32Array(order.length);
  order.forEach((commit, index) => (rank[commit] = index));
  const isInHead = historyOf(graph, order, head);

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
        headRemoval: -1,
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
  function held(at: Path, leaf: number, commit: number, item: Placed, id: string): PlaceHistory {
    const place = placeOf(at, leaf, commit, item, id);
    if (rank[commit]! >= rank[place.lastCommit]!) {
      place.lastCommit = commit;
      place.lastBlob = leaf;
      place.lastFinding = item.finding;
    }
    return place;
  }
  /** @param removal -1: it came, whoever had taken it out before */
  function left(place: PlaceHistory, commit: number, removal: number, isTakenOver: boolean): void {
    if (!isTakenOver || place.removal < 0) place.removal = removal;
    if (isInHead[commit] === 1 && (!isTakenOver || place.headRemoval < 0)) place.headRemoval = removal;
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
        const had = then.flatMap((side) => side.get(id) ?? []);
        if (had.length === 0) left(place, commit, -1, false);
        if (had.some(({ finding }) => excuses(weigh(finding, place.path), weight))) continue;
        place.introductions.push(commit);
        came.push({ place, weight });
      }
      before.forEach((leaf, index) => {
        if (leaf === after) return;
        for (const [id, item] of standing(at, leaf)) {
          if (now.has(id)) continue;
          const isTakenOver = before.some((side) => !standing(at, side).has(id));
          left(held(at, leaf, parents[index]!, item, id), commit, commit, isTakenOver);
        }
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
    for (const [id, item] of standing(at, leaf)) held(at, leaf, tip, item, id).removal = -1;
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
