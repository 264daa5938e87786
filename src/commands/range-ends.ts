/** `A..B`, or a pre-push hook's lines → what rev-list is asked, and whose policy counts. */
import { UsageError } from '../errors.ts';
import type { Context } from './context.ts';
import type { Repository } from '../source/repository.ts';

export interface RangeEnds {
  /** For rev-list; undefined: nothing to scan (a branch was deleted). */
  readonly revisions: readonly string[] | undefined;
  /** The commit whose policy counts; null: empty. */
  readonly base: string | null;
  readonly notices: readonly string[];
}

const ZERO = /^0+$/;

export async function rangeEnds(repository: Repository, range: string): Promise<RangeEnds> {
  const dots = range.indexOf('..');
  if (dots < 0 || range.includes('...')) throw new UsageError(`--range ${range}: write it as A..B`);
  const [from, to] = [range.slice(0, dots), range.slice(dots + 2) || 'HEAD'];
  if (ZERO.test(to)) return { revisions: undefined, base: null, notices: [] };
  const end = await resolveCommit(repository, to);
  if (end === undefined) throw new UsageError(`--range ${range}: "${to}" names no commit here`);
  if (from === '' || ZERO.test(from)) return unpublished(repository, end);
  const start = await resolveCommit(repository, from);
  if (start !== undefined) return { revisions: [end, `^${start}`], base: start, notices: [] };
  if (!/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(from))
    throw new UsageError(`--range ${range}: "${from}" names no commit here`);
  // after a force push the old end is not in this clone
  const base = await mergeBase(repository, end);
  const said =
    base === null
      ? 'everything up to the end is scanned'
      : `scanned from the merge base with the default branch, ${base.slice(0, 10)}`;
  return {
    revisions: base === null ? [end] : [end, `^${base}`],
    base,
    notices: [`${from.slice(0, 10)} is not in this clone (force push?): ${said}`],
  };
}

/**
 * Everything that is on no remote. In a CI checkout of a new branch all of it is, under the branch's own name: then it
 * is what the branch has beyond the default branch, and on the default branch itself everything.
 */
async function unpublished(repository: Repository, end: string): Promise<RangeEnds> {
  const base = await mergeBase(repository, end);
  const onNoRemote = [end, '--not', '--remotes'];
  const any = await repository.git.ask(['rev-list', '--max-count=1', ...onNoRemote, '--']);
  if (any.trim() !== '') return { revisions: onNoRemote, base, notices: [] };
  if (base === null || base === end)
    return {
      revisions: [end],
      base,
      notices: ['no start was given and all commits are on a remote: everything up to the end is scanned'],
    };
  return {
    revisions: [end, `^${base}`],
    base,
    notices: [
      `no start was given and all commits are on a remote: scanned from the merge base with the default branch, ${base.slice(0, 10)}`,
    ],
  };
}

/** Lines of the pre-push hook: <local ref> SP <local id> SP <remote ref> SP <remote id> LF */
export async function pushedRanges(context: Context): Promise<string[]> {
  const text = (await context.readInput()).toString('utf8');
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [, localId, , remoteId] = line.split(' ');
      if (localId === undefined || remoteId === undefined)
        throw new UsageError('--pre-push: standard input is not what git gives the pre-push hook');
      return `${remoteId}..${localId}`;
    });
}

async function resolveCommit({ git }: Repository, name: string): Promise<string | undefined> {
  const text = await git
    .ask(['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`])
    .catch(() => '');
  return text.trim().split('\n').at(-1) || undefined;
}

async function mergeBase(repository: Repository, end: string): Promise<string | null> {
  const names = [
    'refs/remotes/origin/HEAD',
    'refs/remotes/origin/main',
    'refs/remotes/origin/master',
    ...repository.refs
      .map(({ name }) => name)
      .filter((name) => /^refs\/remotes\/[^/]+\/(?:HEAD|main|master)$/.test(name)),
  ];
  for (const name of names) {
    const branch = await resolveCommit(repository, name);
    if (branch === undefined) continue;
    const base = await repository.git.ask(['merge-base', branch, end]).catch(() => '');
    if (base.trim() !== '') return base.trim();
  }
  return null;
}
