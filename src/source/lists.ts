/** Builds a list of lists (object-graph.ts) in which most have one item or none. */
import type { Lists } from '../object-graph.ts';

/** @param firsts by list, -1 for an empty one; @param pairs list, item, list, item …: what follows in it, in its order */
export function listsOf(firsts: Int32Array, pairs: Int32Array): Lists {
  const from = new Int32Array(firsts.length + 1);
  firsts.forEach((item, list) => (from[list + 1] = item < 0 ? 0 : 1));
  for (let at = 0; at < pairs.length; at += 2) from[pairs[at]! + 1]!++;
  for (let list = 0; list < firsts.length; list++) from[list + 1]! += from[list]!;
  const next = from.slice(0, firsts.length);
  const items = new Int32Array(from[firsts.length]!);
  firsts.forEach((item, list) => item >= 0 && (items[next[list]!++] = item));
  for (let at = 0; at < pairs.length; at += 2) items[next[pairs[at]!]!++] = pairs[at + 1]!;
  return { from, items };
}
