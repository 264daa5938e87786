/** A secret on the page: a line that says what it is and where, and behind it the evidence for every word. */
import { html, type Markup } from './markup.ts';
import { addressOf, type LinkBase } from './markdown-text.ts';
import { counted, grouped } from './numbers.ts';
import { otherForms, relationWords } from './links.ts';
import { sortedOccurrences } from './order.ts';
import { type Clean, type Place, allReach, extent, fitted, hasLines, ofHome, placeOf } from './phrases.ts';
import { reach, subject, through, whereItStands } from './phrases.ts';
import { refGroups, type RefGroup } from './refs.ts';
import { standsAt } from './stands-at.ts';
import { redact } from './redact.ts';
import { sectionsOf } from './sections.ts';
import { dates, hadLonger, howFirst, lastHeld, publication, publishedBy } from './when.ts';
import type { Judged, Moment, Plan, Report } from '../model.ts';

export interface HtmlOptions {
  readonly version: string;
  /** Adds the sections of the runbook. */
  readonly plan?: Plan;
  /** Where a forge shows the repository's files: links into the runbook. */
  readonly base: LinkBase;
}

export interface Page extends HtmlOptions {
  readonly report: Report;
  readonly clean: Clean;
  readonly short: (id: string) => string;
}

/** Places and relations of one secret. */
const MOST = 100;
/** Refs of a kind that are named at once. */
const FEW = 4;
const COMMIT = 10;

export function secretEntry(secret: Judged, page: Page): Markup {
  const { clean, short } = page;
  const { exposure, priority } = secret;
  const since = [dates(exposure), reach(exposure, clean), publication(exposure), extent(secret), otherForms(secret, clean)];
  return html`<details class="secret" id="s-${secret.id}">
<summary><span class="priority ${priority}">${priority}</span><span><b>${titleOf(secret, clean)}</b>
<br><span class="soft">${withoutBlob(whereItStands(secret, clean))}</span>
<br><span class="soft">${since.filter((part) => part !== undefined).join(' · ')}</span></span>
<code class="id">${short(secret.id)}</code></summary>
<div>
<dl>${facts(secret, page).map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
${places(secret, page)}
</div>
</details>
`;
}

/** What stands above so many that are alike; they follow inside, and two tags that close it. */
export function alikeHead(secret: Judged, count: number, { clean }: Page): Markup {
  const { priority, rule } = secret;
  const where = whereItStands(secret, clean);
  const place = withoutBlob({ ...where, after: where.after.replace(/^:\d+$/, '') });
  return html`<details class="secret">
<summary><span class="priority ${priority}">${priority}</span><span><b>${grouped(count)} × ${rule.name}</b>
<br><span class="soft">${place}</span></span></summary>
<div>
`;
}

/** What it is and whose. */
export function titleOf(secret: Judged, clean: Clean): string {
  return `${secret.rule.name} ${subject(secret, clean)}`;
}

type Fact = readonly [string, string | Markup];

function facts(secret: Judged, page: Page): readonly Fact[] {
  const { clean } = page;
  const { rule, exposure, status, verdict } = secret;
  const { first, removed, published } = exposure;
  const all: readonly (readonly [string, string | Markup | undefined])[] = [
    ['verdict', `${verdict}${verdict === status ? '' : `, status ${status}`}`],
    ...secret.reasons.map((reason, at): Fact => [at === 0 ? 'because' : '', clean(reason)]),
    ['priority', secret.urgency && `${secret.priority}: ${clean(secret.urgency)}`],
    ...secret.proofs.map(({ kind, detail }, at): Fact => [at === 0 ? 'proof' : '', `${kind}: ${clean(detail)}`]),
    ...sections(secret, page).map((link, at): Fact => [at === 0 ? 'rotate' : '', link]),
    ['names', secret.names.filter(({ name }) => name !== rule.name).map(({ name }) => clean(name)).join(', ')],
    ['value', redact(secret.value, rule)],
    ['rule', rule.source === undefined ? rule.id : html`<a href="${rule.source}" rel="noreferrer">${rule.id}</a>`],
    ['nature', `${secret.nature}, ${secret.confidence} confidence`],
    ['who could read it', allReach(exposure)],
    ...refGroups(exposure, clean).map((group, at): Fact => [at === 0 ? 'refs' : '', refsOf(group)]),
    ['first', first && html`${moment(first, clean)}${howFirst(exposure)}`],
    ['last', lastHeld(exposure, clean)],
    ['removed', removed && html`${moment(removed, clean)}${hadLonger(exposure)}`],
    ['published', published && publishedBy(published, clean)],
    ...related(secret, page).map((link, at): Fact => [at === 0 ? 'related' : '', link]),
  ];
  return all.flatMap(([name, value]): Fact[] => (value === undefined || value === '' ? [] : [[name, value]]));
}

function sections(secret: Judged, { plan, base, clean }: Page): readonly Markup[] {
  return sectionsOf(secret, plan).map((section) => {
    const [path, anchor] = [clean(section.path), clean(section.anchor)];
    const name = html`${clean(section.heading)}, <code>${path}#${anchor}</code>`;
    return base.startsWith('https://')
      ? html`<a href="${addressOf(base as `https://${string}`, path, anchor)}" rel="noreferrer">${name}</a>`
      : name;
  });
}

/** A few by name; many behind a line that opens. */
function refsOf({ what, names }: RefGroup): Markup {
  if (names.length === 0) return html`${what}`;
  if (names.length <= FEW) return html`${what}: ${names.join(', ')}`;
  const all = names.map((name) => html`<li>${name}</li>`);
  return html`<details><summary>${what}: ${names.slice(0, FEW).join(', ')} …</summary><ul class="refs">${all}</ul></details>`;
}

function moment({ commit, date, author, home }: Moment, clean: Clean): Markup {
  return html`${date}, <code>${commit.slice(0, COMMIT)}</code>${ofHome(home, clean)}, ${clean(author)}`;
}

function related({ related: all }: Judged, { report, clean, short }: Page): readonly Markup[] {
  const byId = new Map(report.secrets.map((secret) => [secret.id, secret]));
  const links = all.slice(0, MOST).map(({ id, how }) => {
    const other = byId.get(id);
    if (other === undefined) return html`${relationWords(how)} <code>${id}</code>`;
    return html`${relationWords(how)} <a href="#s-${id}">${short(id)}</a>, ${titleOf(other, clean)}`;
  });
  return all.length > MOST ? [...links, html`and ${grouped(all.length - MOST)} more`] : links;
}

function places(secret: Judged, { clean }: Page): Markup {
  const sorted = sortedOccurrences(secret.occurrences);
  const rows = sorted.slice(0, MOST).map((occurrence) => {
    const { commit, versions, inHead, name } = occurrence;
    const inside = through(occurrence, clean);
    const line = hasLines(occurrence) ? `:${standsAt(occurrence).line}` : '';
    return html`<tr><td>${withoutBlob(placeOf(occurrence, clean))}${line}${inHead ? ' (in HEAD)' : ''}</td>
<td>${name === undefined ? occurrence.rule.id : clean(name)}${inside === '' ? '' : `, ${inside}`}</td>
<td>${commit === undefined ? undefined : html`<code>${commit.slice(0, COMMIT)}</code>`}</td>
<td>${versions > 0 ? counted(versions, 'version') : undefined}</td></tr>
`;
  });
  return html`<table><thead><tr><th>${counted(sorted.length, 'place')}</th><th>as</th><th>brought by</th><th></th></tr></thead>
<tbody>${rows}</tbody></table>
${sorted.length > MOST ? html`<p class="soft">and ${grouped(sorted.length - MOST)} more</p>` : undefined}`;
}

/** What is passed on holds no ids of blobs: with one, whoever has the repository has the value. */
function withoutBlob(place: Place): string {
  return fitted({ ...place, path: place.path.replace(/^blob [0-9a-f]+$/, 'content without a path') }, Infinity);
}
