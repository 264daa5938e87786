/** Files that are named on the command line and are none: one line, exit 2, and never a wait for ever. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { test } from 'node:test';
import { readNamedFile } from '../../src/commands/named-file.ts';
import { makeRepo, runCli } from '../support/repo.ts';
import { jwtSecret } from '../support/secrets.ts';

const OLD = jwtSecret('named');

test('a pipe that nobody writes to, a folder, a device: one line, exit 2', { skip: process.platform === 'win32' }, () => {
  const repo = makeRepo();
  repo.write('app.env', `JWT_SECRET=${OLD}\n`);
  repo.commit('leak');
  execFileSync('mkfifo', [join(repo.dir, 'pipe')]);
  mkdirSync(join(repo.dir, 'folder'));
  const calls: readonly (readonly string[])[] = [
    ['verify', '--current', 'pipe'], ['verify', '--current', '/dev/zero'], ['verify', '--current', 'folder'], ['todo', 'pipe'],
    ['todo', '--runbook', 'pipe'], ['sweep', '--value-from', 'pipe'],
  ];
  for (const call of calls) {
    const { status, stdout, stderr } = runCli([...call], { cwd: repo.dir });
    assert.deepEqual([status, stdout], [2, ''], call.join(' '));
    assert.match(stderr, /^burnlist: [^\n]*(?:is no file but a pipe or a device|is a folder; name the files in it)\n$/, call.join(' '));
  }
});

test('no more is read of a file than such files have', () => {
  const repo = makeRepo();
  repo.write('large.env', Buffer.alloc((1 << 20) + 1));
  const read = (most: number): Buffer => readNamedFile('large.env', { cwd: repo.dir, most, option: '--current' });
  assert.throws(() => read(1 << 20), /^UsageError: --current large\.env: is larger than 1 MB; is it the right file\?$/);
  assert.equal(read(2 << 20).length, (1 << 20) + 1);
});
