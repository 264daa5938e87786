/** Threads that outlive a store: one store after the other, several at once, and what becomes of the others when one fails. */
import assert from 'node:assert/strict';
import process from 'node:process';
import { test } from 'node:test';
import { createDetectors, type Detectors } from '../../../src/commands/engine/detectors.ts';
import { openPackEngine } from '../../../src/commands/engine/pack-engine.ts';
import { loadBuiltInRules } from '../../../src/detect/rules/built-in.ts';
import { followValues } from '../../../src/detect/rules/follow-value.ts';
import { openPackStore, type PackStore } from '../../../src/source/packs/pack-store.ts';
import { openRepository } from '../../../src/source/repository.ts';
import { SecretValue } from '../../../src/secret-value.ts';
import { makeRepo } from '../../support/repo.ts';
import { githubToken, password } from '../../support/secrets.ts';
import type { EngineOptions } from '../../../src/commands/engine/engine.ts';
import type { Task } from '../../../src/commands/engine/pack-scan.ts';
import type { ThreadPool } from '../../../src/commands/engine/threads.ts';

// threads run what is compiled
const compiled = new URL('../../../dist/commands/engine/threads.js', import.meta.url);
const { createThreadPool } = (await import(compiled.href)) as typeof import('../../../src/commands/engine/threads.ts');

const detectors = await createDetectors(loadBuiltInRules(), true);
const unnamed = password('unnamed');
const others = await createDetectors(
  followValues([new SecretValue(Buffer.from(unnamed))], 'found'),
  true,
);

const stores = ['a', 'b', 'c', 'd'].map((store) => {
  const repo = makeRepo();
  for (let version = 0; version < 3; version++) {
    repo.write(`folder/${store}.env`, `GH_TOKEN=${githubToken(`${store} ${version}`)}\nask for ${unnamed}\n`);
    repo.commit(`change ${version}`);
  }
  repo.git('gc', '--quiet');
  return repo;
});

const opened = async (number: number): Promise<PackStore> => {
  const store = openPackStore(await openRepository(stores[number]!.dir, process.env));
  assert.ok(store !== undefined);
  return store;
};

const blobs = (): Task => ({ do: 'blobs', next: new Int32Array(new SharedArrayBuffer(4)), wanted: undefined });

/** What stands in a store, and which trees hold it. */
async function read(number: number, asked: Detectors, options: EngineOptions): Promise<unknown> {
  const engine = await openPackEngine(await openRepository(stores[number]!.dir, process.env), asked, options);
  assert.ok(engine !== undefined);
  const { objects } = engine;
  try {
    const flags = new Uint8Array(new SharedArrayBuffer(objects.count()));
    const found: unknown[] = [];
    await engine.readContent({
      blob(object, { findings }) {
        if (findings.length > 0) flags[object] = 1;
        for (const { rule, position, value } of findings) found.push([objects.hex(object), rule.id, position, value.key()]);
      },
    });
    const facts = await engine.readTrees(flags);
    return { found, blobs: facts.flatMap((one) => Array.from(one.blobs)).sort() };
  } finally {
    await engine.close();
  }
}

async function pooled<T>(most: number, use: (pool: ThreadPool) => Promise<T>): Promise<T> {
  const pool = createThreadPool(most);
  try {
    return await use(pool);
  } finally {
    await pool.close();
  }
}

test('stores that share threads, by the same rules and by others, come to what each comes to alone', async () => {
  const questions = stores.flatMap((_, number) => [detectors, others].map((asked) => [number, asked] as const));
  const alone: unknown[] = [];
  for (const [number, asked] of questions) alone.push(await read(number, asked, { jobs: 1 }));
  assert.ok(alone.every((one) => (one as { readonly found: readonly unknown[] }).found.length >= 3));
  for (const most of [1, 2, 3]) {
    const together = await pooled(most, (pool) => Promise.all(questions.map(([number, asked]) => read(number, asked, { pool }))));
    assert.deepEqual(together, alone, `${most} threads`);
  }
});

test('a thread that ends costs the store that it was at, and no other', async () => {
  await pooled(1, async (pool) => {
    const [broken, whole, later] = [await opened(0), await opened(1), await opened(2)];
    const gone = { ...broken, packs: broken.packs.map((pack) => ({ ...pack, descriptor: 1 << 20 })) };
    const answers = await Promise.allSettled([gone, whole].map((store) => pool.open(store, detectors, 1).all(blobs())));
    assert.deepEqual(answers.map(({ status }) => status), ['rejected', 'fulfilled']);
    assert.match(String((answers[0] as PromiseRejectedResult).reason), /EBADF/);
    assert.equal((await pool.open(later, detectors, 1).all(blobs())).length, 1);
    for (const store of [broken, whole, later]) store.close();
  });
});

test('who closes a store gets no half answer of it, and others get theirs', async () => {
  await pooled(1, async (pool) => {
    const [store, another] = [await opened(0), await opened(1)];
    const [begun, waiting] = [pool.open(store, detectors, 1), pool.open(store, others, 1)];
    const answers = [begun.all(blobs()), waiting.all(blobs()), pool.open(another, detectors, 1).all(blobs())];
    const settled = Promise.allSettled(answers);
    await Promise.all([begun.close(), waiting.close()]);
    store.close();
    assert.deepEqual((await settled).map(({ status }) => status), ['rejected', 'rejected', 'fulfilled']);
    another.close();
  });
});

test('what waits when all threads end is told so', async () => {
  const pool = createThreadPool(1);
  const store = await opened(0);
  const threads = pool.open(store, detectors, 1);
  const settled = Promise.allSettled([threads.all(blobs()), threads.all(blobs())]);
  await pool.close();
  assert.deepEqual((await settled).map(({ status }) => status), ['rejected', 'rejected']);
  store.close();
});

test('a store that is large enough has all threads that there are, and each counts for itself', async () => {
  await pooled(2, async (pool) => {
    const store = await opened(0);
    const threads = pool.open(store, detectors, 5);
    const answers = await threads.all(blobs());
    assert.equal(threads.counts.length, 2 * 3);
    assert.equal(answers.length, 2);
    assert.equal(threads.counts[0]! + threads.counts[3]!, 3, 'each blob once');
    store.close();
  });
});
