/** Ciphertext, and what the team has written down of the keys that open it: the one is settled with the others. */
import { openersOf } from '../relations.ts';
import { type Settled, strictest } from './status.ts';
import type { Secret } from '../model.ts';

/** @param settledOf by id; undefined for what is not in the report */
export function settledWithKey(
  secret: Pick<Secret, 'related' | 'rule'>,
  own: Settled,
  settledOf: (id: string) => Settled | undefined,
): Settled {
  if (own.status !== 'open') return own;
  const keys = openersOf(secret).flatMap((id) => settledOf(id) ?? []);
  // a mark says of one line that it is for a test, and nothing of what stands elsewhere
  if (keys.some(({ byMark }) => byMark === true)) return own;
  const key = strictest(keys);
  // a rotated key does not save what it has opened, and a known one adopts nothing that came later
  if (key?.status !== 'accepted' && key?.status !== 'false-positive') return own;
  return { status: key.status, reasons: key.reasons.map((reason) => `as the key that opens it: ${reason}`) };
}
