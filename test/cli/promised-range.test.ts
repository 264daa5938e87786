/** A range in a partial clone: what the remote keeps is left out by name, what is here and broken is no such thing. */
import assert from 'node:assert/strict';
import { chmodSync, closeSync, openSync, readdirSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { cloneRepo, makeRepo, runCli, type Repo } from '../support/repo.ts';
import { bytes, githubToken as token } from '../support/secrets.ts';

interface Gap {
  readonly what: string;
  readonly why: string;
}

/** A commit whose blob the remote keeps, then one that was made here. */
function withLocalCommit(): Repo {
  const origin = makeRepo();
  origin.write('a.txt', 'start\n');
  origin.commit('start');
  origin.write('b.txt', 'kept by the remote\n');
  origin.commit('theirs');
  const clone = cloneRepo(origin, '--filter=blob:none', '--no-checkout');
  clone.git('read-tree', 'HEAD');
  const blob = clone.gitWith(`${token('ours')}\n`, 'hash-object', '-w', '--stdin');
  commitEntry(clone, blob, 'c.txt');
  return clone;
}

/** By plumbing that asks the remote for nothing. */
function commitEntry(clone: Repo, blob: string, path: string): void {
  clone.git('update-index', '--add', '--cacheinfo', `100644,${blob},${path}`);
  const tree = clone.git('write-tree', '--missing-ok');
  clone.git('update-ref', 'HEAD', clone.git('commit-tree', '-p', 'HEAD', '-m', path, tree));
}

function range(repo: Repo): { status: number | null; skipped: string[]; failed: Gap[]; found: number } {
  const args = ['audit', '--range', 'HEAD~2..HEAD', '--allow-partial=promisor', '--format', 'json'];
  const { status, stdout, stderr } = runCli(args, { cwd: repo.dir });
  assert.ok(stdout !== '', stderr);
  const { coverage, secrets } = JSON.parse(stdout);
  return { status, skipped: coverage.skipped.map(({ what }: Gap) => what), failed: coverage.failed, found: secrets.length };
}

test('what only the remote has is skipped, and that can be accepted', () => {
  assert.deepEqual(range(withLocalCommit()), { status: 1, skipped: ['promisor objects'], failed: [], found: 1 });
});

test('a loose blob that is corrupt is a failure', () => {
  const clone = withLocalCommit();
  const id = clone.git('rev-parse', 'HEAD:c.txt');
  const path = join(clone.dir, '.git/objects', id.slice(0, 2), id.slice(2));
  chmodSync(path, 0o644);
  writeFileSync(path, bytes('junk', 80));
  const { status, skipped, failed } = range(clone);
  assert.deepEqual([status, skipped], [3, ['promisor objects']]);
  assert.deepEqual(failed.map(({ why }) => why), [`${id} of the range: missing or corrupt`]);
});

test('so is a packed one', () => {
  const clone = withLocalCommit();
  const id = clone.git('rev-parse', 'HEAD:c.txt');
  const name = clone.gitWith(`${id}\n`, 'pack-objects', '--quiet', '.git/objects/pack/pack');
  clone.git('prune-packed');
  assert.ok(readdirSync(join(clone.dir, '.git/objects/pack')).includes(`pack-${name}.pack`));
  const path = join(clone.dir, `.git/objects/pack/pack-${name}.pack`);
  chmodSync(path, 0o644);
  const file = openSync(path, 'r+');
  writeSync(file, bytes('junk', 20), 0, 20, 12);
  closeSync(file);
  const { status, failed } = range(clone);
  assert.deepEqual([status, failed.map(({ why }) => why)], [3, [`${id} of the range: missing or corrupt`]]);
});

test('nobody has promised what a commit of this clone names and is not here', () => {
  const clone = withLocalCommit();
  commitEntry(clone, 'f'.repeat(40), 'd.txt');
  const { status, failed } = range(clone);
  assert.deepEqual([status, failed.length], [3, 1]);
});
