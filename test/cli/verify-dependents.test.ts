/** What hangs on a key ends with it: a vault that it opened, a token that it signed. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { makeRepo, runCli, type Ended, type Repo } from '../support/repo.ts';
import { ansibleVault, jsonWebToken, jwtSecret, password } from '../support/secrets.ts';

const LEDGER = '.burnlist/ledger.yaml';
const [OLD, NEW] = [password('old vault'), password('new vault')];

const verify = (repo: Repo, ...args: readonly string[]): Ended => runCli(['verify', ...args], { cwd: repo.dir });
const ledgerOf = (repo: Repo): string => readFileSync(join(repo.dir, LEDGER), 'utf8');
const flat = (text: string): string => text.replace(/\s+/g, ' ');

/** A vault in HEAD, and the password that opens it in an older commit. */
function leaked(): Repo {
  const repo = makeRepo();
  repo.write('vars.yml', `smtp_login: !vault |\n${ansibleVault(OLD, 'first')}user: app\n`);
  repo.write('old.env', `ANSIBLE_VAULT_PASSWORD=${OLD}\n`);
  repo.commit('leak');
  repo.git('rm', '--quiet', 'old.env');
  repo.write('.gitignore', '/.env\n');
  repo.commit('take it out');
  repo.write('.env', `ANSIBLE_VAULT_PASSWORD=${NEW}\n`);
  return repo;
}

test('a vault is closed when HEAD no longer has it and its key is rotated', () => {
  const repo = leaked();
  const early = verify(repo, '--current', '.env');
  assert.equal(early.status, 1);
  const advice = 'STILL CURRENT HEAD still has it in vars.yml: encrypt it again with a key that never leaked, and commit that';
  assert.ok(flat(early.stdout).includes(advice));
  assert.ok(!ledgerOf(repo).includes('smtp_login'));

  repo.write('vars.yml', `smtp_login: !vault |\n${ansibleVault(NEW, 'second')}user: app\n`);
  repo.commit('encrypted again');
  const green = verify(repo, '--current', '.env');
  assert.deepEqual([green.status, green.stderr], [0, '']);
  assert.match(flat(green.stdout), /smtp_login \w{6} REMOVED gone from HEAD, and ANSIBLE_VAULT_PASSWORD, which opens it, is rotated/);
  assert.match(ledgerOf(repo), /status: rotated, name: smtp_login, .*evidence: "REMOVED: gone from HEAD/);
  repo.commit('rotated');
  assert.equal(runCli(['audit'], { cwd: repo.dir }).status, 0);
  assert.match(verify(repo, '--current', '.env').stdout, /^nothing to verify$/m);
});

test('encrypted again with the key that leaked, or with one that is still in use, it stays open', () => {
  const repo = leaked();
  repo.write('vars.yml', `smtp_login: !vault |\n${ansibleVault(OLD, 'second')}user: app\n`);
  repo.commit('encrypted again');
  const again = verify(repo, '--current', '.env');
  assert.equal(again.status, 1);
  const outcomes = [...again.stdout.matchAll(/^smtp_login +\w{6} {2}([A-Z ]+?) {2}/gm)].map(([, outcome]) => outcome);
  assert.deepEqual(outcomes.sort(), ['REMOVED', 'STILL CURRENT']);

  const other = leaked();
  other.git('rm', '--quiet', 'vars.yml');
  other.commit('gone');
  other.write('.env', 'USER=app\n');
  const open = verify(other, '--current', '.env', '--only', 'smtp_login');
  assert.equal(open.status, 1);
  assert.match(flat(open.stdout), /smtp_login \w{6} UNKNOWN its key ANSIBLE_VAULT_PASSWORD is not rotated yet: it closes with it/);
});

test('an entry that people wrote for a vault stands, though HEAD still has it', () => {
  const repo = leaked();
  const report = JSON.parse(runCli(['audit', '--format', 'json'], { cwd: repo.dir }).stdout);
  const { id } = report.secrets.find(({ rule }: { rule: string }) => rule === 'ansible-vault');
  const today = new Date().toISOString().slice(0, 10);
  repo.write(LEDGER, `- {id: ${id}, status: rotated, on: ${today}, evidence: "all in it renewed by hand"}\n`);
  assert.equal(verify(repo, '--current', '.env').status, 0);
  assert.match(ledgerOf(repo), /renewed by hand/);
});

test('of a saved report what HEAD has today is not known', () => {
  const repo = leaked();
  runCli(['audit', '--quiet', '--format', 'json=report.json'], { cwd: repo.dir });
  const { status, stdout } = verify(repo, 'report.json', '--current', '.env');
  assert.equal(status, 1);
  assert.match(flat(stdout), /smtp_login \w{6} UNKNOWN in HEAD when the report was made: verify the repository itself/);
});

test('a token dies with the key that signed it, also with one that was rotated before', () => {
  const repo = makeRepo();
  repo.write('old.env', `JWT_SECRET=${jwtSecret('leaked')}\n`);
  repo.write('session.txt', `token: ${jsonWebToken({ sub: 'ada' }, jwtSecret('leaked'))}\n`);
  repo.commit('leak');
  repo.remove('old.env');
  repo.commit('take it out');
  repo.write('.env', `JWT_SECRET=${jwtSecret('leaked')}\n`);
  const red = verify(repo, '--current', '.env');
  assert.equal(red.status, 1);
  assert.match(flat(red.stdout), /\w{6} UNKNOWN signed with JWT_SECRET, which is not rotated yet: it dies with it/);
  assert.ok(!existsSync(join(repo.dir, LEDGER)));
  repo.write('.env', `JWT_SECRET=${jwtSecret('fresh')}\n`);
  assert.equal(verify(repo, '--current', '.env', '--only', 'JWT_SECRET').status, 0);
  const later = verify(repo, '--current', '.env');
  assert.equal(later.status, 0);
  assert.match(flat(later.stdout), /\w{6} ROTATED signed with JWT_SECRET, which is rotated: no service takes it any more/);
  repo.remove('.env');
  repo.commit('rotated');
  assert.equal(runCli(['audit'], { cwd: repo.dir }).status, 0);
});

test('a vault follows its key into the ledger: accepted, it is on no to-do, also when it is sealed anew', () => {
  const repo = leaked();
  repo.remove('.env');
  const audit = () => JSON.parse(runCli(['audit', '--format', 'json'], { cwd: repo.dir }).stdout).secrets;
  const { id } = audit().find(({ rule }: { rule: string }) => rule !== 'ansible-vault');
  const decision = ['--reason', 'vault of the tests', '--owner', 'ada', '--until', '2099-01-01'];
  assert.equal(runCli(['accept', id.slice(0, 10), ...decision], { cwd: repo.dir }).status, 0);
  repo.write('vars.yml', `smtp_login: !vault |\n${ansibleVault(OLD, 'second')}user: app\n`);
  repo.commit('accepted');
  assert.deepEqual(
    audit().map(({ verdict }: { verdict: string }) => verdict),
    ['accepted', 'accepted', 'accepted'],
  );
  assert.equal(runCli(['audit'], { cwd: repo.dir }).status, 0);
  assert.match(runCli(['todo'], { cwd: repo.dir }).stdout, /Nothing to rotate/);
});
