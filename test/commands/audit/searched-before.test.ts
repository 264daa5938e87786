/** A file is not searched once more where the store has its content and had nothing to say of it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { searchedBefore } from '../../../src/commands/audit/searched-before.ts';
import { listObjects } from '../../../src/source/list-objects.ts';
import { openRepository } from '../../../src/source/repository.ts';
import { makeRepo } from '../../support/repo.ts';

for (const objectFormat of ['sha1', 'sha256'])
  test(`told by content, of a quiet blob, by no path that is watched: ${objectFormat}`, async () => {
    const repo = makeRepo({ args: [`--object-format=${objectFormat}`] });
    repo.write('a.txt', 'nothing\n');
    repo.write('b.txt', 'something\n');
    repo.commit('start');
    const repository = await openRepository(repo.dir, {});
    const { objects } = await listObjects(repository);
    const loud = objects.findHex(repo.git('rev-parse', 'HEAD:b.txt'));
    const detectors = { byPath: { mayFit: (name: string) => name === 'keys.json' } };
    const isSearched = searchedBefore({ repository, objects, detectors, isQuiet: (blob) => blob !== loud });
    assert.equal(isSearched('elsewhere/a.txt', Buffer.from('nothing\n')), true);
    assert.equal(isSearched('a.txt', Buffer.from('nothing')), false);
    assert.equal(isSearched('b.txt', Buffer.from('something\n')), false);
    assert.equal(isSearched('below/keys.json', Buffer.from('nothing\n')), false);
  });
