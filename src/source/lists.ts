/** Builds a list of lists (object-graph.ts), one list at a time. */
import type { Lists } from '../object-graph.ts';

/** @param lists how many there will be; @param items a first guess */
export function listsBuilder(lists: number, items: number): { push(item: number): void; close(): void; done(): Lists } {
  let held = new Int32Array(items + 16);
  let used = 0;
  const from = new Int32Array(lists + 1);
  let closed = 0;
  return {
    push(item) {
      if (used === held.length) held = grown(held);
      held[used++] = item;
    },
    close() {
      from[++closed] = used;
    },
    // views: a copy would need both at once
    done: () => ({ from: from.subarray(0, closed + 1), items: held.subarray(0, used) }),
  };
}

function grown(array: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(Math.ceil(array.length * 1.5));
  larger.set(array);
  return larger;
}
