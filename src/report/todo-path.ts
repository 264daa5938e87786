/** A task in, the lines that say how it goes: by which path, until when, and before what. */
import type { LaterAbove, Task } from '../model.ts';
import type { MarkdownText } from './markdown-text.ts';
import { counted } from './numbers.ts';

/** Which way is taken, how fast, and why in this order. */
export function pathLines({ rotation, secret, before, sameValue, dueBefore }: Task, text: MarkdownText): readonly string[] {
  const apart = `${sameValue.length > 1 ? 'each ' : ''}a task of its own; give each a value of its own`;
  return [
    `- Leak path: ${rotation.leak.because}`,
    `- Due: the old value is dead within ${hours(rotation.due[secret.priority])} (${secret.priority})${soonerPart(dueBefore, text)}`,
    ...(sameValue.length > 0 ? [`- Same value: ${sameValue.map(text.inline).join(', ')}, ${apart}`] : []),
    ...(before.length > 0 ? [`- First of all: its key opens ${before.map(text.inline).join(', ')}`] : []),
  ];
}

function soonerPart({ count, names }: LaterAbove, text: MarkdownText): string {
  if (count === 0) return '';
  const more = count > names.length ? ` and ${count - names.length} more` : '';
  return `: sooner than ${names.map(text.inline).join(', ')}${more} above, so do not wait for that`;
}

function hours(count: number): string {
  return count % 24 === 0 && count > 24 ? counted(count / 24, 'day') : counted(count, 'hour');
}
