/** `verify` in the middle of an incident: what HEAD still has, what was settled, what was adopted, and how each is said. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { cleanEnvironment, makeRepo, runCli, type Ended, type Repo } from '../support/repo.ts';
import { databaseUrl, jwtSecret } from '../support/secrets.ts';

const BINARY = process.env.BURNLIST_BIN ?? fileURLToPath(new URL('../../dist/burnlist.cjs', import.meta.url));
const OLD = jwtSecret('leaked');

function leaked(): Repo {
  const repo = makeRepo({ name: 'shop' });
  repo.write('config/jwt_secrets.json', JSON.stringify({ v1: OLD }));
  repo.write('app.env', `DATABASE_URL=${databaseUrl('leaked').url}\n`);
  repo.commit('start');
  repo.git('rm', '--quiet', '-r', 'config', 'app.env');
  repo.write('.gitignore', '/jwt_secrets.json\n/.env\n');
  repo.commit('take it out');
  return repo;
}

const verify = (repo: Repo, ...args: readonly string[]): Ended => runCli(['verify', ...args], { cwd: repo.dir });

test('what was settled before stands in the columns of the rest, and what a shell made for a command goes by what it is', () => {
  const repo = leaked();
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
