/** What people read, through the real binary: each place by its name, whole in a file, the way to the details. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { cloneRepo, makeRepo, runCli, type Repo } from '../support/repo.ts';
import { characters, jwtSecret } from '../support/secrets.ts';

const secretLine = (name: string): string => `JWT_SECRET=${jwtSecret(name)}\n`;
const FAR = `packages/${'a-long-folder-name/'.repeat(7)}settings.env`;

/** A secret in a file that is gone, in a commit's message and in a tag's. */
function withPlaces(): Repo {
  const repo = makeRepo();
  repo.write(FAR, secretLine('file'));
  repo.commit('start');
  repo.git('rm', '--quiet', FAR);
  repo.commit(`set ${secretLine('commit')}`);
  repo.git('tag', '--annotate', 'v1.0', '--message', secretLine('tag'));
  return repo;
}

test('a pipe and a file get whole lines, a terminal width is kept, and all say which commit and which tag', () => {
  const repo = withPlaces();
  const commit = repo.git('rev-parse', 'HEAD').slice(0, 10);
  const { stdout } = runCli(['audit', '--format', 'text', '--format', 'text=report.txt'], { cwd: repo.dir });
  assert.match(stdout, new RegExp(`^  P2  JWT signing secret .* gone from HEAD, was in ${FAR}$`, 'm'));
  assert.match(stdout, new RegExp(`in the message of commit ${commit}$`, 'm'));
  assert.match(stdout, /in the message of tag v1\.0$/m);
  assert.equal(readFileSync(`${repo.dir}/report.txt`, 'utf8'), stdout);
  const narrow = runCli(['audit'], { cwd: repo.dir, env: { COLUMNS: '60' } }).stdout;
  assert.match(narrow, /gone from HEAD, was in …[\w/.-]+settings\.env$/m);
  for (const line of narrow.split('\n')) assert.ok(line.length <= 60, line);
});

test('what a tag says is known by its tag, in the report and in --explain', () => {
  const repo = withPlaces();
  const report = JSON.parse(runCli(['audit', '--format', 'json'], { cwd: repo.dir }).stdout) as {
    secrets: { id: string; occurrences: { where: string; path: string; commit: string | null }[] }[];
  };
  const found = report.secrets.find(({ occurrences }) => occurrences[0]?.where === 'tag-message');
  assert.equal(found?.occurrences[0]?.path, 'refs/tags/v1.0');
  const { stdout } = runCli(['audit', '--explain', found?.id ?? ''], { cwd: repo.dir });
  assert.match(stdout, /^ {4}the message of tag v1\.0:1:12\b/m);
  const narrow = runCli(['audit', '--explain', found?.id ?? ''], { cwd: repo.dir, env: { COLUMNS: '70' } }).stdout;
  for (const line of narrow.split('\n')) assert.ok(line.length <= 70, line);
  assert.deepEqual(narrow.split(/\s+/), stdout.split(/\s+/));
});

test('content that was staged before it was committed does not hide where it was committed', () => {
  const repo = makeRepo();
  repo.write('app.env', `${secretLine('a')}A=1\n`);
  repo.git('add', '.');
  repo.write('app.env', `${secretLine('a')}A=2\n`);
  repo.commit('start');
  repo.git('rm', '--quiet', 'app.env');
  repo.commit('clean up');
  const { stdout } = runCli(['audit'], { cwd: repo.dir });
  assert.match(stdout, /gone from HEAD, was in app\.env$/m);
  assert.doesNotMatch(stdout, /2 paths/);
  const blob = repo.git('rev-list', '--all', '--objects', '--', 'app.env').split('\n')[0];
  assert.ok(blob);
  assert.match(runCli(['todo'], { cwd: repo.dir }).stdout, /^ {2}- content that no commit holds$/m);
});

test('what was staged and refused is one line each, with its blob', () => {
  const repo = makeRepo();
  repo.commit('start');
  const blobs = ['a', 'b', 'c'].map((name) => {
    repo.write('app.env', secretLine(name));
    repo.git('add', '.');
    const blob = repo.git('rev-parse', ':app.env');
    repo.git('rm', '--quiet', '--force', 'app.env');
    return blob.slice(0, 10);
  });
  const rows = runCli(['audit'], { cwd: repo.dir })
    .stdout.split('\n')
    .filter((line) => line.startsWith('  P3') || line.startsWith('      '));
  assert.deepEqual(
    rows.map((row) => row.replace(/^.* in the object store, in no commit: blob /, '')).sort(),
    blobs.sort(),
  );
});

test('the way to the details works, or says why there is nothing', () => {
  const repo = makeRepo();
  repo.write('app.env', 'A=1\n');
  repo.commit('start');
  repo.write('app.env', secretLine('a'));
  repo.git('add', '.');
  const { stderr } = runCli(['staged'], { cwd: repo.dir });
  const [, id = ''] = /Details: burnlist staged --explain (\w+)\n$/.exec(stderr) ?? [];
  const explained = runCli(['staged', '--explain', id], { cwd: repo.dir });
  assert.match(explained.stdout, /^JWT signing secret/);
  const unknown = runCli(['staged', '--explain', 'zzzzzz'], { cwd: repo.dir });
  assert.deepEqual([unknown.status, unknown.stdout], [2, '']);
  assert.equal(unknown.stderr, `burnlist: no secret here has this name, or an id that begins so; the ids are ${id}\n`);
  const named = runCli(['staged', '--explain', 'JWT_SECRET'], { cwd: repo.dir });
  assert.deepEqual([named.status, named.stdout], [explained.status, explained.stdout]);
  const ofCommit = runCli(['staged'], { cwd: repo.dir, env: { GIT_INDEX_FILE: '.git/index', PRE_COMMIT: '1', PATH: process.env.PATH } });
  assert.match(ofCommit.stderr, /Details: node \/\S+ staged --explain \w+\n$/);
  repo.git('reset', '--quiet');
  const gone = runCli(['staged', '--explain', id], { cwd: repo.dir });
  assert.deepEqual([gone.status, gone.stdout], [2, '']);
  assert.match(gone.stderr, /^burnlist: nothing is staged[^\n]+git add [^\n]+\n$/);
});

test('several secrets are told apart by their ids, with the marks of all their rules', () => {
  const repo = makeRepo();
  repo.write('a.env', `${secretLine('a')}DB_PASSWORD=${jwtSecret('b')}\n`);
  repo.git('add', '.');
  const { stderr } = runCli(['staged'], { cwd: repo.dir });
  assert.equal(stderr.match(/^ {2}a\.env:\d .* {3}\w{6} {3}/gm)?.length, 2);
  assert.match(
    stderr,
    /here RULE is jwt-signing-secret, named-password\.|here RULE is named-password, jwt-signing-secret\./,
  );
  assert.match(stderr, /staged --explain ID\n$/);
});

test('guesses are counted, and neither listed, nor fatal, nor rotated, nor adopted', () => {
  const repo = makeRepo();
  repo.write(
    'app.js',
    `export const palette = '${characters('guess', 'abcdefghkmnpqrstuvwxyz23456789ABCDEFGH', 40)}';\n`,
  );
  repo.commit('start');
  const { status, stdout } = runCli(['audit'], { cwd: repo.dir });
  assert.equal(status, 0);
  assert.match(stdout, /^ {2}nothing sure, 1 of low confidence$/m);
  assert.doesNotMatch(stdout, /^ {2}P\d|must be rotated/m);
  assert.match(runCli(['todo'], { cwd: repo.dir }).stdout, /Nothing to rotate/);
  assert.equal(
    runCli(['accept', '--all-existing'], { cwd: repo.dir }).stdout,
    'nothing to write: the audit found no open secret of high or medium confidence in history\n',
  );
  const { secrets } = JSON.parse(runCli(['audit', '--format', 'json'], { cwd: repo.dir }).stdout) as {
    secrets: { id: string; reasons: string[] }[];
  };
  assert.match(secrets[0]?.reasons.join() ?? '', /^it is a guess, to be looked at; if it is a secret: /);
  const why = ['--reason', 'colours', '--owner', 'ada', '--false-positive'];
  const decided = runCli(['accept', secrets[0]?.id ?? '', ...why], { cwd: repo.dir });
  assert.match(decided.stdout, /^1 secret written .* as false-positive/);
});

test('the advice for a tracked environment file names that file, and is what to do next', () => {
  const repo = makeRepo();
  repo.write('deploy/.env.production', 'MODE=live\n');
  repo.commit('start');
  const { status, stdout } = runCli(['audit'], { cwd: repo.dir });
  assert.equal(status, 0);
  assert.match(stdout, /risk: deploy\/\.env\.production: is tracked: .* add \.env\.production to \.gitignore$/m);
  assert.match(stdout, /next: mend what is at risk, as it says above\n$/);
  repo.write('.gitignore', '.env.production\n');
  assert.equal(repo.tryGit('check-ignore', '--no-index', 'deploy/.env.production').status, 0);
});

test('a slip in the options gets one line in our own words', () => {
  for (const [args, line] of [
    [['audit', '--range', '--quiet'], '--range needs a value'],
    [['audit', '--as-of'], '--as-of needs a value'],
    [['audit', '--quiet=yes'], '--quiet takes no value'],
    [['scan', '--fromat', 'json'], 'unknown option --fromat, did you mean "--format"?'],
    [['todo', '--nothing-like-it'], 'unknown option --nothing-like-it: --help lists the options'],
    [
      ['audit', '--format', 'text=a.txt', '--format', 'json=./a.txt'],
      '--format: only one report can go to a.txt',
    ],
  ] as const) {
    const { status, stdout, stderr } = runCli(args, { cwd: makeRepo().dir });
    assert.deepEqual([status, stdout, stderr], [2, '', `burnlist: ${line}\n`]);
  }
});

test('a push that brings nothing is silent, one that does is not', () => {
  const repo = makeRepo();
  repo.write('a.txt', 'a\n');
  const clean = repo.commit('start');
  repo.write('a.env', secretLine('a'));
  const burnt = repo.commit('burn');
  const push = (id: string): ReturnType<typeof runCli> =>
    runCli(['audit', '--pre-push'], {
      cwd: repo.dir,
      input: `refs/heads/main ${id} refs/heads/main ${'0'.repeat(40)}\n`,
    });
  assert.deepEqual(push(clean), { status: 0, stdout: '', stderr: '' });
  assert.equal(push(burnt).status, 1);
  assert.match(push(burnt).stdout, /1 compromised/);
});

test('standard input is no working tree, a file is not said to be outside of git', () => {
  const input = secretLine('a');
  const { stdout } = runCli(['scan', '-'], { input });
  assert.match(stdout, /in standard input:1$/m);
  assert.doesNotMatch(stdout, /working tree|outside git/);
  const repo = makeRepo();
  repo.write('a.env', input);
  repo.commit('start');
  assert.doesNotMatch(runCli(['scan', '.'], { cwd: repo.dir }).stdout, /outside git/);
});

test('a range that a shallow clone does not have is told how to get it', () => {
  const repo = makeRepo();
  repo.commit('one');
  repo.commit('two');
  const clone = cloneRepo(repo, '--depth=1');
  const { status, stderr } = runCli(['audit', '--range', 'HEAD~1..HEAD'], { cwd: clone.dir });
  assert.equal(status, 2);
  assert.match(stderr, /"HEAD~1" names no commit here: this clone is shallow, .*git fetch --unshallow/);
});

test('a file that was renamed within a range, or behind its end, is in HEAD all the same', () => {
  const repo = makeRepo();
  const base = repo.commit('base');
  repo.write('old.env', secretLine('a'));
  const added = repo.commit('add');
  repo.git('mv', 'old.env', 'new.env');
  repo.write('new.env', `${secretLine('a')}A=1\n`);
  repo.commit('rename');
  for (const range of [`${base}..HEAD`, `${base}..${added}`]) {
    const { stdout } = runCli(['audit', '--range', range], { cwd: repo.dir });
    assert.match(stdout, /in new\.env of HEAD$/m);
    assert.doesNotMatch(stdout, /gone from HEAD/);
  }
  repo.git('rm', '--quiet', 'new.env');
  repo.commit('remove');
  assert.match(runCli(['audit', '--range', `${base}..HEAD`], { cwd: repo.dir }).stdout, /gone from HEAD, was in old/);
});
