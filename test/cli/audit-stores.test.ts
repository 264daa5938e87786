/** The audit and the forms a repository can have: bare, linked, SHA-256, alternates, packed, with a submodule. */
import assert from 'node:assert/strict';
import { truncateSync } from 'node:fs';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { cloneRepo, makeFolder, makeRepo, repoAt, runCli, type Repo } from '../support/repo.ts';
import { jwtSecret } from '../support/secrets.ts';

interface Report {
  readonly repositories: readonly {
    readonly name: string;
    readonly objectFormat: string;
    readonly head: string | null;
  }[];
  readonly coverage: Readonly<Record<'complete' | 'commits' | 'blobs', unknown>> & {
    readonly outOfScope: readonly { what: string }[];
    readonly failed: readonly { why: string }[];
  };
  readonly secrets: readonly {
    readonly id: string;
    readonly verdict: string;
    readonly exposure: {
      readonly first: { readonly commit: string } | null;
      readonly reach: readonly string[];
      readonly refs: readonly string[];
    };
    readonly occurrences: readonly { readonly path: string }[];
  }[];
}

function audit(dir: string): { status: number | null; report: Report } {
  const { status, stdout, stderr } = runCli(['audit', dir, '--format', 'json', '--as-of', '2026-01-01']);
  assert.notEqual(stdout, '', stderr);
  return { status, report: JSON.parse(stdout) as Report };
}

const places = ({ secrets }: Report): string[] =>
  secrets.flatMap(({ occurrences }) => occurrences.map(({ path }) => path)).sort();

function withSecrets(...args: readonly string[]): Repo {
  const repo = makeRepo({ args });
  for (const name of ['one', 'two']) {
    repo.write(`${name}.env`, `JWT_SECRET=${jwtSecret(name)}\n`);
    repo.commit(name);
  }
  return repo;
}

test('a bare repository has no index and is read all the same', () => {
  const { status, report } = audit(cloneRepo(withSecrets(), '--bare').dir);
  assert.equal(status, 1);
  assert.equal(report.coverage.complete, true);
  assert.deepEqual(places(report), ['one.env', 'two.env']);
});

test('a linked worktree sees the whole store, with its own HEAD and index', () => {
  const repo = withSecrets();
  repo.git('worktree', 'add', '--quiet', '--detach', '../linked', 'HEAD~1');
  const linked = repoAt(`${repo.dir}/../linked`);
  linked.write('three.env', `JWT_SECRET=${jwtSecret('three')}\n`);
  linked.git('add', '.');
  const { report } = audit(linked.dir);
  assert.deepEqual(places(report), ['one.env', 'three.env', 'two.env']);
  assert.equal(report.repositories[0]?.head, linked.git('rev-parse', 'HEAD'));
  const inHead = (path: string): boolean =>
    report.secrets.find(({ occurrences }) => occurrences[0]?.path === path)!.exposure.reach.includes('head');
  assert.deepEqual([inHead('one.env'), inHead('two.env')], [true, false]);
});

test('what is staged in another worktree is held there, on whichever side one stands', () => {
  const repo = withSecrets();
  repo.git('worktree', 'add', '--quiet', '--detach', '../other');
  const other = repoAt(`${repo.dir}/../other`);
  for (const [at, from] of [[other, repo], [repo, other]] as const) {
    at.write('staged.env', `JWT_SECRET=${jwtSecret(at.dir)}\n`);
    at.git('add', '.');
    at.remove('staged.env');
    const found = audit(from.dir).report.secrets.find(({ occurrences }) => occurrences[0]?.path.endsWith('staged.env'));
    assert.deepEqual([found?.verdict, found?.exposure.reach], ['uncommitted', ['index']]);
    assert.equal(found?.occurrences[0]?.path, `../${basename(at.dir)}/staged.env`);
    assert.match(runCli(['audit'], { cwd: from.dir }).stdout, new RegExp(`staged in \\.\\./${basename(at.dir)}/staged\\.env:1`));
    at.git('reset', '--quiet');
  }
  truncateSync(join(repo.dir, '.git/worktrees/other/index'), 60);
  const { status, report } = audit(repo.dir);
  assert.equal(status, 3);
  assert.deepEqual(report.coverage.failed.map(({ why }) => why), ['of other is corrupt: its checksum does not fit']);
});

test('a repository named by its .git has its index, and its folder may hold a newline', () => {
  const repo = makeRepo({ name: 'two\nlines' });
  repo.commit('nothing');
  repo.write('staged.env', `JWT_SECRET=${jwtSecret('staged')}\n`);
  repo.git('add', '.');
  for (const dir of [repo.dir, `${repo.dir}/.git`]) {
    const { status, report } = audit(dir);
    assert.equal(status, 1);
    assert.deepEqual(places(report), ['staged.env']);
    assert.equal(report.repositories[0]?.name, 'two\nlines');
  }
  assert.equal(runCli(['staged'], { cwd: repo.dir }).status, 1);
  assert.equal(runCli(['accept', '--all-existing'], { cwd: repo.dir }).status, 0);
});

test('what only the HEAD of another worktree holds is held by it', () => {
  const repo = withSecrets();
  repo.git('worktree', 'add', '--quiet', '--detach', '../linked');
  const linked = repoAt(`${repo.dir}/../linked`);
  linked.write('three.env', `JWT_SECRET=${jwtSecret('three')}\n`);
  linked.commit('three');
  const { secrets } = audit(repo.dir).report;
  const found = secrets.find(({ occurrences }) => occurrences[0]?.path === 'three.env');
  assert.deepEqual(found?.exposure.reach, ['local-branch', 'reflog']);
  assert.deepEqual(found?.exposure.refs, ['worktrees/linked/HEAD']);
});

test('from a subfolder the whole repository is audited', () => {
  const repo = withSecrets();
  repo.write('sub/app.py', 'print()\n');
  const { report } = audit(`${repo.dir}/sub`);
  assert.deepEqual(places(report), ['one.env', 'two.env']);
});

test('a SHA-256 repository gives the same secrets, with longer commits', () => {
  const long = withSecrets('--object-format=sha256');
  const { status, report } = audit(long.dir);
  assert.equal(status, 1);
  assert.equal(report.repositories[0]?.objectFormat, 'sha256');
  assert.equal(report.secrets[0]?.exposure.first?.commit.length, 64);
  const short = audit(withSecrets().dir).report;
  assert.deepEqual(
    report.secrets.map(({ id }) => id),
    short.secrets.map(({ id }) => id),
  );
  long.write('three.env', `JWT_SECRET=${jwtSecret('three')}\n`);
  long.git('add', '.');
  assert.equal(runCli(['staged'], { cwd: long.dir }).status, 1);
  long.commit('three');
  assert.equal(runCli(['audit', '--range', 'HEAD~1..HEAD'], { cwd: long.dir }).status, 1);
});

test('objects of an alternate are part of the store', () => {
  const origin = withSecrets();
  const clone = repoAt(makeFolder());
  clone.git('clone', '--quiet', '--shared', '--template=', origin.dir, clone.dir);
  const { report } = audit(clone.dir);
  assert.equal(report.coverage.complete, true);
  assert.deepEqual(places(report), ['one.env', 'two.env']);
});

test('loose and packed objects, with several packs and a multi-pack index, read the same', () => {
  const repo = withSecrets();
  const loose = audit(repo.dir).report;
  repo.git('repack', '--quiet', '-d');
  repo.write('three.txt', 'three\n');
  repo.commit('three');
  repo.git('repack', '--quiet', '-d');
  repo.git('multi-pack-index', 'write');
  const packed = audit(repo.dir).report;
  assert.equal(packed.coverage.complete, true);
  assert.deepEqual(
    packed.secrets.map(({ id, exposure }) => [id, exposure.first]),
    loose.secrets.map(({ id, exposure }) => [id, exposure.first]),
  );
});

test("a submodule's content is another repository's, and that is said", () => {
  const library = withSecrets();
  const repo = makeRepo();
  repo.git('submodule', '--quiet', 'add', `file://${library.dir}`, 'lib');
  repo.commit('with a submodule');
  const { status, report } = audit(repo.dir);
  assert.equal(status, 0);
  assert.equal(report.coverage.complete, true);
  assert.deepEqual(
    report.coverage.outOfScope.map(({ what }) => what),
    ['submodule commits'],
  );
  assert.deepEqual(places(audit(`${repo.dir}/lib`).report), ['one.env', 'two.env']);
});

test('an intention to add in a new repository is nothing missing', () => {
  const repo = makeRepo();
  repo.write('a.txt', 'a\n');
  repo.git('add', '--intent-to-add', 'a.txt');
  assert.equal(audit(repo.dir).status, 0);
  repo.commit('another', { add: false });
  assert.equal(audit(repo.dir).status, 0);
});

test('an index with conflicts is read with all its sides', () => {
  const repo = makeRepo();
  repo.write('a.txt', 'start\n');
  const base = repo.commit('start');
  repo.git('switch', '--quiet', '--create', 'side');
  repo.write('a.txt', 'side\n');
  repo.commit('side');
  repo.git('switch', '--quiet', '--create', 'other', base);
  repo.write('a.txt', `JWT_SECRET=${jwtSecret('a')}\n`);
  repo.commit('other');
  repo.tryGit('merge', '--quiet', 'side');
  // git keeps the version with the markers in the store too, in no commit
  assert.deepEqual(places(audit(repo.dir).report), ['', 'a.txt']);
});

test('a detached HEAD without branches holds its own history', () => {
  const repo = withSecrets();
  repo.git('switch', '--quiet', '--detach');
  repo.git('branch', '--delete', '--force', 'main');
  const { report } = audit(repo.dir);
  for (const { exposure } of report.secrets) assert.equal(exposure.reach[0], 'head');
});
