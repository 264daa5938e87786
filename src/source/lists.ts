/** Builds a list of lists (object-graph.ts) from pairs that come in any order. */
import type { Lists } from '../object-graph.ts';

/** @param pairs list, item, list, item …; items of a list keep their order */
export function listsOf(lists: number, pairs: Int32Array): Lists {
  const from = new Int32Array(lists + 1);
  for (let at = 0; at < pairs.length; at += 2) from[pairs[at]! + 1]!++;
  for (let list = 0; list < lists; list++) from[list + 1]! += from[list]!;
  const next = from.slice(0, lists);
  const items = new Int32Array(pairs.length / 2);
  for (let at = 0; at < pairs.length; at += 2) items[next[pairs[at]!]!++] = pairs[at + 1]!;
  return { from, items };
}
