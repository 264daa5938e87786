/** Content and shapes that are large, odd or made to be slow: bounded time and memory, and nothing goes unsaid. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { makeFolder, makeRepo, runCli, type Repo } from '../support/repo.ts';
import { bytes, githubToken, jwtSecret } from '../support/secrets.ts';
import { watchCli, type Watched } from './watched.ts';

const MEGABYTE = 1 << 20;

/** `NODE_OPTIONS` holds memory down: what needs more than that is not bounded. */
function scan(folder: string, file: string, megabytes: number): Promise<Watched> {
  return watchCli(['scan', file, '--format', 'json'], folder, { NODE_OPTIONS: `--max-old-space-size=${megabytes}` });
}

test('a file of one line of 32 MB is read in pieces, and a secret at its end is found', async () => {
  const folder = makeFolder();
  const filler = bytes('filler', 3 * MEGABYTE)
    .toString('base64')
    .replace(/[^a-z]/g, ' ');
  writeFileSync(join(folder, 'line.txt'), `${filler.repeat(8)} ${githubToken('at the end')}`);
  const { status, stdout } = await scan(folder, 'line.txt', 96);
  assert.equal(status, 1);
  assert.match(stdout, /"rule": "github-/);
});

test('text that is made of the beginnings of secrets costs little more than other text', async () => {
  const folder = makeFolder();
  const beginnings = {
    pem: '-----BEGIN PRIVATE KEY-----',
    token: 'eyJ',
    assignment: 'password=',
    url: '://',
    credentials: 'a://b:c@',
    keyId: 'AKIAAKIA',
    mark: 'burnlist:allow ',
    arn: 'arn:aws:iam::',
    nul: '\0',
    base64: 'QUJD',
  };
  for (const [name, text] of Object.entries(beginnings)) {
    writeFileSync(join(folder, name), text.repeat(Math.ceil((2 * MEGABYTE) / text.length)));
    const { status, seconds } = await scan(folder, name, 512);
    assert.ok(status === 0 || status === 1 || status === 3, name);
    assert.ok(seconds < 15, `${name}: ${seconds.toFixed(1)} s`);
  }
});

test('what stands too densely to be looked at makes the scan incomplete, in one line and not one for each', async () => {
  const folder = makeFolder();
  writeFileSync(join(folder, 'dense.txt'), '://'.repeat(300_000));
  const { status, stdout } = await scan(folder, 'dense.txt', 256);
  assert.equal(status, 3);
  const { coverage } = JSON.parse(stdout) as {
    coverage: { failed: unknown[]; skipped: { what: string; count: number }[] };
  };
  assert.deepEqual(coverage.failed, []);
  assert.equal(coverage.skipped[0]?.what, 'too-dense');
  assert.ok(coverage.skipped[0].count < 20);
});

/** A repository from the lines that fast-import takes. */
function imported(script: string): Repo {
  const repo = makeRepo();
  repo.gitWith(script, 'fast-import', '--quiet');
  return repo;
}

const commit = (ref: string, files: string): string =>
  `commit ${ref}\ncommitter A <a@example.org> 1700000000 +0000\ndata 1\nx\n${files}\n`;

const inline = (path: string, text: string): string =>
  `M 644 inline ${path}\ndata ${Buffer.byteLength(text)}\n${text}\n`;

test('folders two thousand deep are followed to the bottom', () => {
  const path = `${'d/'.repeat(2000)}deep.env`;
  const repo = imported(commit('refs/heads/main', inline(path, `JWT_SECRET=${jwtSecret('deep')}\n`)));
  const { status, stdout } = runCli(['audit', '--format', 'json'], { cwd: repo.dir });
  assert.equal(status, 1);
  assert.ok(stdout.includes(path));
});

test('ten thousand refs and a folder of twenty thousand files are read', () => {
  const files = Array.from({ length: 20_000 }, (_, index) => inline(`many/f${index}`, `${index}\n`)).join('');
  const repo = imported(commit('refs/heads/main', files + inline('one.env', `JWT_SECRET=${jwtSecret('refs')}\n`)));
  const head = repo.git('rev-parse', 'refs/heads/main');
  repo.gitWith(
    Array.from({ length: 10_000 }, (_, index) => `create refs/tags/t${index} ${head}\n`).join(''),
    'update-ref',
    '--stdin',
  );
  const { status, stdout } = runCli(['audit'], { cwd: repo.dir });
  assert.equal(status, 1);
  assert.match(stdout, /everything was seen/);
  assert.ok(stdout.length < 4000);
});

test('a repository that has only tags, or nothing at all, is read', () => {
  const repo = imported(commit('refs/tags/only', inline('a.env', `JWT_SECRET=${jwtSecret('tags')}\n`)));
  assert.equal(runCli(['audit'], { cwd: repo.dir }).status, 1);
  for (const command of ['audit', 'staged', 'todo']) {
    assert.equal(runCli([command], { cwd: makeRepo().dir }).status, 0);
    const bare = runCli([command], { cwd: makeRepo({ args: ['--bare'] }).dir });
    assert.equal(bare.status, command === 'staged' ? 2 : 0);
  }
  assert.match(runCli(['audit'], { cwd: makeRepo().dir }).stdout, /^ {2}next: nothing was committed or fetched here yet/m);
});

test('commits, trees and tags that are no such thing inside do not stop the audit', () => {
  const repo = makeRepo();
  repo.write('a.env', `JWT_SECRET=${jwtSecret('odd')}\n`);
  repo.commit('one');
  for (const [type, text] of [
    ['commit', 'tree\nparent\nauthor\n\n'],
    [
      'commit',
      `tree ${'0'.repeat(40)}\nparent ${'f'.repeat(40)}\nauthor A\ncommitter B 99999999999999999999 +0000\n\nx`,
    ],
    ['commit', ''],
    ['tag', 'object x\n\n'],
    ['tree', 'nothing like a tree'],
    [
      'tree',
      Buffer.concat([
        Buffer.from('100644 \0'),
        Buffer.alloc(20, 1),
        Buffer.from('100644 ../../x\0'),
        Buffer.alloc(20, 2),
      ]),
    ],
  ] as const) {
    repo.gitWith(text, 'hash-object', '-t', type, '-w', '--literally', '--stdin');
  }
  const { status, stdout, stderr } = runCli(['audit'], { cwd: repo.dir });
  assert.ok(status === 1 || status === 3, stderr);
  assert.match(stdout, /1 compromised/);
  assert.doesNotMatch(stderr, /should not happen/);
});
