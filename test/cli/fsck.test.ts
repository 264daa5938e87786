/** `audit --fsck`: what git itself finds wrong with the store makes the audit incomplete. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { makeRepo, runCli } from '../support/repo.ts';
import { objectsOf } from './both-engines.ts';

test('a sound store is one', () => {
  const repo = makeRepo();
  repo.write('a.txt', 'nothing secret\n');
  repo.commit('one');
  repo.git('gc', '--quiet');
  assert.equal(runCli(['audit', '--fsck'], { cwd: repo.dir }).status, 0);
});

test('an index that sums its pack up wrongly is found with it, and not without it', () => {
  const repo = makeRepo();
  repo.write('a.txt', 'nothing secret\n');
  repo.commit('one');
  repo.git('gc', '--quiet');
  const packs = join(objectsOf(repo), 'pack');
  const index = join(packs, readdirSync(packs).find((name) => name.endsWith('.idx'))!);
  const bytes = readFileSync(index);
  const count = bytes.readUInt32BE(8 + 255 * 4);
  bytes[8 + 1024 + count * 20]! ^= 1; // the first CRC32
  chmodSync(index, 0o644);
  writeFileSync(index, bytes);
  assert.equal(runCli(['audit'], { cwd: repo.dir }).status, 0);
  const { status, stdout } = runCli(['audit', '--fsck', '--format', 'json'], { cwd: repo.dir });
  assert.equal(status, 3);
  const { coverage } = JSON.parse(stdout) as { coverage: { complete: boolean; failed: { what: string; why: string }[] } };
  assert.equal(coverage.complete, false);
  assert.match(coverage.failed[0]!.why, /^error: .*hash mismatch/);
});

test('where a list says what to leave out it is not run', () => {
  const repo = makeRepo();
  repo.commit('one');
  repo.git('config', 'fsck.skipList', join(repo.dir, 'list'));
  spawnSync('mkfifo', [join(repo.dir, 'list')]); // nobody writes to it: who opens it waits
  const { status, stderr } = runCli(['audit', '--fsck', '--quiet'], { cwd: repo.dir });
  assert.equal(status, 3);
  assert.equal(stderr, 'burnlist: could not be read: git fsck: not run: fsck.skipList is set, and leaves objects out\n');
});

test('it goes without a range', () => {
  const repo = makeRepo();
  repo.commit('one');
  const { status, stderr } = runCli(['audit', '--fsck', '--range', 'HEAD'], { cwd: repo.dir });
  assert.deepEqual([status, stderr], [2, 'burnlist: --fsck asks for all of history: it goes without a range\n']);
});
