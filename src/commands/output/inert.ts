/**
 * Logs of CI jobs obey lines: GitHub those that begin with `::`, also behind blanks, or hold `##[`; Azure `##vso[`. What
 * we print quotes paths and names of what was scanned, and may break a line before any of them.
 * https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
 */
const BEGINS = /^([^\S\n\r\u2028\u2029]*):(?=:)/gm;
const HOLDS = /##(?=\[|vso\[)/g;

/** Reads the same to people, and to a JSON parser. */
export function inert(text: string): string {
  return text.replace(BEGINS, '$1\\u003a').replace(HOLDS, '#\\u0023');
}
