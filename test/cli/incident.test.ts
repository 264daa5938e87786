/** One incident in a clone, from the leak to a quiet CI, and what happens when the value comes back. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { cloneRepo, makeRepo, runCli, type Ended, type Repo } from '../support/repo.ts';
import { jwtSecret } from '../support/secrets.ts';
import { fixtureText } from '../runbook/pages.ts';

const SESSION = { old: jwtSecret('session old'), new: jwtSecret('session new') };
const KEYS = { old: jwtSecret('keys old'), new: jwtSecret('keys new') };
const TOMORROW = new Date(Date.now() + 86_400_000).toISOString();
const TODAY = new Date().toISOString();

function cloned(): Repo {
  const origin = makeRepo({ name: 'shop' });
  origin.write('docs/versioned-keys.md', fixtureText('versioned-keys.md'));
  origin.write('app.py', 'print()\n');
  origin.commit('start', { date: '2025-01-02T00:00:00Z' });
  return cloneRepo(origin);
}

test('leak, audit, to-do, rotation, verify red and green, ledger, quiet CI; the value comes back', () => {
  const repo = cloned();
  const run = (...args: readonly string[]): Ended => {
    const ended = runCli(args, { cwd: repo.dir });
    for (const value of [SESSION.old, SESSION.new, KEYS.old, KEYS.new])
      assert.ok(!(ended.stdout + ended.stderr).includes(value), args.join(' '));
    return ended;
  };
  const list = (): string => readFileSync(join(repo.dir, 'ROTATION.md'), 'utf8');
  const todo = (): Ended => run('todo', '--format', 'markdown=ROTATION.md');
  const files = ['--current', '.env', '--current', 'jwt_secrets.json'];

  // the leak
  const before = repo.git('rev-parse', 'HEAD');
  repo.write('.env', `SESSION_SECRET=${SESSION.old}\nJWT_SECRET_ID=v1\n`);
  repo.write('jwt_secrets.json', JSON.stringify({ v1: KEYS.old }));
  repo.commit('settings', { date: TODAY });
  const leaked = run('audit');
  assert.equal(leaked.status, 1);
  assert.match(leaked.stdout, /rotate: docs\/versioned-keys\.md#jwt-secret-rotation/);
  assert.equal(run('audit', '--range', `${before}..HEAD`, '--quiet').status, 1);

  // the to-do, worked on by somebody
  assert.equal(todo().status, 0);
  assert.match(list(), /^## \d\. jwt_secrets\.v1 /m);
  repo.write('ROTATION.md', list().replace(/- \[ \] (.*take the value out of version control.*)/, '- [x] $1\n  done by Ada'));

  // out of git first, then a new value; each half is red
  repo.write('.gitignore', '/.env\n/jwt_secrets.json\n/ROTATION.md\n');
  repo.git('rm', '--quiet', '--cached', '.env', 'jwt_secrets.json');
  repo.commit('take them out', { date: TODAY });
  assert.equal(run('verify', ...files).status, 1);
  repo.write('.env', `SESSION_SECRET=${SESSION.new}\nJWT_SECRET_ID=v2\n`);
  repo.write('jwt_secrets.json', JSON.stringify({ v1: KEYS.old, v2: KEYS.new }));
  const half = run('verify', ...files);
  assert.equal(half.status, 1);
  assert.match(half.stdout, /jwt_secrets\.v1 +\w+ +STILL HONOURED/);
  assert.match(half.stdout, /SESSION_SECRET +\w+ +ROTATED/);
  repo.write('jwt_secrets.json', JSON.stringify({ v2: KEYS.new }));
  assert.equal(run('verify', ...files).status, 0);

  // quiet, and the to-do says what was done
  assert.equal(run('audit').status, 1, 'not committed yet');
  repo.commit('rotated', { date: TODAY });
  assert.equal(run('audit').status, 0);
  assert.equal(run('audit', '--range', `${before}..HEAD`, '--quiet').status, 1, 'a change cannot excuse itself');
  assert.equal(run('audit', '--range', 'HEAD~1..HEAD', '--quiet').status, 0);
  todo();
  assert.match(list(), /\*\*Nothing to rotate\.\*\*/);
  assert.match(list(), /^## Done$[^]*jwt_secrets\.v1.*: rotated on \d{4}-\d\d-\d\d: jwt_secrets\.json holds another value/m);
  assert.match(list(), /done by Ada/);

  // back again: the hook refuses, and who goes past it has an open task once more
  repo.write('backup.env', `SESSION_SECRET=${SESSION.old}\n`);
  repo.git('add', '.');
  assert.equal(run('staged').status, 1);
  repo.commit('backup', { date: TOMORROW });
  assert.match(run('audit').stdout, /was rotated on \d{4}-\d\d-\d\d, and came back with \w+/);
  assert.equal(run('audit').status, 1);
  todo();
  assert.match(list(), /^## 1\. SESSION_SECRET /m);
  const again = run('verify', ...files, '--current', 'backup.env');
  assert.equal(again.status, 1);
  assert.match(again.stdout, /SESSION_SECRET +\w+ +STILL CURRENT/);
});
