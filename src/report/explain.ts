/**
 * A report and an id or a name go in; out comes the whole chain for each secret that is meant: what matched and
 * why it counts, every place, who could read it, what to do and for which reasons. Without any: what was set aside, with reason and place.
 */
import { missedMark } from '../missed-mark.ts';
import type { ExposureClass, Judged, Moment, Occurrence, Report } from '../model.ts';
import { padded, widest, wrapped } from './columns.ts';
import { aloneWith, noRemoteIn } from './gaps.ts';
import { relationWords } from './links.ts';
import { createLineMasker, valuesIn } from './mask.ts';
import { counted, grouped } from './numbers.ts';
import { compareText, sortedOccurrences, sortedSecrets } from './order.ts';
import {
  type Clean,
  account,
  allReach,
  extent,
  fitted,
  hasLines,
  ofHome,
  placeOf,
  through,
  versionLines,
  whereItStands,
} from './phrases.ts';
import { redact } from './redact.ts';
import { refLines, stillInLines } from './refs.ts';
import { byPrefix, shortIds } from './short-id.ts';
import { type Style, type TextOptions, styleOf } from './style.ts';
import { isListed } from './totals.ts';
import { dates, hadLonger, howFirst, lastHeld, publishedBy } from './when.ts';

/** A candidate that was judged to be no secret, and where. */
export interface SetAsidePlace {
  readonly reason: string;
  readonly rule: string;
  readonly path: string;
  /** What holds it, where no path does: "commit 4f1c9d0a2b". */
  readonly object?: string;
  /** The repository, in a sweep of several. */
  readonly home?: string;
  readonly line: number;
  readonly name?: string;
}

export interface ExplainOptions extends TextOptions {
  /** Places of what was set aside; the report has only counts. */
  readonly setAside?: readonly SetAsidePlace[];
}

const WHEREABOUTS: Readonly<Partial<Record<ExposureClass, string>>> = {
  'ignored-file': 'in an ignored file',
  'outside-git': 'outside of history',
};
const COMMIT = 10;
/** So many others are named. */
const RELATED = 20;

/** The text of --explain. A word that is no name, and begins no id or several, is a UsageError. */
export function explainReport(report: Report, asked: string | undefined, options: ExplainOptions): string {
  const style = styleOf(options);
  const clean = createLineMasker(valuesIn(report));
  const chapters =
    asked === undefined
      ? [setAsideLines(report, options.setAside ?? [], style, clean)]
      : askedFor(report, asked).map((secret) => secretLines(secret, report, style, clean));
  return `${chapters.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** All that have the name, or the one whose id begins so. */
function askedFor({ secrets }: Report, asked: string): readonly Judged[] {
  const named = sortedSecrets(secrets.filter(({ names }) => names.some(({ name }) => name === asked)));
  return named.length > 0 ? named : [byPrefix(sortedSecrets(secrets), asked, true)];
}

function secretLines(secret: Judged, report: Report, style: Style, clean: Clean): readonly string[] {
  const short = shortIds(report.secrets.map((one) => one.id));
  const { rule, exposure } = secret;
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['id', secret.id],
    ['rule', `${rule.id}${rule.source === undefined ? '' : ` (${rule.source})`}`],
    // one that is the rule's is said already
    ['names', secret.names.filter(({ name }) => name !== rule.name).map(({ name }) => clean(name)).join(', ')],
    ['value', redact(secret.value, rule)],
    ['nature', `${secret.nature}${secret.nature === 'weak' ? ' (can be guessed)' : ''}, ${secret.confidence} confidence`],
    ['reach', [exposure.class, allReach(exposure)].filter((part) => part !== '').join(': ')],
    ...listed('refs', refLines(exposure, clean)),
    ...listed('still in', stillInLines(exposure, clean)),
    ['since', dates(exposure)],
    ['first', exposure.first && `${momentText(exposure.first, clean)}${howFirst(exposure)}`],
    ['last', lastHeld(exposure, clean)],
    ['removed', exposure.removed && `${momentText(exposure.removed, clean)}${hadLonger(exposure)}`],
    ['published', publishedOf(secret, report, clean)],
  ];
  const verdict: readonly (readonly [string, string | undefined])[] = [
    ['verdict', `${secret.verdict}${secret.verdict === secret.status ? '' : `, status ${secret.status}`}`],
    ...secret.reasons.map((reason): readonly [string, string] => ['', `because ${clean(reason)}`]),
    // how soon says nothing of what has not to be rotated
    ['priority', isListed(secret) ? priorityOf(secret, style, clean) : undefined],
  ];
  return [
    `${style.strong(rule.name)} ${short(secret.id)}`,
    '',
    ...table(style, [
      ...facts,
      ...listed(
        'proof',
        secret.proofs.map(({ kind, detail }) => `${kind}: ${clean(detail)}`),
      ),
      ...listed('related', relatedLines(secret, report, clean)),
      ...verdict,
    ]),
    '',
    `  ${counted(secret.occurrences.length, 'place')}${extentNote(secret)}`,
    ...sortedOccurrences(secret.occurrences).flatMap((occurrence) => placeLines(occurrence, style, clean)),
  ];
}

/** The word stands once, before the first. */
function listed(word: string, lines: readonly string[]): readonly (readonly [string, string])[] {
  return lines.map((line, index) => [index === 0 ? word : '', line]);
}

/** "signs 4kq0zp, JSON Web Token in test/session.txt". */
function relatedLines({ related }: Judged, { secrets }: Report, clean: Clean): readonly string[] {
  const short = shortIds(secrets.map(({ id }) => id));
  const byId = new Map(secrets.map((secret) => [secret.id, secret]));
  const lines = related.slice(0, RELATED).map(({ id, how }) => {
    const other = byId.get(id);
    return other === undefined
      ? `${relationWords(how)} ${id}`
      : `${relationWords(how)} ${short(id)}, ${other.rule.name} ${fitted(whereItStands(other, clean), Infinity)}`;
  });
  return related.length > RELATED ? [...lines, `and ${grouped(related.length - RELATED)} more`] : lines;
}

function table({ fits }: Style, facts: readonly (readonly [string, string | undefined])[]): readonly string[] {
  const known = facts.filter(([, fact]) => fact !== undefined && fact !== '');
  const width = widest(
    facts.map(([name]) => name),
    20,
  );
  const lead = width + 5;
  return known.flatMap(([name, fact]) =>
    wrapped(fact!, fits - lead).map((line, at) => `  ${padded(at === 0 ? name : '', width)}   ${line}`),
  );
}

function placeLines(occurrence: Occurrence, style: Style, clean: Clean): readonly string[] {
  const { position, rule, evidence, mark } = occurrence;
  const what = [
    rule.id,
    occurrence.host === undefined ? '' : account(occurrence, clean),
    occurrence.name === undefined ? '' : clean(occurrence.name),
    `as ${evidence.form}`,
    through(occurrence, clean),
    `${occurrence.confidence} confidence`,
    ...evidence.notes.map(clean),
    clean(missedMark(occurrence) ?? ''),
    mark ? `allowed by a mark on line ${mark.line}${mark.reason ? `: ${clean(mark.reason)}` : ''}` : '',
  ];
  const whence = [
    occurrence.class === 'unattached' ? 'in no commit' : '',
    occurrence.where === 'index' ? 'staged' : '',
    WHEREABOUTS[occurrence.class] ?? '',
    occurrence.commit ? `commit ${occurrence.commit.slice(0, COMMIT)}` : '',
    occurrence.lastCommit && occurrence.lastCommit !== occurrence.commit && !occurrence.inHead
      ? `last ${occurrence.lastCommit.slice(0, COMMIT)}`
      : '',
    occurrence.versions > 1 ? counted(occurrence.versions, 'version') : '',
    occurrence.inHead ? `in HEAD${occurrence.inHeadAt ? ` at ${occurrence.inHeadAt.line}:${occurrence.inHeadAt.column}` : ''}` : '',
  ];
  const { before, path, after } = placeOf(occurrence, clean);
  const place = `${before}${path}${after}${hasLines(occurrence) ? `:${position.line}:${position.column}` : ''}`;
  const joined = (parts: readonly string[]): string => parts.filter((part) => part !== '').join(' · ');
  return [
    `    ${style.strong(place)}   ${joined(whence)}`.trimEnd(),
    ...[joined(what), ...versionLines(occurrence)]
      .flatMap((text) => wrapped(text, style.fits - 6))
      .map((line) => style.faint(`      ${line}`)),
  ];
}

function publishedOf(secret: Judged, { repositories }: Report, clean: Clean): string | undefined {
  const { published } = secret.exposure;
  if (published !== undefined) return publishedBy(published, clean);
  const alone = aloneWith(secret, repositories);
  return alone.length > 0 ? `cannot be said: ${noRemoteIn(alone, repositories, clean)}` : undefined;
}

function priorityOf({ priority, urgency }: Judged, style: Style, clean: Clean): string {
  return `${style.priority(priority)}${urgency === undefined ? '' : `, because ${clean(urgency)}`}`;
}

function momentText({ commit, date, author, home }: Moment, clean: Clean): string {
  return `${date}, ${commit.slice(0, COMMIT)}${ofHome(home, clean)} by ${clean(author)}`;
}

function extentNote(secret: Judged): string {
  const found = extent(secret);
  return found === undefined ? ':' : ` (${found}):`;
}

function setAsideLines(
  report: Report,
  places: readonly SetAsidePlace[],
  style: Style,
  clean: Clean,
): readonly string[] {
  const total = report.setAside.reduce((sum, { count }) => sum + count, 0);
  if (total === 0) return ['Nothing was set aside.'];
  const reasons = [...report.setAside].sort((a, b) => b.count - a.count || compareText(a.reason, b.reason));
  return [
    `${grouped(total)} set aside: looked like secrets and were judged to be none`,
    ...reasons.flatMap(({ reason, count }) => [
      '',
      `  ${style.strong(reason)}: ${grouped(count)}`,
      ...places
        .filter((place) => place.reason === reason)
        .map((place) => ({ ...place, where: asideAt(place, clean) }))
        .sort((a, b) => compareText(a.where, b.where) || a.line - b.line || compareText(a.rule, b.rule))
        .map(({ where, line, rule, name }) => {
          const named = name === undefined ? '' : `   ${clean(name)}`;
          return `    ${where}:${line}   ${rule}${named}`;
        }),
    ]),
  ];
}

function asideAt({ path, object, home }: SetAsidePlace, clean: Clean): string {
  if (object !== undefined) return object + ofHome(home, clean);
  return home === undefined ? clean(path) : `${clean(home)}/${clean(path)}`;
}
