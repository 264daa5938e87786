/** What the ledger says of a secret in, when and why it is settled out, in the words of people. */
import type { Judged, Ledger } from '../model.ts';

/** "rotated on 2026-11-22: .env holds another value"; a mark in the text has no day. */
export function standing({ id, status }: Pick<Judged, 'id' | 'status'>, ledger: Ledger): string {
  const entry = ledger.find((each) => each.id === id && each.status === status);
  if (entry === undefined) return `${status} by a mark in the text`;
  const { on, evidence, reason, owner, until } = entry;
  const day = [on === undefined ? '' : ` on ${on}`, until === undefined ? '' : ` until ${until}`].join('');
  const who = owner === undefined ? '' : ` by ${owner}`;
  const why = evidence?.replace(SAID_ALREADY, '$1') ?? reason;
  return `${status}${day}${who}${why === undefined ? '' : `: ${why}`}`;
}

/** The outcome that `verify` writes before what it saw of each name; REMOVED and others say more than the status. */
const SAID_ALREADY = /(^|; )ROTATED: /g;
