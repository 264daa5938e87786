/** Tracked files that the work tree has otherwise than HEAD: staged, or changed on the disk since git last looked. */
import { lstatSync, type BigIntStats } from 'node:fs';
import { join } from 'node:path';
import { hasNewContent } from './diff.ts';
import { readStagedDiff } from './staged-diff.ts';
import type { Git } from './git.ts';

/** By path from the top, those too that nobody may look at; none without an index that git can read. */
export async function changedFiles(git: Git, top: string): Promise<readonly string[]> {
  const staged = (await readStagedDiff(git)).filter(hasNewContent).map(({ path }) => path);
  // no `git diff-files`: to tell whether a file differs it may run a filter of the repository's configuration
  const listed = entriesIn(await git.ask(['-C', top, 'ls-files', '--debug', '-z']));
  const touched = listed.filter(({ path, facts }) => isTouched(join(top, path), facts)).map(({ path }) => path);
  return [...new Set([...staged, ...touched])];
}

interface Entry {
  readonly path: string;
  /** Lines of what the index knows of its file. */
  readonly facts: readonly string[];
}

/** A path, NUL, five lines of facts, and the next path. */
function entriesIn(text: string): readonly Entry[] {
  const pieces = text.split('\0').map((piece) => piece.split('\n'));
  return pieces.slice(1).map((facts, at) => ({ path: (pieces[at] ?? []).slice(at === 0 ? 0 : FACTS).join('\n'), facts }));
}

const FACTS = 5;

function isTouched(file: string, [, mtime = '', , , size = '']: readonly string[]): boolean {
  const now = statOf(file);
  if (now === 'unreadable') return true;
  if (now?.isFile() !== true) return false;
  const when = `  mtime: ${now.mtimeNs / SECOND}:${now.mtimeNs % SECOND}`;
  return mtime !== when || !size.startsWith(`  size: ${now.size}\t`);
}

function statOf(file: string): BigIntStats | 'unreadable' | undefined {
  try {
    return lstatSync(file, { bigint: true });
  } catch (error) {
    return isGone(error) ? undefined : 'unreadable';
  }
}

/** Whether a file is not there any more, or a file is where its folder was. */
export function isGone(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '');
}

const SECOND = 1_000_000_000n;
