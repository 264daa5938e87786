/** A to-do among many adopted secrets, as a file: what is new, a short list, and what somebody works on all the same. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { makeRepo, runCli, type Repo } from '../support/repo.ts';
import { databaseUrl, jwtSecret, password } from '../support/secrets.ts';

function adopted(): Repo {
  const repo = makeRepo({ name: 'shop' });
  repo.write('app.env', `JWT_SECRET=${jwtSecret('a')}\nDATABASE_URL=${databaseUrl('a').url}\n`);
  repo.commit('start');
  return repo;
}

test('adopted secrets are a line each; one that was worked on before keeps its boxes, ticks and notes', () => {
  const repo = adopted();
  const run = (...args: readonly string[]): void => assert.equal(runCli(args, { cwd: repo.dir }).status, 0, args.join(' '));
  const list = (): string => readFileSync(join(repo.dir, 'ROTATION.md'), 'utf8');
  const todo = (): void => run('todo', '--format', 'markdown=ROTATION.md');
  todo();
  const [, own = ''] = list().split(/(?=^## \d+\. JWT_SECRET)/m);
  const box = own.split('\n').find((line) => line.startsWith('- [ ] **generate**')) ?? '';
  repo.write('ROTATION.md', list().replace(box, `${box.replace('[ ]', '[x]')}\n  by Ada`));
  run('accept', '--all-existing', '--reason', 'day one', '--owner', 'ada');
  repo.git('add', '.burnlist');
  repo.git('commit', '--quiet', '-m', 'adopt');
  repo.write('new.env', `SMTP_PASSWORD=${password('mail')}\n`);
  repo.git('add', 'new.env');
  repo.git('commit', '--quiet', '-m', 'leak', `--date=${new Date().toISOString()}`);
  todo();
  const headings = list().match(/^## (?:\d+\. \w+|Known.*|Done)/gm);
  assert.deepEqual(headings, ['## 1. SMTP_PASSWORD', '## 2. JWT_SECRET', '## Known already, by the ledger']);
  assert.match(list(), /^- \[x\] \*\*generate\*\*.*\n {2}by Ada$/m);
  assert.equal(list().match(/DATABASE/g)?.length, 1);
  const before = list();
  todo();
  assert.equal(list(), before);
  assert.match(runCli(['todo', '--only', 'DATABASE_URL'], { cwd: repo.dir }).stdout, /^## 1\. DATABASE_URL [^]*\*\*generate\*\*/m);
});
