/**
 * Boxes of runbooks in, whether their audit looks for what this kind opens. An incident note for several secrets lists
 * what betrays one of them: reused refresh tokens say nothing of who read the database.
 */
import type { Box, Rotation } from '../model.ts';

/** @param all kinds: what speaks of none of them is a sentence of any kind, or of another language */
export function auditsAnother(boxes: readonly Box[], rotation: Rotation, all: readonly Rotation[]): boolean {
  const audits = boxes.filter(({ phase }) => phase === 'audit');
  // "audit the logs" without more is for whatever is in them
  if (!audits.some(({ children }) => children.length > 0)) return false;
  const said = new Set(audits.flatMap(saidIn));
  const isSaid = ({ leak: { phases: { audit } } }: Rotation): boolean =>
    [audit?.does ?? '', ...(audit?.checks ?? [])].flatMap(wordsOf).some((word) => said.has(word));
  return !isSaid(rotation) && all.some(isSaid);
}

function saidIn({ text, children }: Box): readonly string[] {
  return [...wordsOf(text), ...children.flatMap(saidIn)];
}

function wordsOf(text: string): readonly string[] {
  const words = text.toLowerCase().match(/\p{L}{4,}/gu) ?? [];
  return words.map(stemOf).filter((word) => !ANY_AUDIT.has(word));
}

function stemOf(word: string): string {
  return word.replace(/(?:es|s)$/, '');
}

/** What every audit says, whatever it is for. */
const ANY_AUDIT = new Set([
  'acces', 'activity', 'addres', 'asked', 'audit', 'check', 'from', 'large', 'last', 'log', 'look', 'many', 'more', 'nobody', 'read',
  'recent', 'review', 'suspiciou', 'than', 'that', 'their', 'unusual', 'used', 'user', 'usual', 'were', 'with', 'your',
]);
