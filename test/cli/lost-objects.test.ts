/** Objects that are gone although something keeps them: a ref, a HEAD, a reflog, the index. Never a complete audit. */
import assert from 'node:assert/strict';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { cloneRepo, makeFolder, makeRepo, repoAt, runCli, type Repo } from '../support/repo.ts';

interface Gap {
  readonly what: string;
  readonly why: string;
  readonly count: number;
}

interface Audit {
  readonly status: number | null;
  /** `what: why` of all that failed. */
  readonly failed: string;
  readonly skipped: readonly string[];
  readonly pruned: number;
}

function audit(dir: string, ...args: readonly string[]): Audit {
  const { status, stdout, stderr } = runCli(['audit', '--format', 'json', ...args], { cwd: dir });
  assert.notEqual(stdout, '', stderr);
  const { coverage } = JSON.parse(stdout) as { coverage: Readonly<Record<string, readonly Gap[]>> };
  return {
    status,
    failed: coverage['failed']!.map(({ what, why }) => `${what}: ${why}`).join('\n'),
    skipped: coverage['skipped']!.map(({ what }) => what),
    pruned: coverage['outOfScope']!.reduce((sum, { count }) => sum + count, 0),
  };
}

/** No reflogs: what a test leaves to one ref hangs on that ref alone. */
function quietRepo(): Repo {
  const repo = makeRepo();
  repo.git('config', 'core.logAllRefUpdates', 'false');
  repo.write('a.txt', 'a\n');
  repo.commit('one');
  return repo;
}

function lose(repo: Repo, name: string): string {
  const id = repo.git('rev-parse', name);
  rmSync(join(repo.dir, '.git/objects', id.slice(0, 2), id.slice(2)));
  return id;
}

/** A tree of one file, in no commit. */
function looseTree(repo: Repo): string {
  const blob = repo.gitWith('kept by a tree alone\n', 'hash-object', '-w', '--stdin');
  return repo.gitWith(`100644 blob ${blob}\tx.txt\n`, 'mktree');
}

test('a commit that only a tag of a tag leads to is missed', () => {
  const repo = quietRepo();
  const tree = repo.git('rev-parse', 'HEAD^{tree}');
  const commit = repo.git('commit-tree', '-m', 'tagged only', tree);
  repo.git('tag', '--annotate', '--message', 'inner', 'inner', commit);
  repo.git('tag', '--annotate', '--message', 'outer', 'outer', 'inner');
  repo.git('tag', '--delete', 'inner');
  lose(repo, commit);
  const { status, failed } = audit(repo.dir);
  assert.equal(status, 3);
  assert.equal(failed, `ref: refs/tags/outer points at ${commit}, which is missing`);
});

test('a blob is missed when a ref or a tag keeps its tree, and not when nothing does', () => {
  const names = [
    (repo: Repo, tree: string) => repo.git('update-ref', 'refs/keep/tree', tree),
    (repo: Repo, tree: string) => repo.git('tag', 'light', tree),
    (repo: Repo, tree: string) => repo.git('tag', '--annotate', '--message', 'tree', 'heavy', tree),
  ];
  for (const name of names) {
    const repo = quietRepo();
    const tree = looseTree(repo);
    name(repo, tree);
    const id = lose(repo, `${tree}:x.txt`);
    const { status, failed } = audit(repo.dir);
    assert.equal(status, 3);
    assert.match(failed, new RegExp(`^object: ${id} is missing`));
  }
  const repo = quietRepo();
  lose(repo, `${looseTree(repo)}:x.txt`);
  assert.deepEqual(audit(repo.dir), { status: 0, failed: '', skipped: [], pruned: 1 });
});

test('a ref to a blob that is gone is named', () => {
  const repo = quietRepo();
  const blob = repo.gitWith('by itself\n', 'hash-object', '-w', '--stdin');
  repo.git('update-ref', 'refs/keep/blob', blob);
  lose(repo, blob);
  assert.match(audit(repo.dir).failed, /^ref: refs\/keep\/blob points at/);
});

test('what only the HEAD of another worktree leads to is missed, from either side', () => {
  const repo = quietRepo();
  repo.git('worktree', 'add', '--quiet', '--detach', '../tree');
  const tree = repoAt(join(repo.dir, '../tree'));
  tree.write('b.txt', 'b\n');
  tree.commit('in the worktree');
  const id = tree.git('rev-parse', 'HEAD:b.txt');
  lose(repo, id);
  for (const dir of [repo.dir, tree.dir]) {
    const { status, failed } = audit(dir);
    assert.equal(status, 3);
    assert.match(failed, new RegExp(id));
  }
  const main = quietRepo();
  main.git('worktree', 'add', '--quiet', '-b', 'side', '../other');
  main.git('switch', '--quiet', '--detach');
  main.write('c.txt', 'c\n');
  main.commit('detached in the main worktree');
  const lost = lose(main, 'HEAD:c.txt');
  assert.match(audit(join(main.dir, '../other')).failed, new RegExp(lost));
});

test('refs that only another worktree has keep their commits, and its HEAD can be broken', () => {
  const repo = quietRepo();
  repo.git('worktree', 'add', '--quiet', '--detach', '../tree');
  const tree = repoAt(join(repo.dir, '../tree'));
  const commit = tree.git('commit-tree', '-m', 'bisected', `${looseTree(repo)}`);
  tree.git('update-ref', 'refs/bisect/bad', commit);
  const id = lose(repo, `${commit}:x.txt`);
  assert.match(audit(repo.dir).failed, new RegExp(id));

  writeFileSync(join(repo.dir, '.git/worktrees/tree/HEAD'), 'junk\n');
  assert.match(audit(repo.dir).failed, /HEAD: worktrees\/tree\/HEAD names neither a branch nor a commit/);
});

test('a commit that a reflog remembers is missed', () => {
  const repo = makeRepo();
  repo.commit('one');
  repo.git('checkout', '--quiet', '--detach');
  const commit = repo.commit('left behind');
  repo.git('checkout', '--quiet', 'main');
  lose(repo, commit);
  const { status, failed } = audit(repo.dir);
  assert.equal(status, 3);
  assert.match(failed, new RegExp(`^reflog: of HEAD holds ${commit}, which is missing: git reflog expire`));
});

test('a branch called HEAD can be broken; a default branch that its remote no longer has is none', () => {
  const repo = quietRepo();
  repo.git('branch', 'x/HEAD');
  writeFileSync(join(repo.dir, '.git/refs/heads/x/HEAD'), 'junk\n');
  const { status, failed } = audit(repo.dir);
  assert.equal(status, 3);
  assert.equal(failed, 'ref: refs/heads/x/HEAD is broken');
  const clone = cloneRepo(quietRepo());
  clone.git('update-ref', '-d', 'refs/remotes/origin/main');
  assert.equal(audit(clone.dir).status, 0);
});

test('a staged file whose content is gone is missed', () => {
  const repo = quietRepo();
  repo.write('b.txt', 'staged\n');
  repo.git('add', 'b.txt');
  lose(repo, ':b.txt');
  assert.match(audit(repo.dir).failed, /^index: the content of b\.txt is missing/);
});

test('a partial clone is promised what its remote has, and nothing that was made here', () => {
  const origin = makeRepo();
  for (const name of ['a', 'b']) {
    origin.write(`${name}.txt`, `${name}\n`);
    origin.commit(name);
  }
  const clone = cloneRepo(origin, '--filter=blob:none', '--no-checkout');
  clone.git('read-tree', 'HEAD');
  const blob = clone.gitWith('made here\n', 'hash-object', '-w', '--stdin');
  clone.git('update-index', '--add', '--cacheinfo', `100644,${blob},mine.txt`);
  const tree = clone.git('write-tree', '--missing-ok');
  const commit = clone.git('commit-tree', '-m', 'mine', '-p', 'HEAD', tree);
  clone.git('update-ref', 'refs/heads/main', commit);
  const range = ['--range', 'HEAD~1..HEAD'];
  assert.deepEqual(audit(clone.dir), { status: 3, failed: '', skipped: ['promisor objects'], pruned: 0 });
  assert.equal(audit(clone.dir, '--allow-partial=promisor').status, 0);
  assert.equal(audit(clone.dir, ...range).status, 0);

  lose(clone, blob);
  const { status, failed, skipped } = audit(clone.dir, '--allow-partial=promisor');
  assert.equal(status, 3);
  assert.match(failed, new RegExp(`^object: ${blob} is missing`));
  assert.deepEqual(skipped, ['promisor objects']);
  assert.match(audit(clone.dir, ...range).failed, new RegExp(blob));
  assert.equal(audit(clone.dir, '--range', 'HEAD~2..HEAD~1').failed, '');
});

test('what is committed while an audit runs is not missing', () => {
  const repo = makeRepo();
  repo.commit('one');
  const folder = makeFolder();
  const real = (process.env['PATH'] ?? '').split(':').find((dir) => existsSync(join(dir, 'git')))!;
  const line = `${repo.git('rev-parse', 'HEAD')} ${'12'.repeat(20)} A <a@example.org> 1740000000 +0000\tcommit: two`;
  // the first reads the policy; then the objects are listed
  const flag = join(folder, 'policy');
  const append = `if [ -e ${flag} ]; then echo "${line}" >> "${repo.dir}/.git/logs/HEAD"; else touch ${flag}; fi`;
  const meanwhile = `case "$1" in cat-file) ${append};; esac`;
  const script = `#!/bin/sh\n${meanwhile}\nexec "${real}/git" "$@"\n`;
  writeFileSync(join(folder, 'git'), script, { mode: 0o755 });
  const env = { PATH: `${folder}:${process.env['PATH']}` };
  assert.equal(runCli(['audit'], { cwd: repo.dir, env }).status, 0);
  assert.equal(audit(repo.dir).status, 3);
});
