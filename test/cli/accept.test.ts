/** `accept` and the ledger: adoption on the first day, decisions with an end, and what brings a secret back. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { cloneRepo, makeRepo, runCli, type Ended, type Repo } from '../support/repo.ts';
import { githubToken, jwtSecret } from '../support/secrets.ts';

const secretLine = (name = 'a'): string => `JWT_SECRET=${jwtSecret(name)}\n`;
const TODAY = new Date().toISOString().slice(0, 10);
const NEXT_YEAR = String(Number(TODAY.slice(0, 4)) + 1);

function accept(repo: Repo, ...args: readonly string[]): Ended {
  return runCli(['accept', ...args], { cwd: repo.dir });
}

function audit(
  repo: Repo,
  ...args: readonly string[]
): { status: number | null; secrets: { id: string; status: string; verdict: string }[] } {
  const { status, stdout } = runCli(['audit', '--format', 'json', ...args], { cwd: repo.dir });
  return { status, secrets: JSON.parse(stdout).secrets };
}

function onlyId(repo: Repo): string {
  const { secrets } = audit(repo);
  assert.equal(secrets.length, 1);
  return secrets[0]!.id;
}

const ledger = (repo: Repo): string => readFileSync(`${repo.dir}/.burnlist/ledger.yaml`, 'utf8');

/** Old secrets in HEAD, in history and on another branch, all of them adopted and committed. */
function adopted(): Repo {
  const repo = makeRepo();
  repo.write('a.env', secretLine());
  repo.write('gone.env', secretLine('gone'));
  repo.commit('start');
  repo.git('switch', '--quiet', '--create', 'side');
  repo.write('side.env', secretLine('side'));
  repo.commit('side', { date: `${TODAY}T00:00:00Z` });
  repo.git('switch', '--quiet', 'main');
  repo.git('rm', '--quiet', 'gone.env');
  repo.commit('clean up');
  assert.equal(audit(repo).status, 1);
  assert.equal(accept(repo, '--all-existing').status, 0);
  repo.commit('adopt', { date: `${TODAY}T01:00:00Z` });
  return repo;
}

test('after --all-existing the audit ends with 0, and report and to-do keep everything', () => {
  const repo = adopted();
  const { status, secrets } = audit(repo);
  assert.equal(status, 0);
  assert.deepEqual(
    secrets.map(({ status: own, verdict }) => `${own} ${verdict}`),
    Array(3).fill('known compromised'),
  );
  const todo = runCli(['todo'], { cwd: repo.dir });
  assert.equal(todo.status, 0);
  assert.equal(todo.stdout.match(/^- P\d · `\w{10}` /gm)?.length, 3);
});

test('the ledger counts once it is committed', () => {
  const repo = makeRepo();
  repo.write('a.env', secretLine());
  repo.commit('start');
  const { stdout } = accept(repo, '--all-existing');
  assert.match(stdout, /1 secret written .*git add \.burnlist\/ledger\.yaml/);
  assert.equal(audit(repo).status, 1);
  repo.commit('adopt');
  assert.equal(audit(repo).status, 0);
});

test('the ledger holds no value, no path and no blob, and accepting again changes nothing', () => {
  const repo = adopted();
  const before = ledger(repo);
  assert.ok(!before.includes(jwtSecret('a')) && !before.includes('.env'));
  assert.doesNotMatch(before, new RegExp(repo.git('rev-parse', 'HEAD:a.env')));
  assert.equal(accept(repo, '--all-existing').status, 0);
  assert.equal(ledger(repo), before);
});

test('a value that a later commit brings back reopens, on the same day too', () => {
  const repo = adopted();
  repo.write('copy.env', secretLine());
  repo.commit('copy', { date: `${TODAY}T02:00:00Z` });
  const { status, secrets } = audit(repo);
  assert.equal(status, 1);
  assert.deepEqual(secrets.map((secret) => secret.status).sort(), ['known', 'known', 'open']);
});

test('of the day of the entry, a branch beside reopens with what is newer than the commit of the entry', () => {
  const repo = makeRepo();
  repo.write('a.env', secretLine());
  repo.commit('start');
  repo.commit('of the entry', { date: `${TODAY}T02:00:00Z` });
  assert.equal(accept(repo, '--all-existing').status, 0);
  repo.commit('adopt', { date: `${TODAY}T03:00:00Z` });
  for (const [hour, status] of [
    ['01', 0],
    ['04', 1],
  ] as const) {
    repo.git('switch', '--quiet', '--force-create', 'beside', 'HEAD~2');
    repo.write('copy.env', secretLine());
    repo.commit('copy', { date: `${TODAY}T${hour}:00:00Z` });
    repo.git('switch', '--quiet', 'main');
    assert.equal(audit(repo).status, status, hour);
  }
});

test('a place that becomes stronger reopens what is known: a mark taken away, another keyword', () => {
  const start = (content: string): Repo => {
    const repo = makeRepo();
    repo.write('open.env', secretLine());
    repo.write('a.txt', content);
    repo.commit('start');
    assert.equal(accept(repo, '--all-existing').status, 0);
    repo.commit('adopt', { date: `${TODAY}T01:00:00Z` });
    assert.equal(audit(repo).status, 0);
    return repo;
  };
  for (const content of [
    `JWT_SECRET=${jwtSecret('a')} # burnlist:allow jwt-signing-secret made up\n`,
    `see ${jwtSecret('a')}\n`,
  ]) {
    const repo = start(content);
    repo.write('a.txt', `# edited\n${content}`);
    repo.commit('edit', { date: `${TODAY}T02:00:00Z` });
    assert.equal(audit(repo).status, 0, content);
    repo.write('a.txt', secretLine());
    repo.commit('stronger', { date: `${TODAY}T03:00:00Z` });
    assert.equal(audit(repo).status, 1, content);
  }
});

test('what reopened or ran out is adopted anew, what still holds is not touched', () => {
  const repo = adopted();
  repo.write('copy.env', secretLine());
  repo.commit('copy', { date: `${TODAY}T02:00:00Z` });
  assert.equal(audit(repo).status, 1);
  assert.match(accept(repo, '--all-existing').stdout, /^1 secret written /);
  repo.commit('adopt again', { date: `${TODAY}T03:00:00Z` });
  assert.equal(audit(repo).status, 0);

  const { id } = audit(repo).secrets.find(({ status }) => status === 'known')!;
  const decided = (until: string): string =>
    ledger(repo).replace(
      new RegExp(`^- \\{id: ${id}.*$`, 'm'),
      `- {id: ${id}, status: accepted, reason: r, owner: ada, until: ${until}}`,
    );
  repo.write('.burnlist/ledger.yaml', decided(`${NEXT_YEAR}-01-01`));
  assert.match(accept(repo, '--all-existing').stdout, /^nothing to write/);
  repo.write('.burnlist/ledger.yaml', decided('2025-01-01'));
  assert.match(accept(repo, '--all-existing').stdout, /^1 secret written /);
  assert.doesNotMatch(ledger(repo), /accepted/);
});

test('who adopts what had been rotated and came back keeps on record that it was', () => {
  const repo = adopted();
  const { id } = audit(repo).secrets[0]!;
  const at = repo.git('rev-parse', 'HEAD');
  const entry = `- {id: ${id}, status: rotated, on: ${TODAY}, evidence: seen, at: ${at}, until: ${TODAY}}`;
  repo.write('.burnlist/ledger.yaml', ledger(repo).replace(new RegExp(`^- \\{id: ${id}.*$`, 'm'), entry));
  assert.equal(accept(repo, '--all-existing').status, 0);
  const told = `was rotated on ${TODAY}, and verify saw on ${TODAY} that `;
  assert.match(ledger(repo), new RegExp(`id: ${id}, status: known, .*evidence: "${told}`));
});

test('a file that only moves reopens nothing, in the audit as in the hook', () => {
  const repo = adopted();
  repo.git('mv', 'a.env', 'moved.env');
  assert.equal(runCli(['staged'], { cwd: repo.dir }).status, 0);
  repo.write('moved.env', `# edited\n${secretLine()}`);
  repo.commit('move', { date: `${TODAY}T02:00:00Z` });
  assert.equal(audit(repo).status, 0);
});

test('a merge of what was known on another branch reopens nothing', () => {
  const repo = adopted();
  repo.git('merge', '--quiet', '--no-edit', 'side');
  assert.equal(audit(repo).status, 0);
});

test('a commit that only a reflog holds, or nothing, reopens nothing', () => {
  const repo = adopted();
  repo.write('copy.env', secretLine());
  repo.commit('copy', { date: `${NEXT_YEAR}-01-01T00:00:00Z` });
  repo.git('branch', 'copy');
  repo.git('reset', '--quiet', '--hard', 'HEAD~1');
  assert.equal(audit(repo).status, 1);
  repo.git('branch', '--quiet', '-D', 'copy');
  assert.equal(audit(repo).status, 0);
  repo.remove('.git/logs');
  assert.equal(audit(repo).status, 0);
});

test('where the commit of an entry is not here the day decides', () => {
  const repo = makeRepo();
  repo.write('a.env', secretLine());
  repo.commit('start', { date: '2025-06-15T00:00:00Z' });
  const id = onlyId(repo);
  const entry = (on: string): string => `- { id: ${id}, status: known, at: ${'1'.repeat(40)}, on: ${on} }\n`;
  for (const [on, status] of [
    ['2025-06-14', 1],
    ['2025-06-15', 1],
    ['2025-06-16', 0],
  ] as const) {
    repo.write('.burnlist/ledger.yaml', entry(on));
    repo.commit(on);
    assert.equal(audit(repo).status, status, on);
  }
});

test('what is accepted holds until the day after its end', () => {
  const repo = makeRepo();
  repo.write('a.env', secretLine());
  repo.commit('start');
  const id = onlyId(repo);
  const args = ['--reason', 'a test key', '--owner', 'ada', '--until', `${NEXT_YEAR}-06-30`];
  assert.equal(accept(repo, id.slice(0, 8), ...args).status, 0);
  repo.commit('accept');
  assert.deepEqual(
    audit(repo).secrets.map(({ verdict }) => verdict),
    ['accepted'],
  );
  assert.equal(audit(repo, '--as-of', `${NEXT_YEAR}-06-30`).status, 0);
  assert.equal(audit(repo, '--as-of', `${NEXT_YEAR}-07-01`).status, 1);
});

test('a false positive needs no end', () => {
  const repo = makeRepo();
  repo.write('a.env', secretLine());
  repo.commit('start');
  const id = onlyId(repo);
  assert.equal(accept(repo, id, '--false-positive', '--reason', 'made up', '--owner', 'ada').status, 0);
  repo.commit('accept');
  assert.deepEqual(
    audit(repo, '--as-of', '2999-01-01').secrets.map(({ verdict }) => verdict),
    ['false-positive'],
  );
});

test('wrong use is 2 in one line and writes nothing', () => {
  const repo = makeRepo();
  repo.write('a.env', secretLine());
  repo.commit('start');
  const decided = ['--reason', 'r', '--owner', 'ada', '--until', `${NEXT_YEAR}-01-01`];
  const wrong = [
    [],
    ['zzzzzz', ...decided],
    ['a2b3c4'],
    ['--all-existing', 'a2b3c4'],
    ['--all-existing', '--until', '2999-01-01'],
    ['a2b3c4', '--reason', 'r', '--owner', 'ada', '--until', '2001-01-01'],
    [jwtSecret('a'), ...decided],
  ];
  for (const args of wrong) {
    const { status, stderr } = accept(repo, ...args);
    assert.equal(status, 2, args.join(' '));
    assert.match(stderr, /^burnlist: [^\n]+\n$/);
    assert.ok(!stderr.includes(jwtSecret('a')));
  }
  assert.equal(repo.git('status', '--porcelain'), '');
  assert.equal(accept(cloneRepo(repo, '--bare'), '--all-existing').status, 2);
});

test('an incomplete audit writes what it saw and is 3', () => {
  const origin = makeRepo();
  origin.commit('start');
  origin.write('a.env', secretLine());
  origin.commit('secret');
  const clone = cloneRepo(origin, '--depth=1');
  assert.equal(accept(clone, '--all-existing').status, 3);
  assert.match(ledger(clone), /status: known/);
});

test('names and reasons that hold a value are masked before they are written', () => {
  const repo = makeRepo();
  repo.write('a.txt', `token: ${githubToken('a')}\n`);
  repo.commit('start');
  const id = onlyId(repo);
  const reason = `it is only ${githubToken('a')}`;
  assert.equal(accept(repo, id, '--reason', reason, '--owner', 'ada', '--until', `${NEXT_YEAR}-01-01`).status, 0);
  assert.ok(!ledger(repo).includes(githubToken('a')));
});
