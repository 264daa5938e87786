/** `--trace`: where a value stood before a rule could see it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { makeRepo, runCli, type Repo } from '../support/repo.ts';
import { jwtSecret, password } from '../support/secrets.ts';

interface Seen {
  readonly id: string;
  readonly confidence: string;
  readonly rule: string;
  readonly names: readonly { readonly name: string }[];
  readonly exposure: { readonly first: { readonly commit: string }; readonly traced: boolean };
  readonly occurrences: readonly { readonly path: string; readonly via: readonly string[] }[];
}

function secrets(repo: Repo, command: string, ...args: readonly string[]): Seen[] {
  return JSON.parse(runCli([command, '--format', 'json', ...args], { cwd: repo.dir }).stdout).secrets;
}

test('the first commit is that which held the value unnamed, in words or encoded', () => {
  const repo = makeRepo();
  const value = password('a');
  repo.write('notes.txt', `ask ada for ${value} when you need it\n`);
  const first = repo.commit('notes');
  repo.write('job.yaml', `blob: ${Buffer.from(`${value}\n`).toString('base64')}\n`);
  repo.commit('job');
  repo.write('app.env', `DATABASE_PASSWORD=${value}\n`);
  const named = repo.commit('settings');
  const [untraced] = secrets(repo, 'audit');
  assert.equal(untraced?.exposure.first.commit, named);
  for (const [command, ...args] of [['audit', '--trace'], ['audit', '--trace', '--engine', 'plain'], ['sweep']] as const) {
    const [secret, ...others] = secrets(repo, command, ...args);
    assert.deepEqual(others, []);
    assert.equal(secret?.exposure.first.commit, first);
    assert.deepEqual(
      secret.occurrences.map(({ path, via }) => [path, ...via].join(' ')),
      ['app.env', 'job.yaml base64', 'notes.txt'],
    );
    assert.deepEqual([secret.rule, secret.confidence], [untraced?.rule, untraced?.confidence]);
    assert.deepEqual(secret.names, untraced?.names);
  }
});

test('packs that were searched before tell the same as git does: in prose, encoded, compressed, and in versions made from others', () => {
  const repo = makeRepo();
  const value = password('packed');
  const lines = Array.from({ length: 80 }, (_, index) => `line ${index} of a file that grows\n`).join('');
  repo.write('notes.txt', lines);
  repo.write('old.txt.gz', gzipSync(`ask ada for ${value}\n`));
  const first = repo.commit('compressed');
  repo.write('notes.txt', `${lines}ask ada for ${value}\n`);
  repo.commit('prose');
  repo.write('notes.txt', `${lines}ask ada\n`);
  repo.write('app.env', `DATABASE_PASSWORD=${value}\nJWT_SECRET=${jwtSecret('beside')}\n`);
  repo.commit('settings');
  repo.write('app.env', `DATABASE_PASSWORD=${value}\n# was ${value}\nJWT_SECRET=${jwtSecret('beside')}\n`);
  repo.commit('a place that no rule sees, in a blob where one sees another');
  repo.git('gc', '--quiet');
  repo.write('job.yaml', `blob: ${Buffer.from(`${value}\n`).toString('base64')}\n`);
  repo.commit('loose');
  const [byPacks, byGit] = [[], ['--engine', 'plain']].map((engine) => {
    const { stdout } = runCli(['audit', '--format', 'json', '--trace', '--all-versions', ...engine], { cwd: repo.dir });
    return JSON.parse(stdout) as { readonly secrets: readonly Seen[] };
  });
  assert.deepEqual(byPacks, byGit);
  const traced = byPacks!.secrets.find(({ exposure }) => exposure.first.commit === first);
  assert.deepEqual(
    traced?.occurrences.map(({ path, via }) => [path, ...via].join(' ')),
    ['app.env', 'app.env', 'app.env', 'job.yaml base64', 'notes.txt', 'old.txt.gz gzip'],
  );
});

test('what was not traced says that it was detected first, in the chain of one secret and on the page', () => {
  const repo = makeRepo();
  repo.write('app.env', `JWT_SECRET=${jwtSecret('said')}\n`);
  repo.commit('settings');
  const [secret] = JSON.parse(runCli(['audit', '--format', 'json'], { cwd: repo.dir }).stdout).secrets;
  const says = (...args: readonly string[]): boolean => / \(first detected\)/.test(runCli(args, { cwd: repo.dir }).stdout);
  for (const how of [['--explain', secret.id], ['--format', 'html']]) {
    assert.ok(says('audit', ...how));
    assert.ok(!says('audit', '--trace', ...how));
    assert.ok(!says('sweep', ...how));
  }
});

test('an audit says what it takes for the beginning, unless it has looked, or nothing began', () => {
  const repo = makeRepo();
  repo.write('app.env', 'PORT=80\n');
  repo.commit('settings');
  const says = (...args: readonly string[]): boolean => /are of places that a rule sees/.test(runCli(args, { cwd: repo.dir }).stdout);
  assert.ok(!says('audit'));
  repo.write('app.env', `JWT_SECRET=${jwtSecret('began')}\n`);
  repo.commit('key');
  assert.ok(says('audit'));
  assert.ok(!says('audit', '--trace'));
  assert.ok(!says('audit', '--range', 'HEAD^..HEAD'));
  assert.ok(!says('sweep'));
});

test('nor is a mere word traced, and that is said', () => {
  const repo = makeRepo();
  repo.write('compose.yaml', 'services: { db: { image: shop_password_store } }\n');
  repo.commit('name of an image');
  repo.write('start.sh', 'POSTGRES_PASSWORD=shop_password\n');
  repo.commit('settings');
  const [secret] = JSON.parse(runCli(['audit', '--trace', '--format', 'json'], { cwd: repo.dir }).stdout).secrets;
  const { stdout } = runCli(['audit', '--trace', '--explain', secret.id], { cwd: repo.dir });
  assert.match(stdout, /first .*\(first detected\)/);
});

test('what a rule sees anyway is the same with it and without', () => {
  const repo = makeRepo();
  repo.write('a.env', `JWT_SECRET=${jwtSecret('a')}\nADMIN_PASSWORD=hunter-2-hunter\n`);
  repo.write('b.js', `const jwtSecret = '${jwtSecret('a')}';\n`);
  repo.commit('start');
  const [traced, plain] = [secrets(repo, 'audit', '--trace'), secrets(repo, 'audit')];
  assert.deepEqual(
    traced.map(({ exposure, ...secret }) => ({ ...secret, exposure: { ...exposure, traced: false } })),
    plain,
  );
});

test('what was set aside is listed also where nothing is traced', () => {
  const repo = makeRepo();
  const word = 'summer';
  repo.write('app.conf', `password = "${word}"\n`);
  repo.commit('a word');
  repo.git('gc', '-q');
  const listed = (...args: readonly string[]) => runCli(['audit', ...args, '--explain'], { cwd: repo.dir });
  assert.equal(listed('--trace').stderr, '');
  assert.equal(listed('--trace').stdout, listed().stdout);
});

test('a range has no history to trace in', () => {
  const { status, stderr } = runCli(['audit', '--trace', '--range', 'A..B'], { cwd: makeRepo().dir });
  assert.equal(status, 2);
  assert.match(stderr, /--trace/);
});

test('values beyond the cap are counted in coverage, and the answer is as whole as before', () => {
  const repo = makeRepo();
  const all = Array.from({ length: 803 }, (_, index) => `JWT_SECRET_${index}=${jwtSecret(`many ${index}`)}\n`);
  repo.write('many.env', all.join(''));
  repo.commit('many');
  const audit = (...args: readonly string[]) => JSON.parse(runCli(['audit', '--format', 'json', ...args], { cwd: repo.dir }).stdout);
  assert.deepEqual(audit().coverage.outOfScope, []);
  const { coverage, secrets: found } = audit('--trace');
  assert.equal(found.length, 803);
  assert.equal(coverage.complete, true);
  assert.deepEqual(
    coverage.outOfScope.map(({ what, count }: { what: string; count: number }) => [what, count]),
    [['untraced values', 3]],
  );
  assert.match(runCli(['audit', '--trace'], { cwd: repo.dir }).stdout, /not looked at: 3 untraced values/);
  const untraced = (found as Seen[]).filter(({ exposure }) => !exposure.traced);
  assert.equal(untraced.length, 3);
  const explained = (id: string): string => runCli(['audit', '--trace', '--explain', id], { cwd: repo.dir }).stdout;
  assert.match(explained(untraced[0]!.id), /first .*\(first detected\)/);
  assert.doesNotMatch(explained((found as Seen[]).find(({ exposure }) => exposure.traced)!.id), /first detected/);
});
