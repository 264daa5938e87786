/** One task of the plan in, its part of the Markdown to-do out: evidence, runbook, impact, boxes, what is missing. */
import type { Box, Link, Note, Occurrence, Procedure, Task, Where } from '../model.ts';
import type { MarkdownText } from './markdown-text.ts';
import { counted } from './numbers.ts';
import { sortedOccurrences } from './order.ts';

const MOST_PLACES = 20;
const MOST_REFS = 8;
const SHORT_COMMIT = 10;

/** The lines of a task, from its heading on. */
export function taskLines(task: Task, number: number, asOf: string, text: MarkdownText): readonly string[] {
  const { secret, name } = task;
  const title = [name, secret.rule.name].filter((part, at, all) => all.indexOf(part) === at).map(text.inline);
  const used = usedProcedures(task);
  const boxes = task.boxes.flatMap((box) => boxLines(box, '', secret.exposure.first?.date, text));
  return [
    `## ${number}. ${[...title, secret.priority].join(' · ')}`,
    '',
    ...evidenceLines(task, asOf, text),
    ...linkLines(task, text),
    ...used.flatMap((procedure) => factLines(procedure, text)),
    ...warningLines(task.notes, used, text),
    ...(boxes.length > 0 ? ['', '**To do**', '', ...boxes] : []),
    ...missingLines(task),
  ];
}

/** Of a secret without a section everything is missing: its runbook line says so. */
function missingLines({ links, missing }: Task): readonly string[] {
  return links.length > 0 && missing.length > 0 ? ['', `Not in your runbook: ${missing.join(', ')}`] : [];
}

function evidenceLines({ secret }: Task, asOf: string, text: MarkdownText): readonly string[] {
  const { exposure, occurrences, proofs, reasons } = secret;
  const places = sortedOccurrences(occurrences);
  const shown = places.slice(0, MOST_PLACES).map((place) => `  - ${placeOf(place, text)}`);
  if (places.length > MOST_PLACES) shown.push(`  - and ${counted(places.length - MOST_PLACES, 'more place')}`);
  const refs = exposure.refs.slice(0, MOST_REFS).map((ref) => text.code(shortRef(ref)));
  const more = exposure.refs.length > MOST_REFS ? ` and ${exposure.refs.length - MOST_REFS} more` : '';
  const reach = [exposure.reach.join(', '), refs.length > 0 ? `${refs.join(', ')}${more}` : ''].filter(Boolean);
  return [
    `- Id: ${text.code(secret.id)}${STATUS[secret.status] ?? ''}`,
    ...(reasons.length > 0 ? [`- Why: ${reasons.map(text.inline).join('; ')}`] : []),
    '- Where:',
    ...shown,
    ...seenLine(secret.exposure, asOf, text),
    ...(reach.length > 0 ? [`- Reach: ${reach.join(' · ')}`] : []),
    ...proofs.map(({ kind, detail }) => `- ${PROOFS.get(kind) ?? 'Proof'}: ${text.inline(detail)}`),
  ];
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
  const { first, last, inHead, days, published } = exposure;
  if (!first) return [];
  const parts = [
    `first in ${text.code(first.commit.slice(0, SHORT_COMMIT))} on ${text.inline(first.date)}`,
    last ? `last in ${text.code(last.commit.slice(0, SHORT_COMMIT))} on ${text.inline(last.date)}` : '',
    inHead ? 'in HEAD' : 'no longer in HEAD',
    published ? `published ${text.inline(published.date)} (${text.inline(published.evidence)})` : '',
    `${counted(days, 'day')} to ${asOf}`,
  ];
  return [`- Seen: ${parts.filter(Boolean).join(', ')}`];
}

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
  const { where, path, position, versions, inHead, commit, lastCommit, via } = place;
  const special = PLACES[where];
  const file = path === '' ? '' : text.code(`${path}:${position.line}`);
  const parts = [
    [special, file].filter(Boolean).join(' ') || where,
    commit ? `since ${text.code(commit.slice(0, SHORT_COMMIT))}` : '',
    lastCommit && lastCommit !== commit ? `last ${text.code(lastCommit.slice(0, SHORT_COMMIT))}` : '',
    versions > 1 ? counted(versions, 'version') : '',
    inHead ? 'in HEAD' : '',
    via.length > 0 ? `through ${via.map(text.inline).join(', ')}` : '',
  ];
  return parts.filter(Boolean).join(', ');
}

function shortRef(ref: string): string {
  return ref.replace(/^refs\/(?:heads|remotes)\//, '').replace(/^refs\/tags\//, 'tag ');
}

function linkLines({ links }: Task, text: MarkdownText): readonly string[] {
  if (links.length === 0) return ['- Runbook: no section for this'];
  return links.slice(0, MOST_REFS).map(({ procedure, reason }: Link, at) => {
    const { heading, runbook, anchor, lines, mode } = procedure;
    const label = mode === 'leak' ? 'Runbook, for leaks' : at === 0 ? 'Runbook' : 'Runbook, also';
    const section = `${text.section(heading, runbook, anchor)} (lines ${lines[0]}–${lines[1]})`;
    return `- ${label}: ${section}: ${text.inline(reason)}`;
  });
}

/** The linked procedures that boxes were made of. */
function usedProcedures(task: Task): readonly Procedure[] {
  const sources = new Set(task.boxes.map(({ source }) => JSON.stringify([source?.path, source?.anchor])));
  const procedures = task.links.map((link) => link.procedure);
  return procedures.filter(({ runbook, anchor }) => sources.has(JSON.stringify([runbook, anchor])));
}

function factLines({ runbook, impact, owner, cadenceDays }: Procedure, text: MarkdownText): readonly string[] {
  return [
    ...impact.map((note) => `- Impact: ${text.inline(note.text)} (${text.lines(runbook, note.lines)})`),
    ...(owner === undefined ? [] : [`- Owner: ${text.inline(owner)}`]),
    ...(cadenceDays === undefined ? [] : [`- Planned rotation: every ${counted(cadenceDays, 'day')}`]),
  ];
}

function warningLines(notes: readonly Note[], used: readonly Procedure[], text: MarkdownText): readonly string[] {
  return [...new Set(notes.map((note) => note.text))].map((warning) => {
    const places = notes
      .filter((note) => note.text === warning)
      .map(({ lines }) => {
        const planned = used.filter(({ mode }) => mode !== 'leak');
        const source = planned.find((each) => each.lines[0] <= lines[0] && lines[1] <= each.lines[1]);
        return source ? text.lines(source.runbook, lines) : `lines ${lines[0]}–${lines[1]}`;
      });
    return `- ⚠ ${text.inline(warning)} (${places.join(', ')})`;
  });
}

function boxLines(box: Box, indent: string, since: string | undefined, text: MarkdownText): readonly string[] {
  const { id, phase, source, code, children } = box;
  const place = source ? ` (${text.lines(source.path, source.lines)})` : ' (not in your runbook)';
  const span = phase === 'audit' && indent === '' && since ? ` (from ${text.inline(since)} on)` : '';
  const inner = `${indent}  `;
  return [
    `${indent}- [ ] ${text.inline(box.text)}${span}${place} <!-- box:${id} -->`,
    ...code.flatMap((snippet) => ['', text.fence(snippet.text, snippet.language ?? '', inner), '']),
    ...children.flatMap((child) => boxLines(child, inner, since, text)),
  ];
}
