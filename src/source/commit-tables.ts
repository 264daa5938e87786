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
  const parents = createNumberList(2 * count + 16);
  const authors: string[] = [];
  const authorNumber = new Map<string, number>();

  return {
    add(number, bytes, missed) {
      const commit = objects.ordinalOf(number);
      object[commit] = number;
      const parts = commitParts(bytes, objects.hashBytes);
      if (parts.tree >= 0) link('tree', parts.tree);
      for (const parent of parts.parents) link('commit', parent);
      time[commit] = readIdentity(bytes.subarray(...parts.committer)).seconds;
      const { name } = readIdentity(bytes.subarray(...parts.author));
      if (!authorNumber.has(name)) authorNumber.set(name, authors.push(name) - 1);
      author[commit] = authorNumber.get(name)!;

      function link(type: 'tree' | 'commit', at: number): void {
        const target = objects.findHexAt(bytes, at);
        if (target < 0) missed(bytes.toString('latin1', at, at + objects.hashBytes * 2), type, number);
        else if (objects.typeOf(target) !== type) return;
        else if (type === 'tree') tree[commit] = objects.ordinalOf(target);
        else parents.push(commit, objects.ordinalOf(target));
      }
    },
    lost(number) {
      object[objects.ordinalOf(number)] = number;
    },
    done: () => ({
      commits: { count, tree, parents: listsOf(count, parents.view()), time, author, object },
      authors,
    }),
  };
}
