/** The files of a commit's tree, by path; where trees are missing or corrupt, those that can be reached. */
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
