/** How commits stand to those at which ledger entries were made: questions of status, answered by the graph. */
import type { Lists } from '../../object-graph.ts';
import type { Standing } from '../../verdict/status.ts';
import type { ReadGraph } from '../../source/graph.ts';

/** @param order parents first */
export function standings(
  { commits, objects }: ReadGraph,
  children: Lists,
  order: Int32Array,
): (at: string, commit: string) => Standing {
  const before = new Map<number, Uint8Array>();
  const after = new Map<number, Uint8Array>();
  const backwards = order.toReversed();

  function ordinal(id: string): number {
    const object = objects.findHex(id);
    return object >= 0 && objects.typeOf(object) === 'commit' ? objects.ordinalOf(object) : -1;
  }
  function reached(known: Map<number, Uint8Array>, from: number, along: Int32Array, next: Lists): Uint8Array {
    let set = known.get(from);
    if (set === undefined) known.set(from, (set = reachedFrom(from, along, next)));
    return set;
  }

  return (at, commit) => {
    const [from, to] = [ordinal(at), ordinal(commit)];
    if (from < 0 || to < 0) return 'unknown';
    if (reached(before, from, backwards, commits.parents)[to] === 1) return 'before';
    if (reached(after, from, order, children)[to] === 1) return 'after';
    return commits.time[to]! < commits.time[from]! ? 'older' : 'beside';
  };
}

function reachedFrom(from: number, along: Int32Array, next: Lists): Uint8Array {
  const set = new Uint8Array(along.length);
  set[from] = 1;
  for (const commit of along) {
    if (set[commit] === 0) continue;
    for (let k = next.from[commit]!; k < next.from[commit + 1]!; k++) set[next.items[k]!] = 1;
  }
  return set;
}
