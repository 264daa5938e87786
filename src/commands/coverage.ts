/** What was seen, and what was not: the difference between "nothing found" and "nothing seen". */
import type { Coverage, Gap } from '../model.ts';
import type { History } from './history.ts';
import type { Unreadable } from '../source/list-objects.ts';
import type { Index } from '../source/read-index.ts';
import type { ReadGraph } from '../source/graph.ts';
import type { Repository } from '../source/repository.ts';

export interface CoverageInput {
  readonly repository: Repository;
  readonly graph: ReadGraph;
  readonly unreadable: readonly Unreadable[];
  readonly index: Index;
  /** Tag object → id it points at. */
  readonly tagTargets: ReadonlyMap<number, string>;
  readonly limits: readonly Gap[];
  readonly bytes: number;
  readonly lfs: number;
  readonly history: History;
}

export function coverageOf({
  repository,
  graph,
  unreadable,
  index,
  tagTargets,
  limits,
  bytes,
  lfs,
  history,
}: CoverageInput): Coverage {
  const { objects } = graph;
  const skipped: Gap[] = [];
  const failed: Gap[] = [];
  const outOfScope: Gap[] = [];
  const add = (list: Gap[], what: string, why: string, count: number): void =>
    void (count > 0 && list.push({ what, why, count }));

  const shallow = new Set(repository.shallow);
  const cutOff = new Set<string>();
  let unreachable = 0;
  const lost = new Set<string>();
  const promised = new Set<string>();
  for (const { id, type, from } of graph.missing) {
    if (type === 'commit' && shallow.has(objects.hex(from))) cutOff.add(objects.hex(from));
    else if (repository.partial) promised.add(id);
    else if (isReachable(graph, history, from)) lost.add(id);
    else unreachable++;
  }
  const said = new Set(unreadable.flatMap(({ why }) => /^[0-9a-f]{40,64}/.exec(why) ?? []));
  const gone = [...lost].filter((id) => !said.has(id)).sort();
  const pathless = index.entries.filter(({ id }) => objects.findHex(id) < 0 && !said.has(id));
  // a hole in HEAD's tree shows among the objects; this is git failing for another reason
  const unlisted =
    history.head.why === undefined || gone.length + unreadable.length > 0
      ? []
      : [{ what: 'files of HEAD', why: history.head.why }];
  const broken = [
    ...unreadable,
    ...unlisted,
    ...repository.brokenRefs,
    ...lostTips(repository, objects, tagTargets),
    ...index.unreadable,
  ];
  add(skipped, 'shallow boundary', 'history before it is not in this clone', Math.max(cutOff.size, shallow.size));
  add(skipped, 'promisor objects', 'left out of this partial clone', promised.size);
  skipped.push(...limits);
  add(
    failed,
    'object',
    `${gone[0]} is missing${gone.length > 1 ? ', and others like it:' : ':'} reachable objects name it`,
    gone.length,
  );
  if (repository.partial)
    add(skipped, 'promisor objects', 'of staged files, left out of this partial clone', pathless.length);
  else
    add(
      failed,
      'index',
      `the content of ${pathless[0]?.path}${pathless.length > 1 ? ' and others' : ''} is missing from the object store`,
      pathless.length,
    );
  failed.push(...grouped(broken));
  add(
    outOfScope,
    'submodule commits',
    'their content is in repositories of their own',
    graph.submodules > 0 ? graph.submodules : 0,
  );
  add(outOfScope, 'LFS pointers', 'the content they stand for is not in the object store', lfs);
  add(outOfScope, 'object', 'named by an unreachable object only and pruned since', unreachable);
  return {
    complete: skipped.length + failed.length === 0,
    commits: graph.commits.count,
    blobs: objects.countOf('blob'),
    bytes,
    skipped,
    failed,
    outOfScope,
  };
}

/** Refs and HEAD that point at what the store does not have. */
function lostTips(
  { refs, head }: Repository,
  objects: ReadGraph['objects'],
  tagTargets: ReadonlyMap<number, string>,
): Unreadable[] {
  const tips = [...refs, ...(head === null ? [] : [{ name: 'HEAD', target: head }])];
  return tips.flatMap(({ name, target }) => {
    const behind = tagTargets.get(objects.findHex(target)) ?? target;
    return objects.findHex(behind) >= 0 ? [] : [{ what: 'ref', why: `${name} points at ${behind}, which is missing` }];
  });
}

const REASONS = 20;

/** One line for what differs only in the object, and a few in all, so that a broken disk does not print a million. */
function grouped(all: readonly Unreadable[]): Gap[] {
  const gaps = new Map<string, Gap>();
  for (const { what, why } of all) {
    const key = gaps.size < REASONS ? `${what} ${why.replace(/(?<!pack-)\b[0-9a-f]{40,64}\b/g, '')}` : what;
    const known = gaps.get(key);
    const first = known?.why ?? (key === what ? 'and more like these' : why);
    gaps.set(key, { what, why: first, count: (known?.count ?? 0) + 1 });
  }
  return [...gaps.values()].map((gap) => (gap.count === 1 ? gap : { ...gap, why: `${gap.why}; the others alike` }));
}

/** Whether anything that a ref or reflog holds leads to this object. Asked only when something is missing. */
function isReachable(graph: ReadGraph, history: History, object: number): boolean {
  if (graph.objects.typeOf(object) === 'commit') return history.isReachable(graph.objects.ordinalOf(object));
  return treesOf(graph, history).has(graph.objects.ordinalOf(object));
}

const reachableTrees = new WeakMap<ReadGraph, ReadonlySet<number>>();

function treesOf(graph: ReadGraph, history: History): ReadonlySet<number> {
  const known = reachableTrees.get(graph);
  if (known !== undefined) return known;
  const trees = new Set<number>();
  const stack: number[] = [];
  for (let commit = 0; commit < graph.commits.count; commit++) {
    if (history.isReachable(commit) && graph.commits.tree[commit]! >= 0) stack.push(graph.commits.tree[commit]!);
  }
  for (let tree = stack.pop(); tree !== undefined; tree = stack.pop()) {
    if (trees.has(tree)) continue;
    trees.add(tree);
    for (let i = graph.subtrees.from[tree]!; i < graph.subtrees.from[tree + 1]!; i++)
      stack.push(graph.subtrees.items[i]!);
  }
  reachableTrees.set(graph, trees);
  return trees;
}
