/** Where `accept` reads and writes, and what is said when the policy that counted is not the one people look at. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { makeFolder, makeRepo, runCli, type Ended, type Repo } from '../support/repo.ts';
import { jwtSecret } from '../support/secrets.ts';

function withSecret(): Repo {
  const repo = makeRepo();
  repo.write('app.env', `JWT_SECRET=${jwtSecret('app')}\n`);
  repo.write('deep/er/x.txt', 'x\n');
  repo.commit('one');
  return repo;
}

const accept = (cwd: string): Ended => runCli(['accept', '--all-existing'], { cwd });

test('a committed link leads accept nowhere', () => {
  const outside = makeFolder();
  const links: readonly [string, string][] = [
    ['.burnlist', outside],
    ['.burnlist/ledger.yaml', join(outside, 'ledger.yaml')],
  ];
  for (const [path, target] of links) {
    const repo = withSecret();
    repo.link(path, target);
    repo.commit('link');
    const { status, stderr } = accept(repo.dir);
    assert.equal(status, 2);
    assert.equal(
      stderr,
      `burnlist: ${path} is a symbolic link, which is not followed: put a real one in its place\n`,
    );
    assert.deepEqual(readdirSync(outside), []);
  }
});

test('a folder in place of the ledger is refused with one line, and stays', () => {
  const repo = withSecret();
  repo.write('.burnlist/ledger.yaml/note.txt', 'kept\n');
  const { status, stderr } = accept(repo.dir);
  assert.deepEqual([status, stderr], [2, 'burnlist: .burnlist/ledger.yaml: not a plain file\n']);
  assert.deepEqual(readdirSync(join(repo.dir, '.burnlist/ledger.yaml')), ['note.txt']);
});

test('the path to add is right from wherever accept is run', () => {
  const repo = withSecret();
  const { stdout } = accept(join(repo.dir, 'deep/er'));
  const [, path] = /git add (\S+)\n$/.exec(stdout) ?? [];
  assert.equal(path, '../../.burnlist/ledger.yaml');
  assert.ok(existsSync(join(repo.dir, 'deep/er', path)));
});

test('accept goes by the working tree: what stands in its ledger need not be committed to count', () => {
  const repo = withSecret();
  assert.match(accept(repo.dir).stdout, /^1 secret written/);
  assert.match(accept(repo.dir).stdout, /^nothing to write/);
  repo.write('.burnlist/config.yaml', "allow:\n  - { path: '*.env', reason: samples }\n");
  repo.remove('.burnlist/ledger.yaml');
  assert.match(accept(repo.dir).stdout, /^nothing to write/);
});

test('where the working tree has another policy than the one that counted, the last line says so', () => {
  const repo = withSecret();
  const lastLine = (...args: readonly string[]): string => {
    const { stdout, stderr } = runCli(args, { cwd: repo.dir });
    return (stdout + stderr).trimEnd().split('\n').at(-1)!;
  };
  assert.doesNotMatch(lastLine('audit'), /differs/);
  accept(repo.dir);
  const ledger = '.burnlist/ledger.yaml of the working tree differs';
  assert.equal(lastLine('audit'), `burnlist: ${ledger}: that of HEAD counted`);
  assert.equal(lastLine('audit', '--range', '..HEAD'), `burnlist: ${ledger}: that of the range's base counted`);
  assert.equal(lastLine('audit', '--policy-from', 'HEAD~0'), `burnlist: ${ledger}: HEAD~0 counted`);
  assert.doesNotMatch(lastLine('audit', '--quiet'), /differs/);

  repo.git('add', '.burnlist');
  repo.write('new.env', `JWT_SECRET=${jwtSecret('new')}\n`);
  repo.git('add', 'new.env');
  assert.doesNotMatch(lastLine('staged'), /differs/);
  repo.write('.burnlist/config.yaml', 'marks: ignore\n');
  assert.equal(
    lastLine('staged'),
    'burnlist: .burnlist/config.yaml of the working tree differs: that of the index counted',
  );
  repo.git('add', '--all');
  repo.commit('all');
  assert.doesNotMatch(lastLine('audit'), /differs/);
});

test('a policy that a range changes is said not to count once, not as a difference of the working tree, too', () => {
  const repo = withSecret();
  accept(repo.dir);
  repo.commit('Adopt');
  const said = (): string => {
    const { stdout, stderr } = runCli(['audit', '--range', 'HEAD~1..HEAD'], { cwd: repo.dir });
    return (stdout + stderr).replace(/\s+/g, ' ');
  };
  assert.match(said(), /ledger\.yaml is changed by this range/);
  assert.doesNotMatch(said(), /differs/);
  repo.write('.burnlist/config.yaml', 'marks: ignore\n');
  assert.match(said(), /burnlist: \.burnlist\/config\.yaml of the working tree differs: that of the range's base counted/);
  repo.commit('Both');
  const { stdout, stderr } = runCli(['audit', '--range', 'HEAD~2..HEAD'], { cwd: repo.dir });
  assert.match(stdout.replace(/\s+/g, ' '), /config\.yaml and \S+ledger\.yaml are changed by this range and do not count/);
  assert.doesNotMatch(stdout + stderr, /differs/);
});
