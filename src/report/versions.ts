/**
 * Secrets as people read of them, in their order: versions of one ciphertext, each a value with an id of its own, as the
 * one thing to do that the plan has for all of them. Keys of a map are secrets each.
 */
import type { Judged, Plan } from '../model.ts';
import { sortedSecrets } from './order.ts';

export function withVersionsJoined(secrets: readonly Judged[], plan: Plan | undefined): readonly Judged[] {
  const joined = new Map<string, Judged>();
  for (const { secret, versions, areSecrets } of plan?.tasks ?? []) {
    if (versions.length > 0 && !areSecrets) for (const id of [secret.id, ...versions]) joined.set(id, secret);
  }
  const shown = new Set(sortedSecrets(secrets).map((secret) => joined.get(secret.id) ?? secret));
  return joined.size === 0 ? [...shown] : [...shown].map((secret) => ({ ...secret, related: relatedTo(secret, joined) }));
}

function relatedTo({ related }: Judged, joined: ReadonlyMap<string, Judged>): Judged['related'] {
  const all = related.map(({ id, how }) => ({ id: joined.get(id)?.id ?? id, how }));
  return [...new Map(all.map((relation) => [`${relation.how} ${relation.id}`, relation])).values()];
}
