/** Which branches and pull requests still have a value in their newest commit: where it is found by whoever checks one out today. */
import { isLine, MOST_REFS, sortedTips } from './reach.ts';
import type { Placed } from './placed.ts';
import type { MarkedHistory } from './path-changes.ts';
import type { Holders, Tip } from './reach.ts';

/**
 * By the number of the value. Each line is looked at as a difference to the one before, for thousands of them have nearly
 * the same files; branches go by name, pull requests behind them, the newest first, so that neighbours are alike.
 * @param rank of commits, parents first
 */
export function branchesWith(
  tips: readonly Tip[],
  rank: Int32Array,
  history: MarkedHistory,
  placed: (leaf: number, path: string) => readonly Placed[],
): ReadonlyMap<number, Holders> {
  const isPull = ({ reach }: Tip): boolean => reach === 'pull-request';
  const newestFirst = (a: Tip, b: Tip): number => (isPull(a) && isPull(b) ? rank[b.commit]! - rank[a.commit]! : 0);
  const lines = sortedTips(tips)
    .filter(isLine)
    .sort((a, b) => Number(isPull(a)) - Number(isPull(b)) || newestFirst(a, b));

  const holders = new Map<number, { readonly refs: string[]; refCount: number }>();
  function note(value: number, from: number, to: number): void {
    let known = holders.get(value);
    if (known === undefined) holders.set(value, (known = { refs: [], refCount: 0 }));
    known.refCount += to - from;
    known.refs.push(...lines.slice(from, Math.min(to, from + MOST_REFS - known.refs.length)).map(({ ref }) => ref));
  }

  /** Values of the line at hand: how many times each stands there, and from which line on. */
  const standing = new Map<number, { times: number; readonly from: number }>();
  let before: number | undefined;
  for (const [index, { commit }] of lines.entries()) {
    const { gone, come } = history.between(before, commit);
    before = commit;
    const changed = new Set<number>();
    for (const [leaves, change] of [[come, 1], [gone, -1]] as const) {
      for (const [at, leaf] of leaves) {
        for (const { value } of placed(leaf, history.textOf(at))) {
          let known = standing.get(value);
          if (known === undefined) standing.set(value, (known = { times: 0, from: index }));
          known.times += change;
          changed.add(value);
        }
      }
    }
    for (const value of changed) {
      const { times, from } = standing.get(value)!;
      if (times > 0) continue;
      if (from < index) note(value, from, index);
      standing.delete(value);
    }
  }
  for (const [value, { from }] of standing) note(value, from, lines.length);
  return holders;
}
