/** A store that was searched before: of its blobs only those are searched again in which something was found. */
import assert from 'node:assert/strict';
import process from 'node:process';
import { test } from 'node:test';
import { createDetectors } from '../../../src/commands/engine/detectors.ts';
import { openEngine } from '../../../src/commands/engine/open-engine.ts';
import { rememberingEngine } from '../../../src/commands/engine/remembering-engine.ts';
import { openRepository } from '../../../src/source/repository.ts';
import { loadBuiltInRules } from '../../../src/detect/rules/built-in.ts';
import { makeRepo } from '../../support/repo.ts';
import { githubToken } from '../../support/secrets.ts';
import type { EngineOptions } from '../../../src/commands/engine/engine.ts';
import type { Searched } from '../../../src/commands/engine/remembering-engine.ts';

const lines = Array.from({ length: 60 }, (_, index) => `line ${index} of a file that grows\n`).join('');

for (const options of [{}, { engine: 'plain' }] as const satisfies readonly EngineOptions[]) {
  test(`what is remembered is found again, and nothing else is searched: ${JSON.stringify(options)}`, async () => {
    const repo = makeRepo();
    for (const name of ['', 'a', '', 'b', 'c', '']) {
      repo.write('notes.txt', `${lines}${name === '' ? 'nothing' : `token: ${githubToken(name)}`}\n`);
      repo.write('quiet.txt', `${lines}${name}\n`);
      repo.commit(`with ${name}`);
    }
    repo.git('gc', '--quiet');
    repo.write('loose.txt', `token: ${githubToken('loose')}\n`);
    repo.write('quiet-loose.txt', 'nothing\n');
    repo.commit('loose');
    const repository = await openRepository(repo.dir, process.env);
    const detectors = await createDetectors(loadBuiltInRules(), true);
    const kept = new Map<string, Searched>();
    const memory = {
      recall: (state: string) => kept.get(state),
      keep: (state: string, searched: Searched) => void kept.set(state, searched),
    };

    const search = async (): Promise<{ told: string[]; found: string[]; commits: number; bytes: number }> => {
      const engine = rememberingEngine(await openEngine(repository, detectors, options), repository, { memory, question: 'q' });
      const seen = { told: [] as string[], found: [] as string[], commits: 0 };
      await engine.readContent({
        headed: () => void seen.commits++,
        lost: () => assert.fail(),
        blob(object, { findings }) {
          seen.told.push(engine.objects.hex(object));
          for (const { rule, position } of findings) seen.found.push(`${engine.objects.hex(object)} ${rule.id} ${position.line}`);
        },
      });
      await engine.close();
      return { ...seen, bytes: engine.bytes };
    };
    const first = await search();
    const [{ blobs }] = [...kept.values()] as [Searched];
    assert.equal(first.found.length, 4);
    assert.equal(kept.size, 1);
    const again = await search();
    assert.deepEqual(again.found.toSorted(), first.found.toSorted());
    assert.deepEqual([again.commits, again.bytes], [first.commits, first.bytes]);
    assert.deepEqual(again.told.toSorted(), [...blobs].sort(), 'only these were looked at');
  });
}
