/** Facts about trees, from however many threads → the graph of trees, and marks on the way to what was found. */
import { createNameTable } from './name-table.ts';
import { markTrees } from './mark-trees.ts';
import type { Lists, MarkedTrees, Missing } from '../object-graph.ts';
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
  return {
    names: names.names,
    subtrees,
    missing: all.flatMap(({ missing }) => missing),
    submodules: all.reduce((sum, { submodules }) => sum + submodules, 0),
    marked: markTrees(trees, all, numbers, subtrees),
  };
}

function joinSubtrees(trees: number, all: readonly TreeFacts[]): Lists {
  const from = new Int32Array(trees + 1);
  for (const { folders } of all) {
    for (let at = 0, tree = 0; at < folders.length; at++) {
      if (folders[at]! < 0) tree = ~folders[at]!;
      else from[tree + 1]!++;
    }
  }
  for (let tree = 0; tree < trees; tree++) from[tree + 1]! += from[tree]!;
  const items = new Int32Array(from[trees]!);
  for (const { folders } of all) {
    for (let at = 0, next = 0; at < folders.length; at++) {
      if (folders[at]! < 0) next = from[~folders[at]!]!;
      else items[next++] = folders[at]!;
    }
  }
  return { from, items };
}
