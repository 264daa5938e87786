/** What a range adds that runbooks want ignored, and its ends still have. */
import { hasNewContent, oldContent } from '../../source/diff.ts';
import { trackedPaths } from '../../source/tracked-paths.ts';
import { environmentFiles } from '../audit/risks.ts';
import type { Risk } from '../../model.ts';
import type { Repository } from '../../source/repository.ts';
import type { CommitChanges } from '../../source/range-changes.ts';

export async function risksOfRange(
  { git }: Repository,
  changes: readonly CommitChanges[],
  tips: readonly string[],
): Promise<readonly Risk[]> {
  const added = environmentFiles(newFiles(changes));
  if (added.length === 0) return added;
  const ends = await Promise.all(tips.map((tip) => trackedPaths(git, tip)));
  const tracked = new Set(ends.flatMap(({ paths }) => paths));
  // of a tree that cannot be read nobody knows what it has
  return ends.some(({ why }) => why !== undefined) ? added : added.filter(({ path }) => tracked.has(path));
}

/** What a commit of the range adds as a file, against its first parent. */
function newFiles(changes: readonly CommitChanges[]): Set<string> {
  const all = changes.flatMap(({ sides }) => sides[0]!.changes.filter(hasNewContent));
  return new Set(all.filter((change) => oldContent(change) === undefined).map(({ path }) => path));
}
