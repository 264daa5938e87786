/**
 * Reads packs itself: blobs on threads where that pays, commits and tags meanwhile here, then trees on threads. Loose
 * objects, and whatever the kernel could not read, come through git as in the plain engine.
 */
import { availableParallelism } from 'node:os';
import { NO_SIZES } from './asked-packs.ts';
import { eachBlob } from './blob-rows.ts';
import { interestIn } from './detectors.ts';
import { kernelServes, loadHitTable } from './kernel-table.ts';
import { answerOf, replaced } from './pack-answers.ts';
import { openPackScan } from './pack-scan.ts';
import { readHeaded } from './plain-engine.ts';
import { scanBlobs } from './scan-blobs.ts';
import { createThreadPool, MOST_THREADS } from './threads.ts';
import { openKernel, RECORD } from '../../source/kernel.ts';
import { typeLooseObjects } from '../../source/list-objects.ts';
import { TYPE } from '../../source/packs/families.ts';
import { openPackReader } from '../../source/packs/pack-file.ts';
import { openPackStore } from '../../source/packs/pack-store.ts';
import { walkFamilies } from '../../source/packs/walk.ts';
import { promisedBy } from '../../source/promisor-packs.ts';
import { readTrees } from '../../source/read-trees.ts';
import { createTreeCollector } from '../../source/tree-facts.ts';
import type { ContentVisitor, Engine, EngineOptions, KnownPacks, MayHold, Told } from './engine.ts';
import type { PackAnswer } from './asked-packs.ts';
import type { Detectors } from './detectors.ts';
import type { PackScan, Task, TaskResult } from './pack-scan.ts';
import type { Wanted } from './wanted.ts';
import type { Kernel } from '../../source/kernel.ts';
import type { PackStore } from '../../source/packs/pack-store.ts';
import type { Repository, Unreadable } from '../../source/repository.ts';

/** Bytes of packs from which on threads are worth their start; who asks for several has them. */
const WORTH_THREADS = 24 << 20;
/** Commits and tags are small, and nearly in order. */
const HEADED_ARENA = 48 << 20;
const HEADED_PIECES = 64;

/** Undefined when the store or the rules are nothing for it. */
export async function openPackEngine(
  repository: Repository,
  detectors: Detectors,
  options: EngineOptions,
): Promise<Engine | undefined> {
  if (!kernelServes(detectors.content.table)) return undefined;
  const store = openPackStore(repository);
  if (store === undefined) return undefined;
  const { objects, packs, loose } = store;
  if (!(await typeLooseObjects(repository, objects, loose))) {
    store.close();
    return undefined;
  }
  const size = packs.reduce((sum, { end }) => sum + end, 0);
  const pays = size >= WORTH_THREADS || (options.jobs ?? 1) > 1;
  const own = pays && options.pool === undefined ? createThreadPool(options.jobs ?? availableParallelism()) : undefined;
  // threads that are there already cost no start
  const threads = own?.open(store, detectors, MOST_THREADS) ?? options.pool?.open(store, detectors, Math.ceil(size / WORTH_THREADS));
  const counts = threads?.counts ?? new Float64Array(3);
  let alone: PackScan | undefined = threads ? undefined : openPackScan(detectors);

  const unreadable: Unreadable[] = store.circular.map((object) => ({
    what: 'object',
    why: `${objects.hex(object)}: its pack makes it from itself`,
  }));
  let bytes = 0;
  let lfs = 0;
  let throughGit = 0;
  let done = 0;
  const step = (): void => {
    done++;
    if ((done & 255) === 0) report();
  };
  function report(): void {
    let [all, read, found] = [done, bytes, 0];
    for (let at = 0; at < counts.length; at += 3) {
      all += counts[at]!;
      read += counts[at + 1]!;
      found += counts[at + 2]!;
    }
    options.progress?.({ done: all, of: objects.count(), bytes: read, found });
  }
  async function watched<T>(work: Promise<T>): Promise<T> {
    const timer = setInterval(report, 100);
    try {
      return await work;
    } finally {
      clearInterval(timer);
    }
  }
  async function close(): Promise<void> {
    await own?.close();
    await threads?.close();
    alone = undefined;
    store!.close();
  }
  const sharedCounter = (): Int32Array => new Int32Array(new SharedArrayBuffer(4));
  const ofType = (list: readonly number[], type: string): Int32Array =>
    Int32Array.from(list.filter((object) => objects.typeOf(object) === type)).sort();

  async function all<One extends Task>(task: One): Promise<TaskResult<One>[]> {
    return threads ? watched(threads.all(task)) : [alone!({ packs, objects, counts }, task)];
  }

  const scan = async (known?: KnownPacks): Promise<PackAnswer> => {
    return answerOf(await all({ do: 'blobs', next: sharedCounter(), wanted: known?.wanted }), known?.sizes);
  };
  const { asked } = options;
  const answers = (search: () => Promise<PackAnswer>): Promise<PackAnswer> =>
    asked === undefined ? search() : asked.answers.of(`${asked.question} ${store.files}`, objects, search);
  const isAnswered = asked?.answers.has(`${asked.question} ${store.files}`) === true;
  const recall = (): Promise<PackAnswer> => answers(() => scan());

  /** @param wanted blobs that are searched where git has to read them; undefined: all */
  async function read(visitor: Told, ofPacks: () => Promise<PackAnswer>, wanted?: Wanted): Promise<PackAnswer> {
    const answering = ofPacks();
    answering.catch(() => {}); // awaited below, unless something else fails before
    const lost = 'headed' in visitor ? readPackHeaded(store!, detectors, visitor, step) : [];
    const answer = await answering;
    bytes += answer.sizes.bytes;
    lfs += answer.sizes.lfs;
    throughGit += lost.length + answer.sizes.lost;
    if ('headed' in visitor)
      await readHeaded(repository, objects, detectors, { ...visitor, unreadable, step }, Int32Array.from([...lost, ...loose]));
    eachBlob(answer.rows, detectors.rules, visitor.blob);
    const others = ofType([...answer.lost, ...loose], 'blob').filter((blob) => wanted?.[blob] !== 0);
    await scanBlobs(repository, objects, others, detectors.content, {
      found: (blob, found) => visitor.blob(blob, found),
      done(size, isLfsPointer) {
        bytes += size;
        if (isLfsPointer) lfs++;
        step();
      },
      unreadable: (gap) => void unreadable.push(gap),
    });
    return answer;
  }

  return {
    objects,
    unreadable,
    get bytes() {
      return bytes;
    },
    get lfs() {
      return lfs;
    },
    get throughGit() {
      return throughGit;
    },

    async readContent(visitor, known) {
      const answer = await read(visitor, () => answers(() => scan(known)), known?.wanted);
      return answer.sizes;
    },

    recalled: isAnswered
      ? {
          async each(visit) {
            eachBlob((await recall()).rows, detectors.rules, visit);
          },
          async readContent(visitor, blobs) {
            await read(visitor, async () => replaced(await recall(), await scan({ wanted: blobs, sizes: NO_SIZES }), blobs));
          },
        }
      : undefined,

    async readTrees(blobs) {
      const fromRemote = promisedBy(repository, objects);
      const results = await all({ do: 'trees', next: sharedCounter(), found: blobs, fromRemote });
      const lost = results.flatMap((result) => result.lost);
      throughGit += lost.length;
      await close(); // the same
      const others = ofType([...lost, ...loose], 'tree');
      if (others.length === 0) return results.map(({ facts }) => facts);
      const rest = createTreeCollector(objects, interestIn(blobs, detectors), fromRemote);
      await readTrees(repository, objects, others, unreadable, rest, step);
      return [...results.map(({ facts }) => facts), rest.done()];
    },

    close,
  };
}

/** Commits and tags, on this thread. @returns those that have to be read by other means */
function readPackHeaded(
  { packs, objects }: PackStore,
  { text, foreign }: Detectors,
  visitor: ContentVisitor,
  step: () => void,
): number[] {
  const kernel = openKernel(HEADED_ARENA);
  loadHitTable(kernel, text.table);
  const reader = openPackReader(kernel, packs, HEADED_PIECES);
  const lost: number[] = [];
  const next = new Int32Array(1);
  walkFamilies({ kernel, reader, packs, hashBytes: objects.hashBytes, next }, [TYPE.commit, TYPE.tag], {
    records: 0,
    lost: (object) => void lost.push(object),
    look(object, address, length) {
      const hits = hitsIn(kernel, address, length);
      const bytes = kernel.bytes.subarray(address, address + length);
      const slowly: MayHold = (from, to) => text.mayHold(bytes.subarray(from, to));
      const mayHold = foreign === undefined ? (hits ?? slowly) : slowly;
      if (object >= 0) visitor.headed(object, objects.typeOf(object) as 'commit' | 'tag', bytes, mayHold);
      step();
      return -1;
    },
  });
  return lost;
}

/** Where hits stand that are worth a judgement, while the commit is looked at; undefined where the kernel cannot say. */
function hitsIn({ call, words }: Kernel, address: number, length: number): MayHold | undefined {
  if (call.hitsOfWhole(address, length) < 0 || call.isCrowded() === 1) return undefined;
  const records = call.hits.value >> 2;
  const fresh = call.fresh.value >> 2;
  const count = call.freshHits();
  return (from, to) => {
    for (let hit = fresh; hit < fresh + count; hit++) {
      const at = words[records + words[hit]! * (RECORD >> 2)]!;
      if (at >= from && at < to) return true;
    }
    return false;
  };
}
