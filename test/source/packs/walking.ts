/** Packs of a test's own making, opened as the pack engine opens them. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { KEY_LIKE } from '../../../src/detect/search/key-like.ts';
import { ENCODED, mayBeEncoded, SHORTEST_ENCODED } from '../../../src/detect/layers/encoded.ts';
import { literalSearch, runStarts } from '../../../src/detect/search/literals.ts';
import { openKernel } from '../../../src/source/kernel.ts';
import { openPackReader } from '../../../src/source/packs/pack-file.ts';
import { openPackStore, type PackStore } from '../../../src/source/packs/pack-store.ts';
import { makeFolder } from '../../support/repo.ts';
import { makePack, writePack, type Entry } from '../../support/packs.ts';
import type { HitTable } from '../../../src/detect/search/hit-table.ts';
import type { Walk } from '../../../src/source/packs/walk.ts';
import type { Repository } from '../../../src/source/repository.ts';

const ARENA = 64 << 20;

export interface Opened {
  readonly walk: Walk;
  readonly store: PackStore;
  /** Object numbers by entry. */
  readonly objects: readonly number[];
}

let folder: string | undefined;

/** Opens the entries as one pack for the time of `use`. */
export function withPack<T>(entries: readonly Entry[], use: (opened: Opened) => T): T {
  folder ??= makeFolder();
  const pack = makePack(entries);
  const path = writePack(join(folder, 'objects'), pack);
  const kernel = openKernel(ARENA);
  const store = openPackStore({ commonDir: folder, objectFormat: 'sha1' } as Repository);
  if (store === undefined) throw new Error('the pack is not taken for one');
  const reader = openPackReader(kernel, store.packs);
  const walk = { kernel, reader, packs: store.packs, hashBytes: 20, next: new Int32Array(1) };
  try {
    return use({ walk, store, objects: pack.ids.map((id) => store.objects.findHex(id)) });
  } finally {
    store.close();
    rmSync(`${path}.pack`);
    rmSync(`${path}.idx`);
  }
}

export interface Hit {
  readonly offset: number;
  /** Number in the table; that of all literals together for runs, the next for encoded text. */
  readonly literal: number;
}

/** All hits of a unit, ascending, as the plain engine finds them. */
export function hitsOf(unit: Uint8Array, { literals, runRules, shortestRun, layers }: HitTable): Hit[] {
  const hits: Hit[] = [];
  literalSearch(literals).search(unit, 0, unit.length, unit.length, (offset, literal) => hits.push({ offset, literal }));
  if (runRules.length > 0)
    runStarts(unit, 0, unit.length, unit.length, KEY_LIKE, shortestRun, (offset) =>
      hits.push({ offset, literal: literals.length }),
    );
  if (layers)
    runStarts(unit, 0, unit.length, unit.length, ENCODED, SHORTEST_ENCODED, (offset) => {
      if (mayBeEncoded(unit, offset)) hits.push({ offset, literal: literals.length + 1 });
    });
  return hits.sort((a, b) => a.offset - b.offset || a.literal - b.literal);
}

/** More than 64 hits within 1,024 bytes: the kernel leaves such a unit to the plain engine, which counts by rule. */
export function standTooClose(hits: readonly Hit[]): boolean {
  return hits.some(({ offset }, index) => index >= 64 && offset - hits[index - 64]!.offset <= 1024);
}
