/**
 * What the index would add goes in; out comes what a refused commit prints: where, what, how to get out. Nothing to
 * refuse and nothing left unseen gives an empty text, for a clean commit is silent.
 */
import { missedMarks } from '../missed-mark.ts';
import type { Judged, Report, Verdict } from '../model.ts';
import { wrapped } from './columns.ts';
import { gapLines } from './gaps.ts';
import { createLineMasker, valuesIn } from './mask.ts';
import { counted, grouped } from './numbers.ts';
import { sortedSecrets } from './order.ts';
import type { Clean } from './phrases.ts';
import { shortIds } from './short-id.ts';
import { stagedRows } from './staged-rows.ts';
import { type Style, type TextOptions, styleOf } from './style.ts';

export interface StagedOptions extends TextOptions {
  /** What the commit is refused for; else what the usual table says. */
  readonly refused?: ReadonlySet<string>;
  /** The command that explains a secret, up to its id. */
  readonly explain?: string;
}

const REFUSED: readonly Verdict[] = [
  'compromised',
  'still-current',
  'uncommitted',
  'unattached',
  'found',
  'rotated',
  'identifier',
];
const ROWS = 20;
const HARMLESS = 'that would not stop a commit: identifiers, public, accepted or of low confidence';

/** The text of the hook; empty when there is nothing to say. */
export function stagedReport(report: Report, options: StagedOptions): string {
  const style = styleOf(options);
  const clean = createLineMasker(valuesIn(report));
  const refused = sortedSecrets(report.secrets).filter(
    (secret) => options.refused?.has(secret.id) ?? isRefused(secret),
  );
  const remarks = [
    ...gapLines(report.coverage, clean),
    ...report.risks.map((risk) => `${clean(risk.path)}: ${clean(risk.advice)}`),
    ...report.notices.map(clean),
  ].flatMap((line) => wrapped(`burnlist: ${line}`, style.fits, '  '));
  const explain = options.explain ?? 'burnlist staged --explain';
  const lines = refused.length === 0 ? remarks : [...refusal(refused, report, style, clean, explain), ...remarks];
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
}

function isRefused({ verdict, confidence }: Judged): boolean {
  return REFUSED.includes(verdict) && confidence !== 'low';
}

function refusal(
  refused: readonly Judged[],
  report: Report,
  style: Style,
  clean: Clean,
  explain: string,
): readonly string[] {
  const short = shortIds(report.secrets.map((secret) => secret.id));
  const more = refused.length - ROWS;
  const others = report.secrets.length - refused.length;
  const missed = missedMarks(refused.flatMap(({ occurrences }) => occurrences));
  const told = missed.map((line) => clean(`${line[0]!.toUpperCase()}${line.slice(1)}.`));
  const hints = [...told, ...wayOut(refused), `Details: ${explain} ${refused.length === 1 ? short(refused[0]!.id) : 'ID'}`];
  return [
    `burnlist: ${style.bad(amounts(refused))} would enter history with this commit`,
    '',
    ...stagedRows(refused.slice(0, ROWS), style, clean, short),
    ...(more > 0 ? [`  … and ${grouped(more)} more`] : []),
    ...(others > 0 ? indented(`${grouped(others)} more ${HARMLESS}`, style).map((line) => style.faint(line)) : []),
    '',
    ...hints.flatMap((line) => indented(line, style)),
  ];
}

function indented(line: string, style: Style): readonly string[] {
  return wrapped(line, style.fits - 2).map((part) => `  ${part}`);
}

/** What to do with the values; a mark cannot stand in a message or a name. */
function wayOut(refused: readonly Judged[]): readonly string[] {
  if (refused.every((secret) => stands(secret, 'commit-message')))
    return ['Not committed. Take it out of the message: it would stay in history as long as any file.'];
  const inFiles = refused.filter((secret) => !stands(secret, 'file-name'));
  const markless = inFiles.filter((secret) => isPacked(secret) || isWithoutComments(secret));
  // what was rotated is no test value
  const markable = inFiles.filter((secret) => !markless.includes(secret) && secret.was !== 'rotated');
  const rules = [...new Set(markable.map(({ rule }) => rule.id))];
  const [only] = rules;
  const put = rules.length === 1 ? `burnlist:allow ${only} <reason>` : 'burnlist:allow RULE <reason>';
  const named = rules.length === 1 ? '.' : `; here RULE is ${rules.join(', ')}.`;
  return [
    'Not committed. Move the values to your secret manager or an ignored .env and commit the reference.',
    ...(rules.length > 0 ? [`A test value? Put  ${put}  on the line${named}`] : []),
    ...(markless.length > 0 ? [`${rules.length > 0 ? 'One where no comment can stand' : 'A test value'}? ${ALLOW_PATH}`] : []),
  ];
}

const ALLOW_PATH = 'It has no place for a mark: name its path under  allow:  in .burnlist/config.yaml, with a reason.';
/** Layers that are text on lines of the file itself; all others pack it. */
const ON_LINES: ReadonlySet<string> = new Set([
  'base64',
  'hex',
  'percent',
  'escapes',
  'entities',
  'quoted-printable',
  'utf-16',
  'notebook',
]);

function isPacked({ occurrences }: Judged): boolean {
  return occurrences.every(({ via }) => via.some((layer) => !ON_LINES.has(layer)));
}

function isWithoutComments({ occurrences }: Judged): boolean {
  return occurrences.every(({ path }) => /\.(?:json|ipynb|csv|pem|key)$/i.test(path));
}

function stands({ occurrences }: Judged, place: 'commit-message' | 'file-name'): boolean {
  return occurrences.every(({ where }) => where === place);
}

function amounts(refused: readonly Judged[]): string {
  const identifiers = refused.filter(({ verdict }) => verdict === 'identifier').length;
  const secrets = refused.length - identifiers;
  return [secrets > 0 ? counted(secrets, 'secret') : '', identifiers > 0 ? counted(identifiers, 'identifier') : '']
    .filter((part) => part !== '')
    .join(' and ');
}
