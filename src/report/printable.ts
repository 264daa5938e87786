/**
 * Text from outside on its way to a terminal: everything a terminal would obey, reorder or hide is spelled out,
 * so that a file name can neither move the cursor nor pretend to be another one.
 */

/** Controls, soft hyphen, bidirectional marks, zero width, line separators, halves of pairs, tag characters. */
const UNSAFE = new RegExp(
  [
    '[\\x00-\\x1f\\x7f-\\x9f\\xad\\u061c\\u180e\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f',
    '\\ufeff\\ufff9-\\ufffb\\ud800-\\udfff\\u{e0000}-\\u{e007f}]',
  ].join(''),
  'gu',
);

/**
 * One line, safe to print: `\x1b`, `\u202e`. With `keep`, newlines and tabs stay what they are, for text that may
 * span lines.
 */
export function printable(text: string, keep: '' | '\n\t' = ''): string {
  return text.replace(UNSAFE, (character) => (keep.includes(character) ? character : spelled(character)));
}

/** As JSON source: the same characters as escapes that a parser turns back, so nothing is lost. */
export function printableJson(json: string): string {
  return json.replace(UNSAFE, (character) => (character === '\n' ? character : units(character)));
}

function spelled(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`;
  if (code < 0x10000) return units(character);
  return `\\u{${code.toString(16)}}`;
}

function units(character: string): string {
  return Array.from(
    { length: character.length },
    (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`,
  ).join('');
}
