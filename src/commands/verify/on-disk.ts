/** Leaked values in tracked files that the work tree has changed: HEAD says nothing of them yet, and the next commit does. */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { changedFiles } from '../../source/changed-files.ts';
import { standsIn } from './sightings.ts';
import type { Judged } from '../../model.ts';
import type { Repository } from '../../source/repository.ts';

/** Settings and code are small. */
const MOST_BYTES = 16 << 20;

/** Paths by the id of the secret. */
export async function heldOnDisk(secrets: readonly Judged[], { git, top }: Repository): Promise<ReadonlyMap<string, readonly string[]>> {
  const held = new Map<string, string[]>();
  if (top === undefined || secrets.length === 0) return held;
  // where git cannot read the index or HEAD, the audit has said so
  for (const path of await changedFiles(git, top).catch(() => [])) {
    const bytes = bytesOf(join(top, path));
    const found = bytes === undefined ? [] : secrets.filter(({ value }) => standsIn(value, bytes) === 'in use');
    for (const { id } of found) held.set(id, [...(held.get(id) ?? []), path]);
  }
  return held;
}

/** None of what is gone, cannot be read or is data. */
function bytesOf(file: string): Buffer | undefined {
  try {
    const stat = statSync(file);
    return stat.isFile() && stat.size <= MOST_BYTES ? readFileSync(file) : undefined;
  } catch {
    return undefined;
  }
}
