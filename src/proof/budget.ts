/**
 * What a prover may spend, counted in steps and never in time, so that the same repository gives the same proofs on
 * every machine. A step is about one HMAC over a kilobyte: some microseconds.
 */

export interface Budget {
  /** Whether so much is left, and then takes it. Once it is refused, everything is. */
  take(steps: number): boolean;
  readonly spent: boolean;
  /** For each of several a budget of its own: what it needs, as far as that is no more than its share. */
  shared(needs: readonly number[]): readonly Budget[];
}

/** Of all; one of a few may have more. */
const SMALLEST_SHARE = 1 / 8;

/** One to five seconds for each prover that has this much to do. */
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
    shared(needs) {
      const budgets: Budget[] = [];
      const cheapFirst = needs.map((need, at) => ({ need, at })).sort((a, b) => a.need - b.need);
      cheapFirst.forEach(({ need, at }, before) => {
        const share = Math.max(left / (needs.length - before), limit * SMALLEST_SHARE);
        const own = Math.min(need, Math.floor(share), Math.max(0, left));
        left -= own;
        budgets[at] = createBudget(own);
      });
      return budgets;
    },
  };
}

/** Of one HMAC over so many bytes. */
export function hashSteps(bytes: number): number {
  return 1 + (bytes >> 10);
}
