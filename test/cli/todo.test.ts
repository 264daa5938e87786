/** `todo` from outside: from a repository, from a saved report, with a runbook that is found or named. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { cloneRepo, makeRepo, runCli, type Ended, type Repo } from '../support/repo.ts';
import { databaseUrl, jwtSecret, password as passwordOf } from '../support/secrets.ts';

const RUNBOOK = `# Secret rotation

## JWT_SECRET rotation

1. Generate a new key: \`openssl rand -base64 48\`
2. Store it in the vault
3. Restart the api
`;

const { url, password } = databaseUrl('a');

/** A JWT secret and a database URL in history, and a runbook that knows the first. */
function withLeak(): Repo {
  const repo = makeRepo({ name: 'shop' });
  repo.write('a.env', `JWT_SECRET=${jwtSecret('a')}\nDATABASE_URL=${url}\n`);
  repo.write('docs/secret_rotation.md', RUNBOOK);
  repo.commit('start');
  return repo;
}

const leak = withLeak();
const todo = (args: readonly string[] = [], cwd = leak.dir): Ended =>
  runCli(['todo', ...args, '--as-of', '2025-06-01'], { cwd });

test('the to-do ties each secret to its section, says what has none, and ends with 0', () => {
  const { status, stdout, stderr } = todo();
  assert.deepEqual([status, stderr], [0, '']);
  assert.match(stdout, /JWT_SECRET/);
  assert.match(stdout, /docs\/secret_rotation\.md#jwt_secret-rotation/);
  assert.match(stdout, /- \[ \] .*Restart the api/);
  assert.match(stdout, /DATABASE_URL/);
  assert.match(stdout, /^Not in your runbook: impact/m);
});

test('no value and no blob id stands in it', () => {
  const { stdout } = todo();
  for (const secret of [jwtSecret('a'), password, leak.git('rev-parse', 'HEAD:a.env')])
    assert.ok(!stdout.includes(secret));
});

test('written again it is the same, byte for byte, from a folder, a subfolder and a clone', () => {
  const { stdout } = todo();
  assert.equal(todo().stdout, stdout);
  assert.equal(todo([], `${leak.dir}/docs`).stdout, stdout);
  assert.equal(todo([leak.dir], makeRepo().dir).stdout, stdout);
  const clone = todo([cloneRepo(leak, '--bare').dir]).stdout;
  const boxes = (text: string): readonly string[] => text.split('\n').filter((line) => line.includes('- [ ]'));
  assert.deepEqual(boxes(clone), boxes(stdout));
});

test('a report saved as JSON gives the same tasks', () => {
  runCli(['audit', '--format', 'json=report.json', '--quiet', '--as-of', '2025-06-01'], { cwd: leak.dir });
  const { status, stdout, stderr } = todo(['report.json']);
  leak.remove('report.json');
  assert.deepEqual([status, stderr], [0, '']);
  assert.equal(stdout, todo().stdout);
});

test('a saved report names its sections also where the runbook is not', () => {
  const saved = runCli(['audit', '--format', 'json', '--as-of', '2025-06-01'], { cwd: leak.dir }).stdout;
  const elsewhere = makeRepo();
  elsewhere.write('report.json', saved);
  const { status, stdout, stderr } = todo(['report.json'], elsewhere.dir);
  assert.equal(status, 0);
  assert.match(
    stdout,
    /^- Runbook: \[JWT\\?_SECRET rotation\]\(docs\/secret_rotation\.md#jwt_secret-rotation\) \(lines 3–7\), as the report says/m,
  );
  assert.match(stdout, /^## Runbook gaps\n\n- DATABASE_URL \(database-url\): no runbook section$/m);
  assert.match(stderr, /^burnlist: report\.json was made at commits that are not here: runbooks and ledger are those of this repository$/m);
  assert.equal(todo(['--quiet', 'report.json'], elsewhere.dir).stderr, '');
});

test('a runbook that is named counts, and those that would be found do not', () => {
  const repo = makeRepo();
  repo.write('a.env', `DATABASE_URL=${url}\n`);
  repo.write('docs/secret_rotation.md', '# Secrets\n\n## DATABASE_URL\n\n1. Ask somebody\n');
  repo.commit('start');
  const other = makeRepo();
  other.write(
    'ops/runbook.md',
    '# Incident\n\n## DATABASE_URL\n\n1. Rotate the password of the user\n2. Invalidate sessions\n',
  );
  const { status, stdout } = todo(['--runbook', `${other.dir}/ops/runbook.md`], repo.dir);
  assert.equal(status, 0);
  assert.match(stdout, /Rotate the password of the user/);
  assert.doesNotMatch(stdout, /Ask somebody/);
});

test('it goes into a file when asked, and standard output stays empty', () => {
  const { status, stdout } = todo(['--format', 'markdown=ROTATION.md']);
  assert.deepEqual([status, stdout], [0, '']);
  assert.equal(readFileSync(`${leak.dir}/ROTATION.md`, 'utf8'), todo().stdout);
  leak.remove('ROTATION.md');
});

test('a repository without secrets has nothing to do', () => {
  const repo = makeRepo();
  repo.write('app.py', 'print()\n');
  repo.commit('start');
  const { status, stdout } = todo([], repo.dir);
  assert.equal(status, 0);
  assert.doesNotMatch(stdout, /- \[ \]/);
});

test('an incomplete audit gives a to-do and 3', () => {
  leak.commit('another');
  const { status, stdout, stderr } = todo([], cloneRepo(leak, '--depth=1').dir);
  assert.equal(status, 3);
  assert.match(stdout, /JWT_SECRET/);
  assert.match(stderr, /incomplete/);
});

test('what is no repository, no report or no runbook is 2, in one line', () => {
  const empty = makeRepo();
  empty.write('x.json', '{"secrets": []}');
  empty.write('y.json', '{');
  for (const args of [
    ['nowhere'],
    ['x.json'],
    ['y.json'],
    ['--runbook', 'nowhere.md'],
    ['a', 'b'],
    ['--format', 'pdf'],
  ]) {
    const { status, stdout, stderr } = todo(args, empty.dir);
    assert.deepEqual([status, stdout], [2, ''], args.join(' '));
    assert.match(stderr, /^burnlist: [^\n]+\n$/);
  }
});

test('a URL is for the section of its product, from an audit and from its saved report', () => {
  const repo = makeRepo();
  const steps = ['', '1. Set a new password', '2. Restart the services', ''];
  const page = ['# Rotation', '## Rotate the Postgres password', ...steps, '## Rotate the Redis password', ...steps];
  repo.write('docs/rotation.md', page.join('\n'));
  const line = (name: string, scheme: string): string => `${name}=${scheme}://app:${passwordOf(name)}@${scheme}.corp.net/0\n`;
  repo.write('app.env', line('CELERY_BROKER_URL', 'redis') + line('APP_DSN', 'postgresql'));
  repo.commit('start');
  const sections = (...args: readonly string[]): unknown => {
    const { stdout } = runCli(['todo', ...args], { cwd: repo.dir });
    const tasks = stdout.matchAll(/^## \d+\. (\w+)[^]*?^- Runbook: \[([^\]]+)/gm);
    return Object.fromEntries([...tasks].map(([, name, section]) => [name, section]));
  };
  const expected = { APP_DSN: 'Rotate the Postgres password', CELERY_BROKER_URL: 'Rotate the Redis password' };
  assert.deepEqual(sections(), expected);
  repo.write('report.json', runCli(['audit', '--format', 'json'], { cwd: repo.dir }).stdout);
  assert.deepEqual(sections('report.json'), expected);
});
