/** Tasks in their order → which of them are due sooner than one above them, and should not wait for it. */
import type { LaterAbove, Task } from '../model.ts';

/** A to-do may have thousands of tasks: each keeps so many names, and a count. */
const MOST_NAMED = 3;

/**
 * For each task those above it that are due later; one pass, since there are few different times. A key that opens others is as
 * urgent as those: what waits for it waits with good reason.
 */
export function laterAbove(tasks: readonly Task[], openedBy: (task: Task) => readonly Task[]): readonly LaterAbove[] {
  const above = new Map<number, { count: number; named: { at: number; name: string }[] }>();
  return tasks.map((task, at) => {
    const hours = hoursFor(task);
    const later = [...above].filter(([other]) => other > hours).map(([, group]) => group);
    const named = later.flatMap((group) => group.named).sort((a, b) => a.at - b.at);
    const asUrgent = openedBy(task).reduce((least, opened) => Math.min(least, hoursFor(opened)), hours);
    const group = above.get(asUrgent) ?? { count: 0, named: [] };
    if (group.named.length < MOST_NAMED) group.named.push({ at, name: task.name });
    group.count++;
    above.set(asUrgent, group);
    return {
      count: later.reduce((sum, { count }) => sum + count, 0),
      names: named.slice(0, MOST_NAMED).map(({ name }) => name),
    };
  });
}

/** Within which the old value is dead. */
function hoursFor({ rotation, secret }: Task): number {
  return rotation.due[secret.priority];
}
