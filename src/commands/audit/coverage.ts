/** What was seen, and what was not: the difference between "nothing found" and "nothing seen". */
import { absentObjects } from './absent.ts';
import type { Coverage, Gap } from '../../model.ts';
import type { Absent } from './absent.ts';
import type { History } from './history.ts';
import type { LimitGaps } from './limits.ts';
import type { Index } from '../../source/read-index.ts';
import type { ReadGraph } from '../../source/graph.ts';
import type { Repository, Unreadable } from '../../source/repository.ts';

export interface CoverageInput {
  readonly repository: Repository;
  readonly graph: ReadGraph;
  readonly unreadable: readonly Unreadable[];
  readonly index: Index;
  /** Tag object → id it points at. */
  readonly tagTargets: ReadonlyMap<number, string>;
  readonly limits: LimitGaps;
  readonly bytes: number;
  readonly lfs: number;
  /** What could not be read beside the store. */
  readonly beside: readonly Gap[];
  readonly throughGit: number;
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
  beside,
  throughGit,
  history,
}: CoverageInput): Coverage {
  const { objects } = graph;
  const skipped: Gap[] = [];
  const failed: Gap[] = [];
  const outOfScope: Gap[] = [];
  const add = (list: Gap[], what: string, why: string, count: number): void =>
    void (count > 0 && list.push({ what, why, count }));

  const absent = absentObjects({ repository, graph, index, tagTargets, history });
  const said = new Set(unreadable.flatMap(({ why }) => /^[0-9a-f]{40,64}/.exec(why) ?? []));
  const gone = [...absent.lost].filter((id) => !said.has(id)).sort();
  const pathless = absent.lostEntries.filter(({ id }) => !said.has(id));
  // a hole in HEAD's tree shows among the objects; this is git failing for another reason
  const unlisted =
    history.head.why === undefined || gone.length + unreadable.length > 0
      ? []
      : [{ what: 'files of HEAD', why: history.head.why }];
  const broken = [
    ...unreadable,
    ...unlisted,
    ...repository.brokenRefs,
    ...lostTips(absent.lostTips),
    ...index.unreadable,
  ];
  add(
    skipped,
    'shallow boundary',
    'history before it is not in this clone',
    Math.max(absent.cutOff.size, repository.shallow.length),
  );
  add(skipped, 'promisor objects', 'left out of this partial clone', absent.promised.size);
  skipped.push(...limits.skipped);
  outOfScope.push(...limits.outOfScope);
  add(
    failed,
    'object',
    `${gone[0]} is missing${gone.length > 1 ? ', and others like it:' : ':'} reachable objects name it`,
    gone.length,
  );
  add(
    failed,
    'index',
    `the content of ${pathless[0]?.path}${pathless.length > 1 ? ' and others' : ''} is missing from the object store`,
    pathless.length,
  );
  failed.push(...grouped(broken), ...beside);
  add(
    outOfScope,
    'submodule commits',
    'their content is in repositories of their own',
    graph.submodules > 0 ? graph.submodules : 0,
  );
  add(outOfScope, 'LFS pointers', 'the content they stand for is not in the object store', lfs);
  const [pruned] = [...absent.pruned].sort();
  add(outOfScope, 'pruned objects (named only by what no ref leads to)', `git deletes such: ${pruned} is one`, absent.pruned.size);
  return {
    complete: skipped.length + failed.length === 0,
    commits: graph.commits.count,
    blobs: objects.countOf('blob'),
    bytes,
    ...(throughGit === 0 ? {} : { throughGit }),
    skipped,
    failed,
    outOfScope,
  };
}

/** Refs, HEADs and reflogs that lead to what the store does not have. */
function lostTips(lost: Absent['lostTips']): Unreadable[] {
  const refs = new Set(lost.filter(({ remembered }) => !remembered).map(({ id }) => id));
  return lost
    .filter(({ id, remembered }) => !remembered || !refs.has(id))
    .map(({ ref, id, remembered }) =>
      remembered
        ? { what: 'reflog', why: `of ${ref} holds ${id}, which is missing: git reflog expire --stale-fix --all` }
        : { what: 'ref', why: `${ref} points at ${id || 'nothing'}, which is missing` },
    );
}

const REASONS = 20;

/**
 * One line for what differs only in the object, and a few in all, so that a broken disk does not print a million. In an
 * order of their own: which one is named must not depend on how the store was read.
 */
function grouped(all: readonly Unreadable[]): Gap[] {
  const gaps = new Map<string, Gap>();
  const textOf = ({ what, why }: Unreadable): string => `${what} ${why}`;
  const ordered = [...all].sort((a, b) => (textOf(a) < textOf(b) ? -1 : textOf(a) > textOf(b) ? 1 : 0));
  for (const { what, why } of ordered) {
    const key = gaps.size < REASONS ? `${what} ${why.replace(/(?<!pack-)\b[0-9a-f]{40,64}\b/g, '')}` : what;
    const known = gaps.get(key);
    const first = known?.why ?? (key === what ? 'and more like these' : why);
    gaps.set(key, { what, why: first, count: (known?.count ?? 0) + 1 });
  }
  return [...gaps.values()].map((gap) => (gap.count === 1 ? gap : { ...gap, why: `${gap.why}; the others alike` }));
}
