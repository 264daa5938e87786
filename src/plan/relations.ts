/** What one secret is to others, as the plan asks for it. */
import type { Judged, Relation } from '../model.ts';

/** Ids of the secrets that it is `how` to, of those it is wrapped by, say. */
export function idsBy({ related }: Pick<Judged, 'related'>, how: Relation): readonly string[] {
  return related.filter((relation) => relation.how === how).map(({ id }) => id);
}

/** Ciphertext whose key was found. */
export function isOpened(secret: Pick<Judged, 'related'>): boolean {
  return idsBy(secret, 'wrapped by').length > 0;
}
