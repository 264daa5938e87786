/** Facts about trees → marks in trees: on what was found, and on the way to it. Flat, since most trees of a store have some. */
import { MARK } from '../object-graph.ts';
import type { Lists, MarkedTrees } from '../object-graph.ts';
import type { TreeFacts } from './tree-facts.ts';

type Mark = (tree: number, name: number, kind: number, target: number) => void;

/** @param numbers for each of `all`, what its names are numbered in the graph */
export function markTrees(
  trees: number,
  all: readonly TreeFacts[],
  numbers: readonly (readonly number[])[],
  subtrees: Lists,
): MarkedTrees {
  const wanted = new Uint8Array(trees);
  const eachMark = (mark: Mark): void =>
    all.forEach((facts, index) => {
      eachLeaf(facts, numbers[index]!, mark);
      eachFolder(facts, numbers[index]!, wanted, mark);
    });

  all.forEach((facts) => eachLeaf(facts, undefined, (tree) => (wanted[tree] = 1)));
  addTreesAbove(subtrees, wanted);
  const from = new Int32Array(trees + 1);
  eachMark((tree) => (from[tree + 1]! += 2));
  for (let tree = 0; tree < trees; tree++) from[tree + 1]! += from[tree]!;
  const entries = new Int32Array(from[trees]!);
  const next = from.slice(0, trees);
  eachMark((tree, name, kind, target) => {
    entries[next[tree]!++] = name * 3 + kind;
    entries[next[tree]!++] = target;
  });
  return withoutDoubles(from, entries);
}

function eachLeaf({ blobs, named }: TreeFacts, numbers: readonly number[] | undefined, mark: Mark): void {
  for (let at = 0; at < blobs.length; at += 3)
    mark(blobs[at]!, numbers?.[blobs[at + 1]!] ?? 0, MARK.blob, blobs[at + 2]!);
  for (let at = 0; at < named.length; at += 2) mark(named[at]!, numbers?.[named[at + 1]!] ?? 0, MARK.name, -1);
}

/** Names of folders are kept once for each tree, those under which it stands elsewhere apart. */
function eachFolder(
  { folders, treeNames, otherNames }: TreeFacts,
  numbers: readonly number[],
  wanted: Uint8Array,
  mark: Mark,
): void {
  const others = new Map<number, number[]>();
  for (let at = 0; at < otherNames.length; at += 3) {
    if (wanted[otherNames[at + 1]!] === 0) continue;
    const pair = pairOf(otherNames[at]!, otherNames[at + 1]!);
    const known = others.get(pair);
    if (known === undefined) others.set(pair, [otherNames[at + 2]!]);
    else known.push(otherNames[at + 2]!);
  }
  for (let at = 0, tree = 0; at < folders.length; at++) {
    const target = folders[at]!;
    if (target < 0) tree = ~target;
    else if (wanted[target] === 1) {
      const name = (others.size > 0 ? others.get(pairOf(tree, target))?.pop() : undefined) ?? treeNames[target]!;
      mark(tree, numbers[name]!, MARK.tree, target);
    }
  }
}

/** Two ordinals as one number: both are below 2^26 in any store that fits into memory. */
function pairOf(tree: number, target: number): number {
  return tree * 2 ** 26 + target;
}

/** Entries of each tree sorted; of two under one name, which only a malformed tree has, the last counts. */
function withoutDoubles(from: Int32Array, entries: Int32Array): MarkedTrees {
  let kept = 0;
  for (let tree = 0, start = 0; tree + 1 < from.length; tree++) {
    const end = from[tree + 1]!;
    const first = kept;
    for (let at = start; at < end; at += 2) {
      const [key, target] = [entries[at]!, entries[at + 1]!];
      let place = kept;
      for (; place > first && entries[place - 2]! > key; place -= 2) {
        entries[place] = entries[place - 2]!;
        entries[place + 1] = entries[place - 1]!;
      }
      if (place > first && entries[place - 2] === key) {
        // what was moved aside for it goes back
        entries.copyWithin(place, place + 2, kept + 2);
        entries[place - 1] = target;
        continue;
      }
      entries[place] = key;
      entries[place + 1] = target;
      kept += 2;
    }
    start = end;
    from[tree + 1] = kept;
  }
  return { from, entries: entries.slice(0, kept) };
}

/** Wants also those that have a wanted tree below them, however deep. */
function addTreesAbove(subtrees: Lists, wanted: Uint8Array): void {
  const count = subtrees.from.length - 1;
  const UNSEEN = 0;
  const OPEN = 1;
  const NO = 2;
  const YES = 3;
  const state = new Uint8Array(count);
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
        if (wanted[child] === 0 && state[child] !== YES) continue;
        state[tree] = YES;
        break;
      }
    }
  }
  for (let tree = 0; tree < count; tree++) if (state[tree] === YES) wanted[tree] = 1;
}
