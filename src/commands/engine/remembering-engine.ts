/**
 * An engine that need not search a store twice: of one that has not changed, only the blobs in which something was found
 * are read again, where they are few. What is remembered are ids of objects, so that values, places and verdicts are always made anew.
 */
import { createHash } from 'node:crypto';
import { scanBlobs } from './scan-blobs.ts';
import { readHeaded } from './plain-engine.ts';
import type { Engine } from './engine.ts';
import type { Detectors } from './detectors.ts';
import type { ObjectTable } from '../../source/object-table.ts';
import type { Repository, Unreadable } from '../../source/repository.ts';
import type { UnitFindings } from '../../model.ts';

/** What searching a store came to. */
export interface Searched {
  /** Blobs in which there is anything to say. */
  readonly blobs: readonly string[];
  readonly bytes: number;
  readonly lfs: number;
}

export interface StoreMemory {
  /** @param state of the store and of what is looked for: another one is another question */
  recall(state: string): Searched | undefined;
  keep(state: string, searched: Searched): void;
}

/**
 * Blobs are read again whole, one by one; the engine looks only at what each adds to another, on all threads. So many, or
 * this share of all objects, and it is the quicker one.
 */
const FEW = 200;
const SHARE = 1 / 100;

/** @param question what is looked for: alike for the same rules */
export function rememberingEngine(
  engine: Engine,
  repository: Repository,
  detectors: Detectors,
  { memory, question }: { readonly memory: StoreMemory; readonly question: string },
): Engine {
  const { objects } = engine;
  const state = stateOf(repository, objects, question);
  const searched = memory.recall(state);
  const isQuicker = searched !== undefined && searched.blobs.length <= Math.max(FEW, objects.count() * SHARE);
  const known = isQuicker ? searched : undefined;
  const unreadable: Unreadable[] = [];

  async function again({ blobs }: Searched, visitor: Parameters<Engine['readContent']>[0]): Promise<void> {
    const step = (): void => {};
    const all = Int32Array.from({ length: objects.count() }, (_, object) => object);
    const headed = all.filter((object) => objects.hasType(object));
    await readHeaded(repository, objects, detectors, { ...visitor, unreadable, step }, headed);
    const list = Int32Array.from(blobs.map((id) => objects.findHex(id)).filter((object) => object >= 0)).sort();
    await scanBlobs(repository, objects, list, detectors.content, {
      found: visitor.blob,
      done: step,
      unreadable: (gap) => void unreadable.push(gap),
    });
  }

  return {
    ...engine,
    get unreadable() {
      return [...engine.unreadable, ...unreadable];
    },
    get bytes() {
      return known?.bytes ?? engine.bytes;
    },
    get lfs() {
      return known?.lfs ?? engine.lfs;
    },
    get throughGit() {
      return engine.throughGit;
    },
    async readContent(visitor) {
      if (known !== undefined) return again(known, visitor);
      const blobs: string[] = [];
      await engine.readContent({
        ...visitor,
        blob(object, found) {
          if (saysAnything(found)) blobs.push(objects.hex(object));
          visitor.blob(object, found);
        },
      });
      // what could not be read may be there next time
      if (engine.unreadable.length === 0 && searched === undefined) memory.keep(state, { blobs, bytes: engine.bytes, lfs: engine.lfs });
    },
  };
}

function saysAnything({ findings, setAside, limits }: UnitFindings): boolean {
  return findings.length + setAside.length + limits.length > 0;
}

/** The folder, all its objects, and the question. */
function stateOf({ commonDir }: Repository, objects: ObjectTable, question: string): string {
  return createHash('sha256').update(`${commonDir}\0${question}\0`).update(objects.share().ids).digest('hex');
}
