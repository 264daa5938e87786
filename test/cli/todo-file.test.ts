/** `todo` into files and formats, from outside: what people made of the list survives, what the team decided counts. */
import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { makeRepo, runCli, type Ended, type Repo } from '../support/repo.ts';
import { databaseUrl, jwtSecret } from '../support/secrets.ts';

const { url, password } = databaseUrl('file');

function leaked(): Repo {
  const repo = makeRepo({ name: 'shop' });
  repo.write('a.env', `JWT_SECRET=${jwtSecret('file')}\nDATABASE_URL=${url}\n`);
  repo.write('docs/secrets.md', '# Secrets\n\n## Rotating JWT_SECRET\n\n1. Generate a key\n2. Restart the api\n');
  repo.commit('start');
  return repo;
}

const todo = (repo: Repo, ...args: readonly string[]): Ended =>
  runCli(['todo', ...args, '--as-of', '2025-06-01'], { cwd: repo.dir });
const list = (repo: Repo): string => readFileSync(join(repo.dir, 'ROTATION.md'), 'utf8');

test('written to the same file again it keeps ticks and notes, and leaves nothing else behind', () => {
  const repo = leaked();
  todo(repo, '--format', 'markdown=ROTATION.md');
  const worked = list(repo).replace(/- \[ \] (.*Restart the api.*)/, '- [x] $1\n  done by Ada');
  repo.write('ROTATION.md', worked);
  const { status, stdout, stderr } = todo(repo, '--format', 'markdown=ROTATION.md');
  assert.deepEqual([status, stdout, stderr], [0, '', '']);
  assert.equal(list(repo), worked);
  assert.deepEqual(readdirSync(repo.dir).sort(), ['.git', 'ROTATION.md', 'a.env', 'docs']);
});

test('a task that the ledger closes moves to Done with its day and reason; the ledger of the working tree counts', () => {
  const repo = leaked();
  todo(repo, '--format', 'markdown=ROTATION.md');
  const id = /^- Id: `(\w{26})`$/m.exec(list(repo).slice(list(repo).indexOf('DATABASE_URL ·')))?.[1] ?? '';
  mkdirSync(join(repo.dir, '.burnlist'));
  const entry = `- {id: ${id}, status: rotated, on: 2025-05-30, evidence: "another value in the vault"}\n`;
  writeFileSync(join(repo.dir, '.burnlist/ledger.yaml'), entry);
  todo(repo, '--format', 'markdown=ROTATION.md');
  const [open = '', done = ''] = list(repo).split('\n## Done\n');
  assert.ok(!open.includes('DATABASE_URL ·') && open.includes('JWT_SECRET ·'));
  assert.match(done, /^### DATABASE_URL · .*: rotated on 2025-05-30: another value in the vault$/m);
});

test('a file that is no to-do is not written over: 2, before anything is read', () => {
  const repo = leaked();
  repo.write('README.md', '# Shop\n');
  const { status, stderr } = todo(repo, '--format', 'markdown=README.md');
  assert.equal(status, 2);
  assert.match(stderr, /^burnlist: --format markdown=README\.md: there is a file that is no to-do of burnlist[^\n]*\n$/);
  assert.equal(readFileSync(join(repo.dir, 'README.md'), 'utf8'), '# Shop\n');
});

test('a to-do that somebody saved in another encoding is not touched: 2', () => {
  const repo = leaked();
  todo(repo, '--format', 'markdown=ROTATION.md');
  const latin = Buffer.from(`${list(repo)}\nerledigt: Schl\xfcssel\n`, 'latin1');
  repo.write('ROTATION.md', latin);
  const { status, stderr } = todo(repo, '--format', 'markdown=ROTATION.md');
  assert.equal(status, 2);
  assert.match(stderr, /ROTATION\.md: not UTF-8/);
  assert.ok(readFileSync(join(repo.dir, 'ROTATION.md')).equals(latin));
});

test('what nobody is sure of is no work', () => {
  const low = makeRepo();
  low.write('notes.txt', `${jwtSecret('low')}\n`);
  low.commit('start');
  assert.match(todo(low).stdout, /Nothing to rotate/);
});

test('as JSON: tasks with boxes, those of the runbook with their lines, the others without a source', () => {
  const { status, stdout } = todo(leaked(), '--format', 'json');
  const read = JSON.parse(stdout);
  assert.deepEqual([status, read.schema, read.asOf, read.complete], [0, 'burnlist/todo@1', '2025-06-01', true]);
  const task = read.tasks.find(({ name }: { name: string }) => name === 'JWT_SECRET');
  const boxes: { text: string; inRunbook: boolean; source: { lines: number[] } | null }[] = task.boxes;
  assert.deepEqual(boxes.find(({ text }) => text === 'Restart the api')?.source?.lines, [6, 6]);
  assert.ok(boxes.some(({ inRunbook, source }) => !inRunbook && source === null));
  assert.deepEqual([task.path, task.runbook[0].anchor], ['leak', 'rotating-jwt_secret']);
  assert.deepEqual(read.gaps, [{ name: 'DATABASE_URL', kind: 'database-url' }]);
});

test('as CSV: a row a box, and nothing that a spreadsheet would run', () => {
  const repo = makeRepo({ name: 'shop' });
  repo.write('docs/secrets.md', '# Secrets\n\n## Rotating JWT_SECRET\n\n1. =HYPERLINK("x"), then deploy\n2. Restart\n');
  repo.write('a.env', `JWT_SECRET=${jwtSecret('csv')}\n`);
  repo.commit('start');
  const rows = todo(repo, '--format', 'csv').stdout.split('\r\n');
  assert.match(rows[0] ?? '', /^task,name,kind,priority,secret,box,phase,what,/);
  assert.ok(rows.some((row) => row.includes(`"'=HYPERLINK(""x""), then deploy"`)));
  assert.ok(rows.some((row) => row.includes(',docs/secrets.md:6,')));
  for (const row of rows.slice(1).filter((line) => line !== ''))
    assert.equal(/,from \d{4}-\d\d-\d\d until the rotation is verified,open$/.test(row), row.includes(',audit,'), row);
  assert.ok(rows.some((row) => row.includes(',audit,')));
  assert.ok(rows[0]?.endsWith(',status') && rows.slice(1, -1).every((row) => row.endsWith(',open')));
});

test('as the body of an issue: links go to the commit on the forge that the clone came from; without one they are names', () => {
  const repo = leaked();
  assert.match(todo(repo, '--format', 'github').stdout, /Restart the api \(line 6 of `docs\/secrets\.md`\)/);
  repo.git('remote', 'add', 'origin', 'git@github.com:acme/shop.git');
  const head = repo.git('rev-parse', 'HEAD');
  const link = `https://github.com/acme/shop/blob/${head}/docs/secrets.md?plain=1#L6`;
  assert.ok(todo(repo, '--format', 'github').stdout.includes(`([line 6](${link}))`));
});

test('a runbook that is being written counts before it is committed', () => {
  const repo = leaked();
  repo.write('docs/databases.md', '# Rotation\n\n## Rotating DATABASE_URL\n\n1. Ask the database team to rotate it\n');
  assert.match(todo(repo).stdout, /Ask the database team to rotate it/);
});

test('no format holds a value', () => {
  for (const format of ['markdown', 'github', 'json', 'csv']) {
    const { stdout } = todo(leaked(), '--format', format);
    for (const secret of [jwtSecret('file'), password]) assert.ok(!stdout.includes(secret), format);
  }
});
