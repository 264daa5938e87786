/** That a rule sees a value in a stretch of a unit. */
import type { Judgement } from './judge.ts';
import type { Mark, Span } from '../../model.ts';

/** A judgement with offsets of the unit. */
export interface Claim extends Judgement {
  /** Through what it stands there; absent in the unit's own bytes. */
  readonly layer?: InLayer;
  /** Beside it in its layer. */
  readonly mark?: Mark;
  /** An anchor for which there was no room: the value is a hash of it. */
  readonly hashed?: true;
}

export interface InLayer {
  /** Outermost first. */
  readonly via: readonly string[];
  readonly member?: string;
  /** What was decoded, where that is a stretch of the unit. */
  readonly run?: Span;
  /** Text with escapes in it: what it says without decoding them is no news. */
  readonly isEscaped?: true;
}

/** The same claim so many bytes further on. */
export function shifted<T extends Claim>(claim: T, by: number): T {
  const { start, end, layer } = claim;
  const run = layer?.run && { start: layer.run.start + by, end: layer.run.end + by };
  return { ...claim, start: start + by, end: end + by, ...(run === undefined ? {} : { layer: { ...layer, run } }) };
}
