/**
 * Findings × history → occurrences: for each place of a value (path, and n-th time in the version) the commits that
 * brought it, the last one that had it, how many versions hold it.
 */
import { ABSENT, NAMED, pathOf } from './path-changes.ts';
import type { MarkedHistory } from './path-changes.ts';
import type { ObjectGraph } from '../object-graph.ts';
import type { Finding } from '../model.ts';

/** What stands in a leaf at a path. */
export interface Placed {
  /** Number of the value. */
  readonly value: number;
  readonly finding: Finding;
}

/** A place with its history. Commits are ordinals, blobs object numbers. */
export interface PlaceHistory {
  readonly path: string;
  readonly kind: 'blob' | 'name';
  readonly value: number;
  /** Of the version that the earliest introduction brought. */
  finding: Finding;
  /** Of the last version. */
  lastFinding: Finding;
  /** In commit order, the earliest first. */
  readonly introductions: number[];
  /** Those of them that are nothing new: a parent has the value in a path that the commit touches. */
  readonly moved: Map<number, 'as-often' | 'more-often'>;
  blob: number;
  lastCommit: number;
  lastBlob: number;
  readonly versions: Set<number>;
  inHead: boolean;
}

export interface HistoryQuestion {
  readonly graph: ObjectGraph;
  readonly order: Int32Array;
  readonly history: MarkedHistory;
  /** Commits without children. */
  readonly tips: readonly number[];
  /** Ordinal of HEAD's commit, -1 without one. */
  readonly head: number;
  /** What a leaf holds when it stands at this path; the same array for the same arguments. */
  readonly placed: (leaf: number, path: string) => readonly Placed[];
  /** How sure a finding is at a path: a weaker place excuses no stronger one. */
  readonly strength: (finding: Finding, path: string) => number;
}

/** What the touched paths of a parent, or of the commit itself, hold of a value. */
interface Held {
  count: number;
  strongest: number;
}

export function placesInHistory({ order, history, tips, head, placed, strength }: HistoryQuestion): PlaceHistory[] {
  const places = new Map<string, PlaceHistory>();
  const rank = new Int32Array(order.length);
  order.forEach((commit, index) => (rank[commit] = index));

  function placeOf(key: string, leaf: number, commit: number, item: Placed, nth: number): PlaceHistory {
    const id = `${key}\0${item.value}\0${item.finding.via.join('>')}\0${nth}`;
    let place = places.get(id);
    if (place === undefined) {
      const { value, finding } = item;
      place = {
        path: pathOf(key),
        kind: leaf === NAMED ? 'name' : 'blob',
        value,
        finding,
        lastFinding: finding,
        introductions: [],
        moved: new Map(),
        blob: leaf,
        lastCommit: commit,
        lastBlob: leaf,
        versions: new Set(),
        inHead: false,
      };
      places.set(id, place);
    }
    return place;
  }
  function held(key: string, leaf: number, commit: number, item: Placed, nth: number): void {
    const place = placeOf(key, leaf, commit, item, nth);
    if (rank[commit]! < rank[place.lastCommit]!) return;
    place.lastCommit = commit;
    place.lastBlob = leaf;
    place.lastFinding = item.finding;
  }

  for (const commit of order) {
    const came: { place: PlaceHistory; strength: number }[] = [];
    const own = new Map<number, Held>();
    const theirs: Map<number, Held>[] = [];
    history.visit(commit, {
      changed(_commit, key, after, before, parents) {
        const path = pathOf(key);
        const now = numbered(after === ABSENT ? [] : placed(after, path));
        const then = before.map((leaf) => numbered(leaf === ABSENT ? [] : placed(leaf, path)));
        tally(own, now, path, strength);
        then.forEach((side, index) => tally((theirs[index] ??= new Map()), side, path, strength));
        for (const [id, item] of now) {
          const nth = nthOf(id);
          const place = placeOf(key, after, commit, item, nth);
          if (after !== NAMED) place.versions.add(after);
          if (then.some((side) => side.has(id))) continue;
          place.introductions.push(commit);
          came.push({ place, strength: strength(item.finding, path) });
        }
        then.forEach((side, index) => {
          for (const [id, item] of side) if (!now.has(id)) held(key, before[index]!, parents[index]!, item, nthOf(id));
        });
      },
    });
    for (const { place, strength: needed } of came) {
      if (!theirs.some((side) => (side.get(place.value)?.strongest ?? -1) >= needed)) continue;
      const most = Math.max(...theirs.map((side) => side.get(place.value)?.count ?? 0));
      place.moved.set(commit, own.get(place.value)!.count > most ? 'more-often' : 'as-often');
    }
  }
  for (const tip of tips) {
    for (const [key, leaf] of history.leaves(tip)) {
      for (const [id, item] of numbered(placed(leaf, pathOf(key)))) held(key, leaf, tip, item, nthOf(id));
    }
  }
  if (head >= 0) {
    for (const [key, leaf] of history.leaves(head)) {
      for (const [id, item] of numbered(placed(leaf, pathOf(key))))
        placeOf(key, leaf, head, item, nthOf(id)).inHead = true;
    }
  }
  return [...places.values()];
}

function tally(
  held: Map<number, Held>,
  items: ReadonlyMap<string, Placed>,
  path: string,
  strength: HistoryQuestion['strength'],
): void {
  for (const { value, finding } of items.values()) {
    const known = held.get(value) ?? { count: 0, strongest: -1 };
    held.set(value, { count: known.count + 1, strongest: Math.max(known.strongest, strength(finding, path)) });
  }
}

/** The n-th time that a value stands in a version: `value/via/n` → what stands there. */
function numbered(items: readonly Placed[]): Map<string, Placed> {
  const counts = new Map<string, number>();
  const all = new Map<string, Placed>();
  for (const item of items) {
    const key = `${item.value}/${item.finding.via.join('>')}`;
    const nth = (counts.get(key) ?? 0) + 1;
    counts.set(key, nth);
    all.set(`${key}/${nth}`, item);
  }
  return all;
}

function nthOf(id: string): number {
  return Number(id.slice(id.lastIndexOf('/') + 1));
}
