/** What the ledger says of a secret in, when and why it is settled out, in the words of people. */
import type { Judged, Ledger } from '../model.ts';

/** "rotated on 2026-11-22: ROTATED: .env holds another value"; a mark in the text has no day. */
export function standing({ id, status }: Pick<Judged, 'id' | 'status'>, ledger: Ledger): string {
  const entry = ledger.find((each) => each.id === id && each.status === status);
  if (entry === undefined) return `${status} by a mark in the text`;
  const { on, evidence, reason, owner, until } = entry;
  const day = [on === undefined ? '' : ` on ${on}`, until === undefined ? '' : ` until ${until}`].join('');
  const who = owner === undefined ? '' : ` by ${owner}`;
  const why = evidence ?? reason;
  return `${status}${day}${who}${why === undefined ? '' : `: ${why}`}`;
}
