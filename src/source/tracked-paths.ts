/**
 * The files of a commit's tree, by path; where trees are missing or corrupt, those that can be reached. And those of the
 * index.
 */
import { howEnded, reasonIn } from './git.ts';
import type { Git } from './git.ts';

export interface TrackedPaths {
  readonly paths: readonly string[];
  /** Why they are not all; undefined when they are. */
  readonly why: string | undefined;
}

export async function trackedPaths(git: Git, commit: string): Promise<TrackedPaths> {
  const { child, ended } = git.start(['ls-tree', '-r', '-z', '--full-tree', '--name-only', commit]);
  child.stdin.end();
  const pieces: Buffer[] = [];
  child.stdout.on('data', (piece: Buffer) => void pieces.push(piece));
  const { status, stderr } = await ended;
  const paths = Buffer.concat(pieces).toString('utf8').split('\0');
  // what stands behind the last NUL is nothing, or half a path
  return { paths: paths.slice(0, -1), why: status === 0 ? undefined : (reasonIn(stderr) ?? howEnded(status)) };
}

/** By path from the top, wherever one stands. @param withOthers those too that git does not know and would add */
export async function indexedPaths(git: Git, { withOthers = false } = {}): Promise<readonly string[]> {
  const up = (await git.ask(['rev-parse', '--show-cdup'])).replace(/\n$/, '');
  const others = withOthers ? ['--cached', '--others', '--exclude-standard'] : [];
  const paths = await git.ask(['ls-files', '-z', '--full-name', ...others, '--', up === '' ? '.' : up]);
  return [...new Set(paths.split('\0'))].filter((path) => path !== '');
}
