/** The index: what `git add` has taken, by path. Only regular files and symbolic links; submodules are counted. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Unreadable } from './list-objects.ts';
import type { Repository } from './repository.ts';

export interface IndexEntry {
  readonly path: string;
  readonly id: string;
}

export interface Index {
  readonly entries: readonly IndexEntry[];
  readonly submodules: number;
  /** Why the index cannot be trusted; history is read all the same. */
  readonly unreadable: readonly Unreadable[];
}

/** None at all (nothing added yet) is empty. */
export async function readIndex(repository: Repository): Promise<Index> {
  const none = { entries: [], submodules: 0 };
  if (!isWhole(repository))
    return { ...none, unreadable: [{ what: 'index', why: 'is corrupt: its checksum does not fit' }] };
  let text: string;
  try {
    // asked there, git lists all of it wherever one stands, and whether a work tree can be found or not
    text = await repository.git.inGitDir(repository.gitDir).ask(['ls-files', '--stage', '-z']);
  } catch (error) {
    return { ...none, unreadable: [{ what: 'index', why: (error as Error).message }] };
  }
  const entries: IndexEntry[] = [];
  let submodules = 0;
  for (const line of text.split('\0')) {
    const [, mode, id, path] = /^(\d+) ([0-9a-f]+) \d\t(.*)$/s.exec(line) ?? [];
    if (mode === undefined) continue;
    if (mode === '160000') submodules++;
    else entries.push({ path: path!, id: id! });
  }
  return { entries, submodules, unreadable: [] };
}

/** Names of files and folders, each once. */
export function namesIn({ entries }: Index): string[] {
  return [...new Set(entries.flatMap(({ path }) => path.split('/')))];
}

/** git itself reads a cut index as if nothing were wrong. A checksum of zeros is one that was left out. */
function isWhole({ gitDir, objectFormat }: Repository): boolean {
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
