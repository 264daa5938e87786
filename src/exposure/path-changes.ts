/**
 * Where what was found came and went: each commit's marked trees against each parent's, going down only where they
 * differ. The cost follows the changes of marked paths, not the size of trees.
 */
import { MARK } from '../object-graph.ts';
import type { MarkedTrees, ObjectGraph } from '../object-graph.ts';

/** What stands at a path: the object number of a found blob, or one of these. */
export const ABSENT = -1;
/** The path's last name is itself a find. */
export const NAMED = -2;

export interface PathVisitor {
  /** @param before the leaf in each parent, in their order; @param parents ordinals */
  changed(commit: number, path: string, after: number, before: readonly number[], parents: readonly number[]): void;
}

type Leaves = Map<string, number>;
/** Behind all others. */
const END = 2 ** 31;

export interface MarkedHistory {
  /** All changes of one commit against its parents. */
  visit(commit: number, visitor: PathVisitor): void;
  /** All leaves of a commit's tree, by path. A leaf that is a name has NAMED behind its path. */
  leaves(commit: number): ReadonlyMap<string, number>;
  /** The same for a tree by itself, which a tag may point at. */
  leavesOfTree(tree: number): ReadonlyMap<string, number>;
}

/** Tells a name from the blob that stands at the same path. */
const NAME_SUFFIX = '\0name';

export function pathOf(key: string): string {
  return key.endsWith(NAME_SUFFIX) ? key.slice(0, -NAME_SUFFIX.length) : key;
}

export function markedHistory(graph: ObjectGraph, marked: MarkedTrees): MarkedHistory {
  const { tree, parents } = graph.commits;
  const { from: starts, entries } = marked;

  /** Leaves that differ between two trees: those of `a` go into `gone`, those of `b` into `come`. */
  function compare(a: number, b: number, gone: Leaves, come: Leaves): void {
    const stack: { a: number; b: number; folder: string }[] = [{ a, b, folder: '' }];
    for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
      if (top.a === top.b) continue;
      let [i, iEnd] = top.a < 0 ? [0, 0] : [starts[top.a]!, starts[top.a + 1]!];
      let [k, kEnd] = top.b < 0 ? [0, 0] : [starts[top.b]!, starts[top.b + 1]!];
      while (i < iEnd || k < kEnd) {
        const mine = i < iEnd ? entries[i]! : END;
        const theirs = k < kEnd ? entries[k]! : END;
        const key = Math.min(mine, theirs);
        const from = mine === key ? entries[(i += 2) - 1]! : ABSENT;
        const to = theirs === key ? entries[(k += 2) - 1]! : ABSENT;
        if (mine === theirs && from === to) continue;
        const kind = key % 3;
        if (kind === MARK.tree) stack.push({ a: from, b: to, folder: enter(top.folder, key) });
        else {
          if (mine === key) gone.set(leafKey(top.folder, key), kind === MARK.name ? NAMED : from);
          if (theirs === key) come.set(leafKey(top.folder, key), kind === MARK.name ? NAMED : to);
        }
      }
    }
  }
  function enter(folder: string, key: number): string {
    return `${folder}${graph.names[Math.floor(key / 3)]!}/`;
  }
  function leafKey(folder: string, key: number): string {
    return `${folder}${graph.names[Math.floor(key / 3)]!}${key % 3 === MARK.name ? NAME_SUFFIX : ''}`;
  }

  function leavesOfTree(root: number): Leaves {
    const all: Leaves = new Map();
    compare(-1, root, new Map(), all);
    return all;
  }

  return {
    visit(commit, visitor) {
      const own = tree[commit]!;
      const above = Array.from(parents.items.subarray(parents.from[commit], parents.from[commit + 1]));
      if (above.length === 0) {
        const come: Leaves = new Map();
        compare(-1, own, new Map(), come);
        for (const [key, leaf] of come) visitor.changed(commit, key, leaf, [], []);
        return;
      }
      const sides = above.map((parent) => {
        const side = { gone: new Map() as Leaves, come: new Map() as Leaves };
        compare(tree[parent]!, own, side.gone, side.come);
        return side;
      });
      const keys = new Set(sides.flatMap(({ gone, come }) => [...gone.keys(), ...come.keys()]));
      for (const key of keys) {
        // where the commit has a leaf that any parent lacks or has otherwise, that side shows it as come
        const now = sides.find(({ come }) => come.has(key))?.come.get(key) ?? ABSENT;
        const before = sides.map(({ gone, come }) => gone.get(key) ?? (come.has(key) ? ABSENT : now));
        visitor.changed(commit, key, now, before, above);
      }
    },
    leaves: (commit) => leavesOfTree(tree[commit]!),
    leavesOfTree,
  };
}
