/**
 * A report goes in; out comes a page for those who were not there: the answer, since when each secret could be read,
 * then each secret with its evidence. One file without scripts, which loads nothing. It is passed on, so it names no
 * blob and no length of what a person chose.
 */
import { createHash } from 'node:crypto';
import { gapLines, outOfScopeLine, seen, withoutHeadLine, withoutRemoteLine } from './gaps.ts';
import { STYLE } from './html-style.ts';
import { alikeTogether } from './alike.ts';
import { alikeHead, secretEntry, titleOf, type HtmlOptions, type Page } from './html-secret.ts';
import { html, Markup } from './markup.ts';
import { createLineMasker, valuesIn } from './mask.ts';
import { counted, grouped, size } from './numbers.ts';
import { shortIds } from './short-id.ts';
import { timeline } from './timeline.ts';
import { asideLines, countsParts, isListed, SETTLED, todoStep } from './totals.ts';
import type { Clean } from './phrases.ts';
import type { Judged, Report } from '../model.ts';
import { withVersionsJoined } from './versions.ts';

/** Nothing is loaded and nothing runs, whatever a browser finds in here. */
const POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`;
/** Entries of a section; a browser holds no more. */
const MOST = 1000;

/** The page, piece by piece; a function of its arguments. */
export function* htmlReport(report: Report, options: HtmlOptions): Iterable<string> {
  const clean = createLineMasker(valuesIn(report));
  const page: Page = { ...options, report, clean, short: shortIds(report.secrets.map(({ id }) => id)) };
  const sorted = withVersionsJoined(report.secrets, options.plan);
  const listed = sorted.filter(isListed);
  const sure = listed.filter(({ confidence }) => confidence !== 'low');
  const low = listed.filter(({ confidence }) => confidence === 'low');
  const settled = sorted.filter(({ verdict }) => SETTLED.has(verdict));
  yield String(head(report, clean, sure, low.length));
  yield String(toDo(report, sure, page));
  yield* section('Secrets', sure.filter(({ status }) => status !== 'known'), page);
  yield* section('Known already, by the ledger', sure.filter(({ status }) => status === 'known'), page);
  yield* section('Settled by the team', settled, page);
  yield* section('Low confidence', low, page);
  yield String(rest(report, sorted, clean));
  yield String(
    html`<footer>burnlist ${options.version} · counted to ${report.asOf} · values are masked</footer>
</body>
</html>
`,
  );
}

function head(report: Report, clean: Clean, sure: readonly Judged[], low: number): Markup {
  const { repositories, coverage, asOf } = report;
  const names = repositories.map(({ name }) => clean(name));
  const [answer = '', ...others] = countsParts(report, sure, low).map((part) => part.replace(' (--explain)', ''));
  const facts = [
    ...(names.length > 0 ? [names.join(', ')] : []),
    ...(coverage.commits > 0 ? [counted(coverage.commits, 'commit')] : []),
    counted(coverage.blobs, repositories.length > 0 ? 'blob' : 'file'),
    size(coverage.bytes),
    `as of ${asOf}`,
  ];
  const verdict = seen(coverage);
  const gaps = gapLines(coverage, clean).map(withoutIds);
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>${names[0] ?? 'burnlist'}: ${answer}</title>
${sheet()}
</head>
<body>
<h1>${answer}</h1>
<p class="soft">${facts.join(' · ')} · <span class="${gaps.length > 0 ? 'bad' : 'good'}">${verdict}</span></p>
${others.length > 0 ? html`<p class="soft">${others.join(' · ')}</p>` : undefined}
${gaps.length > 0 ? html`<div class="gaps">${list(gaps)}</div>` : undefined}
`;
}

/** Ours, and the only markup that is not written in a template: quotes in it are no text. */
function sheet(): Markup {
  return new Markup(`<style>${STYLE}</style>`);
}

function toDo(report: Report, sure: readonly Judged[], { clean, short }: Page): Markup {
  const rotates = sure.some(({ verdict }) => verdict === 'compromised' || verdict === 'still-current');
  const spans = alikeTogether(sure).map(({ all }) => {
    const [secret] = [...all].sort((a, b) => b.exposure.days - a.exposure.days) as [Judged, ...Judged[]];
    const label = all.length > 1 ? `${grouped(all.length)} × ${secret.rule.name}` : `${short(secret.id)} ${titleOf(secret, clean)}`;
    return { secret, label };
  });
  const chart = timeline(spans, report.asOf);
  return html`${rotates ? html`<p class="next">Next: ${nextStep(report.command)}</p>` : undefined}
${chart === undefined ? undefined : html`<h2>Since when they could be read</h2>${chart}`}
`;
}

function nextStep(command: string): readonly Markup[] {
  return todoStep(command).map((part, at) => (at % 2 === 1 ? html`<code>${part}</code> ` : html`${part} `));
}

function* section(title: string, secrets: readonly Judged[], page: Page): Iterable<string> {
  if (secrets.length === 0) return;
  yield String(html`<h2>${title} <span class="soft">${grouped(secrets.length)}</span></h2>`);
  for (const { secret, all } of alikeTogether(secrets.slice(0, MOST))) {
    if (all.length > 1) yield String(alikeHead(secret, all.length, page));
    for (const one of all) yield String(secretEntry(one, page));
    if (all.length > 1) yield '</div>\n</details>\n';
  }
  if (secrets.length > MOST)
    yield String(html`<p class="soft">and ${grouped(secrets.length - MOST)} more: --format json has them all</p>`);
}

/** What is only counted, and what was not looked at. */
function rest(report: Report, sorted: readonly Judged[], clean: Clean): Markup {
  const { coverage, risks, setAside, notices } = report;
  const aside = asideLines(sorted, [], clean);
  const unsaid = [withoutRemoteLine(report, clean), withoutHeadLine(report, clean)];
  const beyond = [outOfScopeLine(coverage, clean), ...unsaid].filter((line) => line !== undefined);
  const left = setAside.map(({ reason, count }) => `${grouped(count)} ${reason.replaceAll('-', ' ')}`).join(', ');
  const notes = [
    ...aside,
    ...(left === '' ? [] : [`set aside: ${left}`]),
    ...beyond,
    ...notices.map(clean),
  ];
  return html`${
    risks.length === 0
      ? undefined
      : html`<h2>Risks</h2>
<ul>${risks.slice(0, MOST).map(({ path, advice }) => html`<li><code>${clean(path)}</code> ${clean(advice)}</li>`)}</ul>`
  }
${notes.length === 0 ? undefined : html`<h2>Also seen</h2>${list(notes)}`}
`;
}

function list(lines: readonly string[]): Markup {
  return html`<ul>${lines.slice(0, MOST).map((line) => html`<li>${line}</li>`)}</ul>`;
}

/** With the id of an object, whoever has the repository has its content. */
function withoutIds(line: string): string {
  return line.replace(/\b[0-9a-f]{40}(?:[0-9a-f]{24})?\b/g, 'an object');
}
