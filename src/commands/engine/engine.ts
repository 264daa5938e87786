/**
 * What an audit asks of an object store, whichever way it is read: the pack engine reads packs itself, the plain engine
 * has git print every object whole. Both give the same answers; the plain one is the reference.
 */
import type { UnitFindings } from '../../model.ts';
import type { AskedPacks, PackSizes } from './asked-packs.ts';
import type { ThreadPool } from './threads.ts';
import type { Wanted } from './wanted.ts';
import type { Unreadable } from '../../source/repository.ts';
import type { ObjectTable } from '../../source/object-table.ts';
import type { TreeFacts } from '../../source/tree-facts.ts';

export type EngineName = 'packs' | 'plain';

export interface Engine {
  readonly objects: ObjectTable;
  /** What could not be read, so far. */
  readonly unreadable: readonly Unreadable[];
  /** Bytes of blobs, pointers to LFS content among them: so far. */
  readonly bytes: number;
  readonly lfs: number;
  /** Objects of packs that it left to git, so far; 0 where git reads all of them. */
  readonly throughGit: number;
  /**
   * Commits and tags, and what stands in blobs. Findings come in an order that depends on the repository alone.
   * @param known undefined: all blobs are searched
   * @returns of packs alone
   */
  readContent(visitor: Told, known?: KnownPacks): Promise<PackSizes>;
  /** Where its packs were searched before, for the same question; undefined where they were not. */
  readonly recalled: Recalled | undefined;
  /** Trees, once it is known what was found. @param blobs 1 for each in which something was found, by object number */
  readTrees(blobs: Uint8Array<SharedArrayBuffer>): Promise<readonly TreeFacts[]>;
  close(): Promise<void>;
}

/** Of a store that was searched before: in which blobs there is anything to say. */
export interface KnownPacks {
  readonly wanted: Wanted;
  readonly sizes: PackSizes;
}

/** What packs came to when they were searched before. */
export interface Recalled {
  each(visit: ContentVisitor['blob']): Promise<void>;
  /** As readContent of the engine, which searches in packs only these blobs: of others it tells what is known. */
  readContent(visitor: Told, blobs: Wanted): Promise<void>;
}

/** Whether there is anything to look at in a stretch of a commit or tag. */
export type MayHold = (from: number, to: number) => boolean;

export interface ContentVisitor {
  /** A commit or tag. @param bytes only valid during the call, as is what is said of them */
  headed(object: number, type: 'commit' | 'tag', bytes: Buffer, mayHold: MayHold): void;
  /** A commit that is listed and cannot be read. */
  lost(object: number): void;
  blob(object: number, found: UnitFindings): void;
}

/** Commits and tags are left out where nothing is told of them. */
export type Told = ContentVisitor | Pick<ContentVisitor, 'blob'>;

/** How a store is read; the answer is the same. */
export interface Reading {
  /** Packs where that can be done. */
  readonly engine?: EngineName;
  /** Threads; undefined: as many as pay. */
  readonly jobs?: number;
  /** The values that were found are looked for once more, where no rule could see them. */
  readonly trace?: boolean;
  /** Each version of a file is an occurrence of its own. */
  readonly allVersions?: boolean;
}

export interface EngineOptions extends Reading {
  /** Threads that outlive the store; else it starts its own where that pays. */
  readonly pool?: ThreadPool;
  /** Keeps what packs come to. */
  readonly asked?: AskedPacks;
  /** Told now and then. */
  readonly progress?: (tally: Tally) => void;
}

/** How far a scan is: objects, bytes of blobs, findings. */
export interface Tally {
  readonly done: number;
  readonly of: number;
  readonly bytes: number;
  readonly found: number;
}
