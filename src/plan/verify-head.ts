/**
 * A leaked secret in, what HEAD says of it out: whoever deploys what is committed deploys the old value, whatever a file of
 * today says.
 */
import type { Judged, Occurrence } from '../model.ts';
import { isDocument } from './current/read.ts';
import type { Seen } from './outcome.ts';

/** Undefined where HEAD has it in documents at most. @param named paths of files that say themselves what they hold today */
export function heldByHead({ occurrences }: Judged, named: ReadonlySet<string>): Seen | undefined {
  const isHeld = ({ inHead, where, path }: Occurrence): boolean =>
    inHead && where === 'blob' && !named.has(path) && !isDocument(path);
  const [first, ...more] = occurrences.filter(isHeld).map(({ path }) => path);
  if (first === undefined) return undefined;
  const others = more.length === 0 ? '' : ` and in ${more.length} more`;
  return {
    outcome: 'STILL CURRENT',
    detail: `HEAD still has it in ${first}${others}: take it out there and commit that, whatever other files say`,
  };
}
