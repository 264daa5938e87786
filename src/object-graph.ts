/**
 * Commits, trees and how they hang together, in flat tables: what exposure needs to say since when and for whom a
 * value could be read. Blobs are only numbers here.
 */
/** Lists of numbers behind one another: the n-th is `items[from[n] .. from[n + 1])`. */
export interface Lists {
  readonly from: Int32Array;
  readonly items: Int32Array;
}

export interface ObjectGraph {
  readonly objects: { hex(object: number): string };
  /** Names of tree entries, by number. */
  readonly names: readonly string[];
  /** By ordinal of the commit. */
  readonly commits: {
    readonly count: number;
    /** Ordinals of trees; -1: the tree is not here. */
    readonly tree: Int32Array;
    /** Ordinals of commits; missing parents are left out. */
    readonly parents: Lists;
    /** Seconds of the committer. */
    readonly time: Float64Array;
    /** Index into `authors`. */
    readonly author: Int32Array;
    readonly object: Int32Array;
  };
  readonly authors: readonly string[];
  /** Ordinals of the trees below each tree. */
  readonly subtrees: Lists;
  /** Objects that something names and that are not here: by whom, and of which type. */
  readonly missing: readonly Missing[];
  /** Commits of submodules that trees name. */
  readonly submodules: number;
}

export interface Missing {
  readonly id: string;
  readonly type: 'commit' | 'tree' | 'blob';
  /** Object number of what names it. */
  readonly from: number;
}

/** A place of interest in a tree: a blob that was found, a name that was found, or a tree with such below it. */
export interface MarkedEntry {
  readonly name: number;
  readonly kind: 'tree' | 'blob' | 'name';
  /** Ordinal of the tree, object number of the blob, -1 for a name. */
  readonly target: number;
}

/** By ordinal of the tree; trees without anything of interest are absent. */
export type MarkedTrees = ReadonlyMap<number, readonly MarkedEntry[]>;
