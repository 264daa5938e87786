/** A ledger and the secrets of a whole audit in, its entries that are for none of them out: gone, or of elsewhere. */
import type { Judged, Ledger } from '../model.ts';

export function unusedEntries(ledger: Ledger, secrets: readonly Judged[]): Ledger {
  const known = new Set(secrets.map(({ id }) => id));
  return ledger.filter(({ id }) => !known.has(id));
}
