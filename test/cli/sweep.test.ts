/** What a sweep finds that an audit does not read, what it joins, and what it says when something cannot be read. */
import assert from 'node:assert/strict';
import { chownSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { cloneRepo, makeFolder, makeRepo, runCli } from '../support/repo.ts';
import { databaseUrl, githubToken as token, jsonWebToken, jwtSecret } from '../support/secrets.ts';
import { GIT_FILES, makeTeam, sweepPlaces } from './sweep-places.ts';

interface Seen {
  readonly id: string;
  readonly redacted: string;
  readonly rule: string;
  readonly verdict: string;
  readonly status: string;
  readonly reasons: readonly string[];
  readonly proofs: readonly { readonly detail: string }[];
  readonly exposure: {
    readonly class: string;
    readonly reach: readonly string[];
    readonly first: { readonly date: string } | null;
    readonly traced?: boolean;
  };
  readonly occurrences: readonly {
    readonly repository: number | null;
    readonly where: string;
    readonly path: string;
    readonly line: number;
    readonly via: readonly string[];
  }[];
}

function sweep(dir: string, ...args: readonly string[]): { status: number | null; report: any; secrets: Seen[]; stdout: string } {
  const { status, stdout, stderr } = runCli(['sweep', '--format', 'json', ...args], { cwd: dir });
  assert.ok(stdout !== '', stderr);
  const report = JSON.parse(stdout);
  return { status, report, secrets: report.secrets, stdout };
}

const team = sweepPlaces();
const all = sweep(team.dir);

function at(name: string): Seen {
  const shown = token(name).slice(0, 8);
  const secret = all.secrets.find(({ redacted }) => redacted.startsWith(shown));
  assert.ok(secret, `${name}: not found`);
  return secret;
}

function summary(name: string): readonly string[] {
  const { verdict, exposure, occurrences } = at(name);
  return [verdict, exposure.class, ...occurrences.map(({ where, path }) => `${where} ${path}`)];
}

test('everything was seen, the report is one of the schema, and holds no value', () => {
  assert.equal(all.status, 1);
  assert.equal(all.report.coverage.complete, true);
  const schema = JSON.parse(readFileSync(new URL('../../docs/report.schema.json', import.meta.url), 'utf8'));
  const validate = new Ajv2020({ allErrors: true, allowUnionTypes: true }).compile(schema);
  assert.deepEqual(validate(all.report) ? [] : validate.errors, []);
  for (const name of ['shared', 'ignored file', 'reflog', ...GIT_FILES]) assert.ok(!all.stdout.includes(token(name)), name);
});

test('each repository once, by its path below the folder: nested ones, bare ones, stores of submodules', () => {
  const names = all.report.repositories.map(({ name }: { name: string }) => name);
  assert.deepEqual(names, ['api', 'lib', 'mirror.git', 'web', 'web/nested', 'web/vendor/lib', 'web/.git/modules/gone/deep']);
  assert.deepEqual(summary('nested'), ['compromised', 'committed', 'blob n.txt']);
  assert.deepEqual(summary('store of a submodule'), ['compromised', 'committed', 'blob s.txt']);
});

test('files that git ignores or does not know, and files between repositories', () => {
  assert.deepEqual(summary('ignored file'), ['local', 'ignored-file', 'worktree .env']);
  assert.deepEqual(summary('ignored folder'), ['local', 'ignored-file', 'worktree build/deep/out.js']);
  assert.deepEqual(summary('untracked'), ['uncommitted', 'uncommitted', 'worktree untracked.txt']);
  assert.deepEqual(summary('untracked link'), ['uncommitted', 'uncommitted', 'worktree to-be-linked']);
  assert.deepEqual(summary('git credentials'), ['uncommitted', 'uncommitted', 'worktree .git-credentials']);
  assert.deepEqual(summary('linked worktree'), ['uncommitted', 'uncommitted', 'worktree ../api-2/new.txt']);
  assert.deepEqual(summary('between'), ['found', 'outside-git', 'file notes/todo.txt']);
  assert.equal(at('between').occurrences[0]?.repository, null);
});

test("each of git's own files", () => {
  assert.deepEqual(summary('url in config'), ['found', 'outside-git', 'git-file .git/config']);
  assert.deepEqual(summary('extraheader'), ['found', 'outside-git', 'git-file .git/config']);
  assert.deepEqual(summary('bare'), ['found', 'outside-git', 'git-file FETCH_HEAD']);
  for (const file of GIT_FILES) assert.deepEqual(summary(file), ['found', 'outside-git', `git-file .git/${file}`]);
  // no commit has them: nobody could read them in history, and they have no first day
  for (const name of ['url in config', 'extraheader', 'bare', ...GIT_FILES])
    assert.deepEqual([at(name).exposure.reach, at(name).exposure.first], [['worktree'], null], name);
  assert.deepEqual(summary('reflog'), ['compromised', 'committed', 'reflog .git/logs/refs/heads/main']);
  assert.deepEqual(at('reflog').exposure.reach, ['reflog']);
});

test('an LFS object that is here stands where history has its pointer', () => {
  assert.deepEqual(summary('lfs'), ['compromised', 'committed', 'blob big.bin']);
  assert.deepEqual([at('lfs').occurrences[0]?.via, at('lfs').occurrences[0]?.line], [['lfs'], 2]);
  assert.equal(at('lfs').exposure.reach[0], 'head');
  assert.equal(at('lfs without pointer').verdict, 'found');
});

test('a value in several repositories is one secret', () => {
  const { occurrences, verdict } = at('shared');
  assert.deepEqual(
    occurrences.map(({ repository, path }) => `${repository} ${path}`),
    ['0 a.txt', '1 l.txt', '2 l.txt', '5 l.txt', '6 l.txt'],
  );
  assert.equal(verdict, 'compromised');
});

test('what is found in one repository is looked for unnamed in the others, and in files between them', () => {
  const { dir, api, repo, write } = makeTeam();
  const value = jwtSecret('elsewhere');
  api.write('a.env', `JWT_SECRET=${value}\n`);
  api.commit('named', { date: '2025-06-01T00:00:00Z' });
  const web = repo('web');
  web.write('notes.txt', `ask ops about ${value} when it fails\n`);
  web.commit('unnamed', { date: '2024-03-01T00:00:00Z' });
  write('clean/readme.txt', `ask ops about ${Buffer.from(value).toString('hex')}\n`);
  const { secrets } = sweep(dir);
  const [one] = secrets;
  assert.equal(secrets.length, 1);
  assert.deepEqual(
    one!.occurrences.map(({ repository, path }) => `${repository} ${path}`).sort(),
    ['0 a.env', '1 notes.txt', 'null clean/readme.txt'],
  );
  assert.equal(one!.exposure.first?.date, '2024-03-01');
  const many = Array.from({ length: 800 }, (_, index) => `JWT_SECRET_${index}=${jwtSecret(`web ${index}`)}\n`);
  web.write('many.env', many.join(''));
  web.commit('more than are traced', { date: '2025-07-01T00:00:00Z' });
  const crowded = sweep(dir);
  assert.equal(crowded.secrets.find(({ id }) => id === one!.id)?.exposure.traced, false, 'it was not looked for in web');
  assert.deepEqual(crowded.report.coverage.outOfScope.map(({ what }: { what: string }) => what), ['untraced values']);
});

test('what an ignored file still holds after it was committed is still current', () => {
  const live = all.secrets.find(({ rule }) => rule === 'jwt-signing-secret');
  assert.deepEqual([live?.verdict, live?.status], ['still-current', 'still-current']);
  assert.match(live?.reasons[0] ?? '', /^api\/\.env holds it today$/);
});

test('what the ledger had it as is said of what is still current, and each fact once', () => {
  const repo = makeRepo();
  const value = jwtSecret('rotated they said');
  repo.write('.gitignore', '.env\n');
  repo.write('app.env', `JWT_SECRET=${value}\n`);
  const at = repo.commit('start');
  repo.write('.env', `JWT_SECRET=${value}\n`);
  const { id } = sweep(repo.dir).secrets[0]!;
  repo.write('.burnlist/ledger.yaml', `- {id: ${id}, status: rotated, at: ${at}, on: 2099-01-02, evidence: by hand}\n`);
  repo.git('rm', '--quiet', 'app.env');
  repo.commit('settled');
  const [one] = sweep(repo.dir, '--as-of', '2099-01-03').secrets;
  assert.deepEqual(
    [one?.verdict, one?.reasons],
    ['still-current', ['the ledger says: rotated on 2099-01-02: by hand', '.env holds it today']],
  );
  const { stdout } = runCli(['sweep'], { cwd: repo.dir });
  assert.deepEqual(stdout.match(/still (?:in use|holds)|today/g), ['still in use', 'today']);
});

test('the text names the repository of a place', () => {
  const { stdout } = runCli(['sweep'], { cwd: team.dir });
  assert.match(stdout, /in api\/a\.txt of HEAD/);
  assert.match(stdout, /still in use, was in api\/old\.env/);
  assert.doesNotMatch(stdout, /gone from HEAD, was in api\/old\.env/);
  assert.match(stdout, /api\/\.git\/config:\d/);
});

test('the same answer from git itself, with one job, and again', () => {
  assert.equal(sweep(team.dir, '--engine', 'plain').stdout, all.stdout);
  assert.equal(sweep(team.dir, '--jobs', '1').stdout, all.stdout);
});

test('one repository has no prefix, wherever in it one stands', () => {
  const { report, secrets } = sweep(join(team.dir, 'api', 'build'));
  assert.deepEqual(report.repositories.map(({ name }: { name: string }) => name), ['api']);
  assert.ok(secrets.some(({ reasons }) => reasons[0] === '.env holds it today'));
});

test('a key of one repository proves a token of another', () => {
  const { dir, api, repo } = makeTeam();
  api.write('a.env', `JWT_SECRET=${jwtSecret('a')}\n`);
  api.commit('key');
  const other = repo('other');
  other.write('b.txt', `${jsonWebToken({ sub: 'u', exp: 1 }, jwtSecret('a'))}\n`);
  other.commit('token');
  const [key] = sweep(dir).secrets.filter(({ rule }) => rule === 'jwt-signing-secret');
  assert.match(key?.proofs[0]?.detail ?? '', /other\/b\.txt:1/);
});

test('what one ledger accepts counts only where it is accepted', () => {
  const { dir, api, repo } = makeTeam();
  api.write('a.env', `JWT_SECRET=${jwtSecret('a')}\n`);
  api.commit('key');
  const { id } = sweep(dir).secrets[0]!;
  const accept = ['accept', id, '--reason', 'test key', '--owner', 'ada', '--until', '2030-01-01'];
  assert.equal(runCli(accept, { cwd: api.dir }).status, 0);
  api.commit('accept');
  assert.deepEqual([sweep(dir).secrets[0]!.status, sweep(dir).status], ['accepted', 0]);
  const other = repo('other');
  other.write('b.env', `JWT_SECRET=${jwtSecret('a')}\n`);
  other.commit('the same');
  assert.equal(sweep(dir).secrets[0]!.status, 'open');
});

test('a broken repository, a broken policy and an unreadable folder are said, and the rest is swept', () => {
  const { dir, api, repo, write } = makeTeam();
  api.write('a.env', `JWT_SECRET=${jwtSecret('a')}\n`);
  api.write('.burnlist/config.yaml', 'runboks: []\n');
  api.commit('start');
  write('broken/.git/HEAD', 'nonsense\n');
  repo('empty');
  const { status, report, secrets } = sweep(dir);
  assert.equal(status, 3);
  assert.equal(secrets.length, 1);
  const whys = report.coverage.failed.map(({ what, why }: { what: string; why: string }) => `${what} ${why}`);
  assert.equal(whys.length, 2);
  assert.match(whys.join('\n'), /policy api: .*runboks/);
  assert.match(whys.join('\n'), /repository broken: /);
});

test('a configuration that names another folder as work tree leads nowhere', () => {
  const { dir, api } = makeTeam();
  const elsewhere = makeFolder();
  writeFileSync(join(elsewhere, 'mine.env'), `JWT_SECRET=${jwtSecret('mine')}\n`);
  api.commit('start');
  api.git('config', 'core.worktree', elsewhere);
  assert.deepEqual(sweep(dir).secrets, []);
});

test('a clean folder and an empty one end with 0; a path that is none with 2', () => {
  const clean = makeRepo();
  clean.write('a.txt', 'x\n');
  clean.commit('start');
  assert.equal(sweep(clean.dir).status, 0);
  assert.equal(sweep(makeFolder()).status, 0);
  assert.equal(runCli(['sweep', 'nowhere'], { cwd: clean.dir }).status, 2);
});

test('several folders in one sweep, and the to-do from its report', () => {
  const one = makeRepo({ name: 'one' });
  one.write('a.env', `url=${databaseUrl('a').url}\n`);
  one.commit('start');
  const two = cloneRepo(one);
  const out = join(makeFolder(), 'report.json');
  const { status } = runCli(['sweep', one.dir, two.dir, '--format', `json=${out}`], { cwd: makeFolder() });
  assert.equal(status, 1);
  const { secrets, repositories } = JSON.parse(readFileSync(out, 'utf8'));
  assert.deepEqual([secrets.length, repositories.length, secrets[0].occurrences.length], [1, 2, 2]);
  assert.ok(!JSON.stringify(repositories).includes('burnlist-test'));
  const todo = runCli(['todo', out]);
  assert.equal(todo.status, 0);
  assert.match(todo.stdout, /^## 1\. /m);
});

test(
  'a folder within a repository that git refuses is no folder without history: it is said, and the status is 3',
  { skip: process.getuid?.() !== 0 && 'needs root' },
  () => {
    const others = makeRepo();
    others.write('inner/a.txt', `token: ${token('refused')}\n`);
    others.commit('one');
    const refused = [others.dir, join(others.dir, '.git')];
    for (const path of refused) chownSync(path, 12345, 12345);
    // the repository itself has no files that stand in none: nothing is read, as with an audit
    const alone = runCli(['sweep', others.dir], {});
    assert.deepEqual([alone.status, alone.stdout], [2, '']);
    assert.match(alone.stderr, /^burnlist: git refuses .*safe\.directory .*\n$/);
    const { status, report, secrets } = sweep(others.dir, 'inner');
    assert.equal(status, 3);
    assert.match(JSON.stringify(report.coverage.failed), /another user owns it/);
    assert.equal(secrets.length, 1, 'its files are read nevertheless');
  },
);
