/** Who took a secret out, and which branches still have it in their newest commit. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cloneRepo, makeRepo, runCli, type Repo } from '../support/repo.ts';
import { jwtSecret } from '../support/secrets.ts';

interface Exposure {
  readonly reach: readonly string[];
  readonly refs: readonly string[];
  readonly stillIn?: readonly string[];
  readonly stillInCount?: number;
  readonly removed: { readonly commit: string } | null;
}

function exposureOf({ dir }: Repo): Exposure {
  const { secrets } = JSON.parse(runCli(['audit', '--format', 'json'], { cwd: dir }).stdout);
  assert.equal(secrets.length, 1);
  return secrets[0].exposure;
}

test('branches that have it in their newest commit are named, whoever took it out elsewhere', () => {
  const repo = makeRepo();
  repo.write('a.env', `JWT_SECRET=${jwtSecret('branches')}\n`);
  repo.commit('start');
  for (const branch of ['old', 'older']) repo.git('branch', branch);
  repo.git('rm', '--quiet', 'a.env');
  const commit = repo.commit('gone here');
  const clone = cloneRepo(repo);
  const { stillIn, removed, refs } = exposureOf(repo);
  assert.deepEqual([stillIn, removed?.commit], [['refs/heads/old', 'refs/heads/older'], commit]);
  assert.deepEqual(refs, ['refs/heads/main', 'refs/heads/old', 'refs/heads/older']);
  assert.deepEqual(exposureOf(clone).stillIn, ['refs/remotes/origin/old', 'refs/remotes/origin/older']);
  assert.match(runCli(['audit', '--explain', 'JWT_SECRET'], { cwd: repo.dir }).stdout, /still in +2 local branches: old, older\n/);
  for (const branch of ['old', 'older']) repo.git('branch', '-D', branch);
  assert.equal(exposureOf(repo).stillIn, undefined);
});

test('of very many branches that have it some are named, and all are counted', () => {
  const repo = makeRepo();
  repo.write('a.env', `JWT_SECRET=${jwtSecret('many branches')}\n`);
  const holding = repo.commit('start');
  repo.git('rm', '--quiet', 'a.env');
  const without = repo.commit('gone here');
  const heads = Array.from({ length: 240 }, (_, at) => `create refs/heads/b${at} ${at % 2 === 0 ? holding : without}\n`);
  // no reason not to name the branches
  const pulls = Array.from({ length: 110 }, (_, at) => `create refs/pull/${at}/head ${holding}\n`);
  repo.gitWith([...heads, ...pulls].join(''), 'update-ref', '--stdin');
  const { stillIn, stillInCount } = exposureOf(repo);
  assert.deepEqual([stillIn?.length, stillInCount], [100, 230]);
  assert.match(runCli(['audit', '--explain', 'JWT_SECRET'], { cwd: repo.dir }).stdout, /still in +100 local branches: .+\n +130 more\n/);
});

test('who took it out is the commit of the branch, not the merge that took the branch over', () => {
  const repo = makeRepo();
  repo.write('a.env', `JWT_SECRET=${jwtSecret('merged away')}\n`);
  repo.commit('start');
  repo.git('switch', '--quiet', '-c', 'side');
  repo.git('rm', '--quiet', 'a.env');
  const commit = repo.commit('gone');
  repo.git('switch', '--quiet', 'main');
  repo.git('merge', '--quiet', '--no-ff', '--no-edit', 'side');
  assert.equal(exposureOf(repo).removed?.commit, commit);
  // no ref leads there: the merge alone looks like a stash
  repo.git('switch', '--quiet', '--orphan', 'another');
  repo.write('readme', 'new\n');
  repo.commit('start again');
  for (const branch of ['main', 'side']) repo.git('branch', '--quiet', '-D', branch);
  repo.git('reflog', 'expire', '--expire=all', '--all');
  const { removed, reach } = exposureOf(repo);
  assert.deepEqual([removed?.commit, reach], [commit, ['dangling']]);
});

test('what a pull request still has was taken out of HEAD by the commit that did, and both are said', () => {
  const repo = makeRepo();
  repo.write('a.env', `JWT_SECRET=${jwtSecret('stale')}\n`);
  repo.commit('start');
  repo.git('switch', '--quiet', '--detach');
  repo.write('readme', 'proposed\n');
  repo.git('update-ref', 'refs/pull/7/head', repo.commit('proposed', { date: '2025-09-01T00:00:00Z' }));
  repo.git('switch', '--quiet', 'main');
  repo.git('rm', '--quiet', 'a.env');
  const commit = repo.commit('gone', { date: '2025-03-01T00:00:00Z', author: 'Bob <bob@example.org>' });
  const { removed, stillIn } = exposureOf(repo);
  assert.deepEqual([removed?.commit, stillIn], [commit, ['refs/pull/7/head']]);
  const { stdout } = runCli(['audit', '--explain', 'JWT_SECRET'], { cwd: repo.dir });
  assert.match(stdout, /^ +still in +1 ref of a pull request: 7\/head$/m);
  assert.match(stdout, /^ +last +2025-09-01, held by [0-9a-f]{10}$/m);
  const words = '; another line of history had it\\s+longer';
  assert.match(stdout, new RegExp(`^ +removed +2025-03-01, ${commit.slice(0, 10)} by Bob <bob@example\\.org>${words}$`, 'm'));
});

test('a branch begun before it was taken out does not take it out again when it is merged', () => {
  const repo = makeRepo();
  repo.write('a.env', `JWT_SECRET=${jwtSecret('merged late')}\nPORT=1\n\n\n\nHOST=a\n`);
  repo.commit('start');
  repo.git('switch', '--quiet', '-c', 'side');
  // the merge has a version of its own: the line is gone and the host another one
  repo.write('a.env', `JWT_SECRET=${jwtSecret('merged late')}\nPORT=1\n\n\n\nHOST=b\n`);
  repo.commit('on the side', { date: '2025-09-01T00:00:00Z' });
  repo.git('switch', '--quiet', 'main');
  repo.write('a.env', 'PORT=1\n\n\n\nHOST=a\n');
  const commit = repo.commit('gone', { date: '2025-03-01T00:00:00Z' });
  repo.git('merge', '--quiet', '--no-ff', '--no-edit', 'side');
  assert.equal(exposureOf(repo).removed?.commit, commit);
});

test('a merge that drops what its side brought took it out', () => {
  const repo = makeRepo();
  repo.commit('start');
  repo.git('switch', '--quiet', '-c', 'side');
  repo.write('a.env', `JWT_SECRET=${jwtSecret('dropped')}\n`);
  repo.commit('secret');
  repo.git('switch', '--quiet', 'main');
  repo.git('merge', '--quiet', '--no-ff', '--no-edit', '--strategy=ours', 'side');
  assert.equal(exposureOf(repo).removed?.commit, repo.git('rev-parse', 'HEAD'));
});

test('a merge that no ref leads to is not taken for a stash where it is not made as one', () => {
  const repo = makeRepo();
  repo.write('a.env', `JWT_SECRET=${jwtSecret('lost merge')}\n`);
  repo.commit('start');
  repo.git('switch', '--quiet', '-c', 'side');
  for (const text of ['one\n', 'two\n']) {
    repo.write('readme', text);
    repo.commit('on the side');
  }
  repo.git('switch', '--quiet', 'main');
  repo.git('merge', '--quiet', '--no-ff', '--no-commit', 'side');
  repo.git('rm', '--quiet', 'a.env');
  const merge = repo.commit('merged');
  repo.git('reset', '--quiet', '--hard', 'HEAD^');
  repo.git('switch', '--quiet', '--orphan', 'another');
  for (const branch of ['main', 'side']) repo.git('branch', '--quiet', '-D', branch);
  repo.git('reflog', 'expire', '--expire=all', '--all');
  assert.equal(exposureOf(repo).removed?.commit, merge);
});

test('a commit on no ref that brought it as well is among its ways to be read', () => {
  const repo = makeRepo();
  repo.write('readme', 'shop\n');
  repo.commit('start');
  const line = `JWT_SECRET=${jwtSecret('twice')}\n`;
  repo.write('a.env', line);
  repo.commit('lost');
  repo.git('reset', '--quiet', '--hard', 'HEAD^');
  repo.git('update-ref', '-d', 'ORIG_HEAD');
  repo.git('reflog', 'expire', '--expire=all', '--all');
  repo.write('a.env', line);
  repo.write('readme', 'another shop\n');
  repo.commit('again');
  assert.deepEqual(exposureOf(repo).reach, ['head', 'local-branch', 'reflog', 'dangling']);
  const { stdout } = runCli(['audit', '--explain', 'JWT_SECRET'], { cwd: repo.dir });
  assert.match(stdout, /reach +committed: in HEAD, on a local branch, in a reflog, also in commits on no ref\n/);
});
