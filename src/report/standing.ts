/** What the ledger says of a secret in, when and why it is settled out. */
import { settlement } from '../settlement.ts';
import type { Judged, Ledger } from '../model.ts';

/** A mark in the text has no day. */
export function standing({ id, status }: Pick<Judged, 'id' | 'status'>, ledger: Ledger): string {
  const entry = ledger.find((each) => each.id === id && each.status === status);
  return entry === undefined ? `${status} by a mark in the text` : settlement(entry);
}
