/** `--only` of `todo` and `verify`: one incident among many, whatever has become of it. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { makeRepo, runCli, type Ended, type Repo } from '../support/repo.ts';
import { databaseUrl, jwtSecret, password } from '../support/secrets.ts';

const DAY = '2026-11-20';

function withTwo(): Repo {
  const repo = makeRepo({ name: 'shop' });
  repo.write('app.env', `JWT_SECRET=${jwtSecret('a')}\nDATABASE_URL=${databaseUrl('a').url}\n`);
  repo.commit('start', { date: `${DAY}T10:00:00Z` });
  return repo;
}

const run = (repo: Repo, ...args: readonly string[]): Ended => runCli(args, { cwd: repo.dir });
const headings = ({ stdout }: Ended): readonly string[] => stdout.split('\n').filter((line) => /^## \d/.test(line));

test('todo --only has the tasks of what is named, by name, id and several of them, and nothing else is counted', () => {
  const repo = withTwo();
  const one = run(repo, 'todo', '--only', 'JWT_SECRET');
  assert.equal(one.status, 0);
  assert.equal(headings(one).length, 1);
  assert.match(one.stdout, /1 secret to rotate in 1 task .* 1 name without a runbook section/);
  assert.doesNotMatch(one.stdout, /DATABASE_URL/);
  const [id = ''] = /Id: `(\w+)`/.exec(one.stdout)?.slice(1) ?? [];
  assert.equal(run(repo, 'todo', '--only', id.slice(0, 8)).stdout, one.stdout);
  assert.equal(headings(run(repo, 'todo', '--only', 'JWT_SECRET,DATABASE_URL')).length, 2);
  const [other = ''] = /Id: `(\w+)`/.exec(run(repo, 'todo', '--only', 'DATABASE_URL').stdout)?.slice(1) ?? [];
  const shared = [...id].findIndex((character, index) => character !== other[index]);
  assert.equal(run(repo, 'todo', '--only', id.slice(0, shared + 1)).stdout, one.stdout, 'as much of an id as no other begins with');
  const tasks = JSON.parse(run(repo, 'todo', '--only', 'JWT_SECRET', '--format', 'json').stdout) as { tasks: { name: string }[] };
  assert.deepEqual(tasks.tasks.map(({ name }) => name), ['JWT_SECRET']);
});

test('what is named and not here is refused without a word of it', () => {
  const { status, stderr } = run(withTwo(), 'todo', '--only', jwtSecret('a'));
  assert.equal(status, 2);
  assert.match(stderr, /no secret here has this name, or an id that begins so; the ids are \w{6}, \w{6}$/m);
  assert.ok(!stderr.includes(jwtSecret('a')));
  const second = run(withTwo(), 'todo', '--only', 'JWT_SECRET,NO_SUCH_NAME');
  assert.match(second.stderr, /^burnlist: --only, 2 of 2: no secret here has this name/);
});

test('a list of everything is not written over by the list of one', () => {
  const repo = withTwo();
  const file = join(repo.dir, 'ROTATION.md');
  run(repo, 'todo', '--format', 'markdown=ROTATION.md');
  const before = readFileSync(file, 'utf8');
  const { status, stderr } = run(repo, 'todo', '--only', 'JWT_SECRET', '--format', 'markdown=ROTATION.md');
  assert.equal(status, 2);
  assert.match(stderr, /tasks of other secrets/);
  assert.equal(readFileSync(file, 'utf8'), before);
  assert.equal(run(repo, 'todo', '--only', 'JWT_SECRET', '--format', 'markdown=ONE.md').status, 0);
  assert.equal(run(repo, 'todo', '--only', 'JWT_SECRET', '--format', 'markdown=ONE.md').status, 0);
});

test('of what is settled both say when and how it ended', () => {
  const repo = withTwo();
  repo.write('app.env', `JWT_SECRET=${jwtSecret('b')}\n`);
  assert.equal(run(repo, 'verify', '--current', 'app.env', '--only', 'JWT_SECRET').status, 0);
  const again = run(repo, 'verify', '--current', 'app.env', '--only', 'JWT_SECRET');
  assert.equal(again.status, 0);
  assert.match(again.stdout, /JWT_SECRET {2}\w{6} {2}rotated on \d{4}-\d\d-\d\d: app\.env holds another value/);
  assert.match(again.stdout, /nothing left to verify/);
  const listed = run(repo, 'todo', '--only', 'JWT_SECRET');
  assert.match(listed.stderr, /JWT_SECRET: rotated on \d{4}-\d\d-\d\d: app\.env/);
  assert.match(listed.stdout, /Nothing to rotate/);
  const todo = JSON.parse(run(repo, 'todo', '--format', 'json').stdout) as { tasks: { secret: string }[] };
  const id = todo.tasks[0]?.secret ?? '';
  assert.equal(run(repo, 'accept', id, '--reason', 'switched off', '--owner', 'ada', '--until', '2099-01-01').status, 0);
  const accepted = run(repo, 'verify', '--current', 'app.env', '--only', 'DATABASE_URL');
  assert.match(accepted.stdout, /accepted on \d{4}-\d\d-\d\d until 2099-01-01 by ada: switched off/);
});

test('a word that begins no id is answered with the ids of what is open, the new ones first', () => {
  const repo = withTwo();
  assert.equal(run(repo, 'accept', '--all-existing', '--reason', 'day one', '--owner', 'ada').status, 0);
  repo.commit('adopt');
  repo.write('new.env', `SMTP_PASSWORD=${password('mail')}\n`);
  repo.commit('leak', { date: new Date(Date.now() + 86_400_000).toISOString() });
  const [id = ''] = /Id: `(\w{6})/.exec(run(repo, 'todo', '--only', 'SMTP_PASSWORD').stdout)?.slice(1) ?? [];
  for (const command of [['todo', '--only'], ['verify', '--current', 'new.env', '--only'], ['audit', '--explain']]) {
    const { status, stderr } = run(repo, ...command, 'zzzzzz');
    assert.equal(status, 2);
    assert.match(stderr, new RegExp(`the ids are ${id}, `), command.join(' '));
  }
});

test('an id in the place of a folder is told where ids go; another word is not', () => {
  const repo = withTwo();
  const [id = ''] = /Id: `(\w+)`/.exec(run(repo, 'todo').stdout)?.slice(1) ?? [];
  for (const command of [['audit'], ['sweep'], ['todo'], ['verify', '--current', 'app.env']]) {
    const { status, stderr } = run(repo, ...command, id);
    assert.equal(status, 2);
    assert.match(stderr, /no such .*; the id of a secret goes behind --explain \(audit, sweep\) or --only \(todo, verify\)$/m, command[0]);
    assert.doesNotMatch(run(repo, ...command, '../nowhere').stderr, /--explain/);
  }
});
