/** An object store that was read, and what is said of that which stands beside it. */
import type { ExposureClass, Gap, Reach, Risk, Where } from '../../model.ts';
import type { ObjectTable } from '../../source/object-table.ts';
import type { ReflogEntry } from '../../source/reflogs.ts';
import type { Repository } from '../../source/repository.ts';
import type { Collector, BlobFindings, Placed } from '../engine/collect.ts';
import type { Detectors } from '../engine/detectors.ts';

/** A file of a work tree or of git itself, in which something was found. */
export interface BesideFile {
  readonly where: Where;
  readonly path: string;
  readonly class: ExposureClass;
  readonly reach: Reach;
  /** Of a file in a work tree: its path in the index and in history. */
  readonly own?: { readonly path: string; readonly isTracked: boolean };
  readonly placed: readonly Placed[];
  /** Of a reflog: the entries in which something was found, by line. */
  readonly entries?: ReadonlyMap<number, ReflogEntry>;
}

/** What is known when the store has been read. */
export interface StoreSeen {
  readonly repository: Repository;
  readonly objects: ObjectTable;
  readonly detectors: Detectors;
  readonly collector: Collector;
  /** A blob that was searched, and there is nothing to say of it. */
  readonly isQuiet: (object: number) => boolean;
  /** More can be put in: what a blob only points at. */
  readonly blobs: Map<number, BlobFindings>;
}

/** What stands beside the object store: files of work trees, git's own files, LFS objects. */
export interface Beside {
  readonly files: readonly BesideFile[];
  readonly failed: readonly Gap[];
  readonly outOfScope: readonly Gap[];
  readonly risks: readonly Risk[];
  readonly bytes: number;
  /** LFS objects that were read: their pointers hide nothing. */
  readonly lfs: number;
}
