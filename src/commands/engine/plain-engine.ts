/** The reference: git lists and prints every object, and all of it is searched. */
import { listObjects } from '../../source/list-objects.ts';
import { promisedBy } from '../../source/promisor-packs.ts';
import { readWhole } from '../../source/read-objects.ts';
import { readTrees } from '../../source/read-trees.ts';
import { sharedPlaces } from '../../source/shared-places.ts';
import { createTreeCollector } from '../../source/tree-facts.ts';
import { NO_SIZES } from './asked-packs.ts';
import { interestIn } from './detectors.ts';
import { scanBlobs } from './scan-blobs.ts';
import type { ContentVisitor, Engine, EngineOptions } from './engine.ts';
import type { Detectors } from './detectors.ts';
import type { ObjectTable, ObjectType } from '../../source/object-table.ts';
import type { Repository, Unreadable } from '../../source/repository.ts';

export async function openPlainEngine(
  repository: Repository,
  detectors: Detectors,
  { progress }: EngineOptions,
): Promise<Engine> {
  const { objects, order, unreadable: notListed } = await listObjects(repository);
  const ofType = (type: ObjectType): Int32Array => order.filter((object) => objects.typeOf(object) === type);
  const unreadable: Unreadable[] = [...notListed, ...(await sharedPlaces(repository))];
  let bytes = 0;
  let lfs = 0;
  let done = 0;
  let found = 0;
  const step = (): void => {
    done++;
    if ((done & 255) === 0) progress?.({ done, of: objects.count(), bytes, found });
  };
  return {
    objects,
    unreadable,
    get bytes() {
      return bytes;
    },
    get lfs() {
      return lfs;
    },
    throughGit: 0,
    recalled: undefined,
    async readContent(visitor, known) {
      if ('headed' in visitor) await readHeaded(repository, objects, detectors, { ...visitor, unreadable, step }, order);
      const blobs = ofType('blob').filter((blob) => known?.wanted[blob] !== 0);
      await scanBlobs(repository, objects, blobs, detectors.content, {
        found(blob, findings) {
          found += findings.findings.length;
          visitor.blob(blob, findings);
        },
        done(size, isLfsPointer) {
          bytes += size;
          if (isLfsPointer) lfs++;
          step();
        },
        unreadable: (gap) => void unreadable.push(gap),
      });
      return NO_SIZES;
    },
    async readTrees(blobs) {
      const collector = createTreeCollector(objects, interestIn(blobs, detectors), promisedBy(repository, objects));
      await readTrees(repository, objects, ofType('tree'), unreadable, collector, step);
      return [collector.done()];
    },
    close: async () => {},
  };
}

/** Commits, then tags. @param list what to take them from */
export async function readHeaded(
  repository: Repository,
  objects: ObjectTable,
  { text }: Detectors,
  {
    headed,
    lost,
    unreadable,
    step,
  }: Pick<ContentVisitor, 'headed' | 'lost'> & { unreadable: Unreadable[]; step: () => void },
  list: Int32Array,
): Promise<void> {
  for (const type of ['commit', 'tag'] as const) {
    const ofType = list.filter((object) => objects.typeOf(object) === type);
    await readWhole(repository, objects, ofType, unreadable, {
      read(object, content) {
        headed(object, type, content, (from, to) => text.mayHold(content.subarray(from, to)));
        step();
      },
      lost: (object) => void (type === 'commit' && lost(object)),
    });
  }
}
