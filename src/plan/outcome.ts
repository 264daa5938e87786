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

/** Whether a row speaks against a rotation: the old value in use, or one in its place that would not have closed it. */
export function contradicts({ outcome }: Pick<Verified, 'outcome'>): boolean {
  return CONTRADICTS.has(outcome);
}

const CONTRADICTS: ReadonlySet<Outcome> = new Set<Outcome>(['STILL CURRENT', 'STILL HONOURED', 'REUSED', 'NEAR-COPY', 'WEAK-NEW']);
