/** Clones as CI jobs make them: all that is checked out came from a remote, whatever refs and logs are left. */
import assert from 'node:assert/strict';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { cloneRepo, makeRepo, runCli, type Repo } from '../support/repo.ts';
import { jwtSecret } from '../support/secrets.ts';

interface Seen {
  readonly priority: string;
  readonly exposure: {
    readonly published: { readonly date: string | null; readonly evidence: string } | null;
    readonly reach: readonly string[];
  };
}

const line = `JWT_SECRET=${jwtSecret('a')}\n`;

function only(repo: Repo, ...args: readonly string[]): Seen {
  const { stdout } = runCli(['audit', '--format', 'json', '--allow-partial=shallow', ...args], { cwd: repo.dir });
  const { secrets } = JSON.parse(stdout) as { secrets: Seen[] };
  assert.equal(secrets.length, 1);
  return secrets[0]!;
}

function origin(): Repo {
  const repo = makeRepo();
  repo.commit('start');
  repo.write('a.env', line);
  repo.commit('secret');
  repo.git('config', 'uploadpack.allowAnySHA1InWant', 'true');
  return repo;
}

/** `git init`, `git fetch`, `git checkout`, without logs unless they are asked for. */
function job(from: Repo, what: string, { depth = true, logs = false } = {}): Repo {
  const repo = makeRepo();
  repo.git('remote', 'add', 'origin', `file://${from.dir}`);
  repo.git('fetch', '--quiet', '--no-tags', ...(depth ? ['--depth=1'] : []), 'origin', what);
  const [, ref] = what.split(':');
  repo.git('checkout', '--quiet', '--detach', ref ?? 'FETCH_HEAD');
  if (!logs) rmSync(join(repo.dir, '.git/logs'), { recursive: true });
  return repo;
}

test('a commit that only FETCH_HEAD knows, shallow or whole, is published; since when is not known, and said', () => {
  const from = origin();
  const id = from.git('rev-parse', 'main');
  for (const depth of [true, false]) {
    const repo = job(from, id, { depth });
    const { exposure, priority } = only(repo);
    assert.equal(exposure.published?.date, null);
    assert.match(exposure.published?.evidence ?? '', /nothing here says since when/);
    assert.ok(exposure.reach.includes('was-on-remote'));
    assert.equal(priority, 'P0');
    const text = runCli(['audit', '--allow-partial=shallow'], { cwd: repo.dir }).stdout;
    assert.match(text, /published, since when is not known/);
    rmSync(join(repo.dir, '.git/FETCH_HEAD'));
    // without it the edge of the shallow clone still shows where it came from
    assert.equal(only(repo).exposure.reach.includes('was-on-remote'), depth);
  }
});

test('a range of what only FETCH_HEAD knows, too', () => {
  const from = origin();
  const repo = job(from, from.git('rev-parse', 'main'), { depth: false });
  const { exposure, priority } = only(repo, '--range', 'HEAD~1..HEAD');
  assert.ok(exposure.reach.includes('was-on-remote'));
  assert.equal(priority, 'P0');
  repo.git('switch', '--quiet', '--create', 'own');
  repo.write('a.env', '');
  repo.commit('out');
  repo.write('b.env', line);
  repo.commit('not pushed');
  assert.deepEqual(only(repo, '--range', 'HEAD~1..HEAD').exposure.reach, ['head', 'local-branch']);
});

test('the merge of a pull request and the commit of a pipeline are of a pull request', () => {
  const from = origin();
  const id = from.git('rev-parse', 'main');
  for (const ref of ['refs/remotes/pull/7/merge', 'refs/pipelines/9']) {
    const { exposure } = only(job(from, `+${id}:${ref}`));
    assert.ok(exposure.reach.includes('pull-request'), ref);
    assert.ok(!exposure.reach.includes('remote-tracking'), ref);
    assert.equal(exposure.published?.date, null);
  }
  const { published } = only(job(from, `+${id}:refs/remotes/pull/7/merge`, { logs: true })).exposure;
  assert.equal(published?.evidence, 'fetched from pull/7/merge');
});

test('what was fetched from here, or is not here any more, is no evidence', () => {
  const repo = makeRepo();
  repo.write('a.env', line);
  repo.commit('secret');
  repo.git('fetch', '--quiet', '.', 'main');
  assert.equal(only(repo).exposure.published, null);
  repo.write('.git/FETCH_HEAD', `${'1'.repeat(40)}\t\tbranch 'main' of https://example.org/x\n`);
  assert.equal(only(repo).exposure.published, null);
});

test('what a shallow clone begins with may have come back: that counts, and no more is said', () => {
  const origin = makeRepo();
  origin.write('app.env', `JWT_SECRET=${jwtSecret('adopted')}\n`);
  origin.commit('one');
  runCli(['accept', '--all-existing'], { cwd: origin.dir });
  const ledger = readFileSync(join(origin.dir, '.burnlist/ledger.yaml'), 'utf8');
  origin.write('.burnlist/ledger.yaml', ledger.replace(/on: "?[\d-]+"?/, 'on: "2001-01-01"'));
  origin.commit('Adopt');
  origin.write('other.txt', 'other\n');
  origin.commit('two');
  const clone = cloneRepo(origin, '--depth=1');
  const begins = clone.git('rev-parse', '--short=10', 'HEAD').trim();
  for (const args of [[], ['--range', '..HEAD', '--policy-from', 'HEAD']]) {
    for (const ref of args.length > 0 ? ['HEAD', 'main'] : []) clone.git('update-ref', '--no-deref', '-d', `refs/remotes/origin/${ref}`);
    const { status, stdout } = runCli(['audit', ...args, '--allow-partial', 'shallow'], { cwd: clone.dir });
    assert.equal(status, 1);
    const said = `was known, and may have come back: it stands in ${begins} of \\S+, with which this shallow clone begins`;
    assert.match(stdout.replace(/\s+/g, ' '), new RegExp(said));
    assert.doesNotMatch(stdout, /came back/);
  }
  clone.git('fetch', '--quiet', '--unshallow');
  assert.equal(runCli(['audit'], { cwd: clone.dir }).status, 0);
});
