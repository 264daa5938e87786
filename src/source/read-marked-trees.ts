/** Trees once more, now that it is known what was found: which of them hold it, and which have such below them. */
import { readAll } from './read-graph.ts';
import { walkTree } from './object-parts.ts';
import type { ReadGraph } from './read-graph.ts';
import type { Repository } from './repository.ts';
import type { MarkedEntry, MarkedTrees, ObjectGraph } from '../object-graph.ts';

/** @param blobs object numbers; @param names numbers of names */
export async function readMarkedTrees(
  repository: Repository,
  graph: ReadGraph,
  blobs: ReadonlySet<number>,
  names: ReadonlySet<number>,
): Promise<MarkedTrees> {
  const { objects, subtrees, nameTable } = graph;
  const marked = new Map<number, MarkedEntry[]>();
  if (blobs.size === 0 && names.size === 0) return marked;
  const trees = objects.ofType('tree');
  // most ids are told apart by their first two bytes already
  const likely = new Uint8Array(1 << 16);
  for (const blob of blobs) likely[Number.parseInt(objects.hex(blob).slice(0, 4), 16)] = 1;

  function mark(tree: number, entry: MarkedEntry): void {
    const entries = marked.get(tree);
    if (entries === undefined) marked.set(tree, [entry]);
    else entries.push(entry);
  }
  async function pass(
    list: Int32Array,
    visit: (tree: number, bytes: Buffer, kind: string, start: number, end: number, at: number) => void,
  ): Promise<void> {
    await readAll(repository, objects, list, [], () => {}, {
      read(object, bytes) {
        const tree = objects.ordinalOf(object);
        walkTree(bytes, objects.hashBytes, (kind, start, end, at) => visit(tree, bytes, kind, start, end, at));
      },
      lost: () => {},
    });
  }

  await pass(trees, (tree, bytes, kind, start, end, at) => {
    if (names.size > 0) {
      const name = nameTable.intern(bytes, start, end);
      if (names.has(name)) mark(tree, { name, kind: 'name', target: -1 });
    }
    if (kind === 'commit' || likely[(bytes[at]! << 8) | bytes[at + 1]!] === 0) return;
    const target = objects.find(bytes, at);
    if (target >= 0 && blobs.has(target))
      mark(tree, { name: nameTable.intern(bytes, start, end), kind: 'blob', target });
  });

  const above = treesAbove(subtrees, new Set(marked.keys()));
  const below = new Set([...marked.keys(), ...above]);
  await pass(
    trees.filter((object) => above.has(objects.ordinalOf(object))),
    (tree, bytes, kind, start, end, at) => {
      if (kind !== 'tree') return;
      const target = objects.find(bytes, at);
      if (target < 0 || objects.typeOf(target) !== 'tree' || !below.has(objects.ordinalOf(target))) return;
      mark(tree, { name: nameTable.intern(bytes, start, end), kind: 'tree', target: objects.ordinalOf(target) });
    },
  );
  return marked;
}

/** Trees that have one of these below them, however deep. */
function treesAbove(subtrees: ObjectGraph['subtrees'], wanted: ReadonlySet<number>): Set<number> {
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
