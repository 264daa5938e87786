/** The keys of one map are one thing to do: one task, one command, and a row each where they are verified. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { makeRepo, runCli, type Ended } from '../support/repo.ts';
import { jwtSecret } from '../support/secrets.ts';

const [ONE, TWO, NEW] = [jwtSecret('one'), jwtSecret('two'), jwtSecret('new')];

test('v1 and v2 of a map that leaked are one task with both ids, which keeps its ticks and closes with one command', () => {
  const repo = makeRepo({ name: 'shop' });
  const run = (...args: readonly string[]): Ended => runCli(args, { cwd: repo.dir });
  const list = (): string => readFileSync(join(repo.dir, 'ROTATION.md'), 'utf8');
  const headings = (): readonly string[] => (list().match(/^## (?:\d+\. .* · JWT|Done)/gm) ?? []).map((line) => line.split(' · ')[0] ?? '');
  repo.write('jwt_secrets.json', JSON.stringify({ v1: ONE }));
  repo.commit('start', { date: '2026-11-20T00:00:00Z' });
  assert.equal(run('todo', '--format', 'markdown=ROTATION.md').status, 0);
  const box = list().split('\n').find((line) => line.startsWith('- [ ] **generate**')) ?? '';
  repo.write('ROTATION.md', list().replace(box, `${box.replace('[ ]', '[x]')}\n  by Ada`));

  repo.write('jwt_secrets.json', JSON.stringify({ v1: ONE, v2: TWO }));
  repo.git('add', 'jwt_secrets.json');
  repo.commit('another key', { date: '2026-11-21T00:00:00Z' });
  run('todo', '--format', 'markdown=ROTATION.md');
  assert.deepEqual(headings(), ['## 1. jwt_secrets.v1, jwt_secrets.v2']);
  assert.match(list(), /^\*\*2 secrets to rotate in 1 task /m, 'as many as the audit counts');
  const audit = run('audit').stdout;
  assert.match(audit, /^ {2}2 compromised/m);
  for (const key of ['v1', 'v2']) assert.match(audit, new RegExp(`^ {2}P1 {2}.* jwt_secrets\\.${key} {2}`, 'm'));
  assert.match(list(), /^- Ids: `\w{26}`, `\w{26}`$/m);
  assert.match(list(), /^- \[x\] \*\*generate\*\*.*\n {2}by Ada$/m);

  repo.git('rm', '--quiet', '--cached', 'jwt_secrets.json');
  repo.write('.gitignore', '/jwt_secrets.json\n/ROTATION.md\n');
  repo.commit('take it out');
  const [, command = ''] = /^ +burnlist (verify .*)$/m.exec(list()) ?? [];
  repo.write('jwt_secrets.json', JSON.stringify({ v2: TWO, v3: NEW }));
  const half = run(...command.split(' '));
  assert.equal(half.status, 1);
  assert.match(half.stdout, /^jwt_secrets\.v2 {2}\w{6} {2}STILL HONOURED .*\n.*\njwt_secrets\.v1 {2}\w{6} {2}ROTATED /m);
  repo.write('jwt_secrets.json', JSON.stringify({ v3: NEW }));
  assert.equal(run(...command.split(' ')).status, 0);
  run('todo', '--format', 'markdown=ROTATION.md');
  assert.deepEqual(headings(), ['## Done']);
});

test('tasks that were apart and are one now lose no tick and no note', () => {
  const repo = makeRepo({ name: 'shop' });
  const list = (): string => readFileSync(join(repo.dir, 'ROTATION.md'), 'utf8');
  const todo = (): number | null => runCli(['todo', '--format', 'markdown=ROTATION.md'], { cwd: repo.dir }).status;
  const put = (folder: string, keys: object): void => repo.write(`${folder}/jwt_secrets.json`, JSON.stringify(keys));
  put('api', { v1: ONE });
  repo.commit('a key', { date: '2026-11-19T00:00:00Z' });
  put('web', { v2: TWO });
  repo.git('add', 'web');
  repo.commit('another one', { date: '2026-11-20T00:00:00Z' });
  assert.equal(todo(), 0);
  const worked = list()
    .split(/(?=^## )/m)
    .map((part) => workedOn(part, 'v1', 'generate'))
    .map((part) => workedOn(part, 'v2', 'store'));
  assert.equal(worked.filter((part) => part.includes('Ada on')).length, 2);
  repo.write('ROTATION.md', worked.join(''));

  put('api', { v1: ONE, v2: TWO });
  put('web', { v1: ONE, v2: TWO });
  repo.git('add', 'api', 'web');
  repo.commit('all keys everywhere', { date: '2026-11-21T00:00:00Z' });
  assert.equal(todo(), 0);
  const [kept = '', done = ''] = list().split('## Done');
  assert.match(kept, /^## 1\. jwt_secrets\.v1, jwt_secrets\.v2 /m);
  assert.match(kept, /^- \[x\] \*\*generate\*\*.*\n {2}Ada on v1$/m);
  assert.match(done, /^### jwt_secrets\.v2 .*: goes with jwt_secrets\.v1$/m);
  assert.match(done, /^- \[x\] \*\*store\*\*.*\n {2}Ada on v2$/m);
  const before = list();
  assert.equal(todo(), 0);
  assert.equal(list(), before);
});

/** The task of a key with the box of a phase ticked, and a note below. */
function workedOn(part: string, key: string, phase: string): string {
  if (!part.split('\n', 1)[0]?.includes(`jwt_secrets.${key} `)) return part;
  return part.replace(new RegExp(`^- \\[ \\] (\\*\\*${phase}\\*\\*.*)$`, 'm'), `- [x] $1\n  Ada on ${key}`);
}

test('the command for a map names the nearest settings that say which of its keys is in use', () => {
  const repo = makeRepo({ name: 'shop' });
  repo.write('api/config/jwt_secrets.json', JSON.stringify({ v1: ONE }));
  repo.commit('start');
  repo.git('rm', '--quiet', '--cached', 'api/config/jwt_secrets.json');
  repo.write('.gitignore', 'jwt_secrets.json\n.env\n');
  repo.commit('take it out');
  const command = (): string => /^ +burnlist (verify .*)$/m.exec(runCli(['todo'], { cwd: repo.dir }).stdout)?.[1] ?? '';
  assert.match(command(), /--current api\/config\/jwt_secrets\.json$/, 'where there are none');
  repo.write('.env', 'PORT=1\n');
  repo.write('api/.env', 'JWT_SECRET_ID=v2\n');
  assert.match(command(), /--current api\/config\/jwt_secrets\.json --current api\/\.env$/);
  repo.write('api/config/jwt_secrets.json', JSON.stringify({ v1: ONE, v2: NEW }));
  assert.match(runCli(command().split(' '), { cwd: repo.dir }).stdout, /STILL HONOURED/);
  repo.write('api/.env', 'JWT_SECRET_ID=v1\n');
  assert.match(runCli(command().split(' '), { cwd: repo.dir }).stdout, /STILL CURRENT/, 'the settings decide');
});
