/**
 * One order of all commits in which every parent stands before its children; among those that could come next, the
 * older committer date, then the smaller id. "First" and "earliest" mean the place in this order, so that a forged
 * date can never make a child older than its parent.
 */
import type { ObjectGraph } from '../object-graph.ts';

/** Ordinals of commits, parents first. Commits of a cycle (impossible without a broken hash) come last. */
export function commitOrder(graph: ObjectGraph): Int32Array {
  const { count, parents, time, object } = graph.commits;
  const waiting = new Int32Array(count);
  const children = childrenOf(graph);
  const ready = createHeap((a, b) => time[a]! - time[b]! || compareIds(graph, object[a]!, object[b]!));
  const order = new Int32Array(count);
  let placed = 0;

  for (let commit = 0; commit < count; commit++) {
    waiting[commit] = parents.from[commit + 1]! - parents.from[commit]!;
    if (waiting[commit] === 0) ready.push(commit);
  }
  for (let commit = ready.pop(); commit !== undefined; commit = ready.pop()) {
    order[placed++] = commit;
    for (let i = children.from[commit]!; i < children.from[commit + 1]!; i++) {
      const child = children.items[i]!;
      if (--waiting[child]! === 0) ready.push(child);
    }
  }
  for (let commit = 0; placed < count && commit < count; commit++) if (waiting[commit]! > 0) order[placed++] = commit;
  return order;
}

/** By ordinal: 1 for a commit and all that it builds on. @param order parents first @param commit -1: none */
export function historyOf({ commits: { count, parents } }: ObjectGraph, order: Int32Array, commit: number): Uint8Array {
  const history = new Uint8Array(count);
  if (commit >= 0) history[commit] = 1;
  for (let i = order.length - 1; i >= 0; i--) {
    if (history[order[i]!] === 0) continue;
    for (let k = parents.from[order[i]!]!; k < parents.from[order[i]! + 1]!; k++) history[parents.items[k]!] = 1;
  }
  return history;
}

/** Ordinals of the children of each commit, once per parent line. */
export function childrenOf(graph: ObjectGraph): ObjectGraph['commits']['parents'] {
  const { count, parents } = graph.commits;
  const from = new Int32Array(count + 1);
  for (const parent of parents.items) from[parent + 1]!++;
  for (let commit = 0; commit < count; commit++) from[commit + 1]! += from[commit]!;
  const next = from.slice();
  const items = new Int32Array(parents.items.length);
  for (let commit = 0; commit < count; commit++) {
    for (let i = parents.from[commit]!; i < parents.from[commit + 1]!; i++) items[next[parents.items[i]!]!++] = commit;
  }
  return { from, items };
}

function compareIds(graph: ObjectGraph, a: number, b: number): number {
  return graph.objects.hex(a) < graph.objects.hex(b) ? -1 : 1;
}

function createHeap(compare: (a: number, b: number) => number): {
  push(item: number): void;
  pop(): number | undefined;
} {
  const items: number[] = [];
  return {
    push(item) {
      let at = items.push(item) - 1;
      while (at > 0) {
        const above = (at - 1) >> 1;
        if (compare(items[above]!, item) <= 0) break;
        items[at] = items[above]!;
        at = above;
      }
      items[at] = item;
    },
    pop() {
      const first = items[0];
      const last = items.pop();
      if (items.length === 0 || last === undefined) return first;
      let at = 0;
      for (;;) {
        let below = at * 2 + 1;
        if (below >= items.length) break;
        if (below + 1 < items.length && compare(items[below + 1]!, items[below]!) < 0) below++;
        if (compare(items[below]!, last) >= 0) break;
        items[at] = items[below]!;
        at = below;
      }
      items[at] = last;
      return first;
    },
  };
}
