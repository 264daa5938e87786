/** What an audit knows of a secret: since when, until when, how often, for whom, and what follows from it. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { cloneRepo, makeRepo, runCli, type Repo } from '../support/repo.ts';
import { awsAccount, characters, githubToken, jwtSecret, password } from '../support/secrets.ts';

interface Secret {
  readonly id: string;
  readonly names: readonly { readonly name: string }[];
  readonly nature: string;
  readonly verdict: string;
  readonly status: string;
  readonly priority: string;
  readonly exposure: {
    readonly first: { readonly commit: string; readonly date: string; readonly author: string };
    readonly last: { readonly commit: string };
    readonly inHead: boolean;
    readonly reach: readonly string[];
    readonly refs: readonly string[];
    readonly days: number;
  };
  readonly occurrences: readonly {
    readonly path: string;
    readonly commit: string;
    readonly lastCommit: string;
    readonly blob: string;
    readonly lastBlob: string;
    readonly versions: number;
    readonly line: number;
    readonly nature: string;
    readonly confidence: string;
  }[];
}

function audit(repo: Repo, ...args: readonly string[]): { status: number | null; secrets: Secret[]; stdout: string } {
  const { status, stdout } = runCli(['audit', '--format', 'json', ...args], { cwd: repo.dir });
  return { status, stdout, secrets: JSON.parse(stdout).secrets };
}

function only(repo: Repo, ...args: readonly string[]): Secret {
  const { secrets } = audit(repo, ...args);
  assert.equal(secrets.length, 1);
  return secrets[0]!;
}

const secretLine = (name = 'a'): string => `JWT_SECRET=${jwtSecret(name)}\n`;

test('a repository without commits, and one without secrets, ends with 0', () => {
  const repo = makeRepo();
  assert.equal(audit(repo).status, 0);
  repo.write('app.py', 'print()\n');
  repo.commit('start');
  const { status, stdout } = runCli(['audit'], { cwd: repo.dir });
  assert.equal(status, 0);
  assert.match(stdout, /1 commit, 1 blob, 8 bytes · everything was seen/);
});

test('first and last commit, versions and days of one place', () => {
  const repo = makeRepo();
  repo.commit('before');
  repo.write('a.env', secretLine());
  const first = repo.commit('secret', { date: '2025-03-02T12:00:00Z', author: 'Mallory <m@example.org>' });
  repo.write('a.env', `# edited\n${secretLine()}`);
  const last = repo.commit('edit');
  repo.git('rm', '--quiet', 'a.env');
  repo.commit('clean up');
  const { exposure, occurrences, verdict } = only(repo, '--as-of', '2025-03-12');
  assert.deepEqual(exposure.first, { commit: first, date: '2025-03-02', author: 'Mallory <m@example.org>' });
  assert.deepEqual([exposure.last.commit, exposure.inHead, exposure.days], [last, false, 10]);
  assert.deepEqual([occurrences.length, occurrences[0]!.versions, occurrences[0]!.commit], [1, 2, first]);
  assert.equal(occurrences[0]!.blob, repo.git('rev-parse', `${first}:a.env`));
  assert.equal(occurrences[0]!.lastBlob, repo.git('rev-parse', `${last}:a.env`));
  assert.equal(verdict, 'compromised');
});

test('a forged date makes no child older than its parent', () => {
  const repo = makeRepo();
  repo.write('a.env', secretLine());
  const first = repo.commit('secret', { date: '2025-06-01T00:00:00Z' });
  repo.write('b.env', secretLine());
  const last = repo.commit('copy', { date: '2001-01-01T00:00:00Z' });
  const { exposure } = only(repo);
  assert.deepEqual([exposure.first.commit, exposure.last.commit], [first, last]);
});

test('of two branches that bring the same value the older date comes first', () => {
  const repo = makeRepo();
  const base = repo.commit('start');
  repo.git('switch', '--quiet', '--create', 'late');
  repo.write('a.env', secretLine());
  repo.commit('late', { date: '2025-09-01T00:00:00Z' });
  repo.git('switch', '--quiet', '--create', 'early', base);
  repo.write('a.env', secretLine());
  const early = repo.commit('early', { date: '2025-08-01T00:00:00Z' });
  const { exposure } = only(repo);
  assert.equal(exposure.first.commit, early);
  assert.deepEqual(exposure.refs, ['refs/heads/early', 'refs/heads/late']);
});

test('a file that moves is a second place of one secret, and a value twice in a file is two', () => {
  const repo = makeRepo();
  repo.write('a.env', `${secretLine()}\nSIGN_${secretLine()}`);
  repo.commit('start');
  repo.git('mv', 'a.env', 'b.env');
  repo.commit('move');
  const { occurrences } = only(repo);
  assert.deepEqual(
    occurrences.map(({ path, line }) => `${path}:${line}`),
    ['a.env:1', 'a.env:3', 'b.env:1', 'b.env:3'],
  );
});

test('published is worse than local, and being in HEAD worse still', () => {
  const origin = makeRepo();
  origin.write('old.env', secretLine('old'));
  origin.write('head.env', secretLine('head'));
  origin.commit('start');
  origin.git('rm', '--quiet', 'old.env');
  origin.commit('clean up');
  const clone = cloneRepo(origin);
  clone.write('local.txt', `token: ${githubToken('a')}\n`);
  clone.commit('not pushed');
  clone.git('rm', '--quiet', 'local.txt');
  clone.commit('clean up');
  const byPath = new Map(audit(clone).secrets.map((secret) => [secret.occurrences[0]!.path, secret]));
  const seen = ['head.env', 'old.env', 'local.txt'].map((path) => byPath.get(path)!);
  assert.deepEqual(
    seen.map(({ priority }) => priority),
    ['P0', 'P1', 'P2'],
  );
  assert.deepEqual(seen[0]!.exposure.reach.slice(0, 2), ['head', 'remote-tracking']);
  assert.ok(seen[1]!.exposure.reach.includes('remote-tracking'));
  assert.ok(!seen[2]!.exposure.reach.includes('remote-tracking'));
  assert.deepEqual(seen[0]!.exposure.refs, ['refs/heads/main', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/main']);
  assert.deepEqual(seen[2]!.exposure.refs, ['refs/heads/main']);
});

test('what no ref and no reflog holds is compromised all the same', () => {
  const repo = makeRepo();
  repo.commit('start');
  repo.write('a.env', secretLine());
  repo.commit('secret');
  repo.git('reset', '--quiet', '--hard', 'HEAD~1');
  repo.remove('.git/logs');
  const { verdict, exposure, priority } = only(repo);
  assert.deepEqual([verdict, exposure.reach, exposure.refs, priority], ['compromised', ['dangling'], [], 'P3']);
  assert.equal(audit(repo).status, 1);
});

test('only unattached: exit 0, with the advice to collect garbage', () => {
  const repo = makeRepo();
  repo.commit('start');
  repo.write('a.env', secretLine());
  repo.git('add', '.');
  repo.git('reset', '--quiet');
  const { status, stdout } = runCli(['audit'], { cwd: repo.dir });
  assert.equal(status, 0);
  assert.match(stdout, /git gc/);
});

test('the nature of a value decides before anything else', () => {
  const repo = makeRepo();
  repo.write('weak.env', `JWT_SECRET=${characters('a', 'abcdefgh', 8)}1!\n`);
  repo.write('docker-compose.yml', 'url: postgres://postgres:postgres@localhost:5432/app\n');
  repo.write('main.tf', `role = "arn:aws:iam::${awsAccount('a')}:role/deploy"\n`);
  repo.commit('start');
  const { status, secrets } = audit(repo);
  assert.equal(status, 1);
  const verdicts = Object.fromEntries(secrets.map(({ nature, verdict }) => [nature, verdict]));
  assert.deepEqual(verdicts, { weak: 'compromised', 'public-default': 'public-default', identifier: 'identifier' });
  const clean = makeRepo();
  clean.write('docker-compose.yml', 'url: postgres://postgres:postgres@localhost:5432/app\n');
  clean.write('main.tf', `role = "arn:aws:iam::${awsAccount('a')}:role/deploy"\n`);
  clean.commit('start');
  assert.equal(audit(clean).status, 0);
  assert.equal(audit(clean, '--fail-on', 'identifier').status, 1);
  assert.equal(audit(clean, '--fail-on', 'compromised').status, 0);
});

test('a key map is found where it ever stood under its name, and its keys are the names', () => {
  const repo = makeRepo();
  repo.write('conf/jwt_secrets.json', JSON.stringify({ v1: password('1'), v2: jwtSecret('2') }));
  repo.commit('start');
  repo.git('mv', 'conf/jwt_secrets.json', 'conf/other.json');
  repo.commit('rename');
  const { secrets } = audit(repo);
  assert.deepEqual(secrets.map(({ names }) => names[0]!.name).sort(), ['jwt_secrets.v1', 'jwt_secrets.v2']);
  for (const { occurrences } of secrets)
    assert.equal(occurrences.filter(({ path }) => path === 'conf/jwt_secrets.json').length, 1);
});

test('a mark in the last version accepts a secret, one in an older version does not', () => {
  const repo = makeRepo();
  repo.write('a.env', secretLine());
  repo.commit('start');
  repo.write('a.env', `# burnlist:allow jwt-signing-secret made up\n${secretLine()}`);
  repo.commit('mark');
  assert.deepEqual([only(repo).verdict, audit(repo).status], ['accepted', 0]);
  repo.write('a.env', secretLine());
  repo.commit('unmark');
  assert.equal(only(repo).verdict, 'compromised');
});

test('an allow-list of HEAD accepts by path and rule', () => {
  const repo = makeRepo();
  repo.write('tests/a.env', secretLine());
  repo.write('.burnlist/config.yaml', 'allow:\n  - { path: "tests/**", rule: jwt-signing-secret, reason: made up }\n');
  repo.commit('start');
  assert.deepEqual([only(repo).verdict, audit(repo).status], ['accepted', 0]);
  assert.equal(audit(repo, '--policy-from', repo.git('commit-tree', '-m', 'x', `${repo.git('mktree')}`)).status, 1);
});

test('a tracked .env is a risk and no reason to fail, unless asked to', () => {
  const repo = makeRepo();
  repo.write('.env', 'MODE=test\n');
  repo.write('sub/.env.production', 'MODE=live\n');
  repo.write('.env.example', 'MODE=\n');
  repo.commit('start');
  const { status, stdout } = audit(repo);
  assert.equal(status, 0);
  assert.deepEqual(
    JSON.parse(stdout).risks.map(({ path }: { path: string }) => path),
    ['.env', 'sub/.env.production'],
  );
  assert.equal(audit(repo, '--fail-on', 'risks').status, 1);
});

test('the report holds what the schema says, and explains each secret by a prefix of its id', () => {
  const schema = JSON.parse(readFileSync(new URL('../../docs/report.schema.json', import.meta.url), 'utf8'));
  const validate = new Ajv2020({ strict: false, formats: { date: true } }).compile(schema);
  const repo = makeRepo();
  repo.write('a.env', secretLine());
  repo.commit(`use ${githubToken('a')}`);
  const { stdout, secrets } = audit(repo);
  assert.ok(validate(JSON.parse(stdout)), JSON.stringify(validate.errors));
  for (const { id } of secrets) {
    const explained = runCli(['audit', '--explain', id.slice(0, 8)], { cwd: repo.dir });
    assert.equal(explained.status, 1);
    assert.ok(explained.stdout.includes(id));
  }
  assert.equal(runCli(['audit', '--explain', 'zzzzzzzz'], { cwd: repo.dir }).status, 2);
});

test('--explain takes a name as reports print it; a path behind it is the repository', () => {
  const repo = makeRepo();
  repo.write('jwt_secrets.json', JSON.stringify({ v1: jwtSecret('v1') }));
  repo.commit('start');
  const explained = runCli(['audit', '--explain', 'jwt_secrets.v1'], { cwd: repo.dir });
  assert.equal(explained.status, 1, explained.stderr);
  assert.match(explained.stdout, /jwt_secrets\.v1/);
  for (const path of ['.', './', `${repo.dir}/.git`]) assert.equal(runCli(['audit', '--explain', path], { cwd: repo.dir }).status, 1, path);
  assert.match(runCli(['audit', '--explain', 'shop.git'], { cwd: repo.dir }).stderr, /no such folder: shop\.git/);
});
