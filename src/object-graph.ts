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
  /** Objects that commits and trees name and that are not here: by whom, and of which type. */
  readonly missing: readonly Missing[];
  /** Commits of submodules that trees name. */
  readonly submodules: number;
}

export interface Missing {
  readonly id: string;
  /** `tag`: whatever it is, a tag names it. */
  readonly type: 'commit' | 'tree' | 'blob' | 'tag';
  /** Object number of what names it. */
  readonly from: number;
}

/** Kinds of marked entries: a tree with something below it, a blob in which something was found, a name that is a find. */
export const MARK = { tree: 0, blob: 1, name: 2 } as const;

/**
 * Places of interest in trees, by ordinal of the tree: its entries are `entries[from[n] .. from[n + 1])`, two numbers
 * each, sorted by the first, no two alike in it: number of the name × 3 + kind, and the target (ordinal of a tree,
 * object number of a blob, -1 for a name).
 */
export interface MarkedTrees {
  readonly from: Int32Array;
  readonly entries: Int32Array;
}
