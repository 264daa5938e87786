/** What was seen of a leaked value today, and which of it ends a task. */
import type { Outcome, Verified } from '../model.ts';

export interface Seen {
  readonly outcome: Outcome;
  /** For people; holds no value. */
  readonly detail: string;
  /** The same for the ledger, where it differs. */
  readonly evidence?: string;
  /** Nobody takes the value any more, wherever it stands. */
  readonly isByIssuer?: true;
}

/** Whether a row ends its task. */
export function isClosed({ outcome }: Pick<Verified, 'outcome'>): boolean {
  return outcome === 'ROTATED' || outcome === 'REMOVED';
}
