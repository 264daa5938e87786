/** Which branches and pull requests still have a value in their newest commit: where it is found by whoever checks one out today. */
import { compareLines, isLine, MOST_REFS, sortedTips } from './reach.ts';
import type { Placed } from './placed.ts';
import type { MarkedHistory } from './path-changes.ts';
import type { Holders, Tip } from './reach.ts';

/**
 * By the number of the value. Each branch is looked at as a difference to the one before, for thousands of them have
 * nearly the same files.
 */
export function branchesWith(
  tips: readonly Tip[],
  history: MarkedHistory,
  placed: (leaf: number, path: string) => readonly Placed[],
): ReadonlyMap<number, Holders> {
  const branches = new Map<number, { readonly refs: string[]; refCount: number }>();
  /** Values of the branch at hand, and how many times each stands there. */
  const standing = new Map<number, number>();
  let before: number | undefined;
  for (const { ref, commit } of sortedTips(tips).filter(isLine).sort((a, b) => compareLines(a.ref, b.ref))) {
    const { gone, come } = history.between(before, commit);
    before = commit;
    for (const [leaves, change] of [[come, 1], [gone, -1]] as const) {
      for (const [at, leaf] of leaves) {
        for (const { value } of placed(leaf, history.textOf(at))) standing.set(value, (standing.get(value) ?? 0) + change);
      }
    }
    for (const [value, times] of standing) {
      if (times === 0) {
        standing.delete(value);
        continue;
      }
      let holders = branches.get(value);
      if (holders === undefined) branches.set(value, (holders = { refs: [], refCount: 0 }));
      if (holders.refCount++ < MOST_REFS) holders.refs.push(ref);
    }
  }
  return branches;
}
