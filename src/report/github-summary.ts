/** A report goes in; out comes the summary of a job, in Markdown: the answer, a row for each secret, what was not seen. */
import type { Judged, Plan, Report, Risk } from '../model.ts';
import { isAnnotated } from './github.ts';
import { firstRemedy, gapLines, seen } from './gaps.ts';
import { type LinkBase, type MarkdownText, markdownText } from './markdown-text.ts';
import { createLineMasker, createMasker, valuesIn } from './mask.ts';
import { counted, grouped, size } from './numbers.ts';
import { type Clean, fitted, reach, subject, whereItStands } from './phrases.ts';
import { sectionsOf } from './sections.ts';
import { shortIds } from './short-id.ts';
import { countsParts, isListed, todoStep } from './totals.ts';
import { withVersionsJoined } from './versions.ts';
import { dates } from './when.ts';

/** GitHub takes a mebibyte in all for a step, and shows nothing of one that has more. */
const MOST_BYTES = { secrets: 700 << 10, risks: 150 << 10, gaps: 100 << 10 };
const MOST_ROWS = 500;

export function githubSummary(report: Report, plan: Plan | undefined, base: LinkBase): string {
  const text = markdownText(createMasker(valuesIn(report)), base);
  // a value is masked before a phrase takes its ref or path apart
  const clean = createLineMasker(valuesIn(report));
  const secrets = withVersionsJoined(report.secrets, plan);
  const sure = secrets.filter((secret) => isListed(secret) && secret.confidence !== 'low');
  const low = secrets.filter((secret) => isListed(secret) && secret.confidence === 'low').length;
  const shown = secrets.filter(isAnnotated);
  const short = shortIds(report.secrets.map(({ id }) => id));
  const { coverage, repositories, asOf } = report;
  const names = repositories.map(({ name }) => text.inline(name)).join(', ');
  const lines = [
    `## burnlist: ${countsParts(report, sure, low).join(' · ')}`,
    '',
    [
      ...(names === '' ? [] : [names]),
      ...(coverage.commits > 0 ? [counted(coverage.commits, 'commit')] : []),
      `${counted(coverage.blobs, 'blob')}, ${size(coverage.bytes)}`,
      seen(coverage),
      `as of ${asOf}`,
    ].join(' · '),
    ...gaps(report, text, clean),
    ...table(shown, plan, text, clean, short),
    ...risks(report, text),
    ...(shown.length === 0 ? [] : ['', `Next: ${nextStep(report.command)}`]),
  ];
  return `${lines.join('\n')}\n`;
}

function nextStep(command: string): string {
  return todoStep(command)
    .map((part, at) => (at % 2 === 1 ? `\`${part}\`` : part))
    .join(' ')
    .trim();
}

function gaps({ coverage }: Report, text: MarkdownText, clean: Clean): readonly string[] {
  const lines = gapLines(coverage, clean);
  const remedy = firstRemedy(coverage);
  if (lines.length === 0) return [];
  const listed = fitting(lines, MOST_BYTES.gaps, (line) => `- ${text.inline(line)}`);
  return ['', ...listed, ...(remedy === undefined ? [] : ['', text.inline(remedy)])];
}

function risks({ risks: all }: Report, text: MarkdownText): readonly string[] {
  if (all.length === 0) return [];
  const lineOf = ({ path, advice }: Risk): string => `- ${text.code(path)} ${text.inline(advice)}`;
  return ['', '### Risks', '', ...fitting(all, MOST_BYTES.risks, lineOf)];
}

/** As many as there is room for, and how many more there are. */
function fitting<Item>(items: readonly Item[], bytes: number, lineOf: (item: Item) => string): readonly string[] {
  const lines: string[] = [];
  let room = bytes;
  for (const item of items) {
    const line = lineOf(item);
    room -= Buffer.byteLength(line) + 1;
    if (room < 0 || lines.length === MOST_ROWS)
      return [...lines, '', `and ${grouped(items.length - lines.length)} more: \`burnlist audit --format json\``];
    lines.push(line);
  }
  return lines;
}

function table(
  secrets: readonly Judged[],
  plan: Plan | undefined,
  text: MarkdownText,
  clean: Clean,
  short: (id: string) => string,
): readonly string[] {
  if (secrets.length === 0) return [];
  const rowOf = (secret: Judged): string => {
    const sections = sectionsOf(secret, plan).map(({ heading, path, anchor }) => text.section(heading, path, anchor));
    const cells = [
      secret.priority,
      `${text.own(secret.rule.name)} ${text.inline(subject(secret, clean))}`,
      `\`${short(secret.id)}\``,
      text.inline(fitted(whereItStands(secret, clean), Infinity)),
      [dates(secret.exposure), reach(secret.exposure, clean)].flatMap((part) => part ?? []).map(text.inline).join(', '),
      sections.join(', ') || 'no section',
    ];
    // a table is cut at its bars before anything else is read
    return `| ${cells.map((cell) => cell.replace(/(?<!\\)\|/g, '\\|')).join(' | ')} |`;
  };
  return [
    '',
    `| | secret | id | where | ${secrets.every(({ exposure }) => exposure.traced) ? 'since' : 'first detected'} | runbook |`,
    '|---|---|---|---|---|---|',
    ...fitting(secrets, MOST_BYTES.secrets, rowOf),
  ];
}
