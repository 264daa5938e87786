/** What one thread does with packs: its own kernel, its own detectors, and memory that all threads share. */
import { openKernel } from '../../source/kernel.ts';
import { openPackReader } from '../../source/packs/pack-file.ts';
import { readPackTrees } from '../../source/packs/read-trees.ts';
import { createTreeCollector } from '../../source/tree-facts.ts';
import { interestIn } from './detectors.ts';
import { loadHitTable } from './kernel-table.ts';
import { scanPackBlobs } from './pack-blobs.ts';
import type { PackBlobs } from './pack-blobs.ts';
import type { Detectors } from './detectors.ts';
import type { ObjectTable } from '../../source/object-table.ts';
import type { Pack, Walk } from '../../source/packs/walk.ts';
import type { TreeFacts } from '../../source/tree-facts.ts';
import type { Wanted } from './wanted.ts';

/** Bytes that a thread may hold of packs and of versions. */
const ARENA = 96 << 20;

/** Packs of one store, and where it is counted what is done with them. */
export interface ScannedPacks {
  readonly packs: readonly Pack[];
  readonly objects: ObjectTable;
  readonly counts: Counts;
}

/** What is to be done with all packs of a store, by one thread or by several that take turns by `next`. */
export type Task =
  | { readonly do: 'blobs'; readonly next: Int32Array; readonly wanted: Wanted | undefined }
  | {
      readonly do: 'trees';
      readonly next: Int32Array;
      readonly found: Uint8Array;
      /** See createTreeCollector. */
      readonly fromRemote: Uint8Array | undefined;
    };

export interface TreeResult {
  readonly facts: TreeFacts;
  readonly lost: number[];
}

/** What was searched, as the task said. */
export type TaskResult<One extends Task> = One extends { readonly do: 'blobs' } ? PackBlobs : TreeResult;

/** Objects done, bytes, findings: each thread counts in a place of its own. */
export type Counts = Float64Array;

/** One store after the other. */
export type PackScan = <One extends Task>(store: ScannedPacks, task: One) => TaskResult<One>;

export function openPackScan(detectors: Detectors): PackScan {
  const { rules, content, foreign } = detectors;
  const kernel = openKernel(ARENA);
  let isLoaded = false;

  function blobs(walk: Walk, counts: Counts, wanted: Wanted | undefined): PackBlobs {
    if (!isLoaded) loadHitTable(kernel, content.table);
    isLoaded = true;
    const watch = (bytes: number, found: number): void => {
      counts[0]!++;
      counts[1]! += bytes;
      counts[2] = found;
    };
    return scanPackBlobs(walk, content, rules, watch, foreign?.detector, wanted);
  }

  return <One extends Task>({ packs, objects, counts }: ScannedPacks, task: One) => {
    kernel.clear();
    const walk = { kernel, reader: openPackReader(kernel, packs), packs, hashBytes: objects.hashBytes, next: task.next };
    if (task.do === 'blobs') return blobs(walk, counts, task.wanted) as TaskResult<One>;
    const collector = createTreeCollector(objects, interestIn(task.found, detectors), task.fromRemote);
    const lost = readPackTrees(walk, objects, collector, () => void counts[0]!++);
    return { facts: collector.done(), lost } as TreeResult as TaskResult<One>;
  };
}
