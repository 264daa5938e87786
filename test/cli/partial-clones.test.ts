/** What a responder reads of a clone that holds only a part: what is here, and of every word how far it goes. */
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { cloneRepo, makeRepo, runCli, type Repo } from '../support/repo.ts';
import { githubToken as token } from '../support/secrets.ts';

interface Audited {
  readonly status: number | null;
  readonly failed: readonly string[];
  readonly skipped: readonly string[];
  readonly secrets: readonly {
    readonly reasons: readonly string[];
    readonly exposure: { readonly first: { readonly date: string }; readonly removed: object | null };
  }[];
}

function audit(repo: Repo, ...args: readonly string[]): Audited {
  const { status, stdout, stderr } = runCli(['audit', ...args, '--format', 'json'], { cwd: repo.dir });
  assert.ok(stdout !== '', stderr);
  const { coverage, secrets } = JSON.parse(stdout);
  const lines = (gaps: readonly { what: string; why: string }[]): string[] => gaps.map(({ what, why }) => `${what}: ${why}`);
  return { status, failed: lines(coverage.failed), skipped: lines(coverage.skipped), secrets };
}

/** A token in the first of four versions of a file, another in the message of its last commit; `files` from the start. */
function withHistory(files: Readonly<Record<string, string>> = {}): Repo {
  const repo = makeRepo();
  for (const [path, text] of Object.entries(files)) repo.write(path, text);
  for (const version of [1, 2, 3, 4]) {
    repo.write('conf/app.env', `GITHUB_TOKEN=${token('file')}\nVERSION=${version}\n`);
    repo.commit(version === 4 ? `use ${token('message')}` : `version ${version}`, { date: `2024-0${version}-01T12:00:00Z` });
  }
  return repo;
}

const POLICY = { '.burnlist/config.yaml': 'marks: ignore\n' };

test('a policy that a clone left out keeps nothing from being reported, and is said', () => {
  for (const filter of ['blob:none', 'tree:0']) {
    const clone = cloneRepo(withHistory(POLICY), `--filter=${filter}`, '--no-checkout');
    const { status, failed, secrets } = audit(clone, '--allow-partial=promisor');
    assert.deepEqual([status, secrets.length], [3, 1], filter); // that of the message
    const policy = failed.find((line) => line.startsWith('policy: read without one'))!;
    assert.match(policy, /is left out of this partial clone.*git fetch --refetch --no-filter/);
    assert.equal(runCli(['todo'], { cwd: clone.dir }).status, 3);
  }
});

test('so is one whose content is gone, in every command that reads it', () => {
  const repo = withHistory(POLICY);
  const id = repo.git('rev-parse', 'HEAD:.burnlist/config.yaml');
  rmSync(join(repo.dir, '.git/objects', id.slice(0, 2), id.slice(2)));
  for (const args of [[], ['--range', 'HEAD~1..HEAD']]) {
    const { status, failed, secrets } = audit(repo, ...args);
    assert.deepEqual([status, secrets.length > 0], [3, true]);
    assert.ok(failed.some((line) => /^policy: .*\.burnlist\/config\.yaml is missing or corrupt/.test(line)), String(failed));
  }
});

test('a page that is left out is no mistake of the configuration', () => {
  const bound = 'bind: { GITHUB_TOKEN: docs/rotation.md#rotate }\nrunbooks: [docs/rotation.md]\n';
  const origin = withHistory({ '.burnlist/config.yaml': bound, 'docs/rotation.md': '# Rotate\n\n1. Revoke it.\n' });
  const clone = cloneRepo(origin, '--filter=blob:none', '--no-checkout');
  clone.git('sparse-checkout', 'set', '--no-cone', '/.burnlist/');
  clone.git('checkout', '--quiet');
  const { status, failed, skipped } = audit(clone, '--allow-partial=promisor');
  assert.deepEqual([status, failed], [1, []]);
  assert.match(skipped.join(), /^promisor objects/);
});

test('where history begins for a clone nobody says that a secret began', () => {
  const origin = withHistory();
  const reasons = (clone: Repo, date: string): string => {
    const found = audit(clone).secrets.find(({ exposure }) => exposure.first.date === date);
    return found!.reasons[0]!;
  };
  assert.match(reasons(cloneRepo(origin, '--depth=2'), '2024-03-01'), /begins with its first commit: .*older than 2024-03-01$/);
  for (const filter of ['blob:none', 'tree:0']) {
    const said = reasons(cloneRepo(origin, `--filter=${filter}`), '2024-04-01');
    assert.match(said, /this partial clone left out: it may be older than 2024-04-01, and not gone$/);
  }
  assert.doesNotMatch(reasons(origin, '2024-01-01'), /older/);
});

test('nor that one ended with a version that was left out', () => {
  const origin = withHistory();
  const clone = cloneRepo(origin, '--filter=blob:none');
  const removed = (repo: Repo): readonly (object | null)[] => audit(repo).secrets.map(({ exposure }) => exposure.removed);
  origin.write('conf/app.env', `GITHUB_TOKEN=${token('file')}\nVERSION=5\n`);
  origin.commit('version 5');
  clone.git('fetch', '--quiet'); // and nothing of it is checked out
  assert.deepEqual(removed(clone), [null, null]);
  origin.git('rm', '--quiet', 'conf/app.env');
  origin.commit('without it');
  assert.equal(removed(origin).filter((moment) => moment !== null).length, 1);
});

test('a message is in no tree: what came before it is whole', () => {
  const repo = makeRepo();
  repo.commit(`use ${token('message')}`);
  repo.commit(`still ${token('other')}`);
  const secrets = audit(cloneRepo(repo, '--depth=1')).secrets;
  assert.deepEqual([secrets.length, secrets[0]!.reasons.some((reason) => /older/.test(reason))], [1, false]);
});
