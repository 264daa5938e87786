/** Packs and indexes that do not fit each other, in folders that hold more than packs: both engines see the same. */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { makeDelta } from '../../support/deltas.ts';
import { makeIndex, makePack, reseal, writePack, type Entry, type Pack } from '../../support/packs.ts';
import { makeRepo, type Repo } from '../../support/repo.ts';
import { githubToken, jwtSecret } from '../../support/secrets.ts';
import { objectsOf } from '../../cli/both-engines.ts';
import { startAuditor } from '../auditing.ts';

const auditor = startAuditor();
after(() => auditor.close());

const text = (n: number): string => `t: ${githubToken(`index ${n}`)}\n${'. '.repeat(300)}`;
const entries: readonly Entry[] = [
  ...[1, 2, 3].map((n): Entry => ({ type: 'blob', content: Buffer.from(text(n)) })),
  {
    type: 'blob',
    content: Buffer.from(`${text(3)}x`),
    delta: { back: 1, bytes: makeDelta(text(3).length, [{ copy: [0, text(3).length] }, { insert: Buffer.from('x') }]) },
  },
];
const sound = makePack(entries);

function withLoose(): Repo {
  const repo = makeRepo();
  repo.write('a.env', `JWT_SECRET=${jwtSecret('loose')}\n`);
  repo.commit('start');
  return repo;
}

/** Holds that both engines say the same of a pack; how they end, and how many secrets they see. */
async function ends(pack: Pick<Pack, 'pack' | 'index'>, name?: string, prepare?: (repo: Repo) => void): Promise<[number, number]> {
  const repo = withLoose();
  writePack(objectsOf(repo), pack, name);
  prepare?.(repo);
  const packs = await auditor.audit(repo, 'packs');
  const plain = await auditor.audit(repo, 'plain');
  const both = `${packs.failed}\n-- plain\n${plain.failed}`;
  assert.equal(packs.status, plain.status, both);
  assert.deepEqual(packs.secrets, plain.secrets, both);
  return [packs.status, (packs.secrets as unknown[]).length];
}

/** An index of the pack's objects that says of them what it is told. */
function indexOf(change: (offsets: number[], ids: Buffer[]) => void): Pick<Pack, 'pack' | 'index'> {
  const offsets = [...sound.offsets];
  const ids = sound.ids.map((id) => Buffer.from(id, 'hex'));
  change(offsets, ids);
  return { pack: sound.pack, index: makeIndex({ ids, offsets, checks: ids.map(() => 0) }, sound.pack) };
}

test('a pack that fits its index is read', async () => {
  assert.deepEqual(await ends(sound), [1, 4]);
});

test('an index that points outside of its pack, into an entry, at the sum, or twice at the same place', async () => {
  const at = (offset: number): Pick<Pack, 'pack' | 'index'> => indexOf((offsets) => (offsets[2] = offset));
  for (const offset of [sound.pack.length + 5, sound.pack.length - 20, sound.offsets[2]! + 9, 0, 4, 2 ** 30])
    assert.equal((await ends(at(offset)))[0], 3, String(offset));
  // one of three is under another's name then, and what was made from it is not what it was
  assert.equal((await ends(at(sound.offsets[1]!)))[0], 3);
});

test('an object that its index hides behind another one is not taken for read', async () => {
  const [clean, secret] = ['nothing secret, nothing at all\n', `JWT_SECRET=${jwtSecret('hidden')}\n`];
  const { pack, ids, offsets } = makePack([clean, secret].map((content) => ({ type: 'blob', content: Buffer.from(content) })));
  const index = makeIndex({ ids: ids.map((id) => Buffer.from(id, 'hex')), offsets: [offsets[0]!, offsets[0]!], checks: [0, 0] }, pack);
  assert.equal((await ends({ pack, index }))[0], 3);
});

test('an index whose ids are of other objects', async () => {
  // the content is there all the same, under the name that the index gives it
  const [, secrets] = await ends(indexOf((_, ids) => ([ids[0], ids[2]] = [ids[2]!, ids[0]!])));
  assert.equal(secrets, 4);
  await ends(indexOf((_, ids) => (ids[0] = ids[1]!)));
});

test('an index that knows of fewer or more objects than the pack has', async () => {
  const fewer = indexOf((offsets, ids) => void [offsets.pop(), ids.pop()]);
  assert.equal((await ends(fewer))[0], 3);
  for (const count of [3, 5, 2 ** 32 - 1]) {
    const pack = Buffer.from(sound.pack);
    pack.writeUInt32BE(count, 8);
    assert.equal((await ends(reseal({ pack, index: sound.index })))[0], 3, `a pack of ${count}`);
    const index = Buffer.from(sound.index);
    index.writeUInt32BE(count, 8 + 255 * 4);
    assert.equal((await ends(reseal({ pack: sound.pack, index })))[0], 3, `an index of ${count}`);
  }
});

test('a pack or an index of another version, with another magic, of another pack', async () => {
  for (const [which, at, value] of [
    ['pack', 0, 0x5041434c],
    ['pack', 4, 4],
    ['index', 0, 0xff744f64],
    ['index', 4, 3],
  ] as const) {
    const changed = { pack: Buffer.from(sound.pack), index: Buffer.from(sound.index) };
    changed[which].writeUInt32BE(value, at);
    assert.equal((await ends(reseal(changed)))[0], 3, `${which} at ${at}`);
  }
  const other = makePack(entries.slice(0, 3));
  assert.equal((await ends({ pack: sound.pack, index: other.index }))[0], 3);
});

test('an index of version 1 is read', async () => {
  const repo = withLoose();
  const index = join(repo.dir, 'v1.idx');
  repo.git('index-pack', '--index-version=1', '-o', index, `${writePack(objectsOf(repo), sound)}.pack`);
  assert.deepEqual(await ends({ pack: sound.pack, index: readFileSync(index) }), [1, 4]);
});

test('a pack by any name is read, since git reads it', async () => {
  for (const name of ['evil', 'pack-evil', 'pack-']) assert.deepEqual(await ends(sound, name), [1, 4], name);
});

test('what else stands in the folder changes nothing, and what pretends to be a pack is said', async () => {
  const put = (name: string, content = 'junk') => (repo: Repo): void => writeFileSync(join(objectsOf(repo), 'pack', name), content);
  for (const name of ['tmp_pack_abc', 'pack-1.keep', 'pack-1.rev', 'README'])
    assert.deepEqual(await ends(sound, undefined, put(name)), [1, 4], name);
  for (const name of ['pack-1.pack', 'pack-1.idx', 'x.idx']) await ends(sound, undefined, put(name));
  await ends(sound, undefined, (repo) => mkdirSync(join(objectsOf(repo), 'pack', 'pack-1.pack')));
  await ends(sound, undefined, (repo) => mkdirSync(join(objectsOf(repo), 'ab', 'c'.repeat(38)), { recursive: true }));
});
