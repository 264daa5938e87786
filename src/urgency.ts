/** How urgent a secret is, for every list of what is to be done: the to-do and all reports. */
import type { Judged, Priority, Task } from './model.ts';

/** "P1 0": the priority, then whether it is in use today; the most urgent sorts first. */
export function urgencyOf(secret: Pick<Judged, 'priority' | 'verdict'>): string {
  return `${rankOf(secret)} ${secret.verdict === 'still-current' ? 0 : 1}`;
}

/** Within how many hours the old value of a task is dead. */
export function dueHours({ rotation, secret }: Pick<Task, 'rotation' | 'secret'>): number {
  return rotation.due[rankOf(secret)];
}

/** What is in use today waits for P0 only. */
function rankOf({ priority, verdict }: Pick<Judged, 'priority' | 'verdict'>): Priority {
  return verdict === 'still-current' && priority !== 'P0' ? 'P1' : priority;
}
