/** Secrets → judged secrets: what is proved of them, the ledger's word, the table's row, the priority. */
import { prove } from '../proof/prove.ts';
import { provedConfidence } from '../verdict/confidence.ts';
import { priorityOf } from '../verdict/priority.ts';
import { statusOf } from '../verdict/status.ts';
import { verdictOf } from '../verdict/table.ts';
import type { Standing } from '../verdict/status.ts';
import type { Gap, Judged, Ledger, Secret, Status } from '../model.ts';

export interface LedgerFacts {
  readonly standing: (at: string, commit: string) => Standing;
  readonly reachable: (commit: string) => boolean;
}

export interface JudgedSecrets {
  readonly secrets: readonly Judged[];
  /** What was not tried for a proof, by a named limit. */
  readonly gaps: readonly Gap[];
}

export function judgeAll(found: readonly Secret[], ledger: Ledger, asOf: string, facts: LedgerFacts): JudgedSecrets {
  const entries = new Map(ledger.map((entry) => [entry.id, entry]));
  return judgeProved(found, asOf, (secret) =>
    statusOf({ occurrences: secret.occurrences, entry: entries.get(secret.id), asOf, ...facts }),
  );
}

/** @param settle what the team has decided or done about a secret */
export function judgeProved(
  found: readonly Secret[],
  asOf: string,
  settle: (secret: Secret) => { readonly status: Status; readonly reasons: readonly string[] },
): JudgedSecrets {
  const { secrets, gaps } = prove(found, asOf);
  return {
    gaps,
    secrets: secrets.map((proved) => {
      const secret = { ...proved, confidence: provedConfidence(proved) };
      const { status, reasons } = settle(secret);
      const { verdict, reason } = verdictOf({ nature: secret.nature, exposure: secret.exposure.class, status });
      const { priority, because } = priorityOf(secret);
      return { ...secret, status, verdict, priority, reasons: [...reasons, reason], urgency: because };
    }),
  };
}
