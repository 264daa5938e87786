/** `A..B` → what rev-list is asked, and whose policy counts. */
import { UsageError } from '../../errors.ts';
import { shownRevision } from '../../shown.ts';
import type { Repository } from '../../source/repository.ts';

/** A ref that a push makes or moves. */
export interface PushedRef {
  /** Its name on the remote. */
  readonly ref: string;
  /** What it will point at. */
  readonly id: string;
  readonly isNew: boolean;
}

export interface RangeEnds {
  /** For rev-list; undefined: no commits to scan. */
  readonly revisions: readonly string[] | undefined;
  /** The commit whose policy counts; null: empty. */
  readonly base: string | null;
  readonly notices: readonly string[];
  /** Of a push: the ref that these commits are for. */
  readonly pushed?: PushedRef;
}

export async function rangeEnds(repository: Repository, range: string): Promise<RangeEnds> {
  const dots = range.indexOf('..');
  if (dots < 0 || range.includes('...')) {
    const given = range.split('...').map(shownRevision).join('...');
    throw new UsageError(`--range ${given}: write it as A..B`);
  }
  const [from, to] = [range.slice(0, dots), range.slice(dots + 2) || 'HEAD'];
  if (isNothing(to)) return { revisions: undefined, base: null, notices: [] };
  const end = await resolveCommit(repository, to);
  if (end === undefined) throw noCommit(repository, range, to);
  if (from === '' || isNothing(from)) return unpublished(repository, end);
  const start = await resolveCommit(repository, from);
  if (start !== undefined) {
    const turned = `--range ${shownRevision(to)}..${shownRevision(from)}`;
    const told = `the end is in the history of the start; the other way round it is  ${turned}`;
    const notices = (await isBehind(repository, end, start)) ? [told] : [];
    return { revisions: [end, `^${start}`], base: start, notices };
  }
  if (!/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(from)) throw noCommit(repository, range, from);
  return fromDefaultBranch(repository, end, `${from.slice(0, 10)} is not in this clone (force push, or a shallow one?)`);
}

function noCommit({ shallow }: Repository, range: string, name: string): UsageError {
  const fix = 'this clone is shallow, fetch all with  git fetch --unshallow  or in CI  fetch-depth: 0';
  const shownRange = range.split('..').map(shownRevision).join('..');
  return new UsageError(`--range ${shownRange}: "${shownRevision(name)}" names no commit here${shallow.length === 0 ? '' : `: ${fix}`}`);
}

/** Everything that is on no remote. In a CI checkout of a new branch all of it is, under the branch's own name. */
async function unpublished(repository: Repository, end: string): Promise<RangeEnds> {
  const onNoRemote = [end, '--not', '--remotes'];
  const any = await repository.git.ask(['rev-list', '--max-count=1', ...onNoRemote, '--']);
  if (any.trim() !== '') return { revisions: onNoRemote, base: await mergeBase(repository, end), notices: [] };
  return fromDefaultBranch(repository, end, 'no start was given and all commits are on a remote');
}

/** What a branch has beyond the default branch; on the default branch itself that would be nothing, so everything. */
async function fromDefaultBranch(repository: Repository, end: string, why: string): Promise<RangeEnds> {
  const base = await mergeBase(repository, end);
  if (base === null || base === end)
    return { revisions: [end], base, notices: [`${why}: everything up to the end is scanned`] };
  return {
    revisions: [end, `^${base}`],
    base,
    notices: [`${why}: scanned from the merge base with the default branch, ${base.slice(0, 10)}`],
  };
}

/** The ends of a range that were given the wrong way round hold nothing, and nobody would notice. */
async function isBehind({ git }: Repository, end: string, start: string): Promise<boolean> {
  if (end === start) return false;
  const base = await git.ask(['merge-base', end, start]).catch(() => '');
  return base.trim() === end;
}

/** An id of zeros stands for what is not there yet, or no more. */
export function isNothing(id: string): boolean {
  return /^0+$/.test(id);
}

export async function resolveCommit({ git }: Repository, name: string): Promise<string | undefined> {
  const text = await git
    .ask(['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`])
    .catch(() => '');
  return text.trim().split('\n').at(-1) || undefined;
}

export async function mergeBase(repository: Repository, end: string): Promise<string | null> {
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
