/**
 * Packs that were made to harm, through the real binary: the audit says that it is incomplete, or gives the right answer
 * where git does; it neither falls over, nor hangs, nor fills the memory. The plain engine ends the same.
 */
import assert from 'node:assert/strict';
import { linkSync, mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { deflateSync } from 'node:zlib';
import { endlessStream } from '../kernel/blocks.ts';
import { makeDelta } from '../support/deltas.ts';
import { makePack, writePack, type Entry, type Pack } from '../support/packs.ts';
import { makeRepo, runCli } from '../support/repo.ts';
import { bytes, githubToken, jwtSecret } from '../support/secrets.ts';
import { objectsOf, withoutWay, type Report } from './both-engines.ts';
import { makeTeam } from './sweep-places.ts';
import { watchCli } from './watched.ts';

const MOST_SECONDS = 20;
const MOST_MEGABYTES = 600;
const MEGABYTE = 1 << 20;

const blob = (text: string | Buffer, lies: Entry['lies'] = {}): Entry => ({ type: 'blob', content: Buffer.from(text), lies });
const secret = blob(`t: ${githubToken('packed')}\n`);

/** A repository with a secret that git can read, and a pack beside it. */
async function audited(pack: Pick<Pack, 'pack' | 'index'>, engine: string, most: number) {
  const repo = makeRepo();
  repo.write('a.env', `JWT_SECRET=${jwtSecret('loose')}\n`);
  repo.commit('start');
  writePack(objectsOf(repo), pack);
  const ended = await watchCli(['audit', '--format', 'json', '--engine', engine], repo.dir);
  assert.doesNotMatch(ended.stderr, /should not happen|\n {2,}at /, engine);
  assert.ok(ended.seconds < MOST_SECONDS, `${engine} took ${ended.seconds} s`);
  assert.ok(ended.memory < most, `${engine} had ${ended.memory} MB`);
  assert.notEqual(ended.stdout, '', `${engine}: ${ended.stderr}`);
  const { secrets, coverage } = JSON.parse(ended.stdout) as Report;
  return { status: ended.status, secrets: secrets.length, failed: coverage.failed.length > 0 };
}

/** Holds that both engines end like that, with the secret beside the pack and so many more. @param most megabytes */
async function ends(status: number, more: number, pack: Pick<Pack, 'pack' | 'index'>, most = MOST_MEGABYTES): Promise<void> {
  for (const engine of ['packs', 'plain'])
    assert.deepEqual(await audited(pack, engine, most), { status, secrets: 1 + more, failed: status === 3 }, engine);
}

const zeros = (size: number): Buffer => deflateSync(Buffer.alloc(size), { level: 9 });

test('sizes that lie, streams that are cut or go on, checksums that are wrong', async () => {
  const text = Buffer.from(`db: ${githubToken('lies')}\n${'. '.repeat(400)}`);
  const sound = deflateSync(text);
  const wrong = Buffer.from(sound);
  wrong[wrong.length - 1]! ^= 1;
  await ends(
    3,
    1,
    makePack([
      secret,
      blob(`${text}1`, { size: text.length - 1, stream: sound }),
      blob(`${text}2`, { size: text.length + 1, stream: sound }),
      blob(`${text}3`, { size: 2 ** 31 + 5, stream: sound }),
      blob(`${text}4`, { size: 2 ** 50, stream: sound }),
      blob(`${text}5`, { size: text.length, stream: sound.subarray(0, -9) }),
      blob(`${text}6`, { size: text.length, stream: wrong }),
      blob(`${text}7`, { size: 10, stream: zeros(100 * MEGABYTE) }),
      blob(`${text}8`, { size: text.length, stream: Buffer.alloc(0) }),
    ]),
  );
});

test('a stream that is cut where megabytes more were promised is not read beyond its end', async () => {
  // what would be read as if it went on is memory that earlier versions have filled
  const ones = Buffer.alloc(16 * MEGABYTE - 64, 0xff);
  const part = 1.5 * MEGABYTE;
  const grown = makeDelta(part, Array.from({ length: 10 }, () => ({ copy: [0, part] })));
  const entries: Entry[] = [
    secret,
    blob(ones),
    blob(ones.subarray(0, part)),
    { type: 'blob', content: ones.subarray(0, 10 * part), delta: { back: 1, bytes: grown } },
    blob('cut', { size: ones.length, stream: endlessStream(90_000) }),
  ];
  await ends(3, 1, makePack(entries));
});

test('an eighth of a gigabyte of nothing in an eighth of a megabyte is read to its end', async () => {
  const size = 128 * MEGABYTE;
  await ends(1, 1, makePack([secret, blob('bomb', { size, stream: zeros(size) })]));
});

test('deltas that are made from each other, or from themselves, and what is made from them', async () => {
  const ring = (n: number, back: number): Entry => ({
    type: 'blob',
    content: Buffer.from(`ring ${n}`),
    delta: { back, byId: true, bytes: makeDelta(6, [{ copy: [0, 6] }]) },
  });
  // left to itself, git goes round until its memory ends
  for (const entries of [[ring(1, -1), ring(2, -1), ring(3, 2), ring(4, 1)], [ring(1, 0)]]) {
    await ends(3, 1, makePack([secret, ...entries]));
  }
});

test('deltas that double what they are made from, far beyond any memory', async () => {
  const doubling = (n: number, size: number): Entry => ({
    type: 'blob',
    content: Buffer.from(`doubled ${n}`),
    delta: { back: 1, bytes: makeDelta(size, [{ copy: [0, size] }, { copy: [0, size] }]) },
  });
  const root = blob(Buffer.alloc(1024, '. '));
  const entries = Array.from({ length: 24 }, (_, n) => doubling(n, 1024 * 2 ** n));
  // what git makes a delta of it may make again: half a gigabyte, and what that is made from
  await ends(3, 1, makePack([secret, root, ...entries]), 900);
});

test('deltas for another base, from what is not there, from the middle of an entry, and bad ones', async () => {
  const base = blob('. '.repeat(200));
  const made = (n: number, delta: Buffer, lies: Entry['lies'] = {}): Entry => ({
    type: 'blob',
    content: Buffer.from(`made ${n}`),
    delta: { back: n, bytes: delta },
    lies,
  });
  const sound = makeDelta(400, [{ copy: [0, 400] }, { insert: Buffer.from('x') }]);
  const bad = [
    makeDelta(399, [{ copy: [0, 399] }]),
    makeDelta(400, [{ copy: [0, 401] }]),
    makeDelta(400, [{ copy: [0, 400] }], { result: 2 ** 40 }),
    makeDelta(400, [{ copy: [0, 400] }], { result: 10 }),
    Buffer.concat([sound, Buffer.from([0])]),
    sound.subarray(0, -1),
    Buffer.from([0x90]),
  ];
  await ends(3, 1, makePack([secret, base, ...bad.map((delta, index) => made(index + 1, delta))]));
  await ends(3, 1, makePack([secret, base, made(1, sound, { distance: 3 })]));
  await ends(3, 1, makePack([secret, base, made(1, sound, { distance: 2 ** 40 })]));
  const absent: Entry = { ...made(1, sound, { baseId: bytes('absent', 20) }), delta: { back: 1, byId: true, bytes: sound } };
  await ends(3, 1, makePack([secret, base, absent]));
});

test('a sweep of two stores that share such a pack says the same of both, however it is read', () => {
  const { dir, repo } = makeTeam();
  const text = Buffer.from(`db: ${githubToken('cut')}\n${'. '.repeat(400)}`);
  const cut = deflateSync(text).subarray(0, -9);
  const broken = ['1', '2', '3'].map((n) => blob(`${text.toString()}${n}`, { size: text.length, stream: cut }));
  const pack = makePack([secret, ...broken]);
  const [one, two] = ['one', 'two'].map((name) => {
    const made = repo(name);
    made.write('a.env', `JWT_SECRET=${jwtSecret(name)}\nask for ${jwtSecret('one')}\n`);
    made.commit('start');
    return objectsOf(made);
  }) as [string, string];
  const path = writePack(one, pack);
  mkdirSync(join(two, 'pack'), { recursive: true });
  for (const end of ['pack', 'idx']) linkSync(`${path}.${end}`, join(two, 'pack', basename(`${path}.${end}`)));
  const [plain, ...others] = [['--engine', 'plain'], ['--jobs', '1'], ['--jobs', '2']].map((way) => {
    const { status, stdout, stderr } = runCli(['sweep', '--format', 'json', ...way], { cwd: dir });
    assert.doesNotMatch(stderr, /should not happen|\n {2,}at /);
    return { status, report: withoutWay(stdout) };
  });
  assert.equal(plain!.status, 3);
  const { secrets, coverage } = JSON.parse(plain!.report) as Report;
  assert.equal(secrets.length, 3);
  const saidOf = (name: string): string[] =>
    coverage.failed.flatMap(({ why, count }) => (why.startsWith(`${name}: `) ? `${why.slice(name.length)} ${count}` : []));
  assert.match(saidOf('one').join(), /is corrupt; the others alike 3$/);
  assert.deepEqual(saidOf('two'), saidOf('one'));
  for (const other of others) assert.deepEqual(other, plain);
});
