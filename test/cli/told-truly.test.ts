/** What reports say of places out of the ordinary: nothing that is not so, and enough to find them. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { makeFolder, makeRepo, repoAt, runCli } from '../support/repo.ts';
import { jwtSecret, password } from '../support/secrets.ts';
import type { Repo } from '../support/repo.ts';

const BINARY = process.env.BURNLIST_BIN ?? fileURLToPath(new URL('../../dist/burnlist.cjs', import.meta.url));
const out = (repo: Pick<Repo, 'dir'>, ...args: readonly string[]): string => runCli(args, { cwd: repo.dir }).stdout;
const idIn = (text: string): string => JSON.parse(text).secrets[0].id;

test('a commit that was amended away is in no history, and HEAD never lost what it held', () => {
  const repo = makeRepo();
  repo.write('readme', 'nothing\n');
  repo.commit('begin');
  repo.write('oops.env', `JWT_SECRET=${jwtSecret('amended')}\n`);
  repo.commit('add it');
  repo.remove('oops.env');
  repo.git('add', '--all');
  repo.git('commit', '--quiet', '--amend', '--allow-empty', '--message', 'without it');
  const text = out(repo, 'audit');
  assert.match(text, / was in oops\.env$/m);
  assert.doesNotMatch(text, /gone from HEAD|in git history/);
  assert.match(text, /only a reflog still has: it must be\s+rotated/);
});

test('where HEAD leads to no commit nothing is said of what it has, and that nobody can', () => {
  const repo = makeRepo();
  repo.write('app.env', `JWT_SECRET=${jwtSecret('unborn')}\n`);
  repo.write('.burnlist/ledger.yaml', '[]\n');
  repo.commit('begin');
  assert.doesNotMatch(out(repo, 'audit'), /leads to no commit/);
  repo.git('symbolic-ref', 'HEAD', 'refs/heads/gone');
  const { status, stdout, stderr } = runCli(['audit'], { cwd: repo.dir });
  assert.equal(status, 1);
  assert.match(stdout, / was in app\.env$/m);
  assert.match(stdout, /^ {2}HEAD leads to no commit: .* priorities count it as gone, .*git symbolic-ref/m);
  assert.doesNotMatch(stdout, /gone from HEAD/);
  repo.write('.burnlist/ledger.yaml', '[]\n# changed\n');
  assert.match(stderr + runCli(['audit', '--policy-from', 'main'], { cwd: repo.dir }).stderr, /differs: main counted/);
  assert.doesNotMatch(out(repo, 'todo', '--policy-from', 'main'), /no longer in HEAD/);
  const saved = out(repo, 'audit', '--format', 'json');
  repo.write('../saved.json', saved);
  assert.doesNotMatch(out(repo, 'todo', '../saved.json'), /no longer in HEAD/);
  // what is about to be the first commit has no HEAD to be missed
  const fresh = makeRepo();
  fresh.write('app.env', `JWT_SECRET=${jwtSecret('fresh')}\n`);
  fresh.git('add', '--all');
  assert.doesNotMatch(out(fresh, 'audit'), /leads to no commit/);
});

test('of a secret in two repositories it is said whose commit was first, and which of them has settled it', () => {
  const dir = makeFolder();
  const [api, web] = ['api', 'web'].map((name) => {
    const made = repoAt(join(dir, name));
    runGit(dir, name);
    return made;
  }) as [Repo, Repo];
  web.write('mail.env', `MAIL_PASSWORD=${password('shared')}\n`);
  web.commit('older', { date: '2024-01-01T00:00:00Z' });
  api.write('smtp.env', `MAIL_PASSWORD=${password('shared')}\n`);
  api.commit('newer', { date: '2025-01-01T00:00:00Z' });
  const id = idIn(out(api, 'audit', '--format', 'json'));
  api.write('.burnlist/ledger.yaml', `- { id: ${id}, status: known, on: 2025-01-02 }\n`);
  api.commit('adopt', { date: '2025-01-02T00:00:00Z' });
  const text = out({ dir }, 'sweep', '--explain', id);
  assert.match(text, /\n {2}first +2024-01-01, [0-9a-f]{10} of web by Ada/);
  assert.match(text, /because known in api, not in web: it counts as settled once all that hold it say so/);
});

test('what was set aside in a message is found by the id of its commit or tag', () => {
  const dir = makeFolder();
  for (const name of ['api', 'web']) runGit(dir, name);
  const api = repoAt(join(dir, 'api'));
  const commit = api.commit('set password: ${PASSWORD}');
  api.git('tag', '--annotate', '--message', 'db_password: ${DB_PASSWORD}', 'v1');
  const tag = api.git('rev-parse', 'refs/tags/v1');
  const places = (text: string): string[] => text.split('\n').flatMap((line) => /^ {4}((?:commit|tag) .*?) {3}/.exec(line)?.[1] ?? []);
  const [short, shortTag] = [commit, tag].map((full) => full.slice(0, 10));
  assert.deepEqual(places(out(api, 'audit', '--explain')), [`commit ${short}:1`, `tag ${shortTag}:1`]);
  assert.deepEqual(places(out({ dir }, 'sweep', '--explain')), [`commit ${short} of api:1`, `tag ${shortTag} of api:1`]);
});

test('of a password in the URL of a remote it is said what to do with that', () => {
  const repo = makeRepo();
  repo.commit('begin');
  repo.git('remote', 'add', 'origin', `https://deploy:${password('remote')}@git.internal.example.org/api.git`);
  const text = out(repo, 'sweep');
  assert.match(text, /git remote set-url, git config\), and let a credential\s+helper keep it/);
  assert.match(text, /next: take the values out of git's own configuration/);
});

test('of a repository in a folder whose name is not UTF-8 it is said that it was not read, why and what to do', () => {
  const dir = makeFolder();
  const folder = Buffer.concat([Buffer.from(`${dir}/caf`), Buffer.from([0xe9])]);
  try {
    mkdirSync(folder);
  } catch {
    return; // a file system that has text alone for names
  }
  const { status, stdout } = runCli(['sweep', '.'], { cwd: dir });
  assert.equal(status, 3);
  assert.match(stdout, /could not be read: folder: caf.: no repository in it is read, for its name is not UTF-8: rename it/);
  // a process is started in such a folder by a shell, and not by node
  for (const [command, said] of [
    ['audit', /no such folder: .*caf., or a name on the way to it is not UTF-8: rename that/],
    ['scan .', /no such file or folder, or a name on the way to it is not UTF-8: rename that/],
    ['staged', /git cannot be started here: a folder on the way has a name that is not UTF-8; rename it/],
  ] as const) {
    const { stderr } = spawnSync('sh', ['-c', `cd "$(printf 'caf\\351')" && exec "$0" "$1" ${command}`, process.execPath, BINARY], {
      cwd: dir,
      encoding: 'utf8',
    });
    assert.match(stderr, said);
  }
});

function runGit(dir: string, name: string): void {
  repoAt(dir).git('init', '--quiet', '--initial-branch=main', '--template=', name);
}
