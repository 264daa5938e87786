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
import type { Wanted } from './engine.ts';
import type { ObjectTable } from '../../source/object-table.ts';
import type { Pack, Walk } from '../../source/packs/walk.ts';
import type { TreeFacts } from '../../source/tree-facts.ts';

/** Bytes that a thread may hold of packs and of versions. */
const ARENA = 96 << 20;

export interface PackScan {
  blobs(next: Int32Array, wanted: Wanted | undefined): PackBlobs;
  /** @param fromRemote see createTreeCollector */
  trees(next: Int32Array, found: Uint8Array, fromRemote: Uint8Array | undefined): { facts: TreeFacts; lost: number[] };
}

/** Objects done, bytes, findings: each thread counts in a place of its own. */
export type Counts = Float64Array;

export function openPackScan(
  packs: readonly Pack[],
  objects: ObjectTable,
  detectors: Detectors,
  counts: Counts,
): PackScan {
  const { rules, content } = detectors;
  const kernel = openKernel(ARENA);
  loadHitTable(kernel, content.table);
  const reader = openPackReader(kernel, packs);
  const walk = (next: Int32Array): Walk => ({ kernel, reader, packs, hashBytes: objects.hashBytes, next });
  return {
    blobs: (next, wanted) =>
      scanPackBlobs(
        walk(next),
        content,
        rules,
        (bytes, found) => {
          counts[0]!++;
          counts[1]! += bytes;
          counts[2] = found;
        },
        detectors.foreign?.detector,
        wanted,
      ),
    trees(next, found, fromRemote) {
      const collector = createTreeCollector(objects, interestIn(found, detectors), fromRemote);
      const lost = readPackTrees(walk(next), objects, collector, () => void counts[0]!++);
      return { facts: collector.done(), lost };
    },
  };
}
