/** Files that git keeps beside packs to be quicker, and that say other than the packs: they hide nothing, and `--fsck` says so. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { makeRepo, runCli, type Repo } from '../support/repo.ts';
import { jwtSecret } from '../support/secrets.ts';
import { objectsOf } from './both-engines.ts';

/** Where a chunk of a multi-pack index begins (gitformat-pack). */
function chunkOf(index: Buffer, name: string): number {
  const row = Array.from({ length: index[6]! }, (_, chunk) => 12 + chunk * 12).find(
    (at) => index.toString('latin1', at, at + 4) === name,
  )!;
  return Number(index.readBigUInt64BE(row + 4));
}

/** Has the index say that an object stands where another does; its sum is right. */
function mixUp(repo: Repo, object: string, other: string): void {
  const path = join(objectsOf(repo), 'pack', 'multi-pack-index');
  const index = readFileSync(path);
  const [ids, places] = [chunkOf(index, 'OIDL'), chunkOf(index, 'OOFF')];
  const placeOf = (id: string): number => places + (index.indexOf(Buffer.from(id, 'hex'), ids) - ids) / 20 * 8;
  index.copy(index, placeOf(object), placeOf(other), placeOf(other) + 8);
  createHash('sha1').update(index.subarray(0, -20)).digest().copy(index, index.length - 20);
  chmodSync(path, 0o644);
  writeFileSync(path, index);
}

test('a multi-pack index that puts one object in the place of another', () => {
  const repo = makeRepo();
  repo.write('a.env', `JWT_SECRET=${jwtSecret('behind an index')}\n`);
  repo.write('b.txt', 'nothing secret, and about as long as the other one is\n');
  const first = repo.commit('both');
  repo.git('repack', '-adq');
  repo.git('multi-pack-index', 'write');
  mixUp(repo, repo.git('rev-parse', `${first}:a.env`), repo.git('rev-parse', `${first}:b.txt`));
  assert.match(repo.git('show', `${first}:a.env`), /nothing secret/); // what git makes of it
  for (const how of [['--engine', 'packs'], ['--engine', 'plain'], ['--range', '..HEAD']])
    assert.equal(runCli(['audit', '--quiet', ...how], { cwd: repo.dir }).status, 1, how.join(' '));
  const { status, stderr } = runCli(['audit', '--fsck', '--quiet'], { cwd: repo.dir });
  assert.equal(status, 3);
  assert.match(stderr, /git fsck: incorrect object offset/);
});
