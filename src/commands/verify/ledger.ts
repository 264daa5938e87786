/** The rows of a verification and the ledger as it stands in, the ledger as it has to be out. */
import { UsageError } from '../../errors.ts';
import { mergeLedger } from '../../plan/ledger.ts';
import { isClosed } from '../../plan/outcome.ts';
import { account } from '../../report/phrases.ts';
import type { Judged, Ledger, LedgerEntry, Verified } from '../../model.ts';

/** Of what can be verified. */
export interface Chosen {
  /** What rows are wanted for: what `--only` names by id or name, all that counts without it. */
  readonly wanted: ReadonlySet<Judged>;
  /** With all that somebody is sure of: keys settle what hangs on them, and no new value may be another leaked one. */
  readonly compared: readonly Judged[];
}

export function chosenBy(secrets: readonly Judged[], only: readonly string[]): Chosen {
  const isSure = ({ confidence }: Judged): boolean => confidence !== 'low';
  const wanted = new Set(only.length === 0 ? secrets.filter(isSure) : namedBy(secrets, only));
  return { wanted, compared: secrets.filter((secret) => isSure(secret) || wanted.has(secret)) };
}

function namedBy(secrets: readonly Judged[], only: readonly string[]): readonly Judged[] {
  const words = only.flatMap((text) => text.split(',')).map((word) => word.trim()).filter((word) => word !== '');
  const fits = (secret: Judged, word: string): boolean =>
    (word.length >= SHORTEST && secret.id.startsWith(word)) || labelsOf(secret).some((label) => isSaid(label, word));
  // what was typed is not repeated: it may be a value
  if (words.length === 0 || words.some((word) => !secrets.some((secret) => fits(secret, word))))
    throw new UsageError('--only: no leaked secret has this id or name; burnlist audit lists them');
  return secrets.filter((secret) => words.some((word) => fits(secret, word)));
}

const SHORTEST = 6;

/** What reports call it: by its names, and a URL's by its account. */
function labelsOf({ names, occurrences }: Judged): readonly string[] {
  const urls = occurrences.filter(({ host }) => host !== undefined);
  return [...names.map(({ name }) => name), ...urls.map((url) => account(url, (text) => text))];
}

/** A narrow terminal was given a part of it, with `…` for the rest. */
function isSaid(label: string, word: string): boolean {
  const [first = '', ...others] = word.split('…');
  const last = others.at(-1);
  if (last === undefined || others.length > 1) return label === word;
  return first.length + last.length >= SHORTEST && label.length > word.length && label.startsWith(first) && label.endsWith(last);
}

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
    const evidence = all.map(({ outcome, evidence: seen }) => `${outcome}: ${seen}`).join('; ');
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
