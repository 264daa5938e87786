/** The hook inside git: real commits through a real hook, merges, worktrees, submodules. */
import assert from 'node:assert/strict';
import { chmodSync } from 'node:fs';
import process from 'node:process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { makeRepo, repoAt, runCli, type Repo } from '../support/repo.ts';
import { jwtSecret, password } from '../support/secrets.ts';

const SILENT = { status: 0, stdout: '', stderr: '' };
const BINARY = process.env.BURNLIST_BIN ?? fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

function staged(repo: Repo): ReturnType<typeof runCli> {
  return runCli(['staged'], { cwd: repo.dir });
}

/** Every commit of this repository goes through burnlist from here on. */
function installHook(repo: Repo): void {
  const folder = repo.git('rev-parse', '--git-common-dir').replace(/^\.git$/, `${repo.dir}/.git`);
  repoAt(folder).write('hooks/pre-commit', `#!/bin/sh\nexec '${process.execPath}' '${BINARY}' staged\n`);
  chmodSync(`${folder}/hooks/pre-commit`, 0o755);
}

/** Gives back what the hook said. */
function assertHookRefuses(repo: Repo, ...args: readonly string[]): string {
  const before = repo.tryGit('rev-parse', 'HEAD').stdout;
  const { status, stderr } = repo.tryGit('commit', '--quiet', '--message', 'x', ...args);
  assert.equal(status, 1, stderr);
  assert.match(stderr, /1 secret would enter history with this commit/);
  assert.equal(repo.tryGit('rev-parse', 'HEAD').stdout, before);
  return stderr;
}

test('a hook refuses a commit with a secret, and lets a clean, an empty and an amended one pass', () => {
  const repo = makeRepo();
  installHook(repo);
  repo.write('a.env', `JWT_SECRET=${jwtSecret('a')}\n`);
  repo.git('add', '.');
  assertHookRefuses(repo);
  repo.write('a.env', 'MODE=test\n');
  repo.commit('clean');
  repo.git('commit', '--quiet', '--amend', '--message', 'again');
  repo.commit('empty');
});

test('git commit -a is judged by the index that git made for it', () => {
  const repo = makeRepo();
  installHook(repo);
  repo.write('a.env', 'MODE=test\n');
  repo.commit('start');
  repo.write('a.env', `JWT_SECRET=${jwtSecret('a')}\n`);
  // what git staged is gone by now: the way to the details begins with staging it
  const said = assertHookRefuses(repo, '--all');
  assert.match(said, /Details: stage it with {2}git add {2}first, then {2}node \S+ staged --explain \w{6}\n$/);
});

test('git commit PATH is judged by that path alone', () => {
  const repo = makeRepo();
  installHook(repo);
  repo.write('a.env', 'MODE=test\n');
  repo.write('b.env', 'MODE=test\n');
  repo.commit('start');
  repo.write('a.env', `JWT_SECRET=${jwtSecret('a')}\n`);
  repo.git('add', 'a.env');
  repo.write('b.env', 'MODE=live\n');
  repo.git('commit', '--quiet', '--message', 'only b', '--', 'b.env');
  assertHookRefuses(repo, '--', 'a.env');
});

test('a hook run from a subfolder and in a linked worktree judges that index', () => {
  const repo = makeRepo();
  installHook(repo);
  repo.write('sub/app.py', 'print()\n');
  repo.commit('start');
  repo.git('worktree', 'add', '--quiet', '-b', 'other', '../linked');
  const linked = repoAt(`${repo.dir}/../linked`);
  linked.write('sub/a.env', `JWT_SECRET=${jwtSecret('a')}\n`);
  linked.git('add', '.');
  assertHookRefuses(linked);
  assertHookRefuses(repoAt(`${linked.dir}/sub`));
  assert.deepEqual(staged(repo), SILENT);
});

test('from a subfolder the whole index is judged, with the policy of the top', () => {
  const repo = makeRepo();
  repo.git('config', 'diff.relative', 'true');
  repo.write('sub/app.py', 'print()\n');
  repo.write('a.env', `JWT_SECRET=${jwtSecret('a')}\n`);
  repo.git('add', '.');
  const sub = repoAt(`${repo.dir}/sub`);
  assert.match(staged(sub).stderr, / a\.env:1 /);
  repo.write('.burnlist/config.yaml', 'allow:\n  - { path: a.env, reason: a test }\n');
  repo.git('add', '.');
  assert.deepEqual(staged(sub), SILENT);
});

test('a submodule has a hook of its own, and its new commit adds nothing to the superproject', () => {
  const library = makeRepo();
  library.write('lib.py', 'print()\n');
  library.commit('start');
  const repo = makeRepo();
  repo.git('submodule', '--quiet', 'add', `file://${library.dir}`, 'lib');
  repo.commit('with a submodule');
  const sub = repoAt(`${repo.dir}/lib`);
  installHook(sub);
  sub.write('a.env', `JWT_SECRET=${jwtSecret('a')}\n`);
  sub.git('add', '.');
  assertHookRefuses(sub);
  sub.git('rm', '--quiet', '--cached', 'a.env');
  sub.commit('another', { add: false });
  repo.git('add', 'lib');
  assert.notEqual(repo.git('diff', '--cached', '--name-only'), '');
  assert.deepEqual(staged(repo), SILENT);
});

test('the address of a submodule is content too', () => {
  const repo = makeRepo();
  const url = `https://deploy:${password('a')}@git.example.net/lib.git`;
  repo.write('.gitmodules', `[submodule "lib"]\n\tpath = lib\n\turl = ${url}\n`);
  repo.git('add', '.');
  const { status, stderr } = staged(repo);
  assert.equal(status, 1);
  assert.match(stderr, /\.gitmodules:3/);
});

/** main and side, each with a secret of its own, and a merge of side into main that is not committed yet. */
function mergeInProgress(): Repo {
  const repo = makeRepo();
  repo.write('both.txt', 'one\n');
  repo.commit('start');
  repo.git('switch', '--quiet', '--create', 'side');
  repo.write('side.env', `JWT_SECRET=${jwtSecret('side')}\n`);
  repo.write('both.txt', 'side\n');
  repo.commit('side');
  repo.git('switch', '--quiet', 'main');
  repo.write('main.env', `JWT_SECRET=${jwtSecret('main')}\n`);
  repo.write('both.txt', 'main\n');
  repo.commit('main');
  assert.equal(repo.tryGit('merge', '--quiet', 'side').status, 1);
  return repo;
}

test('in a merge nothing is new that one of the sides has, even where it moves', () => {
  const repo = mergeInProgress();
  repo.write('both.txt', 'main\nside\n');
  repo.git('add', '.');
  assert.deepEqual(staged(repo), SILENT);
  repo.git('mv', 'side.env', 'moved.env');
  assert.deepEqual(staged(repo), SILENT);
  repo.git('mv', 'moved.env', 'moved\nagain.env');
  assert.deepEqual(staged(repo), SILENT);
  repo.git('commit', '--quiet', '--message', 'merge');
});

test('what the merge itself adds is new', () => {
  const repo = mergeInProgress();
  repo.write('both.txt', `main\nside\npassword: ${password('merge')}\n`);
  repo.git('add', '.');
  const { status, stderr } = staged(repo);
  assert.equal(status, 1);
  assert.match(stderr, /^burnlist: 1 secret .*\n\n {2}both\.txt:3 /);
});

test('a path in conflict has no version of its own yet, and the rest of the index counts', () => {
  const repo = mergeInProgress();
  assert.deepEqual(staged(repo), SILENT);
  repo.write('new.env', `JWT_SECRET=${jwtSecret('new')}\n`);
  repo.git('add', 'new.env');
  assert.match(staged(repo).stderr, /new\.env:1/);
});

test('a revert that brings an old blob back adds it again, as does a cherry-pick', () => {
  const repo = makeRepo();
  installHook(repo);
  repo.write('app.py', 'print()\n');
  repo.commit('start');
  repo.write('a.env', `JWT_SECRET=${jwtSecret('a')}\n`);
  repo.git('add', '.');
  repo.git('commit', '--quiet', '--no-verify', '--message', 'secret');
  const secret = repo.git('rev-parse', 'HEAD');
  repo.git('rm', '--quiet', 'a.env');
  repo.commit('clean up');
  repo.git('revert', '--no-commit', 'HEAD');
  assertHookRefuses(repo);
  repo.git('reset', '--quiet', '--hard');
  repo.git('cherry-pick', '--no-commit', secret);
  assertHookRefuses(repo);
});

test('a hook outside of any repository, or with a HEAD that names nothing readable, does not say 0', () => {
  const repo = makeRepo();
  repo.write('a.txt', 'a\n');
  repo.commit('start');
  repo.write('a.txt', 'b\n');
  repo.git('add', '.');
  repo.write('.git/refs/heads/main', `${'1'.repeat(40)}\n`);
  assert.equal(staged(repo).status, 3);
  const outside = runCli(['staged']);
  assert.equal(outside.status, 2);
  assert.match(outside.stderr, /^burnlist: not a git repository[^\n]*\n$/);
});
