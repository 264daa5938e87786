/** `--resume FILE`: an interrupted sweep goes on, and comes to the same report. */
import assert from 'node:assert/strict';
import { appendFileSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { SIGNALS } from '../../src/signals.ts';
import { makeFolder, runCli, startCli } from '../support/repo.ts';
import { githubToken as token, jwtSecret } from '../support/secrets.ts';
import { makeTeam, sweepPlaces } from './sweep-places.ts';

const sweep = (dir: string, ...args: readonly string[]): ReturnType<typeof runCli> =>
  runCli(['sweep', '--format', 'json', ...args], { cwd: dir });

const linesOf = (file: string): string[] => readFileSync(file, 'utf8').split('\n').slice(0, -1);

test('the second run comes to the same, from a file that holds no value', () => {
  const team = sweepPlaces();
  const state = join(makeFolder(), 'state');
  const plain = sweep(team.dir);
  assert.equal(sweep(team.dir, '--resume', state).stdout, plain.stdout);
  const searched = linesOf(state).length;
  assert.ok(searched > 7);
  assert.equal(statSync(state).mode & 0o777, 0o600);
  const text = readFileSync(state, 'utf8');
  for (const secret of [token('shared'), jwtSecret('live'), 'api', 'a.txt']) assert.ok(!text.includes(secret));
  assert.equal(sweep(team.dir, '--resume', state).stdout, plain.stdout);
  assert.equal(linesOf(state).length, searched, 'nothing was searched again');
});

for (const [signal, jobs] of [['SIGINT', '1'], ['SIGTERM', '3']] as const)
  test(`an interrupt loses nothing that was done, and a cut line is searched again: ${signal}, --jobs ${jobs}`, async () => {
    const { dir, repo } = makeTeam();
    for (let number = 0; number < 12; number++) {
      const one = repo(`r${number}`);
      one.write('a.txt', `token: ${token(String(number))}\n`);
      one.commit('start');
      one.git('gc', '--quiet');
    }
    const state = join(makeFolder(), 'state');
    const child = startCli(['sweep', '--jobs', jobs, '--resume', state], { cwd: dir });
    let said = '';
    child.stderr!.on('data', (piece) => (said += piece));
    const ended = new Promise((resolve) => child.on('close', resolve));
    while (child.exitCode === null && (!existsSync(state) || linesOf(state).length < 4)) await new Promise((done) => setTimeout(done, 5));
    child.kill(signal);
    assert.equal(await ended, SIGNALS[signal]);
    assert.equal(said, `burnlist: interrupted: what was searched is kept in ${state}, and the same command goes on from there\n`);
    const done = linesOf(state).length - 1;
    assert.ok(done >= 3);
    appendFileSync(state, '{"state":"abc');
    const resumed = sweep(dir, '--resume', state);
    assert.equal(resumed.stdout, sweep(dir).stdout);
    assert.equal(JSON.parse(resumed.stdout).secrets.length, 12);
    const after = linesOf(state).length;
    sweep(dir, '--resume', state);
    assert.equal(linesOf(state).length, after, 'all is remembered, behind the cut line, too');
  });

test('a store with many finds comes to the same as well', () => {
  const { dir, api } = makeTeam();
  for (let number = 0; number < 210; number++) api.write(`${number}.txt`, `token: ${token(String(number))}\n`);
  api.commit('many');
  const state = join(makeFolder(), 'state');
  const first = sweep(dir, '--resume', state).stdout;
  const lines = linesOf(state).length;
  assert.equal(sweep(dir, '--resume', state).stdout, first);
  assert.equal(JSON.parse(first).secrets.length, 210);
  api.git('gc', '--quiet');
  const onThreads = ['--jobs', '2', '--resume', join(makeFolder(), 'threads')];
  assert.deepEqual([1, 2].map(() => sweep(api.dir, ...onThreads).stdout === sweep(api.dir).stdout), [true, true]);
  assert.equal(linesOf(state).length, lines, 'it is noted once');
});

test('what has changed is searched: new objects, other rules, other values to follow', () => {
  const { dir, api } = makeTeam();
  api.write('a.txt', `token: ${token('a')}\n`);
  api.commit('start');
  const state = join(makeFolder(), 'state');
  sweep(dir, '--resume', state);
  const before = linesOf(state).length;
  api.write('b.txt', `token: ${token('b')} and the word marmalade\n`);
  api.commit('more');
  assert.equal(JSON.parse(sweep(dir, '--resume', state).stdout).secrets.length, 2);
  const following = ['sweep', '--format', 'json', '--resume', state, '--value-from', '-'];
  const followed = runCli(following, { cwd: dir, input: 'marmalade\n' });
  assert.equal(JSON.parse(followed.stdout).secrets.length, 1);
  assert.ok(!readFileSync(state, 'utf8').includes('marmalade'));
  assert.ok(linesOf(state).length >= before + 2);
});

test('a file that is something else is not written to', () => {
  const { dir } = makeTeam();
  const file = join(makeFolder(), 'notes');
  writeFileSync(file, 'mine\n');
  const { status, stderr } = sweep(dir, '--resume', file);
  assert.equal(status, 2);
  assert.match(stderr, /no state of a sweep/);
  assert.equal(readFileSync(file, 'utf8'), 'mine\n');
  assert.equal(sweep(dir, '--resume', join(dir, 'no', 'folder')).status, 2);
});
