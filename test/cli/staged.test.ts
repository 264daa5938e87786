/** The hook, from outside: what counts as new in the index, whatever way the content came there. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeRepo, runCli, type Repo } from '../support/repo.ts';
import { githubToken, jwtSecret, password } from '../support/secrets.ts';

const SILENT = { status: 0, stdout: '', stderr: '' };

function staged(repo: Repo): ReturnType<typeof runCli> {
  return runCli(['staged'], { cwd: repo.dir });
}

/** The commit would be refused, for this place, and nothing shows the value. */
function assertRefused(repo: Repo, place: string, ...values: readonly string[]): void {
  const { status, stdout, stderr } = staged(repo);
  assert.equal(status, 1, stderr);
  assert.equal(stdout, '');
  assert.ok(stderr.includes(`  ${place} `), `${place} is not in: ${stderr}`);
  for (const value of values) assert.ok(!stderr.includes(value));
}

test('a clean change is silent', () => {
  const repo = makeRepo();
  repo.write('app.py', 'print("hello")\n');
  repo.commit('start');
  assert.deepEqual(staged(repo), SILENT);
  repo.write('app.py', 'print("hello, world")\n');
  repo.git('add', '.');
  assert.deepEqual(staged(repo), SILENT);
});

test('what would not stop a commit is counted once, beside what does', () => {
  const repo = makeRepo();
  repo.write('app.env', `JWT_SECRET=${jwtSecret('b')}\nDB_URL=postgres://postgres:postgres@localhost/app\n`);
  repo.git('add', '.');
  const { stderr } = staged(repo);
  assert.match(stderr, /\n {2}1 more that would not stop a commit: [^\n]*confidence\n\n/);
});

test('before the first commit everything in the index is new', () => {
  const repo = makeRepo();
  assert.deepEqual(staged(repo), SILENT);
  repo.write('app.env', `MODE=test\n\nJWT_SECRET=${jwtSecret('a')}\n`);
  repo.git('add', '.');
  assertRefused(repo, 'app.env:3', jwtSecret('a'));
});

test('a value put under an unchanged keyword is found', () => {
  const repo = makeRepo();
  repo.write('db.yaml', 'password:\n  \n');
  repo.commit('start');
  repo.write('db.yaml', `password:\n  ${password('a')}\n`);
  repo.git('add', '.');
  assertRefused(repo, 'db.yaml:2', password('a'));
});

test('a keyword put before an old value makes it a finding', () => {
  const repo = makeRepo();
  repo.write('db.yaml', `anything: 1\n# ${password('a')}\n`);
  repo.commit('start');
  repo.write('db.yaml', `anything: 1\npassword: ${password('a')}\n`);
  repo.git('add', '.');
  assertRefused(repo, 'db.yaml:2');
});

test('an old secret is not new when its file changes, moves, or moves with an edit', () => {
  const repo = makeRepo();
  repo.write('a.env', `JWT_SECRET=${jwtSecret('a')}\n`);
  repo.commit('start');
  repo.write('a.env', `# what follows is old\nJWT_SECRET=${jwtSecret('a')}\nMODE=test\n`);
  repo.git('add', '.');
  assert.deepEqual(staged(repo), SILENT);
  repo.commit('edit');
  repo.git('mv', 'a.env', 'b.env');
  assert.deepEqual(staged(repo), SILENT);
  repo.write('b.env', `MODE=another\n\n\n\nJWT_SECRET_KEY=${jwtSecret('a')}\n`);
  repo.git('add', '.');
  assert.deepEqual(staged(repo), SILENT);
});

test('a new secret beside an old one is the only one refused', () => {
  const repo = makeRepo();
  repo.write('a.env', `JWT_SECRET=${jwtSecret('old')}\n`);
  repo.commit('start');
  repo.write('a.env', `JWT_SECRET=${jwtSecret('old')}\nGITHUB_TOKEN=${githubToken('new')}\n`);
  repo.git('add', '.');
  const { status, stderr } = staged(repo);
  assert.equal(status, 1);
  assert.match(stderr, /^burnlist: 1 secret would enter history/);
  assert.match(stderr, /a\.env:2/);
});

test('a copy from a file that the change does not touch is new', () => {
  const repo = makeRepo();
  repo.write('old.env', `JWT_SECRET=${jwtSecret('a')}\n`);
  repo.commit('start');
  repo.write('copy.env', `JWT_SECRET=${jwtSecret('a')}\n`);
  repo.git('add', '.');
  assertRefused(repo, 'copy.env:1');
});

test('a sample that moves into production configuration is new there', () => {
  const repo = makeRepo();
  repo.write('docs/sample.md', `set \`password: ${password('a')}\` and restart\n`);
  repo.commit('start');
  repo.remove('docs/sample.md');
  repo.write('config/production.yaml', `password: ${password('a')}\n`);
  repo.git('add', '--all');
  assertRefused(repo, 'config/production.yaml:1');
});

test('a mark taken away from an old secret makes it new', () => {
  const repo = makeRepo();
  repo.write('a.env', `# burnlist:allow jwt-signing-secret for tests\nJWT_SECRET=${jwtSecret('a')}\n`);
  repo.commit('start');
  repo.write('a.env', `JWT_SECRET=${jwtSecret('a')}\n`);
  repo.git('add', '.');
  assertRefused(repo, 'a.env:1');
});

test('the index counts and the working tree does not', () => {
  const repo = makeRepo();
  repo.write('a.env', 'MODE=test\n');
  repo.commit('start');
  repo.write('a.env', `JWT_SECRET=${jwtSecret('a')}\n`);
  assert.deepEqual(staged(repo), SILENT);
  repo.git('add', '.');
  repo.write('a.env', 'MODE=test\n');
  assertRefused(repo, 'a.env:1');
});

test('a deleted file adds nothing, and a change back to an old version adds what it brings back', () => {
  const repo = makeRepo();
  repo.write('a.env', `JWT_SECRET=${jwtSecret('a')}\n`);
  repo.commit('start');
  repo.git('rm', '--quiet', 'a.env');
  assert.deepEqual(staged(repo), SILENT);
  repo.commit('clean up');
  repo.git('revert', '--no-commit', 'HEAD');
  assertRefused(repo, 'a.env:1');
});

test('a secret in a binary file and behind a -diff attribute is found', () => {
  const repo = makeRepo();
  repo.write('.gitattributes', '*.hidden -diff -text\n');
  repo.commit('start');
  const binary = [Buffer.from([0, 1, 2, 255]), Buffer.from(` ${githubToken('a')} `), Buffer.from([0, 0])];
  repo.write('a.bin', Buffer.concat(binary));
  repo.write('c.hidden', `token: ${githubToken('c')}\n`);
  repo.git('add', '.');
  const { status, stderr } = staged(repo);
  assert.equal(status, 1);
  for (const place of ['a.bin:1', 'c.hidden:1']) assert.ok(stderr.includes(place), `${place}: ${stderr}`);
});

test('a secret as the name of a file or a folder is refused, and not again when it is already there', () => {
  const repo = makeRepo();
  repo.write(`keys/${githubToken('a')}/one`, '');
  repo.git('add', '.');
  const { status, stderr } = staged(repo);
  assert.equal(status, 1);
  assert.ok(!stderr.includes(githubToken('a')));
  repo.commit('start');
  repo.git('mv', `keys/${githubToken('a')}/one`, `keys/${githubToken('a')}/two`);
  assert.deepEqual(staged(repo), SILENT);
});
