/** A path for each of some marked blobs: one that it has in the earliest commit that holds it. Blobs of no commit have none. */
import { MARK } from '../object-graph.ts';
import type { MarkedTrees, ObjectGraph } from '../object-graph.ts';

/** @param order of commits, parents first @param blobs object numbers */
export function firstPaths(
  { commits, names, subtrees }: ObjectGraph,
  { from, entries }: MarkedTrees,
  order: Int32Array,
  blobs: ReadonlySet<number>,
): Map<number, string> {
  const paths = new Map<number, string>();
  const isSeen = new Uint8Array(subtrees.from.length);
  for (const commit of order) {
    if (paths.size === blobs.size) break;
    lookBelow(commits.tree[commit]!);
  }
  return paths;

  function lookBelow(root: number): void {
    const stack = [{ tree: root, folder: '' }];
    for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
      const { tree, folder } = next;
      if (tree < 0 || isSeen[tree] === 1) continue;
      isSeen[tree] = 1;
      for (let at = from[tree]!; at < from[tree + 1]!; at += 2) {
        const [key, target] = [entries[at]!, entries[at + 1]!];
        const path = folder + names[Math.floor(key / 3)]!;
        if (key % 3 === MARK.tree) stack.push({ tree: target, folder: `${path}/` });
        else if (blobs.has(target) && !paths.has(target)) paths.set(target, path);
      }
    }
  }
}
