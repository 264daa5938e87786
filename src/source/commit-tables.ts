/** Commits as they are read, in any order → flat tables. */
import { createNumberList } from '../number-list.ts';
import { listsOf } from './lists.ts';
import { commitParts, readIdentity } from './object-parts.ts';
import type { ObjectGraph } from '../object-graph.ts';
import type { ObjectTable } from './object-table.ts';

export interface CommitTables {
  /** @param missed told of a tree or parent that is not here */
  add(object: number, bytes: Buffer, missed: (id: string, type: 'commit' | 'tree', from: number) => void): void;
  /** The commit is listed but cannot be read: tables keep a place for it. */
  lost(object: number): void;
  done(): Pick<ObjectGraph, 'commits' | 'authors'>;
}

export function createCommitTables(objects: ObjectTable): CommitTables {
  const count = objects.countOf('commit');
  const tree = new Int32Array(count).fill(-1);
  const time = new Float64Array(count);
  const author = new Int32Array(count);
  const object = new Int32Array(count);
  const firstParent = new Int32Array(count).fill(-1);
  /** Commit, parent: those behind the first. */
  const otherParents = createNumberList();
  const authors: string[] = [];
  /** By what stands before the time, as it is written. */
  const authorNumber = new Map<string, number>();

  function numberOf(bytes: Buffer, from: number, to: number): number {
    const written = bytes.toString('latin1', from, timeIn(bytes, from, to));
    const known = authorNumber.get(written);
    if (known !== undefined) return known;
    const number = authors.push(readIdentity(bytes.subarray(from, to)).name) - 1;
    authorNumber.set(written, number);
    return number;
  }

  return {
    add(number, bytes, missed) {
      const commit = objects.ordinalOf(number);
      object[commit] = number;
      const parts = commitParts(bytes, objects.hashBytes);
      if (parts.tree >= 0) link('tree', parts.tree);
      for (const parent of parts.parents) link('commit', parent);
      time[commit] = secondsIn(bytes, ...parts.committer);
      author[commit] = numberOf(bytes, ...parts.author);

      function link(type: 'tree' | 'commit', at: number): void {
        const target = objects.findHexAt(bytes, at);
        if (target < 0) missed(bytes.toString('latin1', at, at + objects.hashBytes * 2), type, number);
        else if (objects.typeOf(target) !== type) return;
        else if (type === 'tree') tree[commit] = objects.ordinalOf(target);
        else if (firstParent[commit] === -1) firstParent[commit] = objects.ordinalOf(target);
        else otherParents.push(commit, objects.ordinalOf(target));
      }
    },
    lost(number) {
      object[objects.ordinalOf(number)] = number;
    },
    done: () => ({
      commits: { count, tree, parents: listsOf(firstParent, otherParents.done()), time, author, object },
      authors,
    }),
  };
}

/** Where the time begins in `Name <mail> 1700000000 +0100`; the end of it all where there is none. */
function timeIn(bytes: Buffer, from: number, to: number): number {
  const close = from === to ? -1 : bytes.lastIndexOf(0x3e, to - 1); // >
  return close < from ? to : close + 1;
}

function secondsIn(bytes: Buffer, from: number, to: number): number {
  const start = timeIn(bytes, from, to) + 1;
  let seconds = 0;
  let at = start;
  for (; at < to && bytes[at]! >= 0x30 && bytes[at]! <= 0x39 && at - start < 12; at++)
    seconds = seconds * 10 + bytes[at]! - 0x30;
  // anything out of the ordinary is read the long way
  return at > start && bytes[at] === 0x20 ? seconds : readIdentity(bytes.subarray(from, to)).seconds;
}
