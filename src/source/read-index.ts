/** The index: what `git add` has taken, by path. Only regular files and symbolic links; submodules are counted. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { prefixOfGitDir } from './work-trees.ts';
import type { Unreadable } from './repository.ts';
import type { Repository } from './repository.ts';

export interface IndexEntry {
  readonly path: string;
  /** What stands before the path in a report: nothing where it is staged in the repository's own work tree. */
  readonly prefix: string;
  readonly id: string;
}

export interface Index {
  readonly entries: readonly IndexEntry[];
  readonly submodules: number;
  /** Why the index cannot be trusted; history is read all the same. */
  readonly unreadable: readonly Unreadable[];
}

/** That of the repository, and those of its other worktrees, which keep what is staged there. None at all is empty. */
export async function readIndex(repository: Repository): Promise<Index> {
  const own = await readIndexIn(repository, repository.gitDir, '', 'is');
  const others: Index[] = [];
  for (const folder of repository.otherGitDirs)
    others.push(await readIndexIn(repository, folder, prefixOfGitDir(folder), `of ${basename(folder)} is`));
  if (others.length === 0) return own;
  const all = [own, ...others];
  // what most of them share is said of the repository's own
  const entries = new Map<string, IndexEntry>();
  for (const entry of all.flatMap((index) => index.entries)) {
    const key = `${entry.id} ${entry.path}`;
    if (!entries.has(key)) entries.set(key, entry);
  }
  return {
    entries: [...entries.values()],
    submodules: own.submodules,
    unreadable: all.flatMap(({ unreadable }) => unreadable),
  };
}

async function readIndexIn({ git, objectFormat }: Repository, gitDir: string, prefix: string, whose: string): Promise<Index> {
  const none = { entries: [], submodules: 0 };
  if (!isWhole(gitDir, objectFormat))
    return { ...none, unreadable: [{ what: 'index', why: `${whose} corrupt: its checksum does not fit` }] };
  let text: string;
  try {
    // asked there, git lists all of it wherever one stands, and whether a work tree can be found or not
    text = await git.inGitDir(gitDir).ask(['ls-files', '--stage', '-z']);
  } catch (error) {
    return { ...none, unreadable: [{ what: 'index', why: (error as Error).message }] };
  }
  const entries: IndexEntry[] = [];
  let submodules = 0;
  for (const line of text.split('\0')) {
    const [, mode, id, path] = /^(\d+) ([0-9a-f]+) \d\t(.*)$/s.exec(line) ?? [];
    if (mode === undefined) continue;
    if (mode === '160000') submodules++;
    else entries.push({ path: path!, prefix, id: id! });
  }
  return { entries, submodules, unreadable: [] };
}

/** Names of files and folders, each once. */
export function namesIn({ entries }: Index): string[] {
  return [...new Set(entries.flatMap(({ path }) => path.split('/')))];
}

/** git itself reads a cut index as if nothing were wrong. A checksum of zeros is one that was left out. */
function isWhole(gitDir: string, objectFormat: Repository['objectFormat']): boolean {
  let bytes: Buffer;
  try {
    bytes = readFileSync(resolve(gitDir, 'index'));
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT';
  }
  const end = bytes.length - (objectFormat === 'sha256' ? 32 : 20);
  if (end < 12) return false;
  const sum = bytes.subarray(end);
  return (
    sum.every((byte) => byte === 0) || createHash(objectFormat).update(bytes.subarray(0, end)).digest().equals(sum)
  );
}
