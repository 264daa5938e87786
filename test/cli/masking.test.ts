/** What the reports mask and what they leave readable, through the real binary. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeRepo, runCli, type Repo } from '../support/repo.ts';
import { bytes, jwtSecret, password } from '../support/secrets.ts';

/** Words that are passwords in one place and names of things in all others. */
function ofWords(): Repo {
  const repo = makeRepo({ name: 'greenhouse' });
  const name = 'greenhouse';
  repo.write('compose.yml', `services:\n  db:\n    environment:\n      POSTGRES_PASSWORD: ${'pass'}word\n`);
  repo.write('deploy/settings.env', `DB_PASSWORD=${name}\nADMIN_PASSWORD=${'postgres'}ql\n`);
  repo.write('src/greenhouse/postgresql/database-password.ts', `export const JWT_SECRET = '${jwtSecret('a')}';\n`);
  repo.write('docs/a.md', `password: src/greenhouse/${'postgres'}ql:23\n`);
  repo.commit('start');
  repo.git('branch', 'greenhouse-postgresql');
  return repo;
}

const ALL = [['audit'], ['audit', '--format', 'json'], ['todo'], ['accept', '--all-existing']] as const;

test('a word that is a password somewhere masks no path, ref, repository name, key or word of our own', () => {
  const repo = ofWords();
  const [text, json, todo] = ALL.map((args) => runCli(args, { cwd: repo.dir }).stdout);
  assert.match(text ?? '', /^greenhouse · /);
  assert.match(todo ?? '', /`src\/greenhouse\/postgresql\/database-password\.ts:1`/);
  const report = JSON.parse(json ?? '') as { secrets: { redacted: string; rule: string }[] };
  for (const secret of report.secrets) {
    const { redacted: _, ...rest } = secret;
    assert.ok(!JSON.stringify(rest).includes('••••'), JSON.stringify(rest, null, 1));
  }
  const ledger = repo.tryGit('diff', '--no-index', '/dev/null', '.burnlist/ledger.yaml').stdout;
  assert.match(ledger, /status: known/);
  assert.doesNotMatch(ledger, /••••/);
});

test('a password that was chosen with care is in no path, ref, name or message of any report', () => {
  const value = password('care');
  const repo = makeRepo();
  repo.write(`keep/${value}/app.env`, `DB_PASSWORD=${value}\n`);
  repo.write(`more/${value}.env`, `JWT_SECRET=${jwtSecret('b')}\n`);
  repo.commit('start', { author: `Ada ${value} <ada@example.org>` });
  repo.git('branch', `fix/${value}`);
  for (const args of [...ALL, ['audit', '--range', '..HEAD'], ['scan', '.']]) {
    const { stdout, stderr } = runCli(args, { cwd: repo.dir });
    assert.ok(!`${stdout}${stderr}`.includes(value), args.join(' '));
    assert.ok(stdout.length > 0);
  }
});

test('a key in hexadecimal digits is in no path, ref or name either, whatever the case', () => {
  const value = bytes('hex', 32).toString('hex');
  const repo = makeRepo();
  repo.write('app.env', `JWT_SECRET=${value.toUpperCase()}\n`);
  repo.write(`keep/${value}/more.env`, `FERNET=${jwtSecret('c')}\nTOKEN_SECRET=${jwtSecret('d')}\n`);
  repo.commit('start', { author: `Ada ${value.slice(0, 40)} <ada@example.org>` });
  repo.git('branch', `fix/${value}`);
  for (const args of [...ALL, ['audit', '--range', '..HEAD'], ['scan', '.']]) {
    const { stdout, stderr } = runCli(args, { cwd: repo.dir });
    assert.ok(!`${stdout}${stderr}`.toLowerCase().includes(value.slice(0, 16)), args.join(' '));
    assert.ok(stdout.length > 0);
  }
});
