/** In the log of a CI job no path or name of what was scanned is a command. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeRepo, runCli } from '../support/repo.ts';
import { jwtSecret } from '../support/secrets.ts';

/** What a runner takes for a command: lines that begin so behind blanks, and what lines hold. */
const OBEYED = /^\s*::|##\[|##vso\[/m;

const NAMES = ['::error::a', ' ::warning file=b::c', '\u00a0::add-mask::d', '##[add-mask]e', '##vso[task.setvariable]f', 'x ::g'];

test('paths, refs, authors and reasons are none, however lines break', () => {
  const repo = makeRepo();
  for (const [index, name] of NAMES.entries()) {
    repo.write(`${name}.env`, `JWT_SECRET=${jwtSecret(name)} # burnlist:allow\nJWT_TOKEN_${index}_SECRET=${jwtSecret(`2 ${name}`)}\n`);
    repo.write(`${name}/${'long '.repeat(30)}${name}.env`, `JWT_SECRET=${jwtSecret(`3 ${name}`)}\n`);
  }
  repo.commit('all', { author: '::error::Eve ##[x] <e@example.org>' });
  const [{ id }] = JSON.parse(runCli(['audit', '--format', 'json'], { cwd: repo.dir }).stdout).secrets;
  repo.write('::error::y.env', `JWT_SECRET=${jwtSecret('new')}\n`);
  repo.git('add', '.');
  const runs = ['audit', 'scan .', 'staged', 'sweep', 'todo', `audit --explain ${id}`, 'audit --explain', 'audit ::error::none'];
  for (const run of [...runs, 'audit --format json', 'audit --format sarif', 'audit --format markdown', 'scan ##[x]']) {
    for (const columns of ['', '40', '57', '80']) {
      if (columns !== '' && !run.startsWith('audit')) continue;
      const { stdout, stderr } = runCli(run.split(' '), { cwd: repo.dir, env: { COLUMNS: columns } });
      assert.ok((stdout + stderr).length > 0, run);
      assert.doesNotMatch(stdout, OBEYED, `${run} in ${columns}`);
      assert.doesNotMatch(stderr, OBEYED, `${run} in ${columns}`);
    }
  }
});

test('what is said stays readable, paths come back whole from JSON, and annotations are commands', () => {
  const repo = makeRepo();
  repo.write('::error::##[a].env', `JWT_SECRET=${jwtSecret('a')}\n`);
  repo.commit('start');
  const run = (format: string): string => runCli(['audit', '--format', format], { cwd: repo.dir }).stdout;
  assert.match(run('text'), /in ::error::#\\u0023\[a\]\.env of HEAD/);
  assert.equal(JSON.parse(run('json')).secrets[0].occurrences[0].path, '::error::##[a].env');
  assert.match(run('github'), /^::error file=/);
});
