/** The hook and what a path can be: odd names, links, types that change. */
import assert from 'node:assert/strict';
import { chmodSync } from 'node:fs';
import { test } from 'node:test';
import { makeRepo, runCli, type Repo } from '../support/repo.ts';
import { githubToken, jwtSecret } from '../support/secrets.ts';

const SILENT = { status: 0, stdout: '', stderr: '' };

function staged(repo: Repo, ...args: readonly string[]): ReturnType<typeof runCli> {
  return runCli(['staged', ...args], { cwd: repo.dir });
}

const ODD_NAMES = [
  'with spaces in it.env',
  'with\nnewline.env',
  'with\ttab.env',
  '"quoted" and \'quoted\'.env',
  'Grüße/日本語.env',
  '-rf.env',
  '--help',
  ':(exclude)x.env',
  '*.env',
  'back\\slash.env',
  '\u001b[31mred.env',
];

test('a secret is found whatever its file is called, and no control character of a name reaches the terminal', () => {
  const repo = makeRepo();
  ODD_NAMES.forEach((name, index) => repo.write(name, `JWT_SECRET=${jwtSecret(`${index}`)}\n`));
  repo.git('add', '--all');
  const { status, stderr } = staged(repo);
  assert.equal(status, 1);
  assert.match(stderr, new RegExp(`^burnlist: ${ODD_NAMES.length} secrets`));
  // eslint-disable-next-line no-control-regex
  assert.doesNotMatch(stderr, /[\u0000-\u0009\u000b-\u001f\u007f]/);
  const paths = JSON.parse(staged(repo, '--format', 'json').stdout).secrets.map(
    (secret: { occurrences: readonly { path: string }[] }) => secret.occurrences[0]?.path,
  );
  assert.deepEqual(paths.sort(), [...ODD_NAMES].sort());
});

test('an old secret behind an odd name is not new', () => {
  const repo = makeRepo();
  ODD_NAMES.forEach((name, index) => repo.write(name, `JWT_SECRET=${jwtSecret(`${index}`)}\n`));
  repo.commit('start');
  ODD_NAMES.forEach((name, index) => repo.write(name, `# edited\nJWT_SECRET=${jwtSecret(`${index}`)}\n`));
  repo.git('add', '--all');
  assert.deepEqual(staged(repo), SILENT);
});

test('a name that is no UTF-8 does not hide what stands in the file', () => {
  const repo = makeRepo();
  const blob = repo.gitWith(`JWT_SECRET=${jwtSecret('a')}\n`, 'hash-object', '-w', '--stdin');
  const entry = Buffer.concat([
    Buffer.from(`100644 ${blob}\t`),
    Buffer.from([0x61, 0xff, 0xfe]),
    Buffer.from('.env\n'),
  ]);
  repo.gitWith(entry, 'update-index', '--index-info');
  assert.equal(staged(repo).status, 1);
});

test('a change of mode adds nothing', () => {
  const repo = makeRepo();
  repo.write('run.sh', `#!/bin/sh\nexport JWT_SECRET=${jwtSecret('a')}\n`);
  repo.commit('start');
  chmodSync(`${repo.dir}/run.sh`, 0o755);
  repo.git('add', '.');
  assert.notEqual(repo.git('diff', '--cached', '--name-only'), '');
  assert.deepEqual(staged(repo), SILENT);
});

test('the target of a symbolic link is content', () => {
  const repo = makeRepo();
  repo.link('current', `releases/${githubToken('a')}/app`);
  repo.git('add', '.');
  assert.match(staged(repo).stderr, /current:1/);
});

test('a link is not followed: what it points at is not what is committed', () => {
  const repo = makeRepo();
  repo.write('.gitignore', 'outside.env\n');
  repo.write('outside.env', `JWT_SECRET=${jwtSecret('a')}\n`);
  repo.link('link.env', 'outside.env');
  repo.git('add', '.');
  assert.deepEqual(staged(repo), SILENT);
});

test('a file that becomes a link, and a link that becomes a file, are judged by what they are now', () => {
  const repo = makeRepo();
  repo.write('one', 'text\n');
  repo.link('two', 'somewhere');
  repo.commit('start');
  repo.remove('one');
  repo.link('one', `releases/${githubToken('a')}`);
  repo.git('add', '.');
  assert.match(staged(repo).stderr, /one:1/);
  repo.commit('a link now');
  repo.remove('two');
  repo.write('two', `JWT_SECRET=${jwtSecret('b')}\n`);
  repo.git('add', '.');
  assert.match(staged(repo).stderr, /^burnlist: 1 secret [^]* two:1 /);
});

test('a file that becomes a folder keeps its old secret', () => {
  const repo = makeRepo();
  repo.write('config', `JWT_SECRET=${jwtSecret('a')}\n`);
  repo.commit('start');
  repo.remove('config');
  repo.write('config/app.env', `JWT_SECRET=${jwtSecret('a')}\n`);
  repo.git('add', '--all');
  assert.deepEqual(staged(repo), SILENT);
});

test('an intention to add has no content, in a new repository too', () => {
  const repo = makeRepo();
  repo.write('a.txt', `JWT_SECRET=${jwtSecret('a')}\n`);
  repo.git('add', '--intent-to-add', 'a.txt');
  assert.deepEqual(staged(repo), SILENT);
  repo.git('add', 'a.txt');
  assert.equal(staged(repo).status, 1);
});

test('a staged file whose blob has gone is said and is 3', () => {
  const repo = makeRepo();
  repo.write('a.txt', 'something\n');
  repo.git('add', '.');
  const id = repo.git('rev-parse', ':a.txt');
  repo.remove(`.git/objects/${id.slice(0, 2)}/${id.slice(2)}`);
  const { status, stderr } = staged(repo);
  assert.equal(status, 3);
  assert.match(stderr, /a\.txt/);
});
