/**
 * What something names and the object store does not have, told apart: cut off by a shallow clone, promised by the
 * remote of a partial one, pruned because nothing keeps it, or lost. Kept is what a ref, a HEAD, a reflog or the index
 * leads to, through tags, commits and trees.
 */
import { promisedBy } from '../../source/promisor-packs.ts';
import type { History } from './history.ts';
import type { LostTip } from './tips.ts';
import type { Missing } from '../../object-graph.ts';
import type { Index, IndexEntry } from '../../source/read-index.ts';
import type { ReadGraph } from '../../source/graph.ts';
import type { Repository } from '../../source/repository.ts';

export interface AbsentInput {
  readonly repository: Repository;
  readonly graph: ReadGraph;
  readonly index: Index;
  /** Tag object → id it points at. */
  readonly tagTargets: ReadonlyMap<number, string>;
  readonly history: History;
}

export interface Absent {
  /** Commits whose parents are not in this clone. */
  readonly cutOff: ReadonlySet<string>;
  readonly promised: ReadonlySet<string>;
  readonly lost: ReadonlySet<string>;
  readonly lostTips: readonly LostTip[];
  readonly lostEntries: readonly IndexEntry[];
  readonly pruned: ReadonlySet<string>;
}

export function absentObjects({ repository, graph, index, tagTargets, history }: AbsentInput): Absent {
  const { objects } = graph;
  const named = [...graph.missing, ...missingTargets(graph, tagTargets)];
  const shallow = new Set(repository.shallow);
  const cutOff = new Set<string>();
  const promised = new Set<string>();
  const others: Missing[] = [];
  const fromRemote = promisedBy(repository, objects);
  for (const each of named) {
    if (each.type === 'commit' && shallow.has(objects.hex(each.from))) cutOff.add(objects.hex(each.from));
    else if (fromRemote?.[each.from] === 1) promised.add(each.id);
    else others.push(each);
  }

  const lost = new Set<string>();
  const pruned = new Set<string>();
  const isKept = keeper(graph, history);
  const lostTips = history.roots.lost.filter(({ id }) => !promised.has(id));
  const tipIds = new Set(lostTips.map(({ id }) => id));
  const open = others.filter(({ id }) => !promised.has(id) && !tipIds.has(id));
  for (const { id, from } of open) if (isKept(from)) lost.add(id);
  for (const { id } of open) if (!lost.has(id)) pruned.add(id);
  return {
    cutOff,
    promised,
    lost,
    lostTips,
    lostEntries: index.entries.filter(({ id }) => objects.findHex(id) < 0 && !promised.has(id)),
    pruned,
  };
}

/** What tags point at is in no table of the graph. */
function missingTargets({ objects }: ReadGraph, targets: ReadonlyMap<number, string>): Missing[] {
  return [...targets].flatMap(([from, id]) =>
    id === '' || objects.findHex(id) >= 0 ? [] : [{ id, type: 'tag' as const, from }],
  );
}

/** Whether anything leads to this object. The trees are walked only when that has to be known. */
function keeper(graph: ReadGraph, { isReachable, roots }: History): (object: number) => boolean {
  const { objects } = graph;
  let trees: Uint8Array | undefined;
  return (object) => {
    const type = objects.typeOf(object);
    if (type === 'commit') return isReachable(objects.ordinalOf(object));
    if (type === 'tag') return roots.tagged.has(object);
    trees ??= keptTrees(graph, { isReachable, roots });
    return trees[objects.ordinalOf(object)] === 1;
  };
}

/** By ordinal: 1 for all trees below kept commits, and below trees that a ref keeps itself. */
function keptTrees(
  { objects, commits, subtrees }: ReadGraph,
  { isReachable, roots }: Pick<History, 'isReachable' | 'roots'>,
): Uint8Array {
  const trees = new Uint8Array(objects.countOf('tree'));
  const stack: number[] = [];
  for (const object of roots.pinned.keys())
    if (objects.typeOf(object) === 'tree') stack.push(objects.ordinalOf(object));
  for (let commit = 0; commit < commits.count; commit++) {
    if (isReachable(commit) && commits.tree[commit]! >= 0) stack.push(commits.tree[commit]!);
  }
  for (let tree = stack.pop(); tree !== undefined; tree = stack.pop()) {
    if (trees[tree] === 1) continue;
    trees[tree] = 1;
    for (let i = subtrees.from[tree]!; i < subtrees.from[tree + 1]!; i++) stack.push(subtrees.items[i]!);
  }
  return trees;
}
