/** Which branches still have a value in their newest commit: where it is found by whoever checks one out today. */
import { isBranch, MOST_REFS, sortedTips } from './reach.ts';
import type { Placed } from './occurrences.ts';
import type { MarkedHistory } from './path-changes.ts';
import type { Tip } from './reach.ts';

/** By the number of the value; of very many branches those that reach furthest are looked into. */
export function branchesWith(
  tips: readonly Tip[],
  history: MarkedHistory,
  placed: (leaf: number, path: string) => readonly Placed[],
): ReadonlyMap<number, readonly string[]> {
  const refsAt = new Map<number, string[]>();
  for (const { ref, commit } of sortedTips(tips).filter(isBranch).slice(0, MOST_REFS)) push(refsAt, commit, ref);

  const branches = new Map<number, string[]>();
  for (const [commit, refs] of refsAt) {
    const values = new Set<number>();
    for (const [at, leaf] of history.leaves(commit)) for (const { value } of placed(leaf, history.textOf(at))) values.add(value);
    for (const value of values) for (const ref of refs) push(branches, value, ref);
  }
  return branches;
}

function push(lists: Map<number, string[]>, key: number, item: string): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [item]);
  else list.push(item);
}
