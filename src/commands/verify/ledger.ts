/** The rows of a verification and the ledger as it stands in, the ledger as it has to be out. */
import { mergeLedger } from '../../plan/ledger.ts';
import { contradicts, isClosed } from '../../plan/outcome.ts';
import { groupBy } from '../../group-by.ts';
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

/**
 * A secret is rotated when every name of it is. One that the ledger calls rotated, and that a file of today contradicts,
 * keeps its entry, for whoever asks later what was done when; from this day on the entry does not count.
 */
export function ledgerAfter(old: Ledger, rows: readonly Verified[], { at, on, clean }: LedgerFacts): AfterVerify {
  const bySecret = [...groupBy(rows, ({ secret }) => secret.id)];
  const before = new Map(old.filter(({ status }) => status === 'rotated').map((entry) => [entry.id, entry]));
  const rotated = bySecret
    .filter(([, all]) => all.every(isClosed))
    .map(([id, all]): LedgerEntry => {
      const past = pastOf(before.get(id), all);
      return {
        id,
        status: 'rotated',
        name: clean(all.map(({ name }) => name).join(', ')),
        ...(at === null ? {} : { at }),
        on,
        evidence: clean(evidenceOf([...seenIn(all), past === '' ? '' : `before: ${past}`])),
      };
    });
  const contradicted = bySecret.flatMap(([id, all]): readonly LedgerEntry[] => {
    const entry = before.get(id);
    const against = all.filter(contradicts);
    if (entry === undefined || entry.until !== undefined || against.length === 0) return [];
    return [{ ...entry, until: on, evidence: clean(evidenceOf([pastOf(entry, all), ...seenIn(against)])) }];
  });
  return {
    ledger: mergeLedger(old, [...rotated, ...contradicted]),
    closed: rows.filter(isClosed).length,
    reopened: contradicted.map(({ id }) => id),
  };
}

function seenIn(rows: readonly Verified[]): readonly string[] {
  return rows.map(({ outcome, evidence }) => `${outcome}: ${evidence}`);
}

/** What was seen when it was rotated, and "was rotated on 2026-11-22, and came back with 4f1c9d0a2b on 2026-11-28". */
function pastOf(entry: LedgerEntry | undefined, [row]: readonly Verified[]): string {
  const [evidence = '', returned = ''] = [entry?.evidence, row?.secret.was === 'rotated' ? row.secret.reasons[0] : ''];
  return evidenceOf(evidence.includes(returned) ? [evidence] : [evidence, returned]);
}

function evidenceOf(parts: readonly string[]): string {
  return [...new Set(parts.filter((part) => part !== ''))].join('; ');
}
