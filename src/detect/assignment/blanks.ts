/** Blanks between a name, its operator and its value. */

/** Blanks that are read over between name, operator and value: aligned settings have as many as the longest name has letters. */
export const GAP = 40;

/** The first byte from `from` on that is no blank, but not farther than a gap. */
export function skipBlanks(text: string, from: number): number {
  let at = from;
  while (at < text.length && at - from < GAP && (text[at] === ' ' || text[at] === '\t')) at++;
  return at;
}
