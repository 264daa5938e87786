/**
 * A leaked secret in, what the repository itself says of it out: whoever deploys what is committed, or what the work tree is
 * about to commit, deploys the old value, whatever a file of today says.
 */
import type { Judged, Occurrence } from '../model.ts';
import { isDocument } from './current/read.ts';
import type { Seen } from './outcome.ts';

/**
 * Undefined where documents have it at most.
 * @param named paths of files that say themselves what they hold today
 * @param onDisk tracked files that hold it on the disk and differ there from HEAD's
 */
export function heldByRepository(
  { occurrences }: Judged,
  named: ReadonlySet<string>,
  onDisk: readonly string[],
): Seen | undefined {
  const counts = (path: string): boolean => !named.has(path) && !isDocument(path);
  const isHeld = ({ inHead, where, path }: Occurrence): boolean => inHead && where === 'blob' && counts(path);
  const [first, ...more] = occurrences.filter(isHeld).map(({ path }) => path);
  const [changed, ...others] = onDisk.filter(counts);
  if (first !== undefined) return current(`HEAD still has it in ${placesOf(first, more)}: take it out there and commit that`);
  if (changed === undefined) return undefined;
  return current(`the work tree has it in ${placesOf(changed, others)}, where HEAD does not: take it out there`);
}

function current(words: string): Seen {
  return { outcome: 'STILL CURRENT', detail: `${words}, whatever other files say` };
}

function placesOf(first: string, more: readonly string[]): string {
  return more.length === 0 ? first : `${first} and in ${more.length} more`;
}
