/**
 * A report goes in; out comes what a person reads after `audit` and `scan`: the answer first, then one block for each
 * secret, worst first, and at the end what to do. Colour, width and what was seen are the caller's.
 */
import { isGitConfig } from '../git-config.ts';
import type { Judged, Report } from '../model.ts';
import { alikeTogether } from './alike.ts';
import { secretBlocks, shortenedBeyond, usualReason } from './blocks.ts';
import { flowed, wrapped } from './columns.ts';
import { firstRemedy, gapLines, outOfScopeLine, seen, withoutHeadLine, withoutRemoteLine } from './gaps.ts';
import { createLineMasker, valuesIn } from './mask.ts';
import { counted, grouped, size } from './numbers.ts';
import type { Clean } from './phrases.ts';
import { type Style, type TextOptions, styleOf } from './style.ts';
import { asideLines, byPriority, countsParts, isListed, todoStep } from './totals.ts';
import { withVersionsJoined } from './versions.ts';

/** The text report of a scan; ends with a newline. */
export function textReport(report: Report, options: TextOptions): string {
  const style = styleOf(options);
  const clean = createLineMasker(valuesIn(report));
  const sorted = withVersionsJoined(report.secrets, options.plan);
  const sure = sorted.filter((secret) => isListed(secret) && secret.confidence !== 'low');
  const rows = alikeTogether(sure);
  const low = sorted.filter((secret) => isListed(secret) && secret.confidence === 'low');
  const section = (lines: readonly string[], paint = (line: string): string => line): readonly string[] =>
    lines.flatMap((line) => wrapped(line, style.fits - 2, '  ')).map((line) => paint(`  ${line}`));
  const usual = usualReason(rows);
  const beyond = shortenedBeyond(rows);
  const { program = 'burnlist' } = options;
  const command = options.toDo && clean(options.toDo);
  const next = nextStep(report, sure, low.length, { program, toDo: command });
  const [first, ...others] = countsParts(report, sure, low.length);
  const counts = [first!, ...(beyond === undefined ? [] : [byPriority(sure)]), ...others];
  const ofWhich = beyond === undefined ? '' : ` of the first ${beyond}`;
  const sections = [
    [...answerLines(report, style, clean), ...section(gapLines(report.coverage, clean), style.bad)],
    [
      ...flowed(counts, '   ·   ', style.fits - 2).flatMap((line) => section([line])),
      ...section(usual === undefined ? [] : [`where nothing else is said${ofWhich}: ${clean(usual)}`], style.faint),
    ],
    secretBlocks(rows, report, style, clean, options.plan, usual),
    [
      ...section(beyond === undefined ? [] : [`one line each beyond the first ${beyond}; --explain ID says more`], style.faint),
      ...section(sure.length > 0 ? lowLines(low.length) : [], style.faint),
      ...section(sinceLines(report, sure, program), style.faint),
      ...section([withoutRemoteLine(report, clean), withoutHeadLine(report, clean)].filter((line) => line !== undefined), style.faint),
      ...section(asideLines(sorted, report.risks, clean)),
      ...section([outOfScopeLine(report.coverage, clean)].filter((line) => line !== undefined)),
      ...section(report.notices.map(clean), style.faint),
      // a command is pasted: it stands on one line, however long
      ...(next === command ? [style.strong(`  next: ${next}`)] : section([`next: ${next}`], style.strong)),
    ],
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function answerLines({ repositories, coverage, asOf }: Report, style: Style, clean: Clean): readonly string[] {
  const names = repositories.map(({ name }) => clean(name));
  const shown = names.length > 3 ? [...names.slice(0, 3), `${grouped(names.length - 3)} more`] : names;
  const amounts = [
    coverage.commits > 0 ? counted(coverage.commits, 'commit') : undefined,
    counted(coverage.blobs, repositories.length > 0 ? 'blob' : 'file'),
    size(coverage.bytes),
  ].filter((part) => part !== undefined);
  const verdict = seen(coverage);
  const paint = verdict.startsWith('NOT') ? style.bad : style.good;
  const parts = [
    ...(shown.length > 0 ? [style.strong(shown.join(', '))] : []),
    amounts.join(', '),
    paint(verdict),
    `as of ${asOf}`,
  ];
  return flowed(parts, ' · ', style.fits - 2).map((line, at) => (at === 0 ? line : `  ${line}`));
}

function lowLines(low: number): readonly string[] {
  return low === 0 ? [] : [`${grouped(low)} of low confidence, not listed (--format json has them)`];
}

function sinceLines({ traced }: Report, sure: readonly Judged[], program: string): readonly string[] {
  const begins = sure.some(({ exposure }) => exposure.first !== undefined);
  return traced === false && begins
    ? [`dates, and what is gone, are of places that a rule sees:  ${program} audit --trace  looks for others`]
    : [];
}

/** @param toDo what is to be typed for the to-do, where the command knows */
function nextStep(
  { command, repositories, coverage, risks, isAskedForHere }: Report,
  sure: readonly Judged[],
  low: number,
  { program, toDo }: { readonly program: string; readonly toDo: string | undefined },
): string {
  const verdicts = new Set(sure.map(({ verdict }) => verdict));
  if (verdicts.has('compromised') || verdicts.has('still-current')) return toDo ?? todoStep(command).join('  ').trim();
  if (verdicts.has('uncommitted')) return 'take the values out of the files before you commit';
  const found = sure.filter(({ verdict }) => verdict === 'found');
  if (found.some(({ occurrences }) => !occurrences.every(isGitConfig)))
    return 'move the values to a secret manager or an ignored .env, replace what was shared';
  if (found.length > 0) return "take the values out of git's own configuration, and let a credential helper keep them";
  const remedy = firstRemedy(coverage);
  if (!coverage.complete) return remedy ?? 'see above what was not seen, and scan again';
  if (risks.length > 0) return 'mend what is at risk, as it says above';
  if (verdicts.has('unattached')) return 'let  git gc  take what no commit holds; rotate it if this clone was copied';
  if (isAskedForHere === true) return 'what was asked for is in use here, and in no history that was seen: rotate it if it leaked';
  if (low > 0) return `nothing sure to do; the guesses are in  ${program} ${command} --format json`;
  const isEmpty = repositories.length > 0 && repositories.every(({ head }) => head === null) && coverage.commits + coverage.blobs === 0;
  return isEmpty ? 'nothing was committed or fetched here yet: this was an audit of nothing' : 'nothing to do';
}
