/** A plan in, one row a box out, for spreadsheets and trackers. */
import type { Box, Plan, Task } from '../model.ts';
import { dueHours } from '../urgency.ts';
import { printable } from './printable.ts';
import { windowOf } from './todo-task.ts';
import type { TodoOptions } from './todo.ts';

const HEAD = [
  'task',
  'name',
  'kind',
  'priority',
  'secret',
  'box',
  'phase',
  'what',
  'change',
  'runbook',
  'owner',
  'due hours',
  'audit window',
  'status',
];

/** The to-do as CSV (RFC 4180). */
export function renderTodoCsv(plan: Plan, { mask }: TodoOptions): string {
  const rows = plan.tasks.flatMap((task) => flatten(task.boxes).map((box) => rowOf(task, box)));
  return [HEAD, ...rows].map((cells) => `${cells.map((cell) => field(mask(cell))).join(',')}\r\n`).join('');
}

function rowOf(task: Task, box: Box): readonly string[] {
  const { source } = box;
  const owner = task.chosen.find((procedure) => procedure.owner !== undefined)?.owner;
  return [
    task.id,
    task.name,
    task.kind,
    task.secret.priority,
    task.secret.id,
    box.id,
    box.phase,
    box.files === undefined ? box.text : `${box.text}: ${box.files.join(', ')}`,
    box.change ?? '',
    source === undefined ? 'not in your runbook' : `${source.path}:${source.lines[0]}`,
    owner ?? task.codeowners.join(' '),
    String(dueHours(task)),
    box.phase === 'audit' ? (windowOf(task) ?? '') : '',
    task.secret.status,
  ];
}

function flatten(boxes: readonly Box[]): readonly Box[] {
  return boxes.flatMap((box) => [box, ...flatten(box.children)]);
}

/** What a spreadsheet would take for a formula begins with an apostrophe. */
function field(text: string): string {
  const plain = printable(text.replace(/\s+/g, ' ')).trim();
  const safe = /^[=+\-@\t\r]/.test(plain) ? `'${plain}` : plain;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
