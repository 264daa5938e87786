/**
 * What exposure needs to know of trees, gathered while they are read, in any order and by any number of threads: which
 * trees each tree has, where something of interest stands, what is named and not here.
 */
import { createNameTable } from './name-table.ts';
import { createNumberList } from '../number-list.ts';
import type { ObjectTable } from './object-table.ts';
import type { Missing } from '../object-graph.ts';

/** Kinds of entries, as the kernel numbers them (kernel/tree.ts). */
export const ENTRY_KIND = { tree: 0, blob: 1, commit: 2 } as const;

/** What makes an entry interesting. */
export interface Interest {
  /** 1 for blobs in which something was found, by object number. */
  readonly blobs: Uint8Array;
  /** Something was found in the name itself. */
  inName(name: Buffer): boolean;
  /** What stands under this name may have to be looked at again. */
  watches(name: string): boolean;
}

export interface TreeFacts {
  readonly names: readonly Buffer[];
  /** Which trees have which: the complement of a tree's ordinal, and behind it those of the trees in it. */
  readonly folders: Int32Array;
  /** By ordinal of a tree: the name under which it was met first, -1 for none. */
  readonly treeNames: Int32Array;
  /** Tree, tree in it, name: where it stands under another name than that. */
  readonly otherNames: Int32Array;
  /** Tree, name, object number of the blob. */
  readonly blobs: Int32Array;
  /** Tree, name: the name is a find itself. */
  readonly named: Int32Array;
  /** Object numbers of blobs that stand under a watched name. */
  readonly watched: Int32Array;
  readonly missing: readonly Missing[];
  readonly submodules: number;
}

export interface TreeCollector {
  /** What comes is of this tree. */
  open(tree: number): void;
  /** Number of a name that stands at [start, end). */
  name(bytes: Buffer, start: number, end: number): number;
  /**
   * Whether an entry says more than that a tree stands in a tree: then `special` wants it, for every tree that has it.
   * @param target ordinal of a tree, object number of a blob, -1: not here
   */
  isSpecial(name: number, kind: number, target: number): boolean;
  folder(tree: number): void;
  /** @param id where its id stands in bytes, for what is not here */
  special(name: number, kind: number, target: number, bytes: Buffer, id: number): void;
  submodules(count: number): void;
  done(): TreeFacts;
}

/**
 * @param fromRemote of a partial clone: 1 for objects that its remote sent. What they name and it lacks can be millions,
 * so that is listed for the first of them only
 */
export function createTreeCollector(
  objects: ObjectTable,
  interest: Interest,
  fromRemote: Uint8Array | undefined,
): TreeCollector {
  const names = createNameTable();
  const folders = createNumberList();
  const treeNames = new Int32Array(objects.countOf('tree')).fill(-1);
  const otherNames = createNumberList();
  const blobs = createNumberList();
  const named = createNumberList();
  const watched = new Set<number>();
  const missing: Missing[] = [];
  const promised = new Set<string>();
  let submodules = 0;
  let tree = -1;
  let ordinal = -1;
  let hasFolders = false;
  /** By number of the name. */
  const isFind: boolean[] = [];
  const isWatched: boolean[] = [];

  return {
    open(object) {
      tree = object;
      ordinal = objects.ordinalOf(object);
      hasFolders = false;
    },
    name(bytes, start, end) {
      const number = names.intern(bytes, start, end);
      if (number === isFind.length) {
        const name = bytes.subarray(start, end);
        isFind.push(interest.inName(name));
        isWatched.push(interest.watches(name.toString('utf8')));
      }
      return number;
    },
    isSpecial(name, kind, target) {
      if (isFind[name]!) return true;
      if (kind === ENTRY_KIND.commit) return false;
      if (target < 0) return true;
      if (kind === ENTRY_KIND.blob) return isWatched[name]! || interest.blobs[target] === 1;
      if (treeNames[target] === -1) treeNames[target] = name;
      return treeNames[target] !== name;
    },
    folder(child) {
      if (!hasFolders) folders.push(~ordinal);
      hasFolders = true;
      folders.push(child);
    },
    special(name, kind, target, bytes, id) {
      if (isFind[name]!) named.push(ordinal, name);
      if (kind === ENTRY_KIND.commit) return;
      if (target < 0) {
        const hex = bytes.toString('hex', id, id + objects.hashBytes);
        if (fromRemote?.[tree] === 1) {
          if (promised.has(hex)) return;
          promised.add(hex);
        }
        missing.push({ id: hex, type: kind === ENTRY_KIND.tree ? 'tree' : 'blob', from: tree });
      } else if (kind === ENTRY_KIND.tree) {
        if (treeNames[target] !== name) otherNames.push(ordinal, target, name);
      } else {
        if (isWatched[name]!) watched.add(target);
        if (isWatched[name]! || interest.blobs[target] === 1) blobs.push(ordinal, name, target);
      }
    },
    submodules: (count) => void (submodules += count),
    done: () => ({
      names: names.raw,
      folders: folders.done(),
      treeNames,
      otherNames: otherNames.done(),
      blobs: blobs.done(),
      named: named.done(),
      watched: Int32Array.from(watched),
      missing,
      submodules,
    }),
  };
}

/**
 * What an entry leads to, by what is there: a mode that lies must not hide what is below.
 * @returns kind, and ordinal of a tree, object number of a blob, or -1
 */
export function resolveEntry(objects: ObjectTable, kind: number, bytes: Buffer, id: number): readonly [number, number] {
  if (kind === ENTRY_KIND.commit) return [kind, -1];
  const object = objects.find(bytes, id);
  if (object < 0) return [kind, -1];
  return objects.typeOf(object) === 'tree' ? [ENTRY_KIND.tree, objects.ordinalOf(object)] : [ENTRY_KIND.blob, object];
}
