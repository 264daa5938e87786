/** Versions of paths, each by itself: the commit that brought it, and the last one that had it. */
import { ABSENT, NAMED } from './path-changes.ts';
import type { MarkedHistory, Path } from './path-changes.ts';

/** Of one blob at one path; commits are ordinals. */
export interface VersionTimes {
  /** The first of all that hold it there, in commit order. */
  readonly first: number;
  readonly last: number;
  readonly inHead: boolean;
}

interface VersionsQuestion {
  /** Parents first. */
  readonly order: Int32Array;
  readonly history: MarkedHistory;
  /** Commits without children, in commit order. */
  readonly tips: readonly number[];
  /** Ordinal of HEAD's commit, -1 without one. */
  readonly head: number;
}

/** One pass over all changes; costs memory for each distinct blob at each path, however much was found in it. */
export function versionTimes({
  order,
  history,
  tips,
  head,
}: VersionsQuestion): (path: Path, blob: number) => VersionTimes | undefined {
  const times = new Map<Path, Map<number, { first: number; last: number }>>();
  const rank = new Int32Array(order.length);
  order.forEach((commit, index) => (rank[commit] = index));

  function seen(path: Path, blob: number, commit: number): void {
    if (blob === ABSENT || blob === NAMED) return;
    let here = times.get(path);
    if (here === undefined) times.set(path, (here = new Map()));
    const known = here.get(blob);
    if (known === undefined) here.set(blob, { first: commit, last: commit });
    else if (rank[commit]! > rank[known.last]!) known.last = commit;
  }

  for (const commit of order) {
    history.visit(commit, {
      changed(_commit, path, after, before, parents) {
        before.forEach((blob, index) => seen(path, blob, parents[index]!));
        seen(path, after, commit);
      },
    });
  }
  history.eachLeaf(tips, (tip, path, blob) => seen(path, blob, tip));
  const now = head < 0 ? new Map<Path, number>() : history.leaves(head);
  return (path, blob) => {
    const known = times.get(path)?.get(blob);
    return known && { ...known, inHead: now.get(path) === blob };
  };
}
