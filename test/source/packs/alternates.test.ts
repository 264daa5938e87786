/** Alternates of alternates are read as far down as git reads them; whose lie deeper is left to git. */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { openPackStore } from '../../../src/source/packs/pack-store.ts';
import { makeFolder } from '../../support/repo.ts';
import { makePack, writePack } from '../../support/packs.ts';
import type { Repository } from '../../../src/source/repository.ts';

/** A store whose only pack stands in the alternate of its alternate, so many times over. @returns its objects */
function objectsBehind(depth: number): number | undefined {
  const folder = makeFolder();
  const store = (level: number): string => join(folder, String(level), 'objects');
  for (let level = 0; level <= depth; level++) {
    mkdirSync(join(store(level), 'info'), { recursive: true });
    if (level < depth) writeFileSync(join(store(level), 'info', 'alternates'), `${store(level + 1)}\n`);
  }
  writePack(store(depth), makePack([{ type: 'blob', content: Buffer.from('far away\n') }]));
  const opened = openPackStore({ commonDir: join(folder, '0'), objectFormat: 'sha1' } as Repository);
  opened?.close();
  return opened?.objects.count();
}

test('alternates are followed five deep, and a store that has deeper ones is left to git', () => {
  assert.equal(objectsBehind(0), 1);
  assert.equal(objectsBehind(1), 1);
  assert.equal(objectsBehind(5), 1);
  assert.equal(objectsBehind(6), undefined);
});
