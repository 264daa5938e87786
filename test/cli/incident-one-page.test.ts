/** An incident by a page with one signing secret and a note on leaks: pushed, worked off, closed, and back again. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fixtureText } from '../runbook/pages.ts';
import { cloneRepo, makeRepo, runCli, type Ended, type Repo } from '../support/repo.ts';
import { databaseUrl, jsonWebToken, jwtSecret } from '../support/secrets.ts';

const [OLD, NEW] = [jwtSecret('page old'), jwtSecret('page new')];
const SETTINGS = (key: string, database: string): string =>
  `JWT_SECRET=${key}\nDATABASE_URL=${databaseUrl(database).url}\n`;
const TODAY = new Date().toISOString();
const TOMORROW = new Date(Date.now() + 86_400_000).toISOString();

function leaked(): Repo {
  const origin = makeRepo({ name: 'booking' });
  origin.git('config', 'receive.denyCurrentBranch', 'ignore');
  origin.write('docs/secrets-and-rotation.md', fixtureText('signing-secret.md'));
  origin.commit('start', { date: '2026-01-05T00:00:00Z' });
  const repo = cloneRepo(origin);
  repo.write('backend/.env', SETTINGS(OLD, 'page old'));
  repo.write('backend/tests/session.txt', `Bearer ${jsonWebToken({ sub: 'ada', iss: 'booking' }, OLD)}\n`);
  repo.commit('settings', { date: '2026-02-10T00:00:00Z' });
  repo.git('push', '--quiet', 'origin', 'HEAD');
  repo.git('rm', '--quiet', 'backend/.env');
  repo.write('.gitignore', '.env\n/ROTATION.md\n');
  repo.commit('take it out', { date: '2026-02-20T00:00:00Z' });
  return repo;
}

test('one page, three secrets: the leak path, red, half, green, a quiet audit, and the list again when it comes back', () => {
  const repo = leaked();
  const run = (...args: readonly string[]): Ended => {
    const ended = runCli(args, { cwd: repo.dir });
    for (const value of [OLD, NEW, databaseUrl('page old').password, databaseUrl('page new').password])
      assert.ok(!(ended.stdout + ended.stderr).includes(value), args.join(' '));
    return ended;
  };
  const list = (): string => readFileSync(join(repo.dir, 'ROTATION.md'), 'utf8');
  const todo = (): number | null => run('todo', '--format', 'markdown=ROTATION.md').status;
  const outcomes = (): readonly string[] => {
    const { stdout } = run('verify', '--current', 'backend/.env', '--format', 'json');
    const { results } = JSON.parse(stdout) as { results: readonly { name: string; outcome: string }[] };
    return results.map(({ name, outcome }) => `${outcome} ${name}`).sort();
  };

  assert.equal(run('audit').status, 1);
  assert.equal(run('runbook', 'check').status, 0);
  assert.equal(todo(), 0);
  const first = list();
  assert.deepEqual(
    [...first.matchAll(/^## \d\. (.*?) · /gm)].map(([, name]) => name),
    ['JWT_SECRET', 'JSON Web Token', 'DATABASE_URL'],
  );
  assert.match(first, /the runbook prefers a quiet hour for planned work; a leak does not wait/);
  const window = '- The time to look at: from 2026-02-10 until the rotation is verified';
  assert.match(first, new RegExp(`Audit the auth logs of the last weeks for \\(.*\n {2}${window}\n`));
  repo.write('ROTATION.md', first.replace('- [ ] **generate** ·', '- [x] **generate** ·'));

  repo.write('backend/.env', SETTINGS(OLD, 'page old'));
  assert.deepEqual(outcomes(), ['STILL CURRENT DATABASE_URL', 'STILL CURRENT JWT_SECRET', 'UNKNOWN JSON Web Token']);
  repo.write('backend/.env', SETTINGS(`${OLD}x`, 'page new'));
  assert.deepEqual(outcomes(), ['NEAR-COPY JWT_SECRET', 'ROTATED DATABASE_URL', 'UNKNOWN JSON Web Token']);
  repo.write('backend/.env', SETTINGS(NEW, 'page new'));
  assert.deepEqual(outcomes(), ['ROTATED JSON Web Token', 'ROTATED JWT_SECRET']);

  assert.equal(todo(), 0);
  assert.match(list(), /^\*\*Nothing to rotate\.\*\*$/m);
  assert.match(list(), /^## Done$[^]*^### JWT_SECRET .*rotated on [^]*^- \[x\] \*\*generate\*\*/m);
  repo.commit('rotated', { date: TODAY });
  const quiet = run('audit');
  assert.equal(quiet.status, 0);
  assert.match(quiet.stdout, /^ {2}nothing open {3}· {3}3 rotated$/m);
  assert.equal(run('runbook', 'check').status, 0);

  repo.write('backend/old.env', `JWT_SECRET=${OLD}\n`);
  repo.git('add', 'backend/old.env');
  assert.equal(run('staged').status, 1);
  repo.commit('back again', { date: TOMORROW });
  const back = run('audit');
  assert.equal(back.status, 1);
  assert.match(back.stdout, /^ {2}1 compromised {3}· {3}2 rotated$/m);
  assert.equal(todo(), 0);
  assert.match(list(), /^## 1\. JWT_SECRET · [^]*was rotated on [\d-]{10}, and came back with [^]*`backend\/old\.env:1`, .*in HEAD/m);
});
