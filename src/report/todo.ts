/**
 * A plan in, the rotation to-do as Markdown out: to be pasted into an issue or kept as a file, so it holds no value,
 * no blob id and no length. Every box names the line of the runbook it comes from and carries an id that stays.
 */
import { groupBy } from '../group-by.ts';
import { type Cited, type Judged, type Occurrence, type Plan, PRIORITIES, type Task } from '../model.ts';
import { type LinkBase, type MarkdownText, markdownText } from './markdown-text.ts';
import { counted } from './numbers.ts';
import { sortedOccurrences, sortedSecrets } from './order.ts';
import { isGoneFromHead } from './phrases.ts';
import { pathFrom, standsAt } from './stands-at.ts';
import { taskLines } from './todo-task.ts';

export interface TodoOptions {
  /** Takes every value that was found out of a text. */
  readonly mask: (text: string) => string;
  readonly repository: string;
  /** False: the scan did not see everything it was asked to see. */
  readonly coverageComplete: boolean;
  /** What was found and is not known to be in history: to be moved to where secrets belong. */
  readonly outside?: readonly Judged[];
  /** Tasks that are shown whole though the ledger adopted their secrets: they were asked for, or are worked on. */
  readonly isWhole?: (task: Task) => boolean;
  /** Where the links to runbooks go; without it they are relative. */
  readonly base?: LinkBase;
}

const MOST_PLACES = 10;

/** The rotation to-do. */
export function renderTodo(plan: Plan, options: TodoOptions): string {
  const { outside = [] } = options;
  const text = markdownText(options.mask, options.base, codeIn(plan.runbooks));
  const others = secretsById(plan);
  const whole = plan.tasks.filter((task) => !isListed(task, options));
  const gaps = plan.gaps.filter(({ name, kind }) => whole.some((task) => task.name === name && task.kind === kind));
  const blocks = [
    [`# Rotation to-do · ${text.inline(options.repository)} · ${plan.asOf}`],
    options.coverageComplete ? [] : [INCOMPLETE],
    summaryLines({ ...plan, gaps }, outside, text),
    ...whole.map((task, at) => taskLines(task, at + 1, plan.asOf, text, others)),
    adoptedLines(plan.tasks.filter((task) => !whole.includes(task)), text),
    outsideLines(outside, text),
    identifierLines(plan, text),
    gapLines({ gaps }, text),
    dangerLines(plan, text),
  ];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

/** What stands in code in those lines of a page. */
function codeIn(runbooks: Plan['runbooks']): (where: Pick<Cited, 'path' | 'lines'>) => readonly string[] {
  const byPath = new Map(runbooks.map(({ path, quoted }) => [path, quoted]));
  return ({ path, lines: [first, last] }) =>
    (byPath.get(path) ?? []).filter(({ lines }) => first <= lines[0] && lines[1] <= last).map(({ text }) => text);
}

/** All that a task can belong together with, and be shown; versions of ciphertext as the one that stands for them. */
function secretsById({ tasks, identifiers }: Plan): ReadonlyMap<string, Judged> {
  return new Map([
    ...tasks.flatMap(({ secret, versions }) => [secret.id, ...versions].map((id) => [id, secret] as const)),
    ...identifiers.flatMap(({ secrets }) => secrets).map((secret) => [secret.id, secret] as const),
  ]);
}

const INCOMPLETE =
  '> **Incomplete**: the scan could not see everything, so there may be more to rotate than stands here.';

/** By `accept --all-existing`: to be rotated as well, after what is new. */
function isAdopted({ secret }: Task): boolean {
  return secret.status === 'known';
}

/** What was adopted is no incident of today: a line each, and its boxes for who asks. */
export function isListed(task: Task, { isWhole }: Pick<TodoOptions, 'isWhole'>): boolean {
  return isAdopted(task) && isWhole?.(task) !== true;
}

function adoptedLines(tasks: readonly Task[], text: MarkdownText): readonly string[] {
  if (tasks.length === 0) return [];
  const secrets = [...groupBy(tasks, ({ secret }) => secret.id).values()];
  const lines = secrets.flatMap((uses) => {
    const [first] = uses;
    if (first === undefined) return [];
    const { id, priority, occurrences } = first.secret;
    const names = uses.flatMap(({ name, also }) => [name, ...also]).map(text.inline).join(', ');
    // where somebody can look comes first
    const sorted = sortedOccurrences(occurrences);
    const places = [...sorted.filter(({ inHead }) => inHead), ...sorted.filter(({ inHead }) => !inHead)];
    const [place, ...more] = places.map((each) => (each.path === '' ? each.where : `${pathFrom(each)}:${standsAt(each).line}`));
    const others = more.length > 0 ? ` and ${counted(more.length, 'more place')}` : '';
    const gone = isGoneFromHead(first.secret) ? ', gone from HEAD' : '';
    return [`- ${priority} · ${text.code(id.slice(0, ID))} ${names} in ${text.code(place ?? '')}${others}${gone}`];
  });
  return [
    '## Known already, by the ledger',
    '',
    ADOPTED,
    '',
    `<details><summary>${counted(secrets.length, 'secret')}</summary>`,
    '',
    ...lines,
    '',
    '</details>',
  ];
}

const ADOPTED =
  'These were adopted with the ledger. They have leaked as well, and have to be rotated after what is new. ' +
  'All boxes of one: `burnlist todo --only ID`.';
/** Characters of an id that no other one begins with. */
const ID = 10;

function summaryLines(plan: Plan, outside: readonly Judged[], text: MarkdownText): readonly string[] {
  const identifiers = plan.identifiers.reduce((sum, group) => sum + group.secrets.length, 0);
  const work = [
    workPart(plan.tasks.filter((task) => !isAdopted(task))),
    adoptedPart(plan.tasks.filter(isAdopted)),
  ].filter(Boolean);
  const parts = [
    ...(work.length === 0 && outside.length === 0 ? ['Nothing to rotate'] : work),
    outside.length === 0 ? '' : `${counted(outside.length, 'secret')} found, not known to be in history`,
    identifiers === 0 ? '' : `${counted(identifiers, 'identifier')} to move to configuration`,
    plan.gaps.length === 0 ? '' : `${counted(plan.gaps.length, 'name')} without a runbook section`,
  ];
  const lines = [`**${parts.filter(Boolean).join(' · ')}.**`];
  if (plan.tasks.length > 0) lines.push('', RULE, ...burntLines(plan, text), '', runbookLine(plan, text));
  return lines;
}

function workPart(tasks: readonly Task[]): string {
  if (tasks.length === 0) return '';
  // keys of one map are secrets each, as are values of one name; versions of one ciphertext are one
  const secrets = new Set(tasks.flatMap(({ secret, versions, areSecrets }) => [secret.id, ...(areSecrets ? versions : [])])).size;
  return `${counted(secrets, 'secret')} to rotate in ${counted(tasks.length, 'task')} (${byPriority(tasks)})`;
}

/** A line each is all that the list has of them, so no tasks are counted. */
function adoptedPart(tasks: readonly Task[]): string {
  const each = [...new Map(tasks.map((task) => [task.secret.id, task])).values()];
  return each.length === 0 ? '' : `${counted(each.length, 'secret')} adopted in the ledger (${byPriority(each)})`;
}

function byPriority(tasks: readonly Task[]): string {
  const ranks = PRIORITIES.map((rank) => [rank, tasks.filter(({ secret }) => secret.priority === rank).length] as const);
  return ranks.filter(([, count]) => count > 0).map(([rank, count]) => `${count} × ${rank}`).join(', ');
}

/** The team's own words for it count more than ours. */
function burntLines({ runbooks }: Plan, text: MarkdownText): readonly string[] {
  const found = runbooks.flatMap(({ path, remarks }) =>
    remarks.filter(({ sort }) => sort === 'burnt').map((remark) => ({ path, remark })),
  )[0];
  if (found === undefined) return [];
  const { path, remark } = found;
  return ['', `> ${text.said(remark.text, { path, lines: remark.lines })} (${text.lines(path, remark.lines)})`];
}

const RULE =
  'Whatever once stood in git history counts as leaked: deleting the line or rewriting history does not undo it. ' +
  'Boxes are steps of your own runbook, in the order that a leak asks for; what it lacks is marked. Tick boxes, move ' +
  'them, write below them: written to the same file again, this list keeps all of it. No values are shown here.';

function runbookLine(plan: Plan, text: MarkdownText): string {
  if (plan.runbooks.length === 0) return 'No runbook was found: name one with `--runbook FILE`.';
  const links = plan.runbooks.slice(0, MOST_PLACES).map(({ path }) => text.section(path, path, ''));
  const more = plan.runbooks.length - links.length;
  return `Runbooks: ${links.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function outsideLines(outside: readonly Judged[], text: MarkdownText): readonly string[] {
  if (outside.length === 0) return [];
  const lines = sortedSecrets(outside).map(({ names, rule, priority, occurrences, reasons }) => {
    const title = names[0] === undefined ? text.own(rule.name) : `${text.inline(names[0].name)} (${text.own(rule.name)})`;
    return `- ${priority} · ${title} in ${placesIn(occurrences, text)}: ${text.own(reasons[0] ?? '')}`;
  });
  return ['## Found, not known to be in history', '', ...lines];
}

function placesIn(occurrences: readonly Occurrence[], text: MarkdownText): string {
  const sorted = sortedOccurrences(occurrences);
  const all = sorted.map((place) => `${place.where === 'stdin' ? 'standard input' : pathFrom(place)}:${standsAt(place).line}`);
  const places = [...new Set(all)];
  const shown = places.slice(0, MOST_PLACES).map(text.code).join(', ');
  return `${shown}${places.length > MOST_PLACES ? ` and ${places.length - MOST_PLACES} more` : ''}`;
}

function identifierLines({ identifiers }: Plan, text: MarkdownText): readonly string[] {
  if (identifiers.length === 0) return [];
  const lines = identifiers.map(({ group, secrets }) => {
    const occurrences = secrets.flatMap((secret) => secret.occurrences);
    return `- ${text.inline(group)}: ${counted(secrets.length, 'identifier')} in ${placesIn(occurrences, text)}`;
  });
  return ['## Identifiers to move to configuration', '', 'Not secret, not to be rotated.', '', ...lines];
}

function gapLines({ gaps }: Pick<Plan, 'gaps'>, text: MarkdownText): readonly string[] {
  if (gaps.length === 0) return [];
  const lines = gaps.map(({ name, kind }) => `- ${text.inline(name)} (${text.inline(kind)}): no runbook section`);
  return ['## Runbook gaps', '', ...lines];
}

/** What would go wrong in a leak, or did not survive since it was written. */
function dangerLines({ lint }: Plan, text: MarkdownText): readonly string[] {
  if (lint.length === 0) return [];
  const lines = lint.map(({ text: words, path, lines }) => `- ${text.inline(words)} (${text.lines(path, lines)})`);
  return ['## To mend in the runbook', '', ...lines];
}
