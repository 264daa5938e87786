/** Secrets that belong together, as a person sees them: one value in several uses, keys and what they opened. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeRepo, runCli, type Repo } from '../support/repo.ts';
import { ansibleVault, password } from '../support/secrets.ts';

interface Secret {
  readonly id: string;
  readonly rule: string;
  readonly verdict: string;
  readonly proofs: readonly { readonly detail: string }[];
  readonly related: readonly { readonly id: string; readonly how: string }[];
  readonly rotation: readonly { readonly task: string }[];
}

function secretsOf(repo: Repo, ...args: readonly string[]): readonly Secret[] {
  return JSON.parse(runCli([...args, '--format', 'json'], { cwd: repo.dir }).stdout).secrets;
}

test('the same password in three URLs is one secret, and its row names all three accounts', () => {
  const repo = makeRepo();
  const secret = password('shared');
  for (const host of ['one', 'two', 'three'])
    repo.write(`${host}.env`, `DATABASE_URL=postgresql://app:${secret}@${host}.internal:5432/app\n`);
  repo.commit('leak');
  assert.equal(secretsOf(repo, 'audit').length, 1);
  const { stdout } = runCli(['audit', '--no-color'], { cwd: repo.dir });
  assert.match(stdout, /app @ one\.internal:5432\/app/);
  assert.match(stdout, /^ {6}also used as: app @ three\.internal:5432\/app, app @ two\.internal:5432\/app$/m);
});

test('passwords that were counted up are said to be near copies, in text, explanation and to-do', () => {
  const repo = makeRepo();
  const stem = 'Kolibri-Nebel';
  repo.write('a.env', `DB_PASSWORD=${stem}2024!\n`);
  repo.write('b.env', `DB_PASSWORD=${stem}2025!\n`);
  repo.commit('leak');
  const [one, other] = secretsOf(repo, 'audit') as [Secret, Secret];
  assert.deepEqual(one.related, [{ id: other.id, how: 'near copy' }]);
  const { stdout } = runCli(['audit', '--no-color'], { cwd: repo.dir });
  assert.match(stdout, new RegExp(`^ {6}related: near copy of ${other.id.slice(0, 6)}$`, 'm'));
  const explained = runCli(['audit', '--explain', one.id.slice(0, 10)], { cwd: repo.dir }).stdout;
  assert.match(explained, new RegExp(`^ {2}related +near copy of ${other.id.slice(0, 6)}, password in b\\.env of HEAD$`, 'm'));
  const todo = runCli(['todo'], { cwd: repo.dir }).stdout;
  assert.ok(todo.includes(`- Related: near copy of \`${other.id}\`, password`));
});

test('what a leaked vault password opens in history is to be rotated, too, after it; what it does not open is nothing', () => {
  const repo = makeRepo();
  const [mine, other] = [password('vault'), password('other vault')];
  repo.write('vars.yml', `smtp_login: !vault |\n${ansibleVault(mine, 'first')}user: app\n`);
  repo.write('theirs.yml', `smtp_login: !vault |\n${ansibleVault(other, 'theirs')}`);
  repo.commit('sealed');
  assert.deepEqual(secretsOf(repo, 'audit'), []);
  repo.git('rm', '--quiet', 'vars.yml');
  repo.commit('gone');
  repo.write('.env', `ANSIBLE_VAULT_PASSWORD=${mine}\n`);
  const leak = repo.commit('leak');
  const secrets = secretsOf(repo, 'audit');
  assert.deepEqual(secrets, secretsOf(repo, 'audit', '--engine', 'plain'));
  const sealed = secrets.find(({ rule }) => rule === 'ansible-vault');
  const key = secrets.find(({ rule }) => rule !== 'ansible-vault');
  assert.equal(secrets.length, 2);
  assert.equal(sealed?.verdict, 'compromised');
  assert.deepEqual(sealed.related, [{ id: key?.id, how: 'wrapped by' }]);
  const todo = runCli(['todo'], { cwd: repo.dir }).stdout;
  assert.match(todo, /^## 1\. ANSIBLE_VAULT_PASSWORD [^]*First of all: its key opens smtp_login[^]*^## 2\. smtp_login · vault of Ansible/m);
  assert.ok(!todo.includes('theirs.yml'));
  // and where both come together, the hook and a range say so
  assert.deepEqual(secretsOf(repo, 'audit', '--range', `${leak}~1..${leak}`).map(({ rule }) => rule), [key?.rule]);
  const range = secretsOf(repo, 'audit', '--range', `0000000..${leak}`);
  assert.deepEqual(range.map(({ id }) => id).sort(), [sealed.id, key!.id].sort());
});

test('versions of a vault are one task of the to-do, and one line of verify', () => {
  const repo = makeRepo();
  const secret = password('vault');
  for (const version of ['first', 'second', 'third']) {
    repo.write('vars.yml', `smtp_login: !vault |\n${ansibleVault(secret, version)}user: app\n`);
    repo.commit(version);
  }
  repo.write('app.env', `ANSIBLE_VAULT_PASSWORD=${secret}\n`);
  repo.commit('leak');
  const todo = runCli(['todo'], { cwd: repo.dir }).stdout;
  assert.match(todo, /^\*\*2 secrets to rotate in 2 tasks /m);
  assert.match(todo, /^- Id: `\w{26}`, and 2 more versions of it, each with an id of its own$/m);
  assert.match(todo, /^ {2}- `vars\.yml:3`, since `\w{10}`, 3 versions, in HEAD$/m);
  assert.equal(todo.match(/^- Related: wraps /gm)?.length, 1);
  const sealed = secretsOf(repo, 'audit').filter(({ rule }) => rule === 'ansible-vault');
  const tasks = new Set(sealed.map(({ rotation }) => rotation[0]?.task));
  assert.deepEqual([sealed.length, tasks.size], [3, 1], 'each of them names the one task');
  repo.write('today.env', 'ANSIBLE_VAULT_PASSWORD_FILE=/run/vault\n');
  const { stdout } = runCli(['verify', '--current', 'today.env'], { cwd: repo.dir });
  assert.match(stdout.replace(/\s+/g, ' '), /smtp_login \w{6} UNKNOWN its key .* closes with it \(and 1 more version of it\)/);
  assert.equal(stdout.match(/^smtp_login/gm)?.length, 2, 'the one in HEAD, and the two that are gone');
});
