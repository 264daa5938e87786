/**
 * Boxes of a task in, task-list lines out. Each line ends with a marker that stays the same from run to run: by it
 * ticks and notes that people made are found again (todo-merge.ts).
 */
import type { Box, Cited } from '../model.ts';
import type { MarkdownText } from './markdown-text.ts';

export const taskMarker = (id: string): string => `<!-- task:${id} -->`;
const boxMarker = (id: string): string => `<!-- box:${id} -->`;

/**
 * @param window of time that an audit has to cover, in words
 * @param above the box that this one stands below
 */
export function boxLines(
  box: Box,
  window: string | undefined,
  text: MarkdownText,
  indent = '',
  above?: Box,
): readonly string[] {
  const { id, phase, code, children, change, reminders } = box;
  const isTop = indent === '';
  const inner = `${indent}  `;
  const label = isTop ? `**${phase}** · ` : '';
  // the list that a colon announces stands below the place, which comes first
  const words = box.source === undefined ? text.own(box.text) : text.said(box.text.replace(/ ?[:：]$/, ''), box.source);
  const files = box.files === undefined ? '' : `: ${box.files.map(text.code).join(', ')}`;
  const isPlaced = isTop || box.source !== undefined || above?.source !== undefined;
  const place = isPlaced ? ` (${placeOf(box.source, text)})` : '';
  return [
    `${indent}- [ ] ${label}${words}${files}${place} ${boxMarker(id)}`,
    ...(isTop && phase === 'audit' && window !== undefined ? [`${inner}- The time to look at: ${window}`] : []),
    ...(change === undefined ? [] : [`${inner}- ⚠ ${text.own(change)}`]),
    ...reminders.map((said) => `${inner}- Your runbook: ${text.said(said.text, said.source)} (${placeOf(said.source, text)})`),
    // no blank line around: one would make the list loose, and renderers put loose boxes above their words
    ...code.map((snippet) => text.fence(snippet.text, snippet.language ?? '', inner)),
    ...children.flatMap((child) => boxLines(child, window, text, inner, box)),
  ];
}

function placeOf(source: Cited | undefined, text: MarkdownText): string {
  return source === undefined ? '*not in your runbook*' : text.lines(source.path, source.lines);
}
