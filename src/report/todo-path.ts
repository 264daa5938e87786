/** A task in, the lines that say how it goes: by which path, until when, and before what. */
import type { Task } from '../model.ts';
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

function soonerPart(later: readonly string[], text: MarkdownText): string {
  if (later.length === 0) return '';
  const shown = later.slice(0, MOST_SHOWN).map(text.inline).join(', ');
  const more = later.length > MOST_SHOWN ? ` and ${later.length - MOST_SHOWN} more` : '';
  return `: sooner than ${shown}${more} above, so do not wait for that`;
}

const MOST_SHOWN = 3;

function hours(count: number): string {
  return count % 24 === 0 && count > 24 ? counted(count / 24, 'day') : counted(count, 'hour');
}
