/** What can be asked of packs, and what they came to. */
import type { BlobRows } from './blob-rows.ts';
import type { ObjectTable } from '../../source/object-table.ts';

/** Blobs that were read from packs, and those that were left to git. */
export interface PackSizes {
  readonly bytes: number;
  readonly lfs: number;
  readonly lost: number;
}

/** Of no packs: git read all there was, or it was counted before. */
export const NO_SIZES: PackSizes = { bytes: 0, lfs: 0, lost: 0 };

export interface PackAnswer {
  readonly rows: readonly BlobRows[];
  /** Blobs that have to be read by other means. */
  readonly lost: Int32Array;
  readonly sizes: PackSizes;
}

export interface PackAnswers {
  has(question: string): boolean;
  /** @param objects of the store that asks @param search where nobody asked before */
  of(question: string, objects: ObjectTable, search: () => Promise<PackAnswer>): Promise<PackAnswer>;
}

/** A question, alike for the same rules, and where answers to it are kept. */
export interface AskedPacks {
  readonly answers: PackAnswers;
  readonly question: string;
}
