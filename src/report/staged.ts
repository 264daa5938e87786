/**
 * What the index would add goes in; out comes what a refused commit prints: where, what, how to get out. Nothing to
 * refuse and nothing left unseen gives an empty text, for a clean commit is silent.
 */
import type { Judged, Report, Verdict } from '../model.ts';
import { cutEnd, cutFront, padded, widest } from './columns.ts';
import { gapLines } from './gaps.ts';
import { createLineMasker, valuesIn } from './mask.ts';
import { counted, grouped } from './numbers.ts';
import { sortedSecrets } from './order.ts';
import { type Clean, account, looks, mainPlace } from './phrases.ts';
import { redact } from './redact.ts';
import { shortIds } from './short-id.ts';
import { type Style, type TextOptions, styleOf } from './style.ts';

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

/**
 * The text of the hook; empty when there is nothing to say.
 * @param refusedIds what the commit is refused for; else what the usual table says
 */
export function stagedReport(report: Report, options: TextOptions, refusedIds?: ReadonlySet<string>): string {
  const style = styleOf(options);
  const clean = createLineMasker(valuesIn(report));
  const refused = sortedSecrets(report.secrets).filter((secret) => refusedIds?.has(secret.id) ?? isRefused(secret));
  const remarks = [
    ...gapLines(report.coverage, clean).map((line) => `burnlist: ${line}`),
    ...report.risks.map((risk) => `burnlist: ${clean(risk.path)}: ${clean(risk.advice)}`),
    ...report.notices.map((notice) => `burnlist: ${clean(notice)}`),
  ];
  const lines = refused.length === 0 ? remarks : [...refusal(refused, report, style, clean), ...remarks];
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
}

function isRefused({ verdict, confidence }: Judged): boolean {
  return REFUSED.includes(verdict) && confidence !== 'low';
}

function refusal(refused: readonly Judged[], report: Report, style: Style, clean: Clean): readonly string[] {
  const [first] = refused;
  const short = shortIds(report.secrets.map((secret) => secret.id));
  const more = refused.length - ROWS;
  const others = report.secrets.length - refused.length;
  return [
    `burnlist: ${style.bad(amounts(refused))} would enter history with this commit`,
    '',
    ...rows(refused.slice(0, ROWS), style, clean),
    ...(more > 0 ? [`  … and ${grouped(more)} more`] : []),
    ...(others > 0 ? [style.faint(`  ${grouped(others)} more ${HARMLESS}`)] : []),
    '',
    ...(refused.every(isInMessage)
      ? ['  Not committed. Take it out of the message: it would stay in history as long as any file.']
      : [
          '  Not committed. Move the values to your secret manager or an ignored .env and commit the reference.',
          `  A test value? Put  burnlist:allow ${first?.rule.id} <reason>  on the line.   ` +
            `Details: burnlist staged --explain ${short(first?.id ?? '')}`,
        ]),
  ];
}

function isInMessage({ occurrences }: Judged): boolean {
  return occurrences.every(({ where }) => where === 'commit-message');
}

function amounts(refused: readonly Judged[]): string {
  const identifiers = refused.filter(({ verdict }) => verdict === 'identifier').length;
  const secrets = refused.length - identifiers;
  return [secrets > 0 ? counted(secrets, 'secret') : '', identifiers > 0 ? counted(identifiers, 'identifier') : '']
    .filter((part) => part !== '')
    .join(' and ');
}

function rows(secrets: readonly Judged[], style: Style, clean: Clean): readonly string[] {
  const cells = secrets.map((secret) => cellsOf(secret, clean));
  const width = (column: 0 | 1 | 2, most: number): number =>
    widest(
      cells.map((row) => row[column]),
      most,
    );
  const [place, rule, subject] = [width(0, 40), width(1, 28), width(2, 36)];
  return cells.map((row) =>
    [
      `  ${style.strong(padded(cutFront(row[0], place), place))}`,
      padded(cutEnd(row[1], rule), rule),
      padded(cutEnd(row[2], subject), subject),
      row[3],
    ]
      .join('   ')
      .trimEnd(),
  );
}

/** Place, rule, whose it is, what it looks like. */
function cellsOf(secret: Judged, clean: Clean): readonly [string, string, string, string] {
  const occurrence = mainPlace(secret);
  if (occurrence === undefined) return ['', secret.rule.name, redact(secret.value, secret.rule), ''];
  const name = occurrence.name === undefined ? undefined : clean(occurrence.name);
  const isUrl = occurrence.host !== undefined;
  const shown = redact(secret.value, secret.rule);
  const others = secret.occurrences.length - 1;
  const notes = [
    isUrl && name !== undefined ? `in ${name}` : '',
    looks(secret, occurrence),
    occurrence.via.length > 0 ? `through ${clean(occurrence.via.join(', '))}` : '',
    others > 0 ? `and ${counted(others, 'more place', 'more places')}` : '',
  ];
  const place = `${occurrence.where === 'commit-message' ? 'commit message' : clean(occurrence.path)}:${occurrence.position.line}`;
  const whose = isUrl ? account(occurrence, clean) : name === undefined ? shown : `${name} = ${shown}`;
  return [place, secret.rule.name, whose, notes.filter((note) => note !== '').join(', ')];
}
