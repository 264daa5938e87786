/** Facts about trees, from however many threads → the graph of trees, and marks on the way to what was found. */
import { createNameTable } from './name-table.ts';
import type { Lists, MarkedEntry, MarkedTrees, Missing } from '../object-graph.ts';
import type { TreeFacts } from './tree-facts.ts';

export interface JoinedTrees {
  readonly names: readonly string[];
  readonly subtrees: Lists;
  readonly missing: readonly Missing[];
  readonly submodules: number;
  readonly marked: MarkedTrees;
}

/** @param trees how many there are */
export function joinTrees(trees: number, all: readonly TreeFacts[]): JoinedTrees {
  const names = createNameTable();
  const numbers = all.map((facts) => facts.names.map((name) => names.intern(name, 0, name.length)));
  const subtrees = joinSubtrees(trees, all);
  const marked = new Map<number, MarkedEntry[]>();
  function mark(tree: number, entry: MarkedEntry): void {
    const entries = marked.get(tree);
    if (entries === undefined) marked.set(tree, [entry]);
    else entries.push(entry);
  }

  all.forEach(({ blobs, named }, index) => {
    const number = numbers[index]!;
    for (let at = 0; at < blobs.length; at += 3)
      mark(blobs[at]!, { name: number[blobs[at + 1]!]!, kind: 'blob', target: blobs[at + 2]! });
    for (let at = 0; at < named.length; at += 2)
      mark(named[at]!, { name: number[named[at + 1]!]!, kind: 'name', target: -1 });
  });
  const below = new Set([...marked.keys(), ...treesAbove(subtrees, new Set(marked.keys()))]);
  all.forEach((facts, index) => {
    if (below.size > 0) markFolders(facts, numbers[index]!, below, mark);
  });
  return {
    names: names.names,
    subtrees,
    missing: all.flatMap(({ missing }) => missing),
    submodules: all.reduce((sum, { submodules }) => sum + submodules, 0),
    marked,
  };
}

function joinSubtrees(trees: number, all: readonly TreeFacts[]): Lists {
  const from = new Int32Array(trees + 1);
  for (const { parents } of all) for (let at = 0; at < parents.length; at += 2) from[parents[at]! + 1] = parents[at + 1]!;
  for (let tree = 0; tree < trees; tree++) from[tree + 1]! += from[tree]!;
  const items = new Int32Array(from[trees]!);
  for (const { parents, subtrees } of all) {
    let taken = 0;
    for (let at = 0; at < parents.length; at += 2) {
      items.set(subtrees.subarray(taken, taken + parents[at + 1]!), from[parents[at]!]!);
      taken += parents[at + 1]!;
    }
  }
  return { from, items };
}

/** Names of folders are kept once for each tree, those under which it stands elsewhere apart. */
function markFolders(
  { parents, subtrees, treeNames, otherNames }: TreeFacts,
  numbers: readonly number[],
  below: ReadonlySet<number>,
  mark: (tree: number, entry: MarkedEntry) => void,
): void {
  const others = new Map<number, number[]>();
  for (let at = 0; at < otherNames.length; at += 3) {
    if (!below.has(otherNames[at + 1]!)) continue;
    const key = pairOf(otherNames[at]!, otherNames[at + 1]!);
    others.set(key, [...(others.get(key) ?? []), otherNames[at + 2]!]);
  }
  let next = 0;
  for (let at = 0; at < parents.length; at += 2) {
    const tree = parents[at]!;
    for (const end = next + parents[at + 1]!; next < end; next++) {
      const target = subtrees[next]!;
      if (!below.has(target)) continue;
      const name = (others.size > 0 ? others.get(pairOf(tree, target))?.pop() : undefined) ?? treeNames[target]!;
      mark(tree, { name: numbers[name]!, kind: 'tree', target });
    }
  }
}

/** Two ordinals as one number: both are below 2^26 in any store that fits into memory. */
function pairOf(tree: number, target: number): number {
  return tree * 2 ** 26 + target;
}

/** Trees that have one of these below them, however deep. */
function treesAbove(subtrees: Lists, wanted: ReadonlySet<number>): Set<number> {
  const count = subtrees.from.length - 1;
  const UNSEEN = 0;
  const OPEN = 1;
  const NO = 2;
  const YES = 3;
  const state = new Uint8Array(count);
  const above = new Set<number>();
  for (let root = 0; root < count; root++) {
    if (state[root] !== UNSEEN) continue;
    const stack = [root];
    while (stack.length > 0) {
      const tree = stack.at(-1)!;
      if (state[tree] === UNSEEN) {
        state[tree] = OPEN;
        for (let i = subtrees.from[tree]!; i < subtrees.from[tree + 1]!; i++) {
          const child = subtrees.items[i]!;
          if (state[child] === UNSEEN) stack.push(child);
        }
        continue;
      }
      stack.pop();
      if (state[tree] !== OPEN) continue;
      state[tree] = NO;
      for (let i = subtrees.from[tree]!; i < subtrees.from[tree + 1]!; i++) {
        const child = subtrees.items[i]!;
        if (wanted.has(child) || state[child] === YES) {
          state[tree] = YES;
          above.add(tree);
          break;
        }
      }
    }
  }
  return above;
}
