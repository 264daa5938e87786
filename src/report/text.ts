/**
 * A report goes in; out comes what a person reads after `audit` and `scan`: the answer first, then one block for each
 * secret, worst first, and at the end what to do. Colour, width and what was seen are the caller's.
 */
import type { Judged, Plan, Proof, Report } from '../model.ts';
import { cutEnd, cutFront, displayWidth, flowed, padded, widest } from './columns.ts';
import { firstRemedy, gapLines, outOfScopeLine, seen } from './gaps.ts';
import { createLineMasker, valuesIn } from './mask.ts';
import { counted, grouped, size } from './numbers.ts';
import { sortedSecrets } from './order.ts';
import { type Clean, dates, extent, reach, subject, whereItStands } from './phrases.ts';
import { shortIds } from './short-id.ts';
import { type Style, type TextOptions, styleOf } from './style.ts';
import { asideLines, countsLine, isListed } from './totals.ts';

/** Beyond so many, a secret gets one line instead of a block. */
const BLOCKS = 20;
/** So many of low confidence are listed when nothing else was found. */
const LOW = 10;
const WIDEST_COLUMN = 28;

/** The text report of a scan; ends with a newline. */
export function textReport(report: Report, options: TextOptions): string {
  const style = styleOf(options);
  const clean = createLineMasker(valuesIn(report));
  const sorted = sortedSecrets(report.secrets);
  const sure = sorted.filter((secret) => isListed(secret) && secret.confidence !== 'low');
  const low = sorted.filter((secret) => isListed(secret) && secret.confidence === 'low');
  const listed = sure.length > 0 ? sure : low.slice(0, LOW);
  const sections = [
    [answerLine(report, style, clean), ...gapLines(report.coverage, clean).map((line) => style.bad(`  ${line}`))],
    [`  ${countsLine(report, sure, low.length)}`],
    secretLines(listed, report, style, clean, options.plan),
    [
      ...lowLines(low, listed, style),
      ...asideLines(sorted, report.risks, clean).map((line) => `  ${line}`),
      ...[outOfScopeLine(report.coverage, clean)].filter((line) => line !== undefined).map((line) => `  ${line}`),
      ...report.notices.map((notice) => style.faint(`  ${clean(notice)}`)),
      `  ${style.strong(`next: ${nextStep(report, listed)}`)}`,
    ],
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function answerLine({ repositories, coverage, asOf }: Report, style: Style, clean: Clean): string {
  const names = repositories.map(({ name }) => clean(name));
  const shown = names.length > 3 ? [...names.slice(0, 3), `${grouped(names.length - 3)} more`] : names;
  const amounts = [
    coverage.commits > 0 ? counted(coverage.commits, 'commit') : undefined,
    counted(coverage.blobs, repositories.length > 0 ? 'blob' : 'file'),
    size(coverage.bytes),
  ].filter((part) => part !== undefined);
  const verdict = seen(coverage);
  const paint = verdict.startsWith('NOT') ? style.bad : style.good;
  const start = shown.length > 0 ? `${style.strong(shown.join(', '))} · ` : '';
  return `${start}${amounts.join(', ')} · ${paint(verdict)} · as of ${asOf}`;
}

function secretLines(
  secrets: readonly Judged[],
  report: Report,
  style: Style,
  clean: Clean,
  plan: Plan | undefined,
): readonly string[] {
  const short = shortIds(report.secrets.map((secret) => secret.id));
  const rows = secrets.map((secret) => ({
    secret,
    rule: secret.rule.name,
    subject: subject(secret, clean),
    id: short(secret.id),
    where: whereItStands(secret, clean),
  }));
  const widths = {
    rule: widest(
      rows.map((row) => row.rule),
      WIDEST_COLUMN,
    ),
    subject: widest(
      rows.map((row) => row.subject),
      WIDEST_COLUMN,
    ),
    id: widest(
      rows.map((row) => row.id),
      WIDEST_COLUMN,
    ),
  };
  return rows.flatMap(({ secret, rule, subject: name, id, where }, index) => {
    const columns = [
      padded(cutEnd(rule, widths.rule), widths.rule),
      padded(cutEnd(name, widths.subject), widths.subject),
    ].join('   ');
    const before = `  P0  ${columns}   ${padded(id, widths.id)}   `;
    const room = Math.max(24, style.width - displayWidth(before));
    const head = `  ${style.priority(secret.priority)}  ${columns}   ${style.strong(padded(id, widths.id))}   `;
    const details = index < BLOCKS ? detailLines(secret, style, clean, plan) : [];
    return [(head + cutFront(where, room)).trimEnd(), ...details];
  });
}

function detailLines(secret: Judged, style: Style, clean: Clean, plan: Plan | undefined): readonly string[] {
  const parts = [
    secret.status === 'known' ? 'known (ledger)' : undefined,
    secret.verdict === 'still-current' ? 'still in use' : undefined,
    secret.nature === 'weak' ? 'weak' : undefined,
    dates(secret.exposure),
    reach(secret.exposure, clean),
    extent(secret),
    ...secret.reasons.map(clean),
  ].filter((part) => part !== undefined);
  const lines = flowed(parts, ' · ', style.width - 6);
  const shown = lines.length > 2 ? [lines[0] ?? '', `${lines[1]} · …`] : lines;
  const links = (plan?.tasks ?? []).filter((task) => task.secret.id === secret.id).map((task) => task.links[0]);
  const sections = links.flatMap((link) =>
    link === undefined ? [] : [`${link.procedure.runbook}#${link.procedure.anchor}`],
  );
  return [
    ...shown.map((line) => style.faint(`      ${cutEnd(line, style.width - 6)}`)),
    ...proofLine(secret.proofs, style, clean),
    ...[...new Set(sections)].map((section) => `      rotate: ${clean(section)}`),
  ];
}

/** The strongest one; a checksum, which most tokens have, is for --explain. */
function proofLine(proofs: readonly Proof[], style: Style, clean: Clean): readonly string[] {
  const [proof, ...more] = proofs.filter(({ kind }) => kind !== 'checksum');
  if (proof === undefined) return [];
  const rest = more.length > 0 ? [`· ${more.length} more (--explain)`] : [];
  const lines = flowed([...`proof: ${clean(proof.detail)}`.split(' '), ...rest], ' ', style.width - 6);
  return lines.slice(0, 2).map((line) => `      ${cutEnd(line, style.width - 6)}`);
}

function lowLines(low: readonly Judged[], listed: readonly Judged[], style: Style): readonly string[] {
  const rest = low.length - listed.filter((secret) => secret.confidence === 'low').length;
  if (rest === 0) return [];
  const more = rest === low.length ? `${grouped(rest)} of low confidence` : `${grouped(rest)} more of low confidence`;
  return [style.faint(`  ${more}, not listed (--format json has them)`)];
}

function nextStep({ command, coverage, secrets }: Report, listed: readonly Judged[]): string {
  const verdicts = new Set(listed.filter(({ confidence }) => confidence !== 'low').map(({ verdict }) => verdict));
  if (verdicts.has('compromised') || verdicts.has('still-current')) return 'burnlist todo > ROTATION.md';
  if (verdicts.has('uncommitted')) return 'take the values out of the files before you commit';
  if (verdicts.has('found')) return 'move the values to a secret manager or an ignored .env, replace what was shared';
  if (verdicts.has('unattached')) return 'git gc  lets go of what no commit holds; rotate it if this clone was copied';
  const remedy = firstRemedy(coverage);
  if (!coverage.complete) return remedy ?? 'see above what was not seen, and scan again';
  const [first] = listed;
  if (first === undefined) return 'nothing to do';
  return `look at them:  burnlist ${command} --explain ${shortIds(secrets.map(({ id }) => id))(first.id)}`;
}
