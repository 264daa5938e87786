/** The hook and changes that are large, memory that is short, a git that is old. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { cleanEnvironment, makeFolder, makeRepo, runCli, type Repo } from '../support/repo.ts';
import { jwtSecret } from '../support/secrets.ts';

const BINARY = process.env['BURNLIST_BIN'] ?? fileURLToPath(new URL('../../dist/burnlist.cjs', import.meta.url));
const MEGABYTE = 1 << 20;

interface Run {
  readonly status: number | null;
  readonly output: string;
  /** Bytes of memory at the most, as far as seen. */
  readonly peak: number;
}

/** The command as one process, watched. */
async function watched(args: readonly string[], repo: Repo, options: readonly string[] = []): Promise<Run> {
  const child = spawn(process.execPath, [...options, BINARY, ...args], {
    argv0: options.length === 0 ? 'burnlist-overseen' : undefined,
    cwd: repo.dir,
    env: cleanEnvironment(),
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece: Buffer) => (output += piece.toString()));
  let peak = 0;
  const timer = setInterval(() => {
    const status = existsSync(`/proc/${child.pid}/status`) ? readFileSync(`/proc/${child.pid}/status`, 'utf8') : '';
    peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) * 1024);
  }, 5);
  const [status] = (await once(child, 'close')) as [number | null];
  clearInterval(timer);
  return { status, output, peak };
}

const filler = (megabytes: number): Buffer => Buffer.alloc(megabytes * MEGABYTE, 'words and words, line after line\n');

/** The memory that a file of so many megabytes takes, staged and in a range. */
async function peaks(megabytes: number): Promise<{ readonly staged: number; readonly ranged: number }> {
  const repo = makeRepo();
  repo.commit('start');
  const secret = Buffer.from(`\nJWT_SECRET=${jwtSecret('large')}\n`);
  repo.write('large.txt', Buffer.concat([filler(megabytes), secret]));
  repo.git('add', '--all');
  const staged = await watched(['staged'], repo);
  repo.commit('large');
  repo.write('large.txt', Buffer.concat([filler(megabytes + 1), secret]));
  repo.commit('larger');
  const ranged = await watched(['audit', '--range', 'HEAD~2..HEAD'], repo);
  for (const { status, output } of [staged, ranged]) {
    assert.equal(status, 1);
    assert.match(output, /large\.txt/);
  }
  return { staged: staged.peak, ranged: ranged.peak };
}

test(
  'a large file is searched while it is read, by the hook and in a range',
  { skip: !existsSync('/proc/self/status') && 'needs /proc' },
  async () => {
    const small = await peaks(1);
    const large = await peaks(256);
    // each version of node takes another amount, and throws away what was read at its own pace: up to 150 MB behind
    for (const way of ['staged', 'ranged'] as const)
      assert.ok(large[way] - small[way] < 192 * MEGABYTE, `${way}: ${small[way]} → ${large[way]} bytes`);
  },
);

function lines(count: number): string {
  return Array.from({ length: count }, (_, index) => `JWT_SECRET=${jwtSecret(`many ${index}`)}\n`).join('');
}

test('when memory runs out in the hook the status is 3 and the last line says what to do', async () => {
  const repo = makeRepo();
  repo.write('many.env', lines(20_000));
  repo.git('add', '--all');
  const { status, output } = await watched(['staged'], repo, ['--max-old-space-size=24']);
  assert.equal(status, 3);
  assert.match(output, /\nburnlist: out of memory, so nothing is sure: .*--max-old-space-size=8192.*\n$/);
});

test('a change that turns out to be large gives the same answer', () => {
  const repo = makeRepo();
  for (let file = 0; file < 4; file++) repo.write(`${file}.env`, lines(3000));
  repo.git('add', '--all');
  const { status, stderr } = runCli(['staged'], { cwd: repo.dir });
  assert.equal(status, 1);
  assert.match(stderr, /^burnlist: 3,000 secrets would enter/);
  assert.equal(stderr.match(/would enter/g)?.length, 1);
});

/** A git of an old version, which may take no configuration from the environment. */
function oldGit(takesPins: boolean): NodeJS.ProcessEnv {
  const folder = makeFolder();
  const real = (process.env['PATH'] ?? '').split(':').find((dir) => existsSync(join(dir, 'git')))!;
  const script = [
    '#!/bin/sh',
    'case "$*" in version) echo git version 2.20.1; exit 0;; esac',
    ...(takesPins ? [] : ['unset GIT_CONFIG_PARAMETERS']),
    `exec "${real}/git" "$@"`,
  ];
  writeFileSync(join(folder, 'git'), `${script.join('\n')}\n`, { mode: 0o755 });
  return { PATH: `${folder}:${process.env['PATH']}` };
}

test('the hook refuses a git that does not take its pins, also for a clean change', () => {
  const said = 'burnlist: git version 2.20.1 is too old: burnlist needs git 2.31 or newer\n';
  for (const commits of [0, 1]) {
    const repo = makeRepo();
    for (let commit = 0; commit < commits; commit++) repo.commit('one');
    repo.write('clean.txt', 'clean\n');
    repo.git('add', '--all');
    assert.equal(runCli(['staged'], { cwd: repo.dir }).status, 0);
    const { status, stderr } = runCli(['staged'], { cwd: repo.dir, env: oldGit(false) });
    assert.deepEqual([status, stderr], [2, said]);
    repo.write('app.env', `JWT_SECRET=${jwtSecret('old')}\n`);
    repo.git('add', '--all');
    const found = runCli(['staged'], { cwd: repo.dir, env: oldGit(true) });
    assert.deepEqual([found.status, found.stderr], [2, said]);
  }
});
