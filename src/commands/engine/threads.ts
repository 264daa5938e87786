/**
 * Threads that outlive a store. Each follows one order at a time: a task on the packs of one store. A large store has as
 * many of them as are idle, a small one has one, so that several stores are read at once; who is idle joins what others
 * have begun.
 */
import { Worker } from 'node:worker_threads';
import { asSent } from './sent-rules.ts';
import type { Detectors } from './detectors.ts';
import type { Counts, Task, TaskResult } from './pack-scan.ts';
import type { SharedObjects } from '../../source/object-table.ts';
import type { PackStore } from '../../source/packs/pack-store.ts';
import type { Pack } from '../../source/packs/walk.ts';

export interface Order {
  readonly packs: readonly Pack[];
  readonly objects: SharedObjects;
  /** Rules and whether marks count, as JSON: told apart faster than it is read, and a thread is mostly asked the same. */
  readonly looking: string;
  readonly counts: Counts;
  readonly task: Task;
}

/** Threads at the service of one store. */
export interface Threads {
  /** Three numbers for each thread: objects done, bytes, findings. */
  readonly counts: Counts;
  /** @returns an answer of each thread that took part */
  all<One extends Task>(task: One): Promise<TaskResult<One>[]>;
  /** Until it is done, threads may read the files of the store. What is not done by now is given up. */
  close(): Promise<void>;
}

export interface ThreadPool {
  /** @param most so many threads pay for this store */
  open(store: PackStore, detectors: Detectors, most: number): Threads;
  close(): Promise<void>;
}

interface Thread {
  readonly worker: Worker;
  looking?: string;
  job?: Job;
}

/** A task that threads take part in. */
interface Job {
  readonly looking: string;
  readonly task: Task;
  readonly most: number;
  readonly order: (slot: number) => Order;
  readonly results: unknown[];
  readonly done: (failed: Error | undefined) => void;
  started: number;
  running: number;
  /** A thread came back: nothing is left to be taken. */
  isOver: boolean;
  failed?: Error;
}

/** More threads than this gain nothing: the disk, and the memory of each. */
export const MOST_THREADS = 8;
/** Megabytes of a thread for what is thrown away at once; node's own choice is sixteen times as much, and gains nothing. */
const YOUNG = 3;
/** More stretches than any store has. */
const NONE_LEFT = 1 << 30;

/** @param jobs so many at most */
export function createThreadPool(jobs: number): ThreadPool {
  const most = Math.max(1, Math.min(jobs, MOST_THREADS));
  const threads = new Set<Thread>();
  const open = new Set<Job>();
  let isClosed = false;

  /** What nobody has begun comes first. */
  function dispatch(): void {
    for (;;) {
      const waiting = [...open];
      const job =
        waiting.find(({ started }) => started === 0) ??
        waiting.find(({ started, most: pays, isOver }) => started < pays && !isOver);
      const thread = job && threadFor(job);
      if (thread === undefined) return;
      thread.job = job!;
      thread.looking = job!.looking;
      job!.running++;
      thread.worker.postMessage(job!.order(job!.started++));
    }
  }

  /** Rather one that knows the rules, rather an idle one than a new one. */
  function threadFor({ looking }: Job): Thread | undefined {
    const idle = [...threads].filter(({ job }) => job === undefined);
    return idle.find((thread) => thread.looking === looking) ?? idle[0] ?? (threads.size < most && !isClosed ? start() : undefined);
  }

  function start(): Thread {
    const entry = import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js';
    const worker = new Worker(new URL(entry, import.meta.url), { resourceLimits: { maxYoungGenerationSizeMb: YOUNG } });
    const thread: Thread = { worker };
    worker.on('message', (result) => {
      thread.job?.results.push(result);
      leave(thread);
    });
    worker.on('error', (error) => lose(thread, error as Error));
    worker.on('exit', () => lose(thread, new Error('a thread ended before its work did')));
    threads.add(thread);
    return thread;
  }

  function lose(thread: Thread, error: Error): void {
    threads.delete(thread);
    if (thread.job !== undefined) giveUp(thread.job, error);
    leave(thread);
  }

  function leave(thread: Thread): void {
    const { job } = thread;
    delete thread.job;
    if (job !== undefined) {
      job.isOver = true;
      job.running--;
      settle(job);
    }
    dispatch();
  }

  /** Those that are at it come back at their next turn. */
  function giveUp(job: Job, why: Error): void {
    job.failed ??= why;
    job.isOver = true;
    Atomics.store(job.task.next, 0, NONE_LEFT);
    settle(job);
  }

  function settle(job: Job): void {
    if (job.running > 0 || !job.isOver || !open.delete(job)) return;
    job.done(job.failed);
  }

  return {
    open({ packs, objects }, { rules, marks }, pays) {
      const count = Math.max(1, Math.min(pays, most));
      const counts = new Float64Array(new SharedArrayBuffer(count * 3 * 8));
      const looking = JSON.stringify({ rules: rules.map(asSent), marks });
      const own = new Map<Job, Promise<unknown>>();

      const begin = (task: Task): Promise<unknown[]> => {
        let job!: Job;
        const answer = new Promise<unknown[]>((resolve, reject) => {
          const order = (slot: number): Order => {
            return { packs, objects: objects.share(), looking, task, counts: counts.subarray(slot * 3, slot * 3 + 3) };
          };
          const done = (failed: Error | undefined): void => {
            own.delete(job);
            if (failed === undefined) resolve(job.results);
            else reject(failed);
          };
          job = { looking, task, most: count, order, results: [], done, started: 0, running: 0, isOver: false };
        });
        own.set(job, answer);
        open.add(job);
        dispatch();
        return answer;
      };

      return {
        counts,
        all: <One extends Task>(task: One) => begin(task) as Promise<TaskResult<One>[]>,
        async close() {
          const left = [...own];
          for (const [job] of left) giveUp(job, new Error('given up'));
          await Promise.allSettled(left.map(([, answer]) => answer));
        },
      };
    },
    async close() {
      isClosed = true;
      for (const job of open) giveUp(job, new Error('given up'));
      await Promise.all([...threads].map(({ worker }) => worker.terminate()));
    },
  };
}
