/**
 * Boxes of runbooks in, whether their audit looks for what this kind opens. An incident note for several secrets lists
 * what betrays one of them: reused refresh tokens say nothing of who read the database.
 */
import type { Box } from '../model.ts';

/** @param own the audit that the rotation rule of the kind has, with its checks */
export function auditsAnother(boxes: readonly Box[], own: Box): boolean {
  const audits = boxes.filter(({ phase }) => phase === own.phase);
  // "audit the logs" without more is for whatever is in them
  if (!audits.some(({ children }) => children.length > 0)) return false;
  const said = new Set(audits.flatMap(wordsOf));
  return !wordsOf(own).some((word) => said.has(word));
}

function wordsOf({ text, children }: Box): readonly string[] {
  const words = text.toLowerCase().match(/\p{L}{4,}/gu) ?? [];
  return [...words.map(stemOf).filter((word) => !ANY_AUDIT.has(word)), ...children.flatMap(wordsOf)];
}

function stemOf(word: string): string {
  return word.replace(/(?:es|s)$/, '');
}

/** What every audit says, whatever it is for. */
const ANY_AUDIT = new Set([
  'acces', 'activity', 'addres', 'asked', 'audit', 'check', 'from', 'large', 'last', 'log', 'look', 'many', 'more', 'nobody', 'read',
  'recent', 'review', 'suspiciou', 'than', 'that', 'their', 'unusual', 'used', 'user', 'usual', 'were', 'with', 'your',
]);
