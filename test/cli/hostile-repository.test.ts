/**
 * Repositories that were made to harm: nothing of theirs runs, and what they call things neither moves a cursor nor
 * shows a value.
 */
import assert from 'node:assert/strict';
import { appendFileSync, chmodSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { makeFolder, makeRepo, repoAt, runCli, type Repo } from '../support/repo.ts';
import { jwtSecret, password } from '../support/secrets.ts';

/** A program that leaves a trace. */
function canary(): { readonly program: string; sang(): boolean } {
  const folder = makeFolder();
  const trace = join(folder, 'trace');
  const program = join(folder, 'canary');
  writeFileSync(program, `#!/bin/sh\necho "$0 $*" >> ${trace}\ncat >/dev/null 2>&1 </dev/null\nexit 0\n`);
  chmodSync(program, 0o755);
  return { program, sang: () => existsSync(trace) };
}

/** Every key by which git is known to start a program, for commands that read. */
function hostileConfig(program: string): string {
  return `
[core]
  fsmonitor = ${program}
  hooksPath = ${join(program, '..')}
  sshCommand = ${program}
  pager = ${program}
  editor = ${program}
  askPass = ${program}
  alternateRefsCommand = ${program}
  gitProxy = ${program}
[alias]
  version = !${program}
  cat-file = !${program}
  rev-parse = !${program}
  ls-files = !${program}
[pager]
  cat-file = ${program}
  ls-files = ${program}
  for-each-ref = ${program}
[diff]
  external = ${program}
  submodule = log
[diff "evil"]
  command = ${program}
  textconv = ${program}
  cachetextconv = true
[filter "evil"]
  clean = ${program}
  smudge = ${program}
  process = ${program}
  required = true
[merge "evil"]
  driver = ${program}
[credential]
  helper = ${program}
[gpg]
  program = ${program}
[log]
  showSignature = true
[gc]
  auto = 1
[protocol "ext"]
  allow = always
[uploadpack]
  packObjectsHook = ${program}
[extensions]
  partialClone = origin
[remote "origin"]
  url = ext::${program}
  uploadpack = ${program}
  vcs = ext
  promisor = true
  partialclonefilter = blob:none
[submodule]
  recurse = true
`;
}

function hostileRepo(program: string): Repo {
  const repo = makeRepo();
  repo.write('old.env', `JWT_SECRET=${jwtSecret('old')}\n`);
  repo.commit('one');
  repo.write('.gitattributes', '* diff=evil filter=evil merge=evil\n');
  repo.commit('two');
  repo.write('new.env', `JWT_SECRET=${jwtSecret('new')}\n`);
  repo.git('add', '--all');
  for (const hook of ['post-index-change', 'reference-transaction', 'pre-auto-gc', 'fsmonitor-watchman']) {
    mkdirSync(join(repo.dir, '.git/hooks'), { recursive: true });
    writeFileSync(join(repo.dir, '.git/hooks', hook), `#!/bin/sh\nexec ${program}\n`, { mode: 0o755 });
  }
  appendFileSync(join(repo.dir, '.git/config'), hostileConfig(program));
  return repo;
}

const COMMANDS: readonly (readonly string[])[] = [
  ['staged'],
  ['audit'],
  ['audit', '--range', 'HEAD~1..HEAD'],
  ['todo'],
  ['scan', '.'],
  ['accept', '--all-existing'],
];

test('nothing that a repository configures runs, and its secrets are found all the same', () => {
  const { program, sang } = canary();
  const repo = hostileRepo(program);
  for (const args of COMMANDS) {
    const { status, stderr } = runCli(args, { cwd: repo.dir });
    const expected = args[0] === 'todo' || args[0] === 'accept' || args.length === 3 ? 0 : 1;
    assert.equal(status, expected, `${args.join(' ')}: ${stderr}`);
    assert.equal(sang(), false, args.join(' '));
  }
  repo.tryGit('diff', 'HEAD');
  assert.equal(sang(), true, 'git itself would have run it');
});

test('what git hands on of its own command line does not outrank our options', () => {
  const { program, sang } = canary();
  const repo = makeRepo();
  repo.write('a.env', `JWT_SECRET=${jwtSecret('handed on')}\n`);
  repo.git('add', '--all');
  const env = { GIT_CONFIG_PARAMETERS: `'core.fsmonitor'='${program}' 'core.pager'='${program}' 'safe.directory'='*'` };
  for (const command of ['staged', 'audit']) assert.equal(runCli([command], { cwd: repo.dir, env }).status, 1);
  assert.equal(sang(), false);
  repo.tryGit('-c', `core.fsmonitor=${program}`, 'status');
  assert.equal(sang(), true, 'git itself would have run it');
});

test('objects that are missing from a hostile partial clone fetch and run nothing', () => {
  const { program, sang } = canary();
  const repo = hostileRepo(program);
  const id = repo.tryGit('rev-parse', 'HEAD:old.env').stdout.trim();
  rmSync(join(repo.dir, '.git/objects', id.slice(0, 2), id.slice(2)), { force: true });
  for (const args of COMMANDS) runCli(args, { cwd: repo.dir });
  assert.equal(sang(), false);
  assert.equal(runCli(['audit'], { cwd: repo.dir }).status, 3);
});

test('nothing that the environment names for git runs', () => {
  const { program, sang } = canary();
  const repo = hostileRepo(program);
  const names = [
    'GIT_EXTERNAL_DIFF',
    'GIT_SSH',
    'GIT_SSH_COMMAND',
    'GIT_PAGER',
    'PAGER',
    'GIT_EDITOR',
    'GIT_ASKPASS',
    'SSH_ASKPASS',
    'EDITOR',
    'VISUAL',
    'GIT_PROXY_COMMAND',
    'GIT_SEQUENCE_EDITOR',
  ];
  const env = {
    ...Object.fromEntries(names.map((name) => [name, program])),
    GIT_ALLOW_PROTOCOL: 'ext',
    GIT_TRACE: '1',
  };
  for (const args of COMMANDS.slice(0, 3)) {
    const { status, stdout, stderr } = runCli(args, { cwd: repo.dir, env });
    assert.equal(status, args.length === 3 ? 0 : 1, stderr);
    assert.doesNotMatch(stdout + stderr, /trace:/);
  }
  assert.equal(sang(), false);
});

test("the hook's GIT_DIR leads no audit of another repository astray", () => {
  const other = makeRepo();
  other.write('found.env', `JWT_SECRET=${jwtSecret('found')}\n`);
  other.commit('one');
  const empty = makeRepo();
  empty.commit('nothing');
  const env = {
    GIT_DIR: join(empty.dir, '.git'),
    GIT_INDEX_FILE: join(empty.dir, '.git/index'),
    GIT_WORK_TREE: empty.dir,
  };
  assert.equal(runCli(['audit', other.dir], { cwd: empty.dir, env }).status, 1);
});

test('a work tree that the configuration puts elsewhere changes nothing that is read', () => {
  const repo = makeRepo();
  const elsewhere = makeFolder();
  writeFileSync(join(elsewhere, 'a.txt'), 'elsewhere\n');
  repo.write('a.txt', `JWT_SECRET=${jwtSecret('worktree')}\n`);
  repo.commit('one');
  repo.git('config', 'core.worktree', elsewhere);
  assert.equal(runCli(['audit'], { cwd: repo.dir }).status, 1);
  assert.match(String(runCli(['staged'], { cwd: repo.dir }).status), /^[02]$/);
});

const ESCAPES = '\u001b]0;owned\u0007\u001b[2J\u001b[31m';
const BIDI = '\u202etxt.exe\u202c\u2066\u200b';
// eslint-disable-next-line no-control-regex
const UNSAFE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/;

test('no control character of a path, branch, author or message reaches an output, in any format', () => {
  const repo = makeRepo();
  const name = `a ${ESCAPES}${BIDI}\nb.env`;
  repo.write(`${name}/${name}`, `JWT_SECRET=${jwtSecret('escapes')}\n`);
  repo.commit(`${ESCAPES}${BIDI}\n\nJWT_SECRET=${jwtSecret('message')}`, {
    author: `Eve ${ESCAPES}${BIDI} <eve@example.org>`,
  });
  repo.git('branch', `side-${BIDI}`);
  repo.write(`new ${name}`, `JWT_SECRET=${jwtSecret('staged')}\n`);
  repo.git('add', '--all');
  const runs = [
    ...COMMANDS.filter(([verb]) => verb !== 'accept'),
    ...['json', 'markdown'].map((format) => ['audit', '--format', format]),
    ['audit', '--explain'],
    ['staged', '--explain'],
    ['scan', '--format', 'json'],
  ];
  for (const args of runs) {
    const { stdout, stderr } = runCli(args, { cwd: repo.dir });
    assert.doesNotMatch(stdout, UNSAFE, args.join(' '));
    assert.doesNotMatch(stderr, UNSAFE, args.join(' '));
  }
  for (const args of [['audit', name], ['scan', name], ['audit', '--range', `${name}..HEAD`], ['todo', name], [name]]) {
    const { status, stderr } = runCli(args, { cwd: makeFolder() });
    assert.equal(status, 2);
    assert.doesNotMatch(stderr, UNSAFE);
    assert.equal(stderr.split('\n').length, 2);
  }
});

test('a value that stands in a path, branch, author or reason is masked wherever it is printed or written', () => {
  const value = password('everywhere');
  const repo = makeRepo();
  repo.write('app.env', `JWT_SECRET=${value}\n`);
  repo.write(`backup-${value}/notes.env`, `DB_PASSWORD=${value}\n`);
  repo.commit(`use JWT_SECRET=${value}`, { author: `${value} <${value}@example.org>` });
  repo.git('branch', `fix/${value}`);
  repo.git('tag', '--annotate', '--message', `JWT_SECRET=${value}`, `v-${value}`);
  repo.write(`new-${value}.env`, `JWT_SECRET=${value}\nX_SECRET=${jwtSecret('another')}\n`);
  repo.git('add', '--all');
  const runs = [
    ...COMMANDS,
    ['audit', '--format', 'json'],
    ['audit', '--format', 'markdown'],
    ['audit', '--explain'],
    ['audit', '--range', 'HEAD..HEAD'],
    ['staged', '--format', 'json'],
    ['todo', '--format', 'json'],
    ['scan', '--format', 'json'],
  ];
  for (const args of runs) {
    const { stdout, stderr } = runCli(args, { cwd: repo.dir });
    assert.equal(stdout.includes(value) || stderr.includes(value), false, `${args.join(' ')}\n${stdout}${stderr}`);
  }
  assert.equal(repoAt(repo.dir).git('status', '--porcelain', '-uall').includes('.burnlist/ledger.yaml'), true);
});
