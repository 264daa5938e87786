/** git that is missing, too old, refuses, dies or says nothing: the scan recovers or ends with 2 or 3, never with 0. */
import assert from 'node:assert/strict';
import { chmodSync, chownSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { makeFolder, makeRepo, runCli, type Ended, type Repo } from '../support/repo.ts';
import { bytes, jwtSecret } from '../support/secrets.ts';

const REAL = execFileSync('sh', ['-c', 'command -v git']).toString().trim();

/** A folder for PATH whose git is a shell script: `$real` is the real one. */
function fakeGit(script: string): string {
  const folder = makeFolder();
  writeFileSync(join(folder, 'git'), `#!/bin/sh\nreal=${REAL}\n${script}\nexec $real "$@"\n`);
  chmodSync(join(folder, 'git'), 0o755);
  return folder;
}

function run(repo: Repo, script: string, ...args: readonly string[]): Ended {
  return runCli(args, { cwd: repo.dir, env: { PATH: `${fakeGit(script)}:${process.env.PATH}` } });
}

/** A secret, and enough beside it to break off in the middle. */
function withHistory(): Repo {
  const repo = makeRepo();
  for (const name of ['a', 'b', 'c', 'd']) {
    repo.write(`${name}.txt`, bytes(name, 3000).toString('hex').replace(/\d/g, ' '));
    repo.commit(name);
  }
  repo.write('z.env', `JWT_SECRET=${jwtSecret('z')}\n`);
  repo.commit('z');
  return repo;
}

const repo = withHistory();
const oneLine = /^burnlist: [^\n]+\n$/;

test('git that is not there or too old is wrong usage, with what to do', () => {
  const empty = makeFolder();
  symlinkSync('/bin/sh', join(empty, 'sh'));
  for (const args of [['audit'], ['staged'], ['todo'], ['audit', '--range', 'HEAD~1..HEAD']]) {
    const missing = runCli(args, { cwd: repo.dir, env: { PATH: empty } });
    assert.equal(missing.status, 2);
    assert.match(missing.stderr, /^burnlist: git was not found: install git 2\.31 or newer.*\n$/);
  }
  const old = run(repo, '[ "$1" = version ] && echo "git version 2.20.1" && exit 0', 'audit');
  assert.equal(old.status, 2);
  assert.match(old.stderr, /^burnlist: git version 2\.20\.1 is too old: burnlist needs git 2\.31 or newer\n$/);
});

test(
  "another user's repository is wrong usage, with git's own way out",
  { skip: process.getuid?.() !== 0 && 'needs root' },
  () => {
    const others = makeRepo();
    others.commit('one');
    for (const path of [others.dir, join(others.dir, '.git')]) chownSync(path, 12345, 12345);
    for (const args of [['audit'], ['staged'], ['todo'], ['accept', '--all-existing']]) {
      const { status, stderr } = runCli(args, { cwd: others.dir });
      assert.equal(status, 2, args[0]);
      assert.match(stderr, oneLine);
      assert.match(stderr, /git config --global --add safe\.directory \S*\/work/);
    }
    const trusted = { GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'safe.directory', GIT_CONFIG_VALUE_0: '*' };
    assert.equal(runCli(['audit'], { cwd: others.dir, env: trusted }).status, 0, "the user's own setting counts");
  },
);

test('a git that dies once in the middle of the content loses nothing', () => {
  const mark = join(makeFolder(), 'died');
  const once = `if [ "$*" = "cat-file --batch --buffer" ] && [ ! -e ${mark} ]; then
    : > ${mark}; $real "$@" | (head -c 2000; kill -9 $$)
  fi`;
  const { status, stdout } = run(repo, once, 'audit');
  assert.match(stdout, /everything was seen/);
  assert.equal(status, 1);
});

test('a git that dies again and again is 3, whatever it managed to say', () => {
  for (const count of [0, 100, 5000]) {
    const broken = `$real "$@" | (dd bs=1 count=${count} 2>/dev/null; kill -9 $$)`;
    const always = `case "$*" in "cat-file --batch --buffer"|"cat-file --batch") ${broken};; esac`;
    for (const args of [['audit'], ['audit', '--range', 'HEAD~2..HEAD']]) {
      const { status, stdout, stderr } = run(repo, always, ...args);
      assert.equal(status, 3, `${args.join(' ')} after ${count} bytes`);
      assert.match(stdout + stderr, /NOT everything was seen|^burnlist: git cat-file failed/);
    }
  }
});

test('a list of objects that breaks off is 3, even when git calls it a success', () => {
  for (const end of ['kill -9 $$', 'exit 0']) {
    const { status, stdout } = run(
      repo,
      `case "$*" in *batch-check*) $real "$@" | (head -c 310); ${end};; esac`,
      'audit',
    );
    assert.equal(status, 3);
    assert.match(stdout, /the list of objects/);
  }
});

test('a git that hangs up on its input is 3', () => {
  const { status } = run(repo, 'case "$*" in "cat-file --batch"*) exec 0<&-; sleep 0.1; exit 0;; esac', 'audit');
  assert.equal(status, 3);
});

test('whichever command of git dies or fails without a word, a scan that needs it is not 0', () => {
  writeFileSync(join(repo.dir, 'new.env'), `JWT_SECRET=${jwtSecret('new')}\n`);
  repo.git('add', 'new.env');
  const needed: Readonly<Record<string, readonly string[]>> = {
    version: ['audit'],
    'rev-parse': ['audit'],
    'for-each-ref': ['audit'],
    'cat-file': ['audit', 'staged'],
    'ls-files': ['audit'],
    'ls-tree': ['audit'],
    'diff-index': ['staged'],
    'diff-tree': ['range'],
    'rev-list': ['range'],
  };
  for (const [command, scans] of Object.entries(needed)) {
    for (const scan of scans) {
      const end = command.length % 2 === 0 ? 'kill -9 $$' : 'exit 9';
      const args = scan === 'range' ? ['audit', '--range', 'HEAD~2..HEAD'] : [scan];
      const { status, stderr } = run(repo, `[ "$1" = ${command} ] && ${end}`, ...args);
      assert.equal(status, 3, `${scan} without ${command}`);
      assert.doesNotMatch(stderr, /should not happen/);
    }
  }
});

test('a repository whose folder git cannot enter or that is a file is wrong usage', () => {
  const folder = makeFolder();
  writeFileSync(join(folder, 'file'), '');
  mkdirSync(join(folder, 'plain'));
  for (const path of ['file', 'plain', 'nowhere']) {
    const { status, stderr } = runCli(['audit', path], { cwd: folder });
    assert.equal(status, 2, path);
    assert.match(stderr, oneLine);
  }
});
