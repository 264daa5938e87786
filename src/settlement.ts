/** What an entry of the ledger says, in the words of people. */
import type { LedgerEntry } from './model.ts';

/** "rotated on 2026-11-22: .env holds another value", "accepted on 2026-11-22 until 2027-05-01 by Ada: opens a sandbox". */
export function settlement({ status, on, until, owner, evidence, reason }: LedgerEntry): string {
  const day = [on === undefined ? '' : ` on ${on}`, until === undefined ? '' : ` until ${until}`].join('');
  const who = owner === undefined ? '' : ` by ${owner}`;
  const why = evidence?.replace(SAID_ALREADY, '$1') ?? reason;
  return `${status}${day}${who}${why === undefined ? '' : `: ${why}`}`;
}

/** The outcome that `verify` writes before what it saw of each name; REMOVED and others say more than the status. */
const SAID_ALREADY = /(^|; )ROTATED: /g;
