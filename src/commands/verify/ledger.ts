/** The rows of a verification and the ledger as it stands in, the ledger as it has to be out. */
import { mergeLedger } from '../../plan/ledger.ts';
import { isClosed } from '../../plan/outcome.ts';
import type { Ledger, LedgerEntry, Verified } from '../../model.ts';

export interface LedgerFacts {
  readonly at: string | null;
  readonly on: string;
  readonly clean: (text: string) => string;
}

export interface AfterVerify {
  readonly ledger: Ledger;
  /** Rows that end their task. */
  readonly closed: number;
  readonly reopened: readonly string[];
}

/** A secret is rotated when every name of it is; one that the ledger calls rotated and that is in use again is not. */
export function ledgerAfter(old: Ledger, rows: readonly Verified[], { at, on, clean }: LedgerFacts): AfterVerify {
  const bySecret = new Map<string, Verified[]>();
  for (const row of rows) bySecret.set(row.secret.id, [...(bySecret.get(row.secret.id) ?? []), row]);
  const rotated = [...bySecret.values()].filter((all) => all.every(isClosed)).map((all): LedgerEntry => {
    const [first] = all;
    const names = all.map(({ name }) => name).join(', ');
    const evidence = [...new Set(all.map(({ outcome, evidence: seen }) => `${outcome}: ${seen}`))].join('; ');
    return {
      id: first?.secret.id ?? '',
      status: 'rotated',
      name: clean(names),
      ...(at === null ? {} : { at }),
      on,
      evidence: clean(evidence),
    };
  });
  const isContradicted = ({ id, status }: LedgerEntry): boolean =>
    status === 'rotated' && bySecret.get(id)?.some((row) => !isClosed(row)) === true;
  const reopened = old.filter(isContradicted).map(({ id }) => id);
  const kept = old.filter((entry) => !isContradicted(entry));
  return { ledger: mergeLedger(kept, rotated), closed: rows.filter(isClosed).length, reopened };
}
