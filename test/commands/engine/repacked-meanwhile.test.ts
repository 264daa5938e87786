/** git packs anew and throws the old packs away while an audit reads them: nothing of what was there is lost. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPackEngine } from '../../../src/commands/engine/pack-engine.ts';
import { createDetector } from '../../../src/detect/unit.ts';
import { openRepository } from '../../../src/source/repository.ts';
import { PLAIN } from '../../detect/scanning.ts';
import { cleanEnvironment, makeRepo } from '../../support/repo.ts';
import { githubToken, password } from '../../support/secrets.ts';
import type { Detectors } from '../../../src/commands/engine/detectors.ts';

const detector = createDetector(PLAIN);
const detectors: Detectors = {
  rules: PLAIN,
  marks: true,
  content: detector,
  text: createDetector(PLAIN.filter(({ runOf }) => runOf === undefined)),
  byPath: { detector, mayFit: () => false, fits: () => false, fitting: (own) => own, at: (_, plain) => plain },
};

const lines = Array.from({ length: 60 }, (_, n) => `setting ${n}\n`);
const repo = makeRepo();
for (let n = 0; n < 12; n++) {
  repo.write('settings.txt', lines.with(n * 4, `db_password = "${password(`version ${n}`)}"\n`).join(''));
  repo.write(`folder/${n % 3}/token.env`, `GH_TOKEN=${githubToken(`token ${n}`)}\n`);
  repo.commit(`change ${n}`);
  // two packs, and what is loose
  if (n === 4 || n === 8) repo.git('repack', '-d');
}

type Moment = 'opened' | 'commits' | 'content';

/** All that is read of the store, with something done at one moment of it. */
async function read(meanwhile: (moment: Moment) => void): Promise<unknown> {
  const engine = await openPackEngine(await openRepository(repo.dir, cleanEnvironment()), detectors, { jobs: 1 });
  assert.ok(engine !== undefined);
  try {
    meanwhile('opened');
    const { objects } = engine;
    const commits: string[] = [];
    const found: unknown[] = [];
    const blobs = new Uint8Array(new SharedArrayBuffer(objects.count()));
    await engine.readContent({
      headed(object) {
        if (commits.push(objects.hex(object)) === 1) meanwhile('commits');
      },
      lost: () => assert.fail('a commit was lost'),
      blob(object, { findings }) {
        if (findings.length === 0) return;
        blobs[object] = 1;
        found.push(...findings.map(({ rule, position }) => ({ blob: objects.hex(object), rule: rule.id, position })));
      },
    });
    meanwhile('content');
    const facts = await engine.readTrees(blobs);
    assert.deepEqual(engine.unreadable, []);
    const marked = facts.flatMap((one) => Array.from(one.blobs.filter((_, at) => at % 3 === 2), (blob) => objects.hex(blob)));
    return { commits: commits.sort(), found, marked: marked.sort() };
  } finally {
    await engine.close();
  }
}

test('git gc or git repack -ad at any moment of an audit changes nothing of what it reads', async () => {
  const packs = (): string => repo.git('count-objects', '-v');
  for (const [moment, ...command] of [
    ['opened', 'repack', '-adq'],
    ['commits', 'gc', '--quiet', '--prune=now'],
    ['content', 'repack', '-adfq', '--depth=3'],
  ]) {
    const undisturbed = (await read(() => {})) as { readonly found: readonly unknown[] };
    assert.ok(undisturbed.found.length >= 24);
    let times = 0;
    const disturbed = await read((now) => {
      if (now !== moment) return;
      times++;
      repo.git(...command);
    });
    assert.equal(times, 1);
    assert.deepEqual(disturbed, undisturbed, `${command.join(' ')}, ${moment}`);
    assert.match(packs(), /^count: 0$/m, 'nothing is loose any more');
    // something to pack for the next
    repo.write('more.txt', `more ${command.join(' ')}\n`);
    repo.commit('more');
  }
});
