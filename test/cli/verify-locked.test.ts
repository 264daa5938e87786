/** A private key, or a store of keys, behind a passphrase that was found is no ciphertext: each is a secret of its own. */
import assert from 'node:assert/strict';
import { createPrivateKey } from 'node:crypto';
import { test } from 'node:test';
import { pkcs12 } from '../support/key-stores.ts';
import { makeRepo, runCli, type Ended, type Repo } from '../support/repo.ts';
import { ansibleVault, password, pemKey } from '../support/secrets.ts';

const [PHRASE, STORE] = [password('phrase'), password('store')];
const KEYS = ['server.key', 'prod.p12'];

const locked = (name: string): string =>
  createPrivateKey(pemKey(name)).export({ format: 'pem', type: 'pkcs8', cipher: 'aes-256-cbc', passphrase: PHRASE }).toString();
const settings = (mark = ''): string => `KEY_PASSPHRASE=${PHRASE}\nKEYSTORE_PASSWORD=${STORE}${mark}\n`;
const run = (repo: Repo, ...args: readonly string[]): Ended => runCli(args, { cwd: repo.dir });

function leaked(text = settings()): Repo {
  const repo = makeRepo();
  repo.write('old.env', text);
  repo.write('server.key', locked('first'));
  repo.write('prod.p12', pkcs12('prod', STORE));
  repo.commit('leak');
  return repo;
}

interface Seen {
  readonly verdict: string;
  readonly occurrences: readonly { readonly path: string }[];
}
const audited = (repo: Repo): readonly Seen[] => JSON.parse(run(repo, 'audit', '--format', 'json').stdout).secrets;
const verdictsAt = (repo: Repo, path: string): readonly string[] =>
  audited(repo)
    .filter(({ occurrences }) => occurrences.some((place) => place.path === path))
    .map(({ verdict }) => verdict)
    .sort();

test('a new passphrase renews no key: gone from HEAD, with its passphrase rotated, it stays open', () => {
  const repo = leaked();
  repo.git('rm', '-q', 'old.env', ...KEYS);
  repo.commit('take them out');
  repo.write('now.env', `KEY_PASSPHRASE=${password('new phrase')}\nKEYSTORE_PASSWORD=${password('new store')}\n`);
  const { status, stdout } = run(repo, 'verify', '--current', 'now.env', '--format', 'json');
  const { results } = JSON.parse(stdout) as { results: { outcome: string }[] };
  assert.deepEqual([status, results.map(({ outcome }) => outcome).sort()], [1, ['ROTATED', 'ROTATED', 'UNKNOWN', 'UNKNOWN']]);
});

test('a mark on the password of a store accepts that password and nothing else', () => {
  const repo = leaked(settings(' # burnlist:allow password a test value'));
  assert.deepEqual(verdictsAt(repo, 'old.env'), ['accepted', 'compromised']);
  assert.deepEqual(verdictsAt(repo, 'prod.p12'), ['compromised']);
});

test('a mark on the password of a vault does not accept the vault: that is for the ledger to say', () => {
  const repo = makeRepo();
  repo.write('vars.yml', `smtp_login: !vault |\n${ansibleVault(PHRASE, 'vault')}user: app\n`);
  repo.write('old.env', `ANSIBLE_VAULT_PASSWORD=${PHRASE} # burnlist:allow password a test value\n`);
  repo.commit('leak');
  assert.deepEqual(verdictsAt(repo, 'old.env'), ['accepted']);
  assert.deepEqual(verdictsAt(repo, 'vars.yml'), ['compromised']);
});

test('a private key in HEAD whose passphrase was found has to leave git, and is not called ciphertext', () => {
  const repo = leaked();
  const { stdout } = run(repo, 'todo');
  assert.match(stdout, /git rm --cached -- server\.key/);
  assert.doesNotMatch(stdout, /ciphertext|[Ee]ncrypt every/);
});

test('two private keys at one path behind one passphrase are two tasks, the adopted one and the new one', () => {
  const repo = leaked();
  assert.equal(run(repo, 'accept', '--all-existing').status, 0);
  repo.commit('adopt');
  repo.write('server.key', locked('second'));
  repo.commit('another key', { date: new Date(Date.now() + 86_400_000).toISOString() });
  const { tasks } = JSON.parse(run(repo, 'todo', '--format', 'json').stdout) as { tasks: { kind: string; status: string }[] };
  const keys = tasks.filter(({ kind }) => kind === 'private-key');
  assert.equal(keys.length, 2, JSON.stringify(keys));
});
