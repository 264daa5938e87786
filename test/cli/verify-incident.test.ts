/** `verify` in the middle of an incident: what HEAD still has, what was settled, what was adopted, and how each is said. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { cleanEnvironment, makeRepo, runCli, type Ended, type Repo } from '../support/repo.ts';
import { databaseUrl, jwtSecret } from '../support/secrets.ts';
import { leakedShop, OLD } from './leaked-shop.ts';

const BINARY = process.env.BURNLIST_BIN ?? fileURLToPath(new URL('../../dist/burnlist.cjs', import.meta.url));

const verify = (repo: Repo, ...args: readonly string[]): Ended => runCli(['verify', ...args], { cwd: repo.dir });

test('what was settled before stands in the columns of the rest, and what a shell made for a command goes by what it is', () => {
  const repo = leakedShop();
  repo.write('.env', `DATABASE_URL=${databaseUrl('fresh').url}\n`);
  assert.equal(verify(repo, '--current', '.env', '--only', 'DATABASE_URL').status, 0);
  const { stdout } = verify(repo, '--current', '.env', '--only', 'DATABASE_URL,jwt_secrets.v1');
  assert.match(stdout, /^DATABASE_URL {4}\w{6} {2}rotated on .*\njwt_secrets\.v1 {2}\w{6} {2}UNKNOWN /);
  repo.write('now', JSON.stringify({ JWT_SECRETS: { v1: OLD } }));
  const script = '"$NODE" "$BINARY" verify --only jwt_secrets.v1 --current <(cat now)';
  const env = { ...cleanEnvironment(), NODE: process.execPath, BINARY };
  const piped = spawnSync('bash', ['-c', script], { cwd: repo.dir, env, encoding: 'utf8' });
  assert.match(piped.stdout.replace(/\s+/g, ' '), /STILL CURRENT the output of a command holds the old value at "JWT_SECRETS\.v1"/);
});

/** The command in the box of a name's task, as somebody pastes it. */
function pasted(repo: Repo, name: string): readonly string[] {
  const { stdout } = runCli(['todo', '--only', name], { cwd: repo.dir });
  const [, command = ''] = /^ +burnlist (verify .*)$/m.exec(stdout) ?? [];
  return command.split(' ');
}

test('the command in a box, pasted, closes its task; where nothing is there to name it says what goes there', () => {
  const repo = makeRepo({ name: 'shop' });
  const append = '1. Append a new key to `jwt_secrets.json` and log it in `logs/jwt_rotation.log`.';
  const page = ['# Rotation', '## JWT secrets', append, '2. Deploy'];
  repo.write('docs/rotation.md', `${page.join('\n')}\n`);
  repo.write('.env', `JWT_SECRET=${OLD}\n`);
  repo.write('config/old.env', `DATABASE_URL=${databaseUrl('leaked').url}\n`);
  repo.commit('start');
  repo.git('rm', '--quiet', '--cached', '.env');
  repo.git('rm', '--quiet', 'config/old.env');
  repo.write('.gitignore', '/.env\n');
  repo.commit('take it out');
  repo.write('.env', `JWT_SECRET=${jwtSecret('fresh')}\n`);
  const command = pasted(repo, 'JWT_SECRET');
  assert.deepEqual(command.slice(3), ['--current', '.env'], 'and no file that is not there');
  const { status, stdout } = runCli(command, { cwd: repo.dir });
  assert.equal(status, 0, stdout);
  assert.deepEqual(pasted(repo, 'DATABASE_URL').slice(3), ['--current', 'FILE']);
  assert.match(runCli(['todo', '--only', 'DATABASE_URL'], { cwd: repo.dir }).stdout, /for FILE put what the deployment reads today/);
});

test('what HEAD has closes by no other file; the file itself, a commit without it and a document change that', () => {
  const repo = makeRepo({ name: 'shop' });
  repo.write('config/app.env', `JWT_SECRET=${OLD}\n`);
  repo.write('README.md', `Start it with JWT_SECRET=${OLD}\n`);
  repo.commit('start');
  repo.write('.env', `JWT_SECRET=${jwtSecret('fresh')}\n`);
  const held = verify(repo, '--current', '.env');
  assert.equal(held.status, 1);
  assert.match(held.stdout.replace(/\s+/g, ' '), /STILL CURRENT HEAD still has it in config\/app\.env: take it out there and commit that/);
  repo.write('config/app.env', `JWT_SECRET=${jwtSecret('fresh')}\n`);
  assert.equal(verify(repo, '--current', 'config/app.env').status, 0, 'the file that is named says itself what it holds');
  repo.git('clean', '--force', '-dx', '--quiet', '.burnlist');
  repo.git('rm', '--quiet', '--force', 'config/app.env');
  assert.equal(verify(repo, '--current', '.env').status, 1, 'not committed yet');
  repo.write('.gitignore', '/.env\n');
  repo.commit('take it out');
  const out = verify(repo, '--current', '.env');
  assert.equal(out.status, 0, out.stdout);
});

test('what a tracked file has on the disk alone is in use as well, staged or not; named itself, gone or in a comment it is not', () => {
  const repo = leakedShop();
  const fresh = jwtSecret('fresh');
  repo.write('jwt_secrets.json', JSON.stringify({ v2: fresh }));
  repo.write('config/app.env', 'PORT=1\n');
  repo.commit('settings');
  const ask = (...more: readonly string[]): string => {
    const { stdout } = verify(repo, '--only', 'jwt_secrets.v1', '--current', 'jwt_secrets.json', ...more);
    repo.git('clean', '--force', '-dx', '--quiet', '.burnlist');
    return stdout.replace(/\s+/g, ' ');
  };
  assert.match(ask(), /jwt_secrets\.v1 \w{6} ROTATED /);
  repo.write('config/app.env', `PORT=1\nJWT_SECRET=${OLD}\n`);
  const held = /STILL CURRENT the work tree has it in config\/app\.env, where HEAD does not: take it out there, whatever other files say/;
  assert.match(ask(), held);
  repo.git('add', 'config/app.env');
  assert.match(ask(), held, 'staged');
  assert.match(ask('--current', 'config/app.env'), /config\/app\.env (?:holds|uses) the old value/, 'it says itself what it holds');
  repo.write('config/app.env', `PORT=1\n# JWT_SECRET=${OLD}\n`);
  assert.match(ask(), /ROTATED /, 'in a comment');
  repo.write('config/app.env', 'PORT=2\n');
  assert.match(ask(), /ROTATED /);
  repo.write('notes.txt', OLD);
  assert.match(ask(), /ROTATED /, 'git does not track it');
});

test('a changed file of many megabytes is looked into as well, and one that cannot be read is said: 3', () => {
  const repo = leakedShop();
  repo.write('dump/all.sql', '-- none\n');
  repo.commit('a dump');
  repo.write('jwt_secrets.json', JSON.stringify({ v2: jwtSecret('fresh') }));
  const ask = (): Ended => verify(repo, '--only', 'jwt_secrets.v1', '--current', 'jwt_secrets.json');
  const rows = 'insert into numbers values (1234567);\n'.repeat(500_000);
  repo.write('dump/all.sql', `${rows}insert into keys values ('${OLD}');\n`);
  assert.match(ask().stdout.replace(/\s+/g, ' '), /STILL CURRENT the work tree has it in dump\/all\.sql/);
  repo.write('dump/all.sql', `${rows}# insert into keys values ('${OLD}');\n${rows}`);
  assert.doesNotMatch(ask().stdout, /STILL CURRENT/, 'in a comment');
  rmSync(join(repo.dir, 'dump'), { recursive: true });
  repo.write('dump', 'a file where a folder was\n');
  assert.notEqual(ask().status, 3, 'what is gone holds nothing');
  rmSync(join(repo.dir, 'dump'));
  symlinkSync('dump', join(repo.dir, 'dump'));
  const { status, stderr } = ask();
  assert.equal(status, 3, stderr);
  assert.match(stderr, /could not be read: changed file: dump\/all\.sql: ELOOP/);
});

test('a filter of the repository’s configuration is not run to tell what the disk has changed', () => {
  const repo = leakedShop();
  repo.write('.gitattributes', '*.env filter=own\n');
  repo.write('app.env', 'PORT=1\n');
  repo.commit('settings');
  repo.git('config', 'filter.own.clean', `touch ${JSON.stringify(join(repo.dir, 'ran'))}; cat`);
  repo.write('app.env', `KEY=${OLD}\n`);
  repo.write('jwt_secrets.json', JSON.stringify({ v2: jwtSecret('fresh') }));
  const { stdout } = verify(repo, '--only', 'jwt_secrets.v1', '--current', 'jwt_secrets.json');
  assert.match(stdout.replace(/\s+/g, ' '), /the work tree has it in app\.env/);
  assert.equal(existsSync(join(repo.dir, 'ran')), false);
});
