/** What leaked from code, or as a key on one line, closes in the file that it leaked from. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeRepo, runCli, type Ended, type Repo } from '../support/repo.ts';
import { jwtSecret, pemKey } from '../support/secrets.ts';

const [OLD, NEW] = [jwtSecret('leaked'), jwtSecret('fresh')];
const php = (value: string): string => `<?php\nreturn [\n  'jwt_secret' => '${value}',\n  'debug' => false,\n];\n`;

function leaked(files: Readonly<Record<string, string>>): Repo {
  const repo = makeRepo({ name: 'shop' });
  for (const [path, text] of Object.entries(files)) repo.write(path, text);
  repo.commit('start');
  return repo;
}

const verify = (repo: Repo, ...files: readonly string[]): Ended =>
  runCli(['verify', ...files.flatMap((file) => ['--current', file])], { cwd: repo.dir });

test('a name that detection sees in code closes in its own file, and in no other', () => {
  const repo = leaked({ 'config.php': php(OLD) });
  repo.write('other.php', php(NEW));
  const elsewhere = verify(repo, 'other.php');
  assert.equal(elsewhere.status, 1);
  assert.match(elsewhere.stdout, /UNKNOWN/);
  assert.match(verify(repo, 'config.php').stdout, /STILL CURRENT +config\.php holds the old value at line 3/);
  repo.write('config.php', php(NEW));
  assert.match(verify(repo, 'config.php').stdout, /ROTATED +config\.php: another value/);
});

test('a private key on one line, in quotes or without, is another one under its name only', () => {
  const line = (pem: string): string => pem.trim().replaceAll('\n', '\\n');
  const repo = leaked({ '.env': `TLS_KEY="${line(pemKey('leaked'))}"\nPORT=80\n` });
  repo.write('.env', `CA_KEY=${line(pemKey('fresh'))}\nPORT=80\n`);
  assert.equal(verify(repo, '.env').status, 1);
  repo.write('.env', `TLS_KEY=${line(pemKey('fresh'))}\nPORT=80\n`);
  const { status, stdout } = verify(repo, '.env');
  assert.equal(status, 0, stdout);
  assert.match(stdout, /ROTATED/);
});
