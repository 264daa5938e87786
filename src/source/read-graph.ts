/**
 * Object store → object graph: commits, tags and trees are read once. Trees are read once more for what was found
 * (read-marked-trees.ts), so that memory holds edges between trees and never their whole content.
 */
import { readObjects } from './cat-file.ts';
import { listsBuilder } from './lists.ts';
import { createNameTable } from './name-table.ts';
import { readIdentity, splitHeaders, walkTree } from './object-parts.ts';
import type { NameTable } from './name-table.ts';
import type { ObjectTable } from './object-table.ts';
import type { Unreadable } from './list-objects.ts';
import type { Repository } from './repository.ts';
import type { Missing, ObjectGraph } from '../object-graph.ts';

export interface GraphVisitor {
  /** Commit and tag objects as they are read: their messages and identities are units too. */
  readonly headed: (object: number, type: 'commit' | 'tag', bytes: Buffer) => void;
  /** A blob stands under this name. */
  readonly named?: (name: string, blob: number) => void;
  readonly progress: () => void;
}

/** The graph with the tables it was read into, for reading on. */
export interface ReadGraph extends ObjectGraph {
  readonly objects: ObjectTable;
  readonly nameTable: NameTable;
}

export async function readGraph(
  repository: Repository,
  objects: ObjectTable,
  visitor: GraphVisitor,
): Promise<{ graph: ReadGraph; unreadable: readonly Unreadable[] }> {
  const unreadable: Unreadable[] = [];
  const missing: Missing[] = [];
  const commits = createCommits(objects);
  const nameTable = createNameTable();
  const subtrees = listsBuilder(objects.countOf('tree'), objects.countOf('tree'));
  let submodules = 0;

  function missed(id: Buffer | string, type: Missing['type'], from: number): void {
    missing.push({ id: typeof id === 'string' ? id : id.toString('hex'), type, from });
  }

  await readAll(repository, objects, objects.ofType('commit'), unreadable, visitor.progress, {
    read(object, bytes) {
      commits.add(object, bytes, missed);
      visitor.headed(object, 'commit', bytes);
    },
    lost: (object) => commits.lost(object),
  });
  await readAll(repository, objects, objects.ofType('tag'), unreadable, visitor.progress, {
    read: (object, bytes) => visitor.headed(object, 'tag', bytes),
    lost: () => {},
  });
  await readAll(repository, objects, objects.ofType('tree'), unreadable, visitor.progress, {
    read(object, bytes) {
      const sound = walkTree(bytes, objects.hashBytes, (kind, nameStart, nameEnd, at) => {
        const name = nameTable.intern(bytes, nameStart, nameEnd);
        if (kind === 'commit') {
          submodules++;
          return;
        }
        const target = objects.find(bytes, at);
        if (target < 0) missed(bytes.subarray(at, at + objects.hashBytes), kind === 'tree' ? 'tree' : 'blob', object);
        else if (kind !== 'tree') visitor.named?.(nameTable.names[name]!, target);
        else if (objects.typeOf(target) === 'tree') subtrees.push(objects.ordinalOf(target));
      });
      subtrees.close();
      if (!sound) unreadable.push({ what: 'tree', why: `${objects.hex(object)} is malformed` });
    },
    lost: () => subtrees.close(),
  });
  const graph = {
    objects,
    nameTable,
    names: nameTable.names,
    ...commits.done(),
    subtrees: subtrees.done(),
    missing,
    submodules,
  };
  return { graph, unreadable };
}

export interface Reader {
  read(object: number, bytes: Buffer): void;
  /** The object is in the list but cannot be read: tables keep a place for it. */
  lost(object: number): void;
}

export async function readAll(
  repository: Repository,
  objects: ObjectTable,
  list: Int32Array,
  unreadable: Unreadable[],
  progress: () => void,
  reader: Reader,
): Promise<void> {
  if (list.length === 0) return;
  function lose(index: number, why: string): void {
    const object = list[index]!;
    unreadable.push({ what: objects.typeOf(object), why: `${objects.hex(object)}: ${why}` });
    reader.lost(object);
  }
  await readObjects(repository.git, list.length, (index) => objects.hex(list[index]!), {
    object(index, _type, bytes) {
      reader.read(list[index]!, bytes);
      progress();
    },
    open(index) {
      const pieces: Buffer[] = [];
      return { push: (piece) => void pieces.push(piece), end: () => reader.read(list[index]!, Buffer.concat(pieces)) };
    },
    missing: (index) => lose(index, 'missing'),
    unreadable: lose,
  });
}

interface CommitTables {
  readonly commits: ObjectGraph['commits'];
  readonly authors: readonly string[];
}

function createCommits(objects: ObjectTable): {
  add(object: number, bytes: Buffer, missed: (id: string, type: 'commit' | 'tree', from: number) => void): void;
  lost(object: number): void;
  done(): CommitTables;
} {
  const count = objects.countOf('commit');
  const tree = new Int32Array(count).fill(-1);
  const time = new Float64Array(count);
  const author = new Int32Array(count);
  const object = new Int32Array(count);
  const parents = listsBuilder(count, count + (count >> 3));
  const authors: string[] = [];
  const authorNumber = new Map<string, number>();

  return {
    add(number, bytes, missed) {
      const commit = objects.ordinalOf(number);
      object[commit] = number;
      for (const { key, value } of splitHeaders(bytes).headers) {
        if (key === 'tree' || key === 'parent') {
          const target = objects.findHexAt(value, 0);
          const type = key === 'tree' ? 'tree' : 'commit';
          if (target < 0) missed(value.toString('latin1'), type, number);
          else if (objects.typeOf(target) !== type) continue;
          else if (type === 'tree') tree[commit] = objects.ordinalOf(target);
          else parents.push(objects.ordinalOf(target));
        } else if (key === 'committer') time[commit] = readIdentity(value).seconds;
        else if (key === 'author') {
          const { name } = readIdentity(value);
          if (!authorNumber.has(name)) authorNumber.set(name, authors.push(name) - 1);
          author[commit] = authorNumber.get(name)!;
        }
      }
      parents.close();
    },
    lost(number) {
      object[objects.ordinalOf(number)] = number;
      parents.close();
    },
    done: () => ({ commits: { count, tree, parents: parents.done(), time, author, object }, authors }),
  };
}
