/** What becomes of a report that cannot be written or read to its end, and of a scan that is stopped or runs dry. */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, lstatSync, mkdirSync, openSync, symlinkSync } from 'node:fs';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { cleanEnvironment, makeFolder, makeRepo, runCli, startCli } from '../support/repo.ts';
import { jwtSecret } from '../support/secrets.ts';

const BINARY = process.env['BURNLIST_BIN'] ?? fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

function lines(count: number): string {
  // each by a name of its own, or a report has one row for all
  return Array.from({ length: count }, (_, index) => `JWT_SECRET_OF_${index}=${jwtSecret(`many ${index}`)}\n`).join('');
}

const folder = makeFolder();
writeFileSync(join(folder, 'few.env'), lines(3));
const many = makeFolder();
writeFileSync(join(many, 'many.env'), lines(6000));

test('a reader that leaves early changes neither status nor stderr', async () => {
  for (const args of [['scan', '--format', 'json'], ['scan']]) {
    const child = startCli(args, { cwd: many });
    let stderr = '';
    child.stderr!.on('data', (piece: Buffer) => (stderr += piece.toString()));
    child.stdout!.once('data', () => child.stdout!.destroy());
    const [status] = (await once(child, 'exit')) as [number];
    assert.equal(status, 1);
    assert.equal(stderr, '');
  }
});

test('a reader of standard error that leaves early changes the status neither', async () => {
  const repo = makeRepo();
  repo.write('a.env', lines(1));
  repo.git('add', '--all');
  const child = startCli(['staged'], { cwd: repo.dir });
  child.stderr!.destroy();
  const [status] = (await once(child, 'exit')) as [number];
  assert.equal(status, 1);
});

test('a report of megabytes comes whole through a slow pipe', async () => {
  const child = startCli(['scan', '--format', 'json'], { cwd: many });
  const pieces: Buffer[] = [];
  for await (const piece of child.stdout!) {
    pieces.push(piece as Buffer);
    if (pieces.length % 8 === 0) await pause(1);
  }
  const text = Buffer.concat(pieces).toString();
  assert.ok(text.length > 5e6, String(text.length));
  runCli(['scan', '--format', 'json=../whole.json'], { cwd: many });
  assert.equal(text, readFileSync(join(many, '../whole.json'), 'utf8'));
  assert.ok((JSON.parse(text) as { secrets: unknown[] }).secrets.length > 5900);
});

test('a report that cannot be written is 3 and says which, and leaves nothing half done', () => {
  const target = makeFolder();
  mkdirSync(join(target, 'is-a-folder'));
  for (const file of ['nowhere/report.json', 'is-a-folder']) {
    const { status, stderr } = runCli(['scan', folder, '--format', 'text', '--format', `json=${file}`], {
      cwd: target,
    });
    assert.equal(status, 3, file);
    assert.match(stderr, new RegExp(`^burnlist: the report could not be written: ${file}: E[A-Z]+\n$`));
  }
  assert.deepEqual(readdirSync(target), ['is-a-folder']);
});

test('a full disk behind standard output is 3', { skip: !existsSync('/dev/full') && 'needs /dev/full' }, async () => {
  const full = openSync('/dev/full', 'w');
  const options = { cwd: folder, env: cleanEnvironment() };
  const child = spawn(process.execPath, [BINARY, 'scan', '.'], { ...options, stdio: ['ignore', full, 'pipe'] });
  let stderr = '';
  child.stderr!.on('data', (piece: Buffer) => (stderr += piece.toString()));
  const [status] = (await once(child, 'close')) as [number];
  closeSync(full);
  assert.equal(status, 3);
  assert.equal(stderr, 'burnlist: the output could not be written: ENOSPC\n');
});

test('a disk that fills up behind any output is 3 and leaves no half file', () => {
  const repo = makeRepo();
  repo.write('many.env', lines(40));
  repo.write('docs/rotation.md', '# JWT_SECRET\n\n1. Make a new one\n');
  repo.commit('one');
  // from a size on, a write takes a part, and the next one fails, as on a disk without room
  const limited = (args: string, kilobytes: number): ReturnType<typeof spawnSync> =>
    spawnSync('bash', ['-c', `ulimit -f ${kilobytes}; exec "$0" "$1" ${args}`, process.execPath, BINARY], {
      cwd: repo.dir,
      env: cleanEnvironment(),
    });
  const before = readdirSync(repo.dir).sort();
  for (const format of ['text', 'markdown', 'json']) {
    const inFile = limited(`audit --format ${format}=../report`, 1);
    assert.equal(inFile.status, 3, format);
    assert.match(String(inFile.stderr), /^burnlist: the report could not be written: \.\.\/report: E[A-Z]+\n$/);
    const toFile = limited(`audit --format ${format} > ../out`, 1);
    assert.equal(toFile.status, 3, format);
    assert.match(String(toFile.stderr), /^burnlist: the output could not be written: E[A-Z]+\n/);
    rmSync(join(repo.dir, '../out'));
  }
  const accepted = limited('accept --all-existing', 1);
  assert.equal(accepted.status, 3);
  assert.match(String(accepted.stderr), /^burnlist: \.burnlist\/ledger\.yaml could not be written: E[A-Z]+\n$/);
  assert.deepEqual(readdirSync(join(repo.dir, '.burnlist')), []);
  rmSync(join(repo.dir, '.burnlist'), { recursive: true });
  assert.deepEqual(readdirSync(repo.dir).sort(), before);
  assert.equal(existsSync(join(repo.dir, '../report')), false);

  repo.write('new.env', lines(60).replaceAll('JWT_SECRET', 'NEW_SECRET'));
  repo.git('add', '--all');
  assert.equal(limited('staged 2> ../said', 1).status, 3);
});

test('a report goes where a link leads, and the link stays', () => {
  const target = makeFolder();
  for (const held of ['{"schema": "burnlist/report@1"}', undefined]) {
    if (held === undefined) rmSync(join(target, 'real.json'));
    else {
      writeFileSync(join(target, 'real.json'), held);
      symlinkSync('real.json', join(target, 'link.json'));
    }
    assert.equal(runCli(['scan', folder, '--format', 'json=link.json'], { cwd: target }).status, 1);
    assert.ok(lstatSync(join(target, 'link.json')).isSymbolicLink());
    assert.match(readFileSync(join(target, 'real.json'), 'utf8'), /^\{/);
  }
});

test('SIGHUP is 129, SIGINT 130 and SIGTERM 143, in the audit as in the hook, and nothing stays behind', async () => {
  const fake = makeFolder();
  writeFileSync(join(fake, 'git'), `#!/bin/sh\necho $$ >> ${fake}/pids\nexec sleep 30\n`, { mode: 0o755 });
  const repo = makeRepo();
  for (const [signal, status] of [
    ['SIGHUP', 129],
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    for (const verb of ['audit', 'staged']) {
      const child = startCli([verb], { cwd: repo.dir, env: { PATH: `${fake}:${process.env['PATH']}` } });
      const ended = once(child, 'exit') as Promise<[number]>;
      while (!existsSync(join(fake, 'pids'))) await pause(20);
      child.kill(signal);
      assert.equal((await ended)[0], status, `${verb} ${signal}`);
      for (const pid of readFileSync(join(fake, 'pids'), 'utf8').trim().split('\n')) {
        try {
          process.kill(Number(pid));
        } catch {
          // gone already
        }
      }
      rmSync(join(fake, 'pids'));
    }
  }
});

test('standard input that is a folder was not read, and is no empty one', () => {
  const repo = makeRepo();
  repo.commit('one');
  for (const args of [['scan', '-'], ['audit', '--pre-push']]) {
    const { status, stderr } = spawnSync(process.execPath, [BINARY, ...args], {
      cwd: repo.dir,
      env: cleanEnvironment(),
      encoding: 'utf8',
      stdio: [openSync(repo.dir, 'r'), 'pipe', 'pipe'],
    });
    assert.deepEqual([status, stderr], [3, 'burnlist: standard input is no file and no stream: nothing was read\n'], args[0]);
  }
});

test('when memory runs out the status is 3 and the last line says what to do', async () => {
  const options = { cwd: many, env: cleanEnvironment() };
  const child = spawn(process.execPath, ['--max-old-space-size=24', BINARY, 'scan', '.'], options);
  let stderr = '';
  child.stderr!.on('data', (piece: Buffer) => (stderr += piece.toString()));
  child.stdout.resume();
  const [status] = (await once(child, 'close')) as [number];
  assert.equal(status, 3);
  assert.match(stderr, /\nburnlist: out of memory, so nothing is sure: .*--max-old-space-size=8192.*\n$/);
});
