/** Whose policy counts for a range, what it lets pass, and what is said of that. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cloneRepo, makeRepo, runCli, type Ended, type Repo } from '../support/repo.ts';
import { jwtSecret } from '../support/secrets.ts';

const secretLine = (name = 'a'): string => `JWT_SECRET=${jwtSecret(name)}\n`;
const TODAY = new Date().toISOString().slice(0, 10);
const ZERO = '0'.repeat(40);

function range(repo: Repo, between: string, ...args: readonly string[]): Ended {
  return runCli(['audit', '--range', between, ...args], { cwd: repo.dir });
}

function accept(repo: Repo): void {
  const { status, stderr } = runCli(['accept', '--all-existing'], { cwd: repo.dir });
  assert.equal(status, 0, stderr);
}

function idOf(repo: Repo): string {
  const { secrets } = JSON.parse(runCli(['audit', '--format', 'json'], { cwd: repo.dir }).stdout);
  assert.equal(secrets.length, 1);
  return secrets[0].id;
}

test("a range's own entry does not count, which is said with the way out; from its end it does", () => {
  const repo = makeRepo();
  const base = repo.commit('start');
  repo.write('a.env', secretLine());
  repo.commit('secret');
  accept(repo);
  const head = repo.commit('adopt', { date: `${TODAY}T00:00:00Z` });
  const { status, stdout } = range(repo, `${base}..${head}`);
  assert.equal(status, 1);
  assert.match(stdout, /ledger\.yaml is changed by this range .*: land the entry first, or use {2}--policy-from/);
  const reviewed = range(repo, `${base}..${head}`, '--policy-from', head);
  assert.equal(reviewed.status, 0, reviewed.stdout);
  assert.doesNotMatch(reviewed.stdout, /land the entry first/);
  assert.match(reviewed.stdout, /known/);
});

test('a known value that comes back behind the entry is refused, whatever date the commit claims', () => {
  const repo = makeRepo();
  repo.write('a.env', secretLine());
  repo.commit('start');
  accept(repo);
  const base = repo.commit('adopt', { date: `${TODAY}T00:00:00Z` });
  repo.write('copy.env', secretLine());
  repo.commit('copy', { date: '2001-01-01T00:00:00Z' });
  assert.equal(range(repo, `${base}..HEAD`).status, 1);
});

test('a known value on a branch from before the entry passes', () => {
  const repo = makeRepo();
  const start = repo.commit('start');
  repo.git('switch', '--quiet', '--create', 'side');
  repo.write('side.env', secretLine());
  repo.commit('side');
  repo.git('switch', '--quiet', 'main');
  accept(repo);
  const main = repo.commit('adopt', { date: `${TODAY}T00:00:00Z` });
  assert.equal(range(repo, `${start}..side`).status, 1);
  assert.equal(range(repo, `${main}..side`).status, 0);
});

test('of a rotated value each further place is new, in the hook and in a range; moving it is not', () => {
  const repo = makeRepo();
  repo.write('a.env', secretLine());
  repo.commit('start');
  const entry = `- { id: ${idOf(repo)}, status: rotated, on: ${TODAY}, evidence: e, at: ${repo.git('rev-parse', 'HEAD')} }\n`;
  repo.write('.burnlist/ledger.yaml', entry);
  const base = repo.commit('rotated');
  repo.git('mv', 'a.env', 'b.env');
  assert.equal(runCli(['staged'], { cwd: repo.dir }).status, 0);
  const moved = repo.commit('move');
  repo.write('b.env', `${secretLine()}SECOND_${secretLine()}`);
  repo.git('add', '.');
  const { status, stderr } = runCli(['staged'], { cwd: repo.dir });
  assert.equal(status, 1);
  assert.match(stderr, /b\.env/);
  repo.commit('further place');
  assert.equal(range(repo, `${base}..${moved}`).status, 0);
  assert.equal(range(repo, `${moved}..HEAD`).status, 1);
});

test('a known or rotated value that comes back is no guess, however little its place says', () => {
  for (const status of ['known', 'rotated']) {
    const repo = makeRepo();
    const value = jwtSecret('leak');
    repo.write('a.env', `JWT_SECRET=${value}\n`);
    repo.commit('start');
    const id = idOf(repo);
    repo.git('rm', '--quiet', 'a.env');
    const gone = repo.commit('take it out');
    repo.write('notes.txt', `the old one was ${value} until spring\n`);
    repo.git('add', '.');
    assert.equal(runCli(['staged'], { cwd: repo.dir }).status, 0, 'a guess without the entry');
    repo.write('.burnlist/ledger.yaml', `- { id: ${id}, status: ${status}, on: ${TODAY}, evidence: e, at: ${gone} }\n`);
    repo.git('add', '.burnlist');
    const hook = runCli(['staged'], { cwd: repo.dir });
    assert.equal(hook.status, 1, status);
    assert.match(hook.stderr, new RegExp(`notes\\.txt:1 [^]*was ${status}, comes back`));
    repo.git('rm', '--quiet', 'notes.txt', '--force');
    const base = repo.commit('entry');
    repo.write('notes.txt', `the old one was ${value} until spring\n`);
    repo.commit('bring it back');
    assert.equal(range(repo, `${base}..HEAD`).status, 1, status);
    assert.equal(hook.stderr.includes('A test value?'), status === 'known', 'what was rotated is none');
  }
});

test('where a mark allows a known or rotated value hook, range and audit say the same', () => {
  for (const status of ['known', 'rotated']) {
    const repo = makeRepo();
    const line = `JWT_SECRET=${jwtSecret('leak')}\n`;
    repo.write('a.env', line);
    const start = repo.commit('start');
    const id = idOf(repo);
    repo.git('rm', '--quiet', 'a.env');
    repo.write('.burnlist/ledger.yaml', `- { id: ${id}, status: ${status}, on: ${TODAY}, evidence: e, at: ${start} }\n`);
    const base = repo.commit('entry');
    repo.write('test/b.env', `# burnlist:allow jwt-signing-secret of the test server\n${line}`);
    repo.git('add', '.');
    assert.equal(runCli(['staged'], { cwd: repo.dir }).status, 0);
    repo.commit('allow it there');
    const seen = range(repo, `${base}..HEAD`);
    assert.equal(seen.status, 0);
    assert.match(seen.stdout, /marked as allowed in \w+: test\/b\.env/);
    const audit = runCli(['audit'], { cwd: repo.dir });
    assert.equal(audit.status, 0, audit.stdout);
    assert.match(audit.stdout, new RegExp(`1 ${status}`));
  }
});

test('each branch of a push is judged by the policy of its own base', () => {
  const repo = makeRepo();
  repo.commit('start');
  repo.git('switch', '--quiet', '--create', 'loose');
  repo.write('.burnlist/config.yaml', 'allow:\n  - { path: "**", reason: all made up }\n');
  const loose = repo.commit('allow everything');
  repo.write('a.env', secretLine());
  const looseHead = repo.commit('secret');
  repo.git('switch', '--quiet', 'main');
  repo.write('b.txt', 'b\n');
  const main = repo.commit('strict');
  repo.write('b.env', secretLine('b'));
  const mainHead = repo.commit('secret');
  const push = (...lines: readonly string[]): Ended =>
    runCli(['audit', '--pre-push'], { cwd: repo.dir, input: `${lines.join('\n')}\n` });
  const looseLine = `refs/heads/loose ${looseHead} refs/heads/loose ${loose}`;
  const mainLine = `refs/heads/main ${mainHead} refs/heads/main ${main}`;
  assert.equal(push(looseLine).status, 0);
  assert.equal(push(mainLine).status, 1);
  for (const lines of [
    [looseLine, mainLine],
    [mainLine, looseLine],
  ]) {
    const { status, stdout } = push(...lines);
    assert.equal(status, 1);
    assert.match(stdout, /1 compromised/);
  }
  assert.equal(push(`(delete) ${ZERO} refs/heads/old ${main}`, looseLine).status, 0);
});

test('runbooks come from where the policy comes from', () => {
  const repo = makeRepo();
  const section = (title: string): string =>
    `# Secrets\n\n## ${title} JWT_SECRET\n\n1. Generate a new JWT_SECRET\n2. Deploy it\n3. Verify that logins work\n`;
  repo.write('docs/runbook.md', section('Rotating'));
  const base = repo.commit('start');
  repo.write('docs/runbook.md', section('Never rotate'));
  repo.write('a.env', secretLine());
  repo.commit('secret, and another runbook');
  const headings = ({ stdout }: Ended): string[] =>
    (JSON.parse(stdout).secrets as { rotation: { runbook: { heading: string } | null }[] }[]).flatMap(({ rotation }) =>
      rotation.map(({ runbook }) => runbook?.heading ?? ''),
    );
  const json = ['--format', 'json'];
  assert.deepEqual(headings(range(repo, `${base}..HEAD`, ...json)), ['Rotating JWT_SECRET']);
  assert.deepEqual(headings(range(repo, `${base}..HEAD`, '--policy-from', 'HEAD', ...json)), [
    'Never rotate JWT_SECRET',
  ]);
  assert.deepEqual(headings(runCli(['audit', '--policy-from', base, ...json], { cwd: repo.dir })), [
    'Rotating JWT_SECRET',
  ]);
});

test('marks that a range adds are listed with their commit, also where the value is nothing new', () => {
  const repo = makeRepo();
  repo.write('old.env', secretLine('old'));
  repo.write('marked.env', `${secretLine('marked').trim()} # gitleaks:allow\n`);
  const base = repo.commit('start');
  repo.write('new.env', `# burnlist:allow jwt-signing-secret made up\n${secretLine()}`);
  const first = repo.commit('marked');
  repo.write('old.env', `\n${secretLine('old').trim()} # gitleaks:allow\n`);
  repo.write('marked.env', `\n${secretLine('marked').trim()} # gitleaks:allow\n`);
  const second = repo.commit('mark an old one');
  const { status, stdout } = range(repo, `${base}..HEAD`);
  assert.equal(status, 0);
  assert.match(
    stdout,
    new RegExp(`marked as allowed in ${first.slice(0, 10)}: new\\.env:2 \\(jwt-signing-secret: made up\\)`),
  );
  assert.match(stdout, new RegExp(`marked as allowed in ${second.slice(0, 10)}: old\\.env:2 \\(jwt-signing-secret\\)`));
  assert.doesNotMatch(stdout, /marked\.env/);
});

test('a version of a parent that a partial clone left out excuses nothing, and is said', () => {
  const origin = makeRepo();
  origin.write('a.env', secretLine());
  origin.commit('start');
  origin.write('a.env', `# edited\n${secretLine()}`);
  origin.commit('edit');
  assert.equal(range(origin, 'HEAD~1..HEAD').status, 0);
  const { status, stdout } = range(cloneRepo(origin, '--filter=blob:none'), 'HEAD~1..HEAD');
  assert.equal(status, 1);
  const said = /what a parent has in a\.env is not in this clone, so all that stands there counts as new/;
  assert.match(stdout, said);
  for (const format of ['json', 'sarif', 'markdown'])
    assert.match(range(cloneRepo(origin, '--filter=blob:none'), 'HEAD~1..HEAD', '--format', format).stderr, said, format);
});
