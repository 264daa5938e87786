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

/** A path, by number; one whose last name is a find is another than that of a blob under this name. */
export type Path = number;

export interface PathVisitor {
  /** @param before the leaf in each parent, in their order; @param parents ordinals */
  changed(commit: number, path: Path, after: number, before: readonly number[], parents: readonly number[]): void;
}

export interface MarkedHistory {
  /** All changes of one commit against its parents. */
  visit(commit: number, visitor: PathVisitor): void;
  /** Leaves in which the tree of one commit differs from that of another; all of it is new without the other. */
  between(before: number | undefined, commit: number): Difference;
  /** All leaves of a commit's tree. */
  leaves(commit: number): ReadonlyMap<Path, number>;
  /**
   * Leaves of the trees of many commits, the last commit first. What a folder holds is told once for each tree that stands at
   * its path: thousands of branches have nearly the same one.
   */
  eachLeaf(commits: readonly number[], visit: (commit: number, path: Path, leaf: number) => void): void;
  /** The same for a tree by itself, which a tag may point at. */
  leavesOfTree(tree: number): ReadonlyMap<Path, number>;
  /** The path as it is written. */
  textOf(path: Path): string;
}

export interface Difference {
  readonly gone: ReadonlyMap<Path, number>;
  readonly come: ReadonlyMap<Path, number>;
}

type Leaves = Map<Path, number>;
/** Behind all others. */
const END = 2 ** 31;
const ROOT = 0;

export function markedHistory(graph: ObjectGraph, marked: MarkedTrees): MarkedHistory {
  const { tree, parents } = graph.commits;
  const { from: starts, entries } = marked;
  const paths = pathTable(graph.names);
  /** Two trees and the folder that they stand at, behind one another: history comes by here too often for objects. */
  const stack: number[] = [];

  /** Leaves that differ between two trees: those of `a` go into `gone`, those of `b` into `come`. */
  function compare(a: number, b: number, gone: Leaves, come: Leaves): void {
    if (a === b) return;
    stack.push(a, b, ROOT);
    while (stack.length > 0) {
      const folder = stack.pop()!;
      const after = stack.pop()!;
      const before = stack.pop()!;
      let i = before < 0 ? 0 : starts[before]!;
      const iEnd = before < 0 ? 0 : starts[before + 1]!;
      let k = after < 0 ? 0 : starts[after]!;
      const kEnd = after < 0 ? 0 : starts[after + 1]!;
      while (i < iEnd || k < kEnd) {
        const mine = i < iEnd ? entries[i]! : END;
        const theirs = k < kEnd ? entries[k]! : END;
        const key = Math.min(mine, theirs);
        const from = mine === key ? entries[(i += 2) - 1]! : ABSENT;
        const to = theirs === key ? entries[(k += 2) - 1]! : ABSENT;
        if (mine === theirs && from === to) continue;
        const path = paths.below(folder, key);
        if (key % 3 === MARK.tree) stack.push(from, to, path);
        else {
          const isName = key % 3 === MARK.name;
          if (mine === key) gone.set(path, isName ? NAMED : from);
          if (theirs === key) come.set(path, isName ? NAMED : to);
        }
      }
    }
  }

  function leavesOfTree(root: number): Leaves {
    const all: Leaves = new Map();
    compare(ABSENT, root, new Map(), all);
    return all;
  }

  /** One for each parent; emptied instead of made anew, for most commits change nothing that is marked. */
  const sidesOf: { readonly gone: Leaves; readonly come: Leaves }[] = [];

  return {
    visit(commit, visitor) {
      const own = tree[commit]!;
      const first = parents.from[commit]!;
      const count = parents.from[commit + 1]! - first;
      if (count === 0) {
        for (const [path, leaf] of leavesOfTree(own)) visitor.changed(commit, path, leaf, [], []);
        return;
      }
      let differs = false;
      for (let side = 0; side < count; side++) {
        if (side === sidesOf.length) sidesOf.push({ gone: new Map(), come: new Map() });
        const { gone, come } = sidesOf[side]!;
        if (gone.size > 0) gone.clear();
        if (come.size > 0) come.clear();
        compare(tree[parents.items[first + side]!]!, own, gone, come);
        differs ||= gone.size + come.size > 0;
      }
      if (!differs) return;
      const sides = sidesOf.slice(0, count);
      const commits = [...parents.items.subarray(first, first + count)];
      const changed = new Set(sides.flatMap(({ gone, come }) => [...gone.keys(), ...come.keys()]));
      for (const path of changed) {
        // where the commit has a leaf that any parent lacks or has otherwise, that side shows it as come
        const now = sides.find(({ come }) => come.has(path))?.come.get(path) ?? ABSENT;
        const before = sides.map(({ gone, come }) => gone.get(path) ?? (come.has(path) ? ABSENT : now));
        visitor.changed(commit, path, now, before, commits);
      }
    },
    between(before, commit) {
      const gone: Leaves = new Map();
      const come: Leaves = new Map();
      compare(before === undefined ? ABSENT : tree[before]!, tree[commit]!, gone, come);
      return { gone, come };
    },
    leaves: (commit) => leavesOfTree(tree[commit]!),
    eachLeaf(commits, visit) {
      const told: Set<number>[] = [];
      for (let last = commits.length - 1; last >= 0; last--) {
        const commit = commits[last]!;
        stack.push(tree[commit]!, ROOT);
        while (stack.length > 0) {
          const folder = stack.pop()!;
          const here = stack.pop()!;
          const before = (told[folder] ??= new Set());
          if (here < 0 || before.has(here)) continue;
          before.add(here);
          for (let at = starts[here]!; at < starts[here + 1]!; at += 2) {
            const key = entries[at]!;
            const path = paths.below(folder, key);
            if (key % 3 === MARK.tree) stack.push(entries[at + 1]!, path);
            else visit(commit, path, key % 3 === MARK.name ? NAMED : entries[at + 1]!);
          }
        }
      }
    },
    leavesOfTree,
    textOf: paths.textOf,
  };
}

interface PathTable {
  /** @param key of a mark: number of the name × 3 + kind */
  below(folder: Path, key: number): Path;
  textOf(path: Path): string;
}

function pathTable(names: readonly string[]): PathTable {
  const texts = [''];
  /** By folder and key: as one number they would be one that V8 makes an object of, for each look-up. */
  const numbers: Map<number, Path>[] = [];
  return {
    below(folder, key) {
      const here = (numbers[folder] ??= new Map());
      let path = here.get(key);
      if (path === undefined) {
        const text = texts[folder]! + names[Math.floor(key / 3)]!;
        path = texts.push(key % 3 === MARK.tree ? `${text}/` : text) - 1;
        here.set(key, path);
      }
      return path;
    },
    textOf: (path) => texts[path]!,
  };
}
