/** Worker threads that share packs and the object table; each is a PackScan on its own thread. */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { PackBlobs } from './pack-blobs.ts';
import type { Detectors } from './detectors.ts';
import type { Wanted } from './engine.ts';
import type { SharedObjects } from '../../source/object-table.ts';
import type { PackStore } from '../../source/packs/pack-store.ts';
import type { Pack } from '../../source/packs/walk.ts';
import type { TreeFacts } from '../../source/tree-facts.ts';
import type { Rule } from '../../model.ts';

/** What a thread is started with. */
export interface ThreadStart {
  readonly packs: readonly Pack[];
  readonly objects: SharedObjects;
  readonly rules: readonly Rule[];
  readonly marks: boolean;
  readonly counts: Float64Array;
}

export type Order =
  | { readonly do: 'blobs'; readonly next: Int32Array; readonly wanted: Wanted | undefined }
  | { readonly do: 'trees'; readonly next: Int32Array; readonly found: Uint8Array; readonly fromRemote: Uint8Array | undefined };

export interface TreeResult {
  readonly facts: TreeFacts;
  readonly lost: number[];
}

export interface Threads {
  /** Three numbers for each thread: objects done, bytes, findings. */
  readonly counts: Float64Array;
  blobs(next: Int32Array, wanted: Wanted | undefined): Promise<PackBlobs[]>;
  trees(next: Int32Array, found: Uint8Array, fromRemote: Uint8Array | undefined): Promise<TreeResult[]>;
  close(): Promise<void>;
}

/** Megabytes of a thread for what is thrown away at once; node's own choice is sixteen times as much, and gains nothing. */
const YOUNG = 3;
/** More threads than this gain nothing: the disk, and the memory of each. */
const MOST = 8;

export function startThreads({ packs, objects }: PackStore, { rules, marks }: Detectors, jobs?: number): Threads {
  const count = Math.max(1, Math.min(jobs ?? availableParallelism(), MOST));
  const counts = new Float64Array(new SharedArrayBuffer(count * 3 * 8));
  const workers = Array.from({ length: count }, (_, index) => {
    const workerData: ThreadStart = {
      packs,
      objects: objects.share(),
      rules,
      marks,
      counts: counts.subarray(index * 3, index * 3 + 3),
    };
    const entry = import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js';
    return new Worker(new URL(entry, import.meta.url), { workerData, resourceLimits: { maxYoungGenerationSizeMb: YOUNG } });
  });

  async function all<T>(order: Order): Promise<T[]> {
    return Promise.all(
      workers.map(
        (worker) =>
          new Promise<T>((resolve, reject) => {
            const settle = (act: () => void): void => {
              worker.off('message', onMessage);
              worker.off('error', onError);
              worker.off('exit', onExit);
              act();
            };
            const onMessage = (result: T): void => settle(() => resolve(result));
            const onError = (error: Error): void => settle(() => reject(error));
            const onExit = (): void => settle(() => reject(new Error('a thread ended before its work did')));
            worker.on('message', onMessage).on('error', onError).on('exit', onExit);
            worker.postMessage(order);
          }),
      ),
    );
  }

  return {
    counts,
    blobs: (next, wanted) => all({ do: 'blobs', next, wanted }),
    trees: (next, found, fromRemote) => all({ do: 'trees', next, found, fromRemote }),
    async close() {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}
