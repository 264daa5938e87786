/** What is left of a version that takes more than a look at what is new in it. Must come to what `scan` of unit.ts says. */
import { settle } from './claims/settle.ts';
import { openBudget } from './layers/budget.ts';
import { atFirstLine } from './unit.ts';
import type { Claim } from './claims/claim.ts';
import type { DocumentLayer } from './layers/document-layer.ts';
import type { Detector } from './unit.ts';
import type { LimitReached } from '../model.ts';

export interface WithInside {
  /** Settled, sorted by place; those of its own bytes are the same objects. */
  readonly claims: readonly Claim[];
  readonly limits: readonly LimitReached[];
}

/**
 * What its own bytes came to is known already; undefined where all of it has to be looked at after all.
 * @param own claims of its own bytes, settled; @param escapes literals in it that may have taken from the budget before
 */
export function openVersion(
  detector: Detector,
  unit: Uint8Array,
  documents: Iterable<DocumentLayer>,
  own: readonly Claim[],
  escapes: number,
): WithInside | undefined {
  const budget = openBudget(unit.length);
  const { claims, limits } = detector.inside(documents, unit, budget);
  if (budget.escapes < escapes) return undefined;
  const all = [...own, ...claims].sort((a, b) => a.start - b.start || a.end - b.end);
  return { claims: settle(all), limits: limits.map(atFirstLine) };
}
