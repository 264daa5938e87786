/** What a key opens, and what the team has said of that key: the one is settled with the other. */
import { type Settled, strictest } from './status.ts';
import type { Secret } from '../model.ts';

/** @param settledOf by id; undefined for what is not in the report */
export function settledWithKey(
  { related }: Pick<Secret, 'related'>,
  own: Settled,
  settledOf: (id: string) => Settled | undefined,
): Settled {
  if (own.status !== 'open') return own;
  const keys = related.filter(({ how }) => how === 'wrapped by').flatMap(({ id }) => settledOf(id) ?? []);
  const key = strictest(keys);
  // a rotated key does not save what it has opened, and a known one adopts nothing that came later
  if (key?.status !== 'accepted' && key?.status !== 'false-positive') return own;
  return { status: key.status, reasons: key.reasons.map((reason) => `as the key that opens it: ${reason}`) };
}
