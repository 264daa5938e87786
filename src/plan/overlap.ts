/**
 * A planned procedure in, warnings out where it lets the old key live on. Right for planned work, wrong after a leak:
 * whoever holds a signing key mints tokens with any expiry.
 */
import type { Note, Procedure, Step } from '../model.ts';

const WARNING = 'the section keeps the old key valid; after a leak there must be no overlap';

const KEEPS: readonly RegExp[] = [
  /(?<!\bnot )\b(?:remain|stay|keep|continue)\w{0,4}\b.{0,30}\b(?:valid|accepted|usable|working|honou?red)\b/i,
  /(?<!\bnot )\bstill (?:valid|accepted|usable|honou?red)\b/i,
  /\buntil\b.{0,60}\bexpir/i,
  /\b(?:after|once|when)\b.{0,80}\b(?:old|previous|existing|former|issued)\b.{0,60}\bexpire/i,
  /(?<!\bno |\bwithout (?:an |a |any )?)\b(?:grace period|overlap)/i,
];

/** One warning for each step that keeps the old value in use. */
export function overlapNotes(procedure: Procedure): readonly Note[] {
  if (procedure.mode === 'leak') return [];
  return procedure.steps.filter(keepsOld).map(({ lines }) => ({ text: WARNING, lines }));
}

function keepsOld(step: Step): boolean {
  return KEEPS.some((pattern) => pattern.test(step.text)) || step.children.some(keepsOld);
}
