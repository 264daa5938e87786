/** The pages of --help: each fits a terminal of eighty columns, and asking is no error. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeFolder, runCli } from '../support/repo.ts';

const COMMANDS = ['', 'staged', 'audit', 'sweep', 'scan', 'todo', 'verify', 'accept', 'runbook', 'rules', 'init'];

test('every page of help is at most eighty columns wide, and lists no option twice', () => {
  const cwd = makeFolder();
  for (const command of COMMANDS) {
    const { status, stdout } = runCli([...(command === '' ? [] : [command]), '--help'], { cwd });
    assert.equal(status, 0, command);
    assert.ok(stdout.startsWith('burnlist'), command);
    assert.deepEqual(stdout.split('\n').filter((line) => [...line].length > 80), [], command);
    const options = Array.from(stdout.matchAll(/^ {2}(--[a-z-]+) /gm), ([, option]) => option);
    assert.deepEqual(options, [...new Set(options)], command);
  }
});
