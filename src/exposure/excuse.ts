/**
 * What "at least as strong" means in the one definition of new: a finding excuses a later one of the same value unless
 * the later one is surer, or no longer allowed, or opens something where the earlier one did not. A guessable value is
 * only excused by one of its own kind: what is weak for a signing secret may be fine elsewhere.
 */
import type { Confidence, Nature } from '../model.ts';

/** What a finding weighs where it stands. */
export interface Weight {
  readonly confidence: Confidence;
  /** By a mark in the text or by the configuration. */
  readonly allowed: boolean;
  readonly nature: Nature;
  /** Of its rule. */
  readonly kind: string;
}

export const WEAKEST_FIRST: readonly Confidence[] = ['low', 'medium', 'high'];
const OPENS: ReadonlySet<Nature> = new Set(['secret', 'weak']);

/** Both are findings of one value. */
export function excuses(old: Weight, now: Weight): boolean {
  if (old.allowed && !now.allowed) return false;
  if (WEAKEST_FIRST.indexOf(old.confidence) < WEAKEST_FIRST.indexOf(now.confidence)) return false;
  if (OPENS.has(now.nature) && !OPENS.has(old.nature)) return false;
  return now.nature !== 'weak' || old.kind === now.kind;
}

/** Equal weights have equal keys. */
export function weightKey({ confidence, allowed, nature, kind }: Weight): string {
  return `${confidence} ${allowed} ${nature} ${kind}`;
}
