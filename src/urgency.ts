/** How urgent a secret is, for every list of what is to be done: the to-do and all reports. */
import type { Judged } from './model.ts';

/** "P1 0": the priority, then whether it is in use today; the most urgent sorts first. What is in use waits for P0 only. */
export function urgencyOf({ priority, verdict }: Pick<Judged, 'priority' | 'verdict'>): string {
  return verdict === 'still-current' ? `${priority === 'P0' ? 'P0' : 'P1'} 0` : `${priority} 1`;
}
