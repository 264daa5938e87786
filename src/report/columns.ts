/**
 * Text in columns of a terminal: how wide it is there, padded, cut and wrapped. East Asian wide characters and emoji
 * take two columns, combining marks none: near enough for alignment.
 */

const WIDE = new RegExp(
  [
    '[\\u1100-\\u115f\\u2e80-\\u303e\\u3041-\\u33ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\ua000-\\ua4cf\\uac00-\\ud7a3',
    '\\uf900-\\ufaff\\ufe30-\\ufe6f\\uff00-\\uff60\\uffe0-\\uffe6\\u{1f300}-\\u{1faff}\\u{20000}-\\u{3fffd}]',
  ].join(''),
  'u',
);
const COMBINING = /^\p{M}$/u;
/** How chalk writes colour; outside text has no escape left. */
const COLOR = new RegExp(String.raw`\u001b\[\d+m`, 'g');

/** Columns that a text takes; colour takes none. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text.replace(COLOR, '')) width += columnsOf(character);
  return width;
}

/** With spaces up to a width. */
export function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - displayWidth(text)));
}

/** Cut in front, since the end of a path says most. */
export function cutFront(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  const characters = [...text];
  let used = 1;
  let from = characters.length;
  while (from > 0 && used + columnsOf(characters[from - 1]!) <= width) used += columnsOf(characters[--from]!);
  return `…${characters.slice(from).join('')}`;
}

/** Cut at the end. */
export function cutEnd(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  let used = 1;
  let kept = '';
  for (const character of text) {
    used += columnsOf(character);
    if (used > width) break;
    kept += character;
  }
  return `${kept}…`;
}

/** Parts joined by a separator, on as many lines as it takes; no part is split. */
export function flowed(parts: readonly string[], separator: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const part of parts) {
    const last = lines.at(-1);
    const longer = last === undefined ? part : `${last}${separator}${part}`;
    if (last === undefined || displayWidth(longer) > width) lines.push(part);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}

/**
 * A text on as many lines as it takes, broken between words, all but the first behind an indent. What stands between
 * double spaces is a command and stays in one piece where a line can hold it; a word that no line can hold is split.
 */
export function wrapped(text: string, width: number, indent = ''): readonly string[] {
  if (displayWidth(text) <= width) return [text];
  const room = width - indent.length;
  const lines: string[] = [];
  for (const { gap, word } of words(text, room)) {
    const longer = `${lines.at(-1)}${gap}${word}`;
    if (lines.length > 0 && displayWidth(longer) <= room) lines[lines.length - 1] = longer;
    else lines.push(...pieces(word, room));
  }
  return lines.map((line, at) => (at === 0 ? line : indent + line));
}

function words(text: string, room: number): readonly { readonly gap: string; readonly word: string }[] {
  return text.split('  ').flatMap((run, index) => {
    const isCommand = index % 2 === 1 && displayWidth(run) <= room;
    return (isCommand ? [run] : run.split(' ')).map((word, at) => ({ gap: at > 0 ? ' ' : '  ', word }));
  });
}

function pieces(word: string, width: number): readonly string[] {
  const lines = [''];
  for (const character of word) {
    if (displayWidth(lines.at(-1) + character) > width) lines.push('');
    lines[lines.length - 1] += character;
  }
  return lines;
}

/** The widest of some texts. */
export function widest(texts: readonly string[], most: number): number {
  return Math.min(
    most,
    texts.reduce((width, text) => Math.max(width, displayWidth(text)), 0),
  );
}

function columnsOf(character: string): number {
  if (character >= ' ' && character <= '~') return 1;
  if (WIDE.test(character)) return 2;
  return COMBINING.test(character) ? 0 : 1;
}
