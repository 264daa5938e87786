/** Packs and bundles in a file: objects by their paths, deltas applied, and deltas that nobody can apply. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { openGitPack } from '../../../src/detect/layers/git-pack.ts';
import { makeDelta } from '../../support/deltas.ts';
import { makePack, type Entry } from '../../support/packs.ts';
import { makeRepo } from '../../support/repo.ts';
import { opened, texts } from './opening.ts';

const BASE = Buffer.from('the first version of a file\n');
const NEXT = Buffer.from('the first version of a file, and more\n');
const MORE = makeDelta(BASE.length, [{ copy: [0, 27] }, { insert: Buffer.from(', and more\n') }]);

test('a bundle of a repository has every object of its history, by path', () => {
  const repo = makeRepo();
  const lines = Array.from({ length: 300 }, (_, number) => `line ${number}\n`).join('');
  repo.write('src/deep/app.py', lines);
  repo.write('top.txt', 'top\n');
  repo.commit('first');
  repo.write('src/deep/app.py', `${lines}last\n`);
  repo.commit('second');
  repo.remove('src/deep/app.py');
  repo.commit('third');
  repo.git('tag', '-a', '-m', 'a tag', 'v1');
  repo.git('gc', '--quiet');
  repo.git('bundle', 'create', '--quiet', join(repo.dir, 'all.bundle'), '--all');
  const bundle = readFileSync(join(repo.dir, 'all.bundle'));
  const found = opened(openGitPack, bundle)!;
  const blobs = texts(found).filter(([name]) => !/^(commit|tag) /.test(name!));
  assert.deepEqual(new Set(blobs.map(([name]) => name)), new Set(['src/deep/app.py', 'top.txt']));
  assert.deepEqual(new Set(blobs.map(([, text]) => text)), new Set([lines, `${lines}last\n`, 'top\n']));
  assert.equal(texts(found).filter(([, text]) => /\n\n(first|second|third)\n$/.test(text)).length, 3);
  assert.equal(texts(found).filter(([name]) => name!.startsWith('tag ')).length, 1);
  assert.deepEqual(found.closed, []);
  const { start, end } = found.members[0]!.spanOf({ start: 0, end: 1 });
  assert.ok(start > bundle.indexOf('PACK') && end < bundle.length);
});

test('deltas are applied to what is before or behind them, by place or by id', () => {
  const deltas = [
    { back: 1, bytes: MORE },
    { back: 1, bytes: MORE, byId: true },
  ];
  for (const delta of deltas) {
    const { pack } = makePack([
      { type: 'blob', content: BASE },
      { type: 'blob', content: NEXT, delta },
    ]);
    const found = opened(openGitPack, pack);
    assert.deepEqual(
      texts(found).map(([, text]) => text),
      [BASE.toString(), NEXT.toString()],
    );
  }
  const behind = makePack([
    { type: 'blob', content: NEXT, delta: { back: -1, bytes: MORE, byId: true } },
    { type: 'blob', content: BASE },
  ]);
  assert.deepEqual(
    texts(opened(openGitPack, behind.pack)).map(([, text]) => text),
    [BASE.toString(), NEXT.toString()],
  );
});

test('deltas in a circle, without a base, or that lie stay closed, once for the pack', () => {
  const circle = [
    { type: 'blob' as const, content: NEXT, delta: { back: -1, bytes: MORE, byId: true } },
    { type: 'blob' as const, content: BASE, delta: { back: 1, bytes: MORE, byId: true } },
  ];
  const lost = {
    type: 'blob' as const,
    content: NEXT,
    delta: { back: 0, bytes: MORE, byId: true },
    lies: { baseId: Buffer.alloc(20, 7) },
  };
  const far = makeDelta(BASE.length, [{ copy: [20, 5000] }]);
  const lying = { type: 'blob' as const, content: NEXT, delta: { back: 1, bytes: far } };
  for (const entries of [circle, [lost], [{ type: 'blob' as const, content: BASE }, lying]]) {
    assert.deepEqual(opened(openGitPack, makePack(entries).pack)?.closed, ['damaged']);
  }
});

test('of names without end, and of folders in folders, paths are as long as names may be', () => {
  const long = 'n'.repeat(5000);
  const tree = (name: string, inner: Buffer): Entry => ({
    type: 'tree',
    content: Buffer.concat([Buffer.from(`100644 ${name}\0`), inner]),
  });
  const entries: Entry[] = [{ type: 'blob', content: BASE }];
  for (const name of ['file.env', long, 'a', long]) {
    entries.push(tree(name, Buffer.from(makePack(entries).ids.at(-1)!, 'hex')));
  }
  const [member] = opened(openGitPack, makePack(entries).pack)!.members;
  assert.equal(member!.member!.length, 1024);
  assert.ok(member!.member!.endsWith('n/file.env'), 'its end says what it is');
});

test('an object is paid for once, though it is unpacked to know its end, and again to be seen', () => {
  const content = Buffer.from('content '.repeat(500));
  const { pack } = makePack([
    { type: 'tree', content: Buffer.from(`100644 a\0${'x'.repeat(20)}`) },
    { type: 'blob', content },
    { type: 'blob', content: NEXT, delta: { back: -1, bytes: MORE, byId: true } },
    { type: 'blob', content: BASE },
  ]);
  const found = opened(openGitPack, pack)!;
  assert.equal(found.members.length, 3);
  assert.equal(found.bytesTaken, '100644 a '.length + 20 + content.length + MORE.length + BASE.length + NEXT.length);
});

test('a size that lies, and a pack that is cut off, end it', () => {
  for (const size of [1, 5000, 2 ** 40]) {
    const found = opened(openGitPack, makePack([{ type: 'blob', content: BASE, lies: { size } }]).pack);
    assert.deepEqual([found?.members, found?.closed], [[], ['damaged']], String(size));
  }
  const { pack } = makePack([
    { type: 'blob', content: BASE },
    { type: 'blob', content: NEXT },
  ]);
  const found = opened(openGitPack, pack.subarray(0, -30));
  assert.deepEqual([texts(found).map(([, text]) => text), found?.closed], [[BASE.toString()], ['damaged']]);
});

test('a small pack that holds much ends at the budget, with what came before it', () => {
  const zeros = Buffer.alloc(1 << 16);
  const twice = makeDelta(
    1 << 16,
    Array.from({ length: 100 }, () => ({ copy: [0, 0xffff] as const })),
  );
  const entries = [
    { type: 'blob' as const, content: zeros },
    ...[1, 2, 3].map((back) => ({ type: 'blob' as const, content: zeros, delta: { back, bytes: twice } })),
  ];
  const found = opened(openGitPack, makePack(entries).pack, 1 << 20);
  assert.deepEqual([found?.members.length, found?.isSpent], [1, true]);
  const many = makePack(
    Array.from({ length: 40 }, (_, n) => ({ type: 'blob' as const, content: Buffer.from(`${n}`) })),
  );
  assert.deepEqual(
    [opened(openGitPack, many.pack, 1 << 20, 10)?.members.length, opened(openGitPack, many.pack, 1 << 20, 10)?.isSpent],
    [10, true],
  );
});
