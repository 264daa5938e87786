/**
 * An engine that need not search a store twice: of one that has not changed, only the blobs in which something was found
 * are searched again. What is remembered are ids of objects, so that values, places and verdicts are always made anew.
 */
import { createHash } from 'node:crypto';
import type { PackSizes } from './asked-packs.ts';
import type { Engine } from './engine.ts';
import type { Wanted } from './wanted.ts';
import type { ObjectTable } from '../../source/object-table.ts';
import type { Repository } from '../../source/repository.ts';
import type { UnitFindings } from '../../model.ts';

/** What searching a store came to. */
export interface Searched {
  /** Blobs in which there is anything to say. */
  readonly blobs: readonly string[];
  readonly bytes: number;
  readonly lfs: number;
  readonly packs: PackSizes;
}

export interface StoreMemory {
  /** @param state of the store and of what is looked for: another one is another question */
  recall(state: string): Searched | undefined;
  keep(state: string, searched: Searched): void;
}

export interface Remembering {
  readonly memory: StoreMemory;
  /** What is looked for: alike for the same rules. */
  readonly question: string;
}

export function rememberingEngine(engine: Engine, repository: Repository, { memory, question }: Remembering): Engine {
  const { objects } = engine;
  const state = stateOf(repository, objects, question);
  const known = memory.recall(state);

  return {
    ...engine,
    get unreadable() {
      return engine.unreadable;
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
      if (known !== undefined)
        return engine.readContent(visitor, { wanted: flagged(objects, known.blobs), sizes: known.packs });
      const blobs: string[] = [];
      const packs = await engine.readContent({
        ...visitor,
        blob(object, found) {
          if (saysAnything(found)) blobs.push(objects.hex(object));
          visitor.blob(object, found);
        },
      });
      // what could not be read may be there next time
      if (engine.unreadable.length === 0) memory.keep(state, { blobs, bytes: engine.bytes, lfs: engine.lfs, packs });
      return packs;
    },
  };
}

export function flagged(objects: ObjectTable, ids: readonly string[]): Wanted {
  const wanted = new Uint8Array(new SharedArrayBuffer(objects.count()));
  for (const object of ids.map((id) => objects.findHex(id))) if (object >= 0) wanted[object] = 1;
  return wanted;
}

function saysAnything({ findings, setAside, limits }: UnitFindings): boolean {
  return findings.length + setAside.length + limits.length > 0;
}

/** The folder, all its objects, and the question. */
export function stateOf({ commonDir }: Repository, objects: ObjectTable, question: string): string {
  return createHash('sha256').update(`${commonDir}\0${question}\0`).update(objects.share().ids).digest('hex');
}
