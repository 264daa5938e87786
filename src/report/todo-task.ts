/** One task of the plan in, its part of the Markdown to-do out: evidence, leak path, runbook, impact, boxes, gaps. */
import type { Exposure, ExposureClass, Judged, Link, Occurrence, Procedure, Task, Warning, Where } from '../model.ts';
import type { MarkdownText } from './markdown-text.ts';
import { relationWords } from './links.ts';
import { counted } from './numbers.ts';
import { sortedOccurrences } from './order.ts';
import { pathFrom, standsAt } from './stands-at.ts';
import { redact } from './redact.ts';
import { boxLines, taskMarker } from './todo-boxes.ts';
import { pathLines } from './todo-path.ts';
import { readableSince } from './when.ts';

const MOST_PLACES = 20;
const MOST_REFS = 8;
const MOST_IDS = 8;
const MOST_RELATED = 8;
const SHORT_COMMIT = 10;

/** The lines of a task, from its heading on. @param others secrets by id, to say what it belongs together with */
export function taskLines(
  task: Task,
  number: number,
  asOf: string,
  text: MarkdownText,
  others: ReadonlyMap<string, Judged>,
): readonly string[] {
  const { secret, name } = task;
  const what = text.own(task.what);
  const title = name === task.what ? [what] : [[name, ...task.also].map(text.inline).join(', '), what];
  return [
    `## ${number}. ${[...title, secret.priority].join(' · ')} ${taskMarker(task.id)}`,
    '',
    ...evidenceLines(task, asOf, text),
    ...relatedLines(secret, text, others),
    ...pathLines(task, text),
    ...linkLines(task, text),
    ...impactLines(task, text),
    ...rollbackLines(task, text),
    ...ownerLines(task, text),
    ...task.warnings.map((warning) => warningLine(warning, text)),
    '',
    '**To do**',
    '',
    ...task.boxes.flatMap((box) => boxLines(box, windowOf(task), text)),
    ...missingLines(task),
    '',
    `More: ${task.rotation.sources.map((link) => `<${link}>`).join(' · ')}`,
  ];
}

/** The time in which the value could be read: what an audit of the logs has to cover. */
export function windowOf({ secret: { exposure } }: Task): string | undefined {
  const since = readableSince(exposure);
  return since === undefined ? undefined : `from ${since} until the rotation is verified`;
}

/** Of a secret without a section everything is missing: its runbook line says so. */
function missingLines({ chosen, missing }: Task): readonly string[] {
  return chosen.length > 0 && missing.length > 0 ? ['', `Not in your runbook: ${missing.join(', ')}`] : [];
}

function evidenceLines({ secret, versions, areSecrets, sameValue }: Task, asOf: string, text: MarkdownText): readonly string[] {
  const { exposure, occurrences, proofs, reasons } = secret;
  const places = sortedOccurrences(occurrences);
  // of several uses each place is of one
  const usedAs = ({ name }: Occurrence): string => (sameValue.length > 0 && name !== undefined ? `, as ${text.inline(name)}` : '');
  const shown = places.slice(0, MOST_PLACES).map((place) => `  - ${placeOf(place, text)}${usedAs(place)}`);
  if (places.length > MOST_PLACES) shown.push(`  - and ${counted(places.length - MOST_PLACES, 'more place')}`);
  const refs = cutList(exposure.refs.map((ref) => text.code(shortRef(ref))), MOST_REFS);
  const reach = [exposure.reach.join(', '), refs].filter(Boolean);
  return [
    areSecrets && versions.length > 0
      ? `- Ids: ${cutList([secret.id, ...versions].map(text.code), MOST_IDS)}${STATUS[secret.status] ?? ''}`
      : `- Id: ${text.code(secret.id)}${STATUS[secret.status] ?? ''}${versionsPart(versions.length)}`,
    ...(reasons.length > 0 ? [`- Why: ${reasons.map(text.inline).join('; ')}`] : []),
    '- Where:',
    ...shown,
    ...seenLine(secret.exposure, asOf, text),
    ...(reach.length > 0 ? [`- Reach: ${reach.join(' · ')}`] : []),
    ...proofs.map(({ kind, detail }) => `- ${PROOFS.get(kind) ?? 'Proof'}: ${text.inline(detail)}`),
  ];
}

function cutList(all: readonly string[], most: number): string {
  const more = all.length > most ? ` and ${all.length - most} more` : '';
  return `${all.slice(0, most).join(', ')}${more}`;
}

function versionsPart(count: number): string {
  return count === 0 ? '' : `, and ${counted(count, 'more version')} of it, each with an id of its own`;
}

/** What belongs together is rotated with each other in mind: which key id the secret is of, say. */
function relatedLines(
  { related }: Judged,
  text: MarkdownText,
  others: ReadonlyMap<string, Judged>,
): readonly string[] {
  if (related.length === 0) return [];
  // versions of one ciphertext are shown as one
  const distinct = [...new Map(related.map((one) => [`${one.how} ${others.get(one.id)?.id ?? one.id}`, one])).values()];
  const shown = distinct.slice(0, MOST_RELATED).map(({ id: found, how }) => {
    const other = others.get(found);
    const id = other?.id ?? found;
    const [place] = sortedOccurrences(other?.occurrences ?? []);
    if (other === undefined || place === undefined) return `${relationWords(how)} ${text.code(id)}`;
    const what = `${text.own(other.rule.name)} ${text.code(redact(other.value, other.rule))}`;
    return `${relationWords(how)} ${text.code(id)}, ${what} in ${placeOf(place, text)}`;
  });
  const more = distinct.length > MOST_RELATED ? [`and ${distinct.length - MOST_RELATED} more`] : [];
  return [...shown, ...more].map((line) => `- Related: ${line}`);
}

/** A saved report may know other kinds. */
const PROOFS: ReadonlyMap<string, string> = new Map([
  ['decoded', 'Says of itself'],
  ['expired', 'Dead'],
]);

const STATUS: Readonly<Partial<Record<string, string>>> = {
  'still-current': ', **still in use today**',
  known: ', adopted in the ledger',
};

function seenLine(exposure: Task['secret']['exposure'], asOf: string, text: MarkdownText): readonly string[] {
  const { first, last, inHead, headless, days, published } = exposure;
  if (!first) return [];
  const isPast = last !== undefined && !inHead && last.commit !== first.commit;
  const parts = [
    `first in ${text.code(first.commit.slice(0, SHORT_COMMIT))} on ${text.inline(first.date)}`,
    isPast ? `last held by ${text.code(last.commit.slice(0, SHORT_COMMIT))} on ${text.inline(last.date)}` : '',
    inHead ? 'still in HEAD' : headless === true ? '' : 'no longer in HEAD',
    published ? publishedPart(published, text) : '',
    `${counted(days, 'day')} to ${asOf}`,
  ];
  return [`- Seen: ${parts.filter(Boolean).join(', ')}`];
}

/** "published 2025-03-10 (pushed to origin/main)", "published by …" where no push says when. */
function publishedPart(published: NonNullable<Exposure['published']>, text: MarkdownText): string {
  const day = published.date && `${published.pushed === true ? '' : ' by'} ${text.inline(published.date)}`;
  return `published${day ?? ''} (${text.inline(published.evidence)})`;
}

/** The same path in history and on the disk are two places, and the first is not mended by mending the second. */
const ON_DISK: Readonly<Partial<Record<ExposureClass, string>>> = {
  uncommitted: 'on disk, not committed',
  'ignored-file': 'on disk, in an ignored file',
  'outside-git': 'on disk, outside of git',
};

/** Places without a file are named for what they are. */
const PLACES: Readonly<Partial<Record<Where, string>>> = {
  'commit-message': 'commit message',
  'tag-message': 'tag message',
  identity: 'author or committer',
  header: 'commit header',
  'ref-name': 'name of a ref',
  'file-name': 'file name',
  note: 'git note',
  reflog: 'reflog',
};

function placeOf(place: Occurrence, text: MarkdownText): string {
  const { where, home, path, versions, inHead, commit, lastCommit, via, member } = place;
  const special = PLACES[where];
  const file = path === '' ? '' : text.code(`${pathFrom(place)}:${standsAt(place).line}`);
  const parts = [
    [special, file].filter(Boolean).join(' ') || (place.class === 'committed' ? where : 'content that no commit holds'),
    path === '' && home !== undefined ? `of ${text.inline(home)}` : '',
    ON_DISK[place.class] ?? '',
    commit ? `since ${text.code(commit.slice(0, SHORT_COMMIT))}` : '',
    lastCommit && lastCommit !== commit && !inHead ? `last ${text.code(lastCommit.slice(0, SHORT_COMMIT))}` : '',
    versions > 1 ? counted(versions, 'version') : '',
    inHead ? 'in HEAD' : '',
    via.length > 0 ? `through ${via.map(text.inline).join(', ')}` : '',
    member === undefined ? '' : `as ${text.code(member)}`,
  ];
  return parts.filter(Boolean).join(', ');
}

function shortRef(ref: string): string {
  return ref.replace(/^refs\/(?:heads|remotes)\//, '').replace(/^refs\/tags\//, 'tag ');
}

function linkLines({ links, remembered, chosen, ofKey }: Task, text: MarkdownText): readonly string[] {
  if (remembered !== undefined) {
    const { heading, path, anchor, lines } = remembered;
    const place = `${text.section(heading, path, anchor)} (lines ${lines[0]}–${lines[1]})`;
    return [`- Runbook: ${place}, as the report says; the page is not here, so the boxes are burnlist’s own`];
  }
  if (links.length === 0)
    return ['- Runbook: no section for this; the boxes are burnlist’s own. `burnlist runbook init` drafts a section'];
  const used = links.filter(({ procedure }) => chosen.includes(procedure));
  const forKey = links.filter(({ procedure }) => ofKey.includes(procedure));
  const others = links.filter((link) => !used.includes(link) && !forKey.includes(link)).slice(0, MOST_REFS);
  return [
    ...used.map(
      (link) => `- ${link.procedure.mode === 'leak' ? 'Runbook, for leaks' : 'Runbook'}: ${linked(link, text)}`,
    ),
    ...forKey.map((link) => `- Runbook, for the key it was made with: ${linked(link, text)}`),
    ...others.map((link) => `- Not taken: ${linked(link, text)}`),
  ];
}

function linked({ procedure, reason, score }: Link, text: MarkdownText): string {
  const { heading, runbook, anchor, lines } = procedure;
  return `${text.section(heading, runbook, anchor)} (lines ${lines[0]}–${lines[1]}): ${text.inline(reason)} (${score})`;
}

function impactLines({ chosen, rotation }: Task, text: MarkdownText): readonly string[] {
  const said = chosen.flatMap(({ runbook, impact }) =>
    impact.map((note) => `- Impact: ${text.said(note.text, { path: runbook, lines: note.lines })} (${text.lines(runbook, note.lines)})`),
  );
  return said.length > 0 ? said : [`- Impact: ${rotation.impact} (not in your runbook)`];
}

function rollbackLines({ chosen }: Task, text: MarkdownText): readonly string[] {
  return chosen
    .filter(({ rollback }) => rollback.length > 0)
    .map(({ runbook, rollback }) => {
      const lines = rollback.flatMap((note) => note.lines);
      const place = text.lines(runbook, [Math.min(...lines), Math.max(...lines)]);
      return `- Way back, if the new value fails: ${place}; after a leak never back to the old value`;
    });
}

function ownerLines({ chosen, codeowners }: Task, text: MarkdownText): readonly string[] {
  const distinct = <T>(of: (procedure: Procedure) => T | undefined): readonly T[] =>
    [...new Set(chosen.map(of))].filter((each) => each !== undefined);
  return [
    ...distinct(({ owner }) => owner).map((owner) => `- Owner: ${text.inline(owner)}`),
    ...(codeowners.length === 0 ? [] : [`- Owners of its files: ${codeowners.map(text.code).join(', ')} (CODEOWNERS)`]),
    ...distinct(({ cadenceDays }) => cadenceDays).map((days) => `- Planned rotation: every ${counted(days, 'day')}`),
  ];
}

function warningLine({ text: words, files, sources }: Warning, text: MarkdownText): string {
  const about = files === undefined ? '' : ` ${files.map(text.code).join(', ')}`;
  return `- ⚠ ${text.own(words)}${about} (${sources.map(({ path, lines }) => text.lines(path, lines)).join(', ')})`;
}
