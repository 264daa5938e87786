/**
 * What a prover may spend, counted in steps and never in time, so that the same repository gives the same proofs on
 * every machine. A step is about one HMAC over a kilobyte: some microseconds.
 */

export interface Budget {
  /** Whether so much is left, and then takes it. Once it is refused, everything is. */
  take(steps: number): boolean;
  readonly spent: boolean;
}

/** About a second for each prover that has this much to do. */
export const STEPS = 400_000;

export function createBudget(limit = STEPS): Budget {
  let left = limit;
  return {
    take(steps) {
      left -= steps;
      return left >= 0;
    },
    get spent() {
      return left < 0;
    },
  };
}

/** Of one HMAC over so many bytes. */
export function hashSteps(bytes: number): number {
  return 1 + (bytes >> 10);
}
