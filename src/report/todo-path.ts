/** A task in, the lines that say how it goes: by which path, until when, and before what. */
import type { Task } from '../model.ts';
import { dueHours } from '../urgency.ts';
import type { MarkdownText } from './markdown-text.ts';
import { counted } from './numbers.ts';

/** Which way is taken, how fast, and why in this order. */
export function pathLines(task: Task, text: MarkdownText): readonly string[] {
  const { rotation, secret, before, sameValue } = task;
  const inUse = secret.verdict === 'still-current' ? ', in use today' : '';
  const apart = `${sameValue.length > 1 ? 'each ' : ''}a task of its own; give each a value of its own`;
  return [
    `- Leak path: ${rotation.leak.because}`,
    `- Due: the old value is dead within ${hours(dueHours(task))} (${secret.priority}${inUse})`,
    ...(sameValue.length > 0 ? [`- Same value: ${sameValue.map(text.inline).join(', ')}, ${apart}`] : []),
    ...(before.length > 0 ? [`- First of all: its key opens ${before.map(text.inline).join(', ')}`] : []),
  ];
}

function hours(count: number): string {
  return count % 24 === 0 && count > 24 ? counted(count / 24, 'day') : counted(count, 'hour');
}
