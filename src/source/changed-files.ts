/** Tracked files that the work tree has otherwise than HEAD: staged, or changed on the disk since git last looked. */
import { lstatSync, type BigIntStats } from 'node:fs';
import { join } from 'node:path';
import { hasNewContent } from './diff.ts';
import { readStagedDiff } from './staged-diff.ts';
import type { Git } from './git.ts';

/** By path from the top; none without an index that git can read. */
export async function changedFiles(git: Git, top: string): Promise<readonly string[]> {
  const staged = (await readStagedDiff(git)).filter(hasNewContent).map(({ path }) => path);
  // no `git diff-files`: to tell whether a file differs it may run a filter of the repository's configuration
  const listed = (await git.ask(['-C', top, 'ls-files', '--debug', '-z'])).matchAll(ENTRY);
  const touched = [...listed].filter(([, path, ...was]) => isTouched(join(top, path ?? ''), was)).map(([, path = '']) => path);
  return [...new Set([...staged, ...touched])];
}

/** A path, and below it what the index knows of its file: when it was changed last, and its size. */
const ENTRY = /([^\0\n][^\0]*)\0 +ctime: [\d:]+\n +mtime: (\d+):(\d+)\n.*\n.*\n +size: (\d+)\t.*\n/g;

function isTouched(file: string, [seconds, nanoseconds, size]: readonly (string | undefined)[]): boolean {
  const now: BigIntStats | undefined = lstatSync(file, { bigint: true, throwIfNoEntry: false });
  if (now?.isFile() !== true) return false;
  const [whole, rest] = [now.mtimeNs / SECOND, now.mtimeNs % SECOND];
  return `${whole}:${rest}` !== `${seconds}:${nanoseconds}` || `${now.size}` !== size;
}

const SECOND = 1_000_000_000n;
