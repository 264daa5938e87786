/** A limit that was reached is said, makes the audit incomplete, and can be acknowledged for one place. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeRepo, runCli, type Ended } from '../support/repo.ts';
import { jwtSecret } from '../support/secrets.ts';

test('text made of nothing but keywords is cut short and said; the configuration can acknowledge it', () => {
  const repo = makeRepo();
  repo.write('bomb.txt', 'password='.repeat(200_000));
  repo.commit('bomb');
  const first = runCli(['audit'], { cwd: repo.dir });
  assert.equal(first.status, 3);
  assert.match(first.stdout, /too-dense: .* as in bomb\.txt; acknowledge it under {2}limits:/);

  repo.write('.burnlist/config.yaml', 'limits:\n  - { path: other.txt, reason: not this one }\n');
  repo.commit('another place');
  assert.equal(runCli(['audit', '-q'], { cwd: repo.dir }).status, 3);
  repo.write('.burnlist/config.yaml', 'limits:\n  - { path: bomb.txt, reason: generated }\n');
  repo.commit('this place');
  assert.equal(runCli(['audit', '-q'], { cwd: repo.dir }).status, 0);

  repo.write('app.env', `JWT_SECRET=${jwtSecret('beside a bomb')}\n`);
  repo.commit('leak');
  assert.equal(runCli(['audit', '-q'], { cwd: repo.dir }).status, 1);
});

test('a limit in a folder is told by the path in the earliest commit that has it, also where no ref reaches it any more', () => {
  const repo = makeRepo();
  repo.commit('start');
  repo.write('deep/er/bomb.txt', BOMB);
  const bomb = repo.commit('bomb');
  repo.git('mv', 'deep', 'moved');
  repo.commit('move it');
  assert.match(runCli(['audit'], { cwd: repo.dir }).stdout, /too-dense: .* as in deep\/er\/bomb\.txt/);
  repo.git('checkout', '-q', '--detach', bomb);
  repo.git('commit', '-q', '--amend', '-m', 'bomb again');
  repo.git('checkout', '-q', '-B', 'main', 'HEAD^');
  repo.git('reflog', 'expire', '--expire=now', '--expire-unreachable=now', '--all');
  assert.match(runCli(['audit'], { cwd: repo.dir }).stdout, /too-dense: .* as in deep\/er\/bomb\.txt/);
});

const BOMB = 'password='.repeat(2000);

test('a range is as incomplete as an audit, in files, messages and by path; the base can acknowledge a file', () => {
  const repo = makeRepo();
  const start = repo.commit('start');
  const range = (between: string): Ended => runCli(['audit', '--range', between], { cwd: repo.dir });
  repo.write('bomb.txt', BOMB);
  const file = repo.commit('bomb');
  const incomplete = range(`${start}..${file}`);
  assert.equal(incomplete.status, 3);
  assert.match(incomplete.stdout, /too-dense: .* as in bomb\.txt/);
  const message = repo.commit(BOMB);
  assert.match(range(`${file}..${message}`).stdout, /too-dense: .* as in a commit message/);
  assert.equal(range(`${file}..${message}`).status, 3);
  repo.write('conf/jwt_secrets.json', `{${'"v1": "'.repeat(2000)}`);
  const map = repo.commit('map');
  assert.equal(range(`${message}..${map}`).status, 3);
  repo.write('.burnlist/config.yaml', 'limits:\n  - { path: bomb.txt, reason: generated }\n');
  const known = repo.commit('acknowledge it');
  repo.write('bomb.txt', `\n${BOMB}`);
  repo.commit('edit');
  assert.equal(range(`${known}..HEAD`).status, 0);
  assert.equal(runCli(['audit', '--range', `${start}..${file}`, '--policy-from', known], { cwd: repo.dir }).status, 0);
});

test('the hook shows a limit and lets the commit pass, in files, by path and in messages', () => {
  const repo = makeRepo();
  repo.write('bomb.txt', BOMB);
  repo.git('add', '.');
  const file = runCli(['staged'], { cwd: repo.dir });
  assert.deepEqual([file.status, file.stdout], [0, '']);
  assert.match(file.stderr, /^burnlist: not seen: too-dense: .* as in bomb\.txt[^\n]*\n$/);
  repo.write('.burnlist/config.yaml', 'limits:\n  - { path: bomb.txt, reason: generated }\n');
  repo.git('add', '.');
  assert.deepEqual(runCli(['staged'], { cwd: repo.dir }), { status: 0, stdout: '', stderr: '' });
  repo.commit('start');
  repo.write('conf/jwt_secrets.json', `{${'"v1": "'.repeat(2000)}`);
  repo.git('add', '.');
  assert.match(runCli(['staged'], { cwd: repo.dir }).stderr, /as in conf\/jwt_secrets\.json/);
  repo.write('MESSAGE', `Fix\n\n${BOMB}\n`);
  const message = runCli(['staged', '--message', 'MESSAGE'], { cwd: repo.dir });
  assert.equal(message.status, 0);
  assert.match(message.stderr, /too-dense: .* as in the commit message/);
});

test('what a range sets aside is counted, and explained', () => {
  const repo = makeRepo();
  repo.commit('start');
  repo.write('a.env', 'JWT_SECRET=${FROM_THE_VAULT}\n');
  repo.commit('reference');
  const { stdout } = runCli(['audit', '--range', 'HEAD~1..HEAD', '--format', 'json'], { cwd: repo.dir });
  assert.deepEqual(JSON.parse(stdout).setAside, [{ reason: 'reference', count: 1 }]);
  const explained = runCli(['audit', '--range', 'HEAD~1..HEAD', '--explain'], { cwd: repo.dir });
  assert.match(explained.stdout, /1 set aside[^]*reference: 1[^]*a\.env:1/);
});

test('a limit in a message or a header is said for what it is', () => {
  const repo = makeRepo();
  const commit = repo.commit(`all\n\n${BOMB}`);
  assert.match(runCli(['audit'], { cwd: repo.dir }).stdout, new RegExp(`too-dense: .* as in commit ${commit};`));
  const other = makeRepo();
  other.commit('one');
  other.git('tag', '--annotate', '--message', BOMB, 'v1');
  assert.match(runCli(['audit'], { cwd: other.dir }).stdout, new RegExp(`as in tag ${other.git('rev-parse', 'v1')};`));
});

test('what is written to a device or through a link leaves them what they are', () => {
  const repo = makeRepo();
  repo.write('a.txt', 'nothing\n');
  repo.commit('first');
  repo.write('report.json', '');
  repo.link('latest.json', 'report.json');
  assert.equal(runCli(['audit', '--format', 'json=latest.json'], { cwd: repo.dir }).status, 0);
  assert.equal(repo.git('ls-files', '--others').includes('latest.json'), true);
  assert.match(runCli(['todo', 'report.json'], { cwd: repo.dir }).stdout, /^# Rotation to-do/);
});
