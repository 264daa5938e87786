/** What a verification found in, the page for people or `burnlist/verify@1` for programs out. */
import { groupBy } from '../group-by.ts';
import { type Judged, OUTCOMES, type Outcome, type Verified } from '../model.ts';
import { displayWidth, flowed, padded, widest } from './columns.ts';
import { counted } from './numbers.ts';
import { printableJson } from './printable.ts';
import { shortIds } from './short-id.ts';
import { type Style, styleOf, type TextOptions } from './style.ts';

export interface VerifyReport {
  /** ISO day. */
  readonly asOf: string;
  readonly rows: readonly Verified[];
  /** They were asked for by name: each is shown. */
  readonly isNarrowed: boolean;
  /** What was asked for by name and has ended before: when, and how. */
  readonly settled: readonly { readonly secret: Judged; readonly why: string }[];
  /** Ids of all secrets, to tell how short an id may be. */
  readonly ids: readonly string[];
  /** Contradictions in logs, files that were not understood. */
  readonly warnings: readonly string[];
  /** Rows that end their task. */
  readonly closed: number;
  /** Where it was written to; absent: nowhere. */
  readonly ledger: string | undefined;
  /** Ids that were rotated by the ledger, which a file of today contradicts. */
  readonly reopened: readonly string[];
  /** Takes values out of a text and makes it safe to print. */
  readonly clean: (text: string) => string;
}

const WIDEST_NAME = 40;

/** Versions of one ciphertext of which the same is to be said are one line. */
function withoutRepeats(rows: readonly Verified[]): readonly Verified[] {
  const same = groupBy(rows, ({ taskId, name, outcome, detail }) => JSON.stringify([taskId, name, outcome, detail]));
  return [...same.values()].map((all) => {
    const [first] = all as [Verified, ...Verified[]];
    const more = all.length === 1 ? '' : ` (and ${counted(all.length - 1, 'more version')} of it)`;
    return { ...first, detail: `${first.detail}${more}` };
  });
}

/** What was adopted on the first day, and no file says anything of: of no use to who looks at an incident of today. */
function isAside({ secret, outcome }: Verified): boolean {
  return secret.status === 'known' && outcome === 'UNKNOWN';
}

export function verifyText(report: VerifyReport, options: TextOptions): string {
  const { ids, clean } = report;
  const aside = report.isNarrowed ? [] : report.rows.filter(isAside);
  const rows = worstFirst(withoutRepeats(report.rows.filter((row) => !aside.includes(row))));
  const folds = report.isNarrowed ? [] : foldsOf(rows);
  const shown = rows.filter((row) => !folds.some((fold) => fold.includes(row)));
  const style = styleOf(options);
  const short = shortIds(ids);
  const names = shown.map(({ name }) => clean(name));
  const ended = report.settled.map(({ secret }) => clean(calledBy(secret)));
  const width = widest([...names, ...ended], WIDEST_NAME);
  const column = widest(OUTCOMES, WIDEST_NAME);
  const indent = width + column + 12;
  const paint = (outcome: Outcome): ((text: string) => string) =>
    outcome === 'ROTATED' || outcome === 'REMOVED' ? style.good : outcome === 'UNKNOWN' ? style.warn : style.bad;
  /** @param said in its column, when there is one @param words to their left */
  const row = (name: string, id: string, said: string, words: string, left: number): readonly string[] => {
    const [first = '', ...rest] = flowed(words.split(' '), ' ', Math.max(30, style.width - left));
    const lead = displayWidth(name) > width ? `${name}\n${' '.repeat(width)}` : padded(name, width);
    return [`${lead}  ${short(id)}  ${said}${first}`, ...rest.map((line) => ' '.repeat(left) + line)];
  };
  const lines = shown.flatMap(({ secret, outcome, detail }, at) => {
    const said = `${paint(outcome)(outcome)}${' '.repeat(column - outcome.length)}  `;
    return row(names[at] ?? '', secret.id, said, clean(detail), indent);
  });
  const settled = report.settled.flatMap(({ secret, why }, at) => row(ended[at] ?? '', secret.id, '', clean(why), width + 10));
  const warnings = report.warnings.map((warning) => `! ${clean(warning)}`);
  const folded = folds.flatMap((fold) => foldLines(fold, style, short, clean));
  const last = lastLine(report, aside.length, short);
  return `${[...settled, ...lines, ...folded, ...asideLines(aside, rows, short), ...warnings, last].join('\n')}\n`;
}

/** What decides the exit status by what was seen, then what is done, then what no file says anything of. */
function worstFirst(rows: readonly Verified[]): readonly Verified[] {
  return rows.toSorted((a, b) => OUTCOMES.indexOf(a.outcome) - OUTCOMES.indexOf(b.outcome));
}

/** Many of which the same is unknown, as in a repository with old leaks, are one paragraph and not a line each. */
function foldsOf(rows: readonly Verified[]): readonly (readonly Verified[])[] {
  const alike = groupBy(rows.filter(({ outcome }) => outcome === 'UNKNOWN'), ({ detail }) => detail);
  return [...alike.values()].filter((fold) => fold.length > MOST_ALIKE);
}

const MOST_ALIKE = 5;
const MOST_FOLDED = 50;

function foldLines(
  fold: readonly Verified[],
  style: Style,
  short: (id: string) => string,
  clean: (text: string) => string,
): readonly string[] {
  const named = fold.slice(0, MOST_FOLDED).map(({ name, secret }) => `${clean(name)} ${short(secret.id)}`);
  const more = fold.length > named.length ? [`and ${fold.length - named.length} more, all of them with --format json`] : [];
  const title = `${fold.length} ${style.warn('UNKNOWN')}: ${clean(fold[0]?.detail ?? '')}`;
  return [title, ...flowed([...named, ...more], ', ', style.width - 2).map((line) => `  ${line}`)];
}

/** They are unknown as others are, and the status says so; who is at an incident of today is told how to ask for that alone. */
function asideLines(rows: readonly Verified[], others: readonly Verified[], short: (id: string) => string): readonly string[] {
  if (rows.length === 0) return [];
  const secrets = new Set(rows.map(({ secret }) => secret.id)).size;
  const names = rows.length === secrets ? '' : `, ${counted(rows.length, 'name')}`;
  const ids = [...new Set(others.map(({ secret }) => short(secret.id)))];
  const shown = `${ids.slice(0, MOST_IDS).join(',')}${ids.length > MOST_IDS ? ',…' : ''}`;
  const alone = ids.length === 0 ? '' : `; without them:  --only ${shown}`;
  return [`… and ${counted(secrets, 'secret')} that the ledger adopted${names}: UNKNOWN, for which this ends with 1${alone}`];
}

const MOST_IDS = 20;

function calledBy({ names, rule }: Judged): string {
  return names.length === 0 ? rule.name : names.map(({ name }) => name).join(', ');
}

/** @param aside rows of which nothing is to be said */
function lastLine(report: VerifyReport, aside: number, short: (id: string) => string): string {
  const { rows, settled, closed, ledger, reopened, clean } = report;
  if (rows.length === 0) return settled.length > 0 ? 'nothing left to verify' : 'nothing to verify';
  const parts = [
    rows.length === aside ? 'nothing else is open' : `${closed} of ${rows.length - aside} closed`,
    reopened.length > 0 ? `reopened: ${reopened.map(short).join(', ')}` : '',
    ledger === undefined ? '' : `ledger: ${clean(ledger)} (commit it)`,
  ];
  return parts.filter(Boolean).join(' · ');
}

export function verifyJson({ asOf, rows, settled, warnings, closed, ledger, reopened, clean }: VerifyReport): string {
  const out = {
    schema: 'burnlist/verify@1',
    asOf,
    closed,
    open: rows.length - closed,
    results: rows.map(({ secret, name, taskId, outcome, detail }) => ({
      secret: secret.id,
      name: clean(name),
      kind: secret.rule.kind,
      task: taskId,
      outcome,
      detail: clean(detail),
    })),
    settled: settled.map(({ secret, why }) => ({ secret: secret.id, name: clean(calledBy(secret)), why: clean(why) })),
    warnings: warnings.map(clean),
    ledger: ledger === undefined ? null : clean(ledger),
    reopened,
  };
  return `${printableJson(JSON.stringify(out, null, 2))}\n`;
}
