/**
 * Which values are masked wherever they stand, not only as the finding: those that stand nowhere by chance. A word that
 * somebody took for a password is also the name of a product, a branch or a folder; covering it there hides no secret,
 * it points at one, and takes paths and names from the reader.
 */
import type { Occurrence, Secret } from '../model.ts';

/** Letters from which on words, one behind the other, are a passphrase and no name. */
const PASSPHRASE = 20;

/** What the decision is made of. */
export interface Maskable extends Pick<Secret, 'value' | 'nature' | 'confidence' | 'rule'> {
  readonly occurrences: readonly Pick<Occurrence, 'evidence'>[];
}

/** What a machine made, however unsure the finding; what a person chose, when the finding is sure. */
export function isMaskedEverywhere({ value, nature, confidence, rule, occurrences }: Maskable): boolean {
  if (nature !== 'secret' && nature !== 'weak') return false;
  const strengths = new Set(occurrences.map(({ evidence }) => evidence.strength));
  if (rule.generated || strengths.has('random')) return true;
  return confidence !== 'low' && (strengths.has('mixed') || value.length >= PASSPHRASE);
}

/** Fewer bytes stand in too many places by chance. */
const SHORTEST_TRACED = 8;

/** Which values can be looked for where no rule sees them. */
export function isTraceable(secret: Maskable): boolean {
  return secret.rule.anchor !== true && secret.value.length >= SHORTEST_TRACED && isMaskedEverywhere(secret);
}
