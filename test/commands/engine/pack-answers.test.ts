/** Packs that were searched: what is known of them serves the second look, and stores that have the very same files. */
import assert from 'node:assert/strict';
import { cpSync } from 'node:fs';
import process from 'node:process';
import { test } from 'node:test';
import { createDetectors } from '../../../src/commands/engine/detectors.ts';
import { openEngine } from '../../../src/commands/engine/open-engine.ts';
import { createPackAnswers } from '../../../src/commands/engine/pack-answers.ts';
import { flagged } from '../../../src/commands/engine/remembering-engine.ts';
import { loadBuiltInRules } from '../../../src/detect/rules/built-in.ts';
import { followValues } from '../../../src/detect/rules/follow-value.ts';
import { openRepository } from '../../../src/source/repository.ts';
import { SecretValue } from '../../../src/secret-value.ts';
import { makeFolder, makeRepo, repoAt, type Repo } from '../../support/repo.ts';
import { githubToken, password } from '../../support/secrets.ts';
import type { PackAnswers } from '../../../src/commands/engine/asked-packs.ts';
import type { ContentVisitor, Engine } from '../../../src/commands/engine/engine.ts';
import type { Rule } from '../../../src/model.ts';

const unnamed = password('unnamed');

/** Every version of a file has a token, and says a word that no rule knows. */
function packed(): Repo {
  const repo = makeRepo();
  for (const name of ['a', 'b', 'c']) {
    repo.write('notes.txt', `token: ${githubToken(name)}\nask ada for ${unnamed} ${name}\n`);
    repo.commit(name);
  }
  repo.git('gc', '--quiet');
  return repo;
}

function shared(from: Repo): Repo {
  const clone = repoAt(makeFolder());
  clone.git('clone', '--quiet', '--shared', '--template=', from.dir, clone.dir);
  return clone;
}

async function engineOf(repo: Repo, answers: PackAnswers, more: readonly Rule[] = []): Promise<Engine> {
  const repository = await openRepository(repo.dir, process.env);
  const detectors = await createDetectors([...loadBuiltInRules(), ...more], true);
  return openEngine(repository, detectors, { asked: { answers, question: 'q' } });
}

/** `blob rule line`, sorted. */
async function told(engine: Engine, read: (visitor: Pick<ContentVisitor, 'blob'>) => Promise<unknown>): Promise<string[]> {
  const lines: string[] = [];
  await read({
    blob(object, { findings }) {
      for (const { rule, position } of findings) lines.push(`${engine.objects.hex(object)} ${rule.id} ${position.line}`);
    },
  });
  await engine.close();
  return lines.sort();
}

function searchesOf(answers: PackAnswers): { readonly answers: PackAnswers; readonly count: () => number } {
  let searches = 0;
  const counting: PackAnswers = {
    has: (question) => answers.has(question),
    of: (question, objects, search) => answers.of(question, objects, () => (searches++, search())),
  };
  return { answers: counting, count: () => searches };
}

test('a store that shares its packs with another is told what was found there, and its own objects are searched', async () => {
  const repo = packed();
  const fork = shared(repo);
  fork.write('own.txt', `token: ${githubToken('own')}\n`);
  fork.commit('of the fork');
  const { answers, count } = searchesOf(createPackAnswers());
  const one = await engineOf(repo, answers);
  assert.equal(one.recalled, undefined);
  const first = await told(one, (visitor) => one.readContent(visitor));
  assert.equal(first.length, 3);
  const other = await engineOf(fork, answers);
  const second = await told(other, (visitor) => other.readContent(visitor));
  assert.equal(count(), 1);
  assert.deepEqual(second.filter((line) => first.includes(line)), first);
  assert.equal(second.length, 4);
  const alone = await engineOf(fork, createPackAnswers());
  assert.deepEqual(second, await told(alone, (visitor) => alone.readContent(visitor)));
  assert.equal(other.bytes, alone.bytes);
});

test('packs are known by what they are, not by the name and checksum that a repository gives them', async () => {
  const repo = packed();
  const copy = repoAt(makeFolder());
  cpSync(repo.dir, copy.dir, { recursive: true });
  const { answers, count } = searchesOf(createPackAnswers());
  for (const each of [repo, copy]) {
    const engine = await engineOf(each, answers);
    assert.equal(engine.recalled, undefined);
    assert.equal((await told(engine, (visitor) => engine.readContent(visitor))).length, 3);
  }
  assert.equal(count(), 2);
});

test('of what is known only the blobs that are named are searched again', async () => {
  const repo = packed();
  const answers = createPackAnswers();
  const first = await engineOf(repo, answers);
  const known = await told(first, (visitor) => first.readContent(visitor));
  const again = await engineOf(repo, answers, followValues([new SecretValue(Buffer.from(unnamed))], 'found'));
  const blob = repo.git('rev-parse', 'HEAD~1:notes.txt');
  const now = await told(again, (visitor) => again.recalled!.readContent(visitor, flagged(again.objects, [blob])));
  assert.deepEqual(now, [...known, `${blob} followed-value 2`].sort());
});

test('who could not search leaves it to the next one', async () => {
  const answers = createPackAnswers();
  const repo = packed();
  const { objects } = await engineOf(repo, answers);
  await assert.rejects(answers.of('q', objects, () => Promise.reject(new Error('no'))), /^Error: no$/);
  assert.equal(answers.has('q'), false);
});

test('who waits for another that gives up searches itself', async () => {
  const answers = createPackAnswers();
  const { objects } = await engineOf(packed(), answers);
  const nothing = { rows: [], lost: new Int32Array(), sizes: { bytes: 7, lfs: 0, lost: 0 } };
  const [first, second, third] = await Promise.allSettled([
    answers.of('q', objects, () => Promise.reject(new Error('given up'))),
    answers.of('q', objects, () => Promise.resolve(nothing)),
    answers.of('q', objects, () => assert.fail('it is known by now')),
  ]);
  assert.deepEqual([first, second, third].map(({ status }) => status), ['rejected', 'fulfilled', 'fulfilled']);
  assert.ok([second, third].every((one) => one.status === 'fulfilled' && one.value.sizes.bytes === 7));
});

test('what finds no more room is searched again, and told the same', async () => {
  const repo = packed();
  const { answers, count } = searchesOf(createPackAnswers(100));
  const all: string[][] = [];
  for (let time = 0; time < 2; time++) {
    const engine = await engineOf(repo, answers);
    assert.equal(engine.recalled, undefined);
    all.push(await told(engine, (visitor) => engine.readContent(visitor)));
  }
  assert.equal(count(), 2);
  assert.equal(all[0]!.length, 3);
  assert.deepEqual(all[1], all[0]);
});

test('an engine that has to search its packs twice is told nothing of the first time by the second', async () => {
  const repo = packed();
  const answers = createPackAnswers();
  const first = await engineOf(repo, answers);
  const known = await told(first, (visitor) => first.readContent(visitor));
  // known when the engine is opened, and gone when it asks
  const forgotten: PackAnswers = { has: () => true, of: (_question, _objects, search) => search() };
  const again = await engineOf(repo, forgotten);
  const wanted = flagged(again.objects, [repo.git('rev-parse', 'HEAD:notes.txt')]);
  assert.deepEqual(await told(again, (visitor) => again.recalled!.readContent(visitor, wanted)), known);
});
