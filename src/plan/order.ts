/**
 * Tasks in, the order to work them off out. What is new comes before what the ledger adopted on the first day, which is
 * no incident of today; then what has to be dead sooner, then the priority, then whether it is still in use or in HEAD; but a
 * key that opens other secrets comes before all that it opens, and among equals keys that wrap come first, then keys that
 * sign: what is made new under a leaked key leaks again.
 */
import { groupBy } from '../group-by.ts';
import type { Judged, Rotation, Task } from '../model.ts';
import { idsBy } from '../relations.ts';
import { dueHours, urgencyOf } from '../urgency.ts';

type Open = Pick<Task, 'id' | 'name' | 'secret' | 'rotation'>;

/** Asked of a task: the others that fall with its key, in the order of the tasks. Gone through once, for thousands of them. */
export function openings<T extends Open>(tasks: readonly T[]): (task: T) => readonly T[] {
  const places = new Map(tasks.map((task, place) => [task, place]));
  const bySecret = groupBy(tasks, ({ secret }) => secret.id);
  const wrappings = tasks.flatMap((task) => idsBy(task.secret, 'wrapped by').map((key) => ({ key, task })));
  const byKey = groupBy(wrappings, ({ key }) => key);
  return ({ secret }) => {
    const wraps = idsBy(secret, 'wraps').flatMap((id) => bySecret.get(id) ?? []);
    const opened = new Set([...wraps, ...(byKey.get(secret.id) ?? []).map(({ task }) => task)]);
    return [...opened].filter((other) => other.secret.id !== secret.id).sort((a, b) => places.get(a)! - places.get(b)!);
  };
}

/** Most urgent first; a wrapping key is as urgent as the most urgent secret behind it. */
export function inUrgency<T extends Open>(tasks: readonly T[]): readonly T[] {
  const openedBy = openings(tasks);
  const opened = new Map(tasks.map((task) => [task.id, openedBy(task)]));
  const urgencies = new Map(
    tasks.map((task) => [task.id, [task, ...(opened.get(task.id) ?? [])].map(placeInLine).sort()[0]]),
  );
  // what was proved to open others wraps, whatever its kind
  const rank = ({ id, rotation }: T): number =>
    RANKS.indexOf((opened.get(id)?.length ?? 0) > 0 ? 'wrapping' : rotation.rank);
  return [...tasks].sort(
    (a, b) =>
      compare(urgencies.get(a.id) ?? '', urgencies.get(b.id) ?? '') ||
      rank(a) - rank(b) ||
      compare(firstDate(a.secret), firstDate(b.secret)) ||
      compare(a.secret.id, b.secret.id) ||
      compare(a.name, b.name),
  );
}

const RANKS: readonly Rotation['rank'][] = ['wrapping', 'signing', 'other'];

/** Of what is not in use today, that in HEAD comes first. */
function placeInLine(task: Open): string {
  const { secret } = task;
  const isLive = secret.verdict === 'still-current' || secret.exposure.inHead;
  const due = String(dueHours(task)).padStart(MOST_DIGITS, '0');
  return [secret.status === 'known' ? 2 : 1, due, urgencyOf(secret), isLive ? 1 : 2].join(' ');
}

/** Of hours within which something is due: they are compared as text. */
const MOST_DIGITS = 6;

/** Undated last: every ISO day sorts before it. */
function firstDate({ exposure }: Judged): string {
  return exposure.first?.date ?? '~';
}

/** By code unit: the same order on every machine. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
