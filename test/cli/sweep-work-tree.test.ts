/** Files of a work tree whose content a store has, or seems to have: nothing that is on the disk is passed over. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import process from 'node:process';
import { test } from 'node:test';
import { cloneRepo, makeFolder, makeRepo, repoAt, runCli, type Repo } from '../support/repo.ts';
import { githubToken as token, jwtSecret } from '../support/secrets.ts';

interface Place {
  readonly where: string;
  readonly path: string;
}

/** Places by what is shown of a token. */
function sweep(repo: Repo, ...args: readonly string[]): { status: number | null; at: (name: string) => string[]; report: any } {
  const { status, stdout, stderr } = runCli(['sweep', '--format', 'json', ...args], { cwd: repo.dir });
  assert.ok(stdout !== '', stderr);
  const report = JSON.parse(stdout);
  const at = (name: string): string[] =>
    report.secrets
      .filter(({ redacted }: { redacted: string }) => redacted.startsWith(token(name).slice(0, 8)))
      .flatMap(({ occurrences }: { occurrences: Place[] }) => occurrences.map(({ where, path }) => `${where} ${path}`));
  return { status, at, report };
}

test('what was changed and looks to git as if it were not is read', () => {
  const repo = makeRepo();
  const before = `${'x'.repeat(token('forged').length)}\n`;
  repo.write('a.txt', before);
  repo.write('b.txt', 'other\n');
  repo.commit('start');
  // asked so, git goes by size and time alone
  repo.git('config', 'core.checkStat', 'minimal');
  repo.git('config', 'core.trustCtime', 'false');
  const { atime, mtime } = statSync(join(repo.dir, 'a.txt'));
  utimesSync(join(repo.dir, 'a.txt'), atime, new Date(mtime.getTime() - 60_000));
  repo.git('update-index', '--refresh');
  const { mtime: aged } = statSync(join(repo.dir, 'a.txt'));
  writeFileSync(join(repo.dir, 'a.txt'), `${token('forged')}\n`);
  utimesSync(join(repo.dir, 'a.txt'), aged, aged);
  assert.equal(repo.git('status', '--porcelain'), '');
  const { status, at } = sweep(repo);
  assert.deepEqual([status, at('forged')], [1, ['worktree a.txt']]);
});

test('what git is told to take for unchanged is read', () => {
  const repo = makeRepo();
  repo.write('a.txt', 'nothing\n');
  repo.write('b.txt', 'nothing\n');
  repo.commit('start');
  repo.git('update-index', '--assume-unchanged', 'a.txt');
  repo.git('update-index', '--skip-worktree', 'b.txt');
  repo.write('a.txt', `${token('assumed')}\n`);
  repo.write('b.txt', `${token('skipped')}\n`);
  const { at } = sweep(repo);
  assert.deepEqual([at('assumed'), at('skipped')], [['worktree a.txt'], ['worktree b.txt']]);
});

test('what a filter keeps out of history stands on the disk', () => {
  const repo = makeRepo();
  const hidden = 'y'.repeat(token('filtered').length);
  repo.write('.git/clean.sed', `s/${token('filtered').slice(0, 20)}[A-Za-z0-9]*/${hidden}/\n`);
  repo.git('config', 'filter.hide.clean', 'sed -f .git/clean.sed');
  repo.git('config', 'filter.hide.smudge', 'cat');
  repo.write('.gitattributes', '*.conf filter=hide\n');
  repo.write('app.conf', `${token('filtered')}\n`);
  repo.commit('start');
  assert.equal(repo.git('show', ':app.conf'), hidden);
  const { at } = sweep(repo);
  assert.deepEqual(at('filtered'), ['worktree app.conf']);
});

test('line ends and encodings of the work tree change nothing', () => {
  const repo = makeRepo();
  repo.write('.gitattributes', '*.txt text eol=crlf\n*.utf text working-tree-encoding=UTF-16LE\n');
  repo.write('a.txt', `one\r\n${token('crlf')}\r\n`);
  repo.write('a.utf', Buffer.from(`${token('utf')}\n`, 'utf16le'));
  repo.write('b.txt', 'nothing\r\n');
  repo.commit('start');
  const { at } = sweep(repo);
  assert.deepEqual([at('crlf'), at('utf')], [['blob a.txt'], ['blob a.utf']]);
});

test('what only the index of a linked work tree has is found there', () => {
  const repo = makeRepo();
  repo.write('a.txt', 'nothing\n');
  repo.commit('start');
  const other = repoAt(join(makeFolder(), 'other'));
  repo.git('worktree', 'add', '--quiet', '-b', 'other', other.dir);
  other.write('b.txt', `${token('staged there')}\n`);
  other.git('add', 'b.txt');
  assert.deepEqual(sweep(repo).at('staged there'), ['index ../other/b.txt']);
  assert.deepEqual(sweep(other).at('staged there'), ['index b.txt']);
});

test('paths are those of the work tree in which one stands, of others with their names', () => {
  const repo = makeRepo({ name: 'first' });
  repo.write('a.txt', 'nothing\n');
  repo.commit('start');
  const other = repoAt(join(makeFolder(), 'other'));
  repo.git('worktree', 'add', '--quiet', '-b', 'other', other.dir);
  for (const at of [repo, other]) {
    at.write('a.txt', `${token('in both')}\n`);
    at.write('b.txt', `${token(`in ${basename(at.dir)}`)}\n`);
  }
  repo.git('add', 'a.txt');
  const places = (at: Repo): string[][] => ['in both', 'in first', 'in other'].map((name) => sweep(at).at(name).sort());
  assert.deepEqual(places(repo), [['index a.txt', 'worktree ../other/a.txt'], ['worktree b.txt'], ['worktree ../other/b.txt']]);
  assert.deepEqual(places(other), [['index ../first/a.txt', 'worktree a.txt'], ['worktree ../first/b.txt'], ['worktree b.txt']]);
  const bare = cloneRepo(repo, '--bare');
  const linked = repoAt(join(makeFolder(), 'linked'));
  bare.git('worktree', 'add', '--quiet', '-b', 'linked', linked.dir);
  linked.write('b.txt', `${token('in linked')}\n`);
  assert.deepEqual(sweep(bare).at('in linked'), ['worktree ../linked/b.txt']);
});

test('what a policy allows by path it allows in every work tree', () => {
  const repo = makeRepo();
  repo.write('.burnlist/config.yaml', 'allow:\n  - path: samples/**\n    reason: made up\n');
  repo.commit('start');
  const other = repoAt(join(makeFolder(), 'other'));
  repo.git('worktree', 'add', '--quiet', '-b', 'other', other.dir);
  other.write('samples/new.txt', `${token('allowed there')}\n`);
  assert.equal(sweep(repo).status, 0);
  other.git('add', '.');
  assert.equal(sweep(repo).status, 0);
});

test('a repository keeps its name where a linked work tree of it comes first', () => {
  const folder = makeFolder();
  const repo = repoAt(join(folder, 'shop'));
  mkdirSync(repo.dir);
  repo.git('init', '--quiet', '--initial-branch=main');
  repo.write('a.txt', `${token('in shop')}\n`);
  repo.commit('start');
  repo.git('worktree', 'add', '--quiet', '-b', 'two', join(folder, 'a-shop'));
  const { stdout } = runCli(['sweep', '--format', 'json'], { cwd: folder });
  assert.deepEqual(
    JSON.parse(stdout).repositories.map(({ name }: { name: string }) => name),
    ['shop'],
  );
});

test('a linked work tree is found by a path that begins where the repository keeps it', () => {
  const folder = makeFolder();
  const [repo, other] = [repoAt(join(folder, 'shop')), repoAt(join(folder, 'other'))];
  mkdirSync(repo.dir);
  repo.git('init', '--quiet', '--initial-branch=main');
  repo.commit('start');
  repo.git('worktree', 'add', '--quiet', '-b', 'two', other.dir);
  // as  git worktree add --relative-paths  of git 2.48 writes it
  writeFileSync(join(repo.dir, '.git', 'worktrees', 'other', 'gitdir'), '../../../../other/.git\n');
  other.write('b.txt', `${token('untracked there')}\n`);
  assert.deepEqual(sweep(repo).at('untracked there'), ['worktree ../other/b.txt']);
});

test('a linked work tree that was moved or copied by hand is read where the sweep comes across it', () => {
  const folder = makeFolder();
  const repo = repoAt(join(folder, 'shop'));
  mkdirSync(repo.dir);
  repo.git('init', '--quiet', '--initial-branch=main');
  repo.commit('start');
  repo.git('worktree', 'add', '--quiet', '-b', 'two', join(folder, 'other'));
  cpSync(join(folder, 'other'), join(folder, 'a-copy'), { recursive: true });
  renameSync(join(folder, 'other'), join(folder, 'moved'));
  repoAt(join(folder, 'a-copy')).write('b.txt', `${token('in the copy')}\n`);
  repoAt(join(folder, 'moved')).write('c.txt', `${token('moved')}\n`);
  const { at } = sweep(repoAt(folder));
  assert.deepEqual([at('in the copy'), at('moved')], [['worktree ../a-copy/b.txt'], ['worktree ../moved/c.txt']]);
});

test('a linked work tree whose folder is gone is said; one that was moved is read, and is not gone', () => {
  const repo = makeRepo();
  repo.write('a.txt', 'nothing\n');
  repo.commit('start');
  const folder = makeFolder();
  for (const name of ['gone', 'before']) repo.git('worktree', 'add', '--quiet', '-b', name, join(folder, name));
  rmSync(join(folder, 'gone'), { recursive: true });
  renameSync(join(folder, 'before'), join(folder, 'after'));
  const outOfScope = (...args: readonly string[]): unknown => sweep(repo, ...args).report.coverage.outOfScope;
  const gap = (why: string, count: number): object => ({
    what: 'linked worktrees (their folders are gone)',
    why: `git counts them and they are not here: ${why} is one;  git worktree prune  forgets those that are not locked`,
    count,
  });
  assert.deepEqual(outOfScope(), [gap('before', 2)]);
  assert.deepEqual(outOfScope('.', join(folder, 'after')), [gap('gone', 1)]);
  assert.match(runCli(['sweep'], { cwd: repo.dir }).stdout, /not looked at: 2 linked worktrees \(their folders are gone\)/);
});

test('a file whose path is the evidence is read, whatever its content was where it stood before', () => {
  const repo = makeRepo();
  const keys = JSON.stringify({ v1: jwtSecret('by path') });
  repo.write('notes.txt', keys);
  repo.commit('start');
  repo.write('jwt_secrets.json', keys);
  const { report } = sweep(repo);
  const rules = report.secrets.flatMap(({ occurrences }: any) => occurrences.map(({ rule, path }: any) => `${rule} ${path}`));
  assert.ok(rules.includes('jwt-key-map jwt_secrets.json'), rules.join());
});

test('where the blob of a file cannot be read the file is', () => {
  const repo = makeRepo();
  repo.write('a.txt', `${token('on the disk')}\n`);
  repo.write('b.txt', 'nothing\n');
  repo.commit('start');
  const id = repo.git('rev-parse', 'HEAD:a.txt');
  rmSync(join(repo.dir, '.git/objects', id.slice(0, 2), id.slice(2)));
  writeFileSync(join(repo.dir, '.git/objects', id.slice(0, 2), id.slice(2)), 'no object');
  const { status, at } = sweep(repo);
  assert.deepEqual([status, at('on the disk')], [3, ['worktree a.txt']]);
});

test('bytes are counted, searched once or twice', () => {
  const repo = makeRepo();
  repo.write('a.txt', 'nothing at all\n');
  repo.commit('start');
  const before = sweep(repo).report.coverage.bytes;
  appendFileSync(join(repo.dir, 'a.txt'), 'more\n');
  assert.equal(sweep(repo).report.coverage.bytes, before + 5);
  assert.equal(readFileSync(join(repo.dir, 'a.txt'), 'utf8').length, 20);
});

const isLinux = process.platform === 'linux';

test('a file of git whose name is no UTF-8 is read, and hides nothing of its repository', { skip: !isLinux }, () => {
  const repo = makeRepo();
  repo.write('a.txt', `token: ${token('committed')}\n`);
  repo.commit('start');
  for (const folder of ['.git', '.git/objects/pack'])
    writeFileSync(Buffer.concat([Buffer.from(`${repo.dir}/${folder}/odd`), Buffer.of(255)]), `token: ${token(folder)}\n`);
  const { secrets, coverage } = JSON.parse(runCli(['sweep', '--format', 'json'], { cwd: repo.dir }).stdout) as {
    readonly secrets: readonly { readonly occurrences: readonly { readonly path: string }[] }[];
    readonly coverage: { readonly complete: boolean };
  };
  assert.equal(coverage.complete, true);
  const paths = secrets.flatMap(({ occurrences }) => occurrences.map(({ path }) => path));
  assert.deepEqual(paths.sort(), ['.git/objects/pack/odd\uFFFD', '.git/odd\uFFFD', 'a.txt']);
});

test('nobody writes to a pipe among the files of git, and a sweep does not wait for it', { skip: process.platform === 'win32' }, () => {
  const repo = makeRepo();
  repo.write('a.env', `TOKEN=${token('beside a pipe')}\n`);
  repo.commit('start');
  for (const path of ['.git/MERGE_MSG', '.git/hook', 'pipe']) execFileSync('mkfifo', [join(repo.dir, path)]);
  const { status, at, report } = sweep(repo);
  assert.deepEqual([status, at('beside a pipe'), report.coverage.failed], [1, ['blob a.env'], []]);
  execFileSync('mkfifo', [join(repo.dir, '.git/FETCH_HEAD')]);
  const audit = runCli(['audit'], { cwd: repo.dir });
  assert.deepEqual([audit.status, audit.stdout], [3, '']);
  assert.match(audit.stderr, /FETCH_HEAD cannot be read: it is no file/);
  rmSync(join(repo.dir, '.git/FETCH_HEAD'));
  symlinkSync('/dev/zero', join(repo.dir, '.git/FETCH_HEAD'));
  assert.equal(runCli(['audit'], { cwd: repo.dir }).status, 3, 'a device has no end');
});

test('a folder whose .git is none is said, and does not stand for the repository around it', () => {
  const repo = makeRepo();
  repo.write('a.env', `TOKEN=${token('around')}\n`);
  repo.commit('start');
  mkdirSync(join(repo.dir, 'inner/.git'), { recursive: true });
  const { status, at, report } = sweep(repo);
  assert.deepEqual([status, at('around')], [3, ['blob a.env']]);
  assert.match(report.coverage.failed[0].why, /^work\/inner: its \.git is none that git can use/);
});
