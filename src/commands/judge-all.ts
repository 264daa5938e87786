/** Secrets → judged secrets: the ledger's word, the table's row, the priority. */
import { priorityOf } from '../verdict/priority.ts';
import { statusOf } from '../verdict/status.ts';
import { verdictOf } from '../verdict/table.ts';
import type { Standing } from '../verdict/status.ts';
import type { Judged, Ledger, Secret } from '../model.ts';

export interface LedgerFacts {
  readonly standing: (at: string, commit: string) => Standing;
  readonly reachable: (commit: string) => boolean;
}

export function judgeAll(secrets: readonly Secret[], ledger: Ledger, asOf: string, facts: LedgerFacts): Judged[] {
  const entries = new Map(ledger.map((entry) => [entry.id, entry]));
  return secrets.map((secret) => {
    const { status, reasons } = statusOf({
      occurrences: secret.occurrences,
      entry: entries.get(secret.id),
      asOf,
      ...facts,
    });
    const { verdict, reason } = verdictOf({ nature: secret.nature, exposure: secret.exposure.class, status });
    const priority = verdict === 'unattached' ? 'P3' : priorityOf(secret);
    return { ...secret, status, verdict, priority, reasons: [...reasons, reason] };
  });
}
