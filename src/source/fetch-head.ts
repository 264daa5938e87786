/**
 * What came from a remote and may stand on no ref: FETCH_HEAD, all that a CI job has of its commit, and the commits at
 * which a shallow clone was cut off. Lines of FETCH_HEAD:  <id> TAB [not-for-merge] TAB <what> [of <where>]
 */
import { join } from 'node:path';
import { ScanError } from '../errors.ts';
import { storedText } from './stored-text.ts';
import type { Repository } from './repository.ts';

/** Ids of commits and tags; they need not be here any more. */
export function fetchedIds({ gitDir, commonDir, shallow }: Repository): string[] {
  const ids = new Set(shallow);
  for (const folder of new Set([gitDir, commonDir])) {
    for (const [, id, what] of textOf(join(folder, 'FETCH_HEAD')).matchAll(LINE)) if (!isOwn(what!)) ids.add(id!);
  }
  return [...ids];
}

const LINE = /^([0-9a-f]{40,64})\t(?:not-for-merge)?\t(.*)$/gm;

/** `git fetch .` brings nothing from elsewhere. */
function isOwn(what: string): boolean {
  return what === '.' || what.endsWith(' of .');
}

function textOf(path: string): string {
  try {
    return storedText(path, 'latin1');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return '';
    throw new ScanError(`FETCH_HEAD cannot be read: ${code}`);
  }
}
