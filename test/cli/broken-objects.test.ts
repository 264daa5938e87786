/** Object stores that are damaged: the status is 3, one line says what, and what could be read is still reported. */
import assert from 'node:assert/strict';
import { chmodSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { cloneRepo, makeRepo, runCli, type Repo } from '../support/repo.ts';
import { bytes, jwtSecret } from '../support/secrets.ts';

interface Gap {
  readonly what: string;
  readonly why: string;
  readonly count: number;
}

interface Report {
  readonly coverage: Readonly<Record<'failed' | 'skipped' | 'outOfScope', readonly Gap[]>> & {
    readonly complete: boolean;
  };
  readonly secrets: readonly { readonly occurrences: readonly { readonly path: string }[] }[];
}

/** Audits, holds status and report together, and gives back what failed and where secrets were found. */
function audit(
  repo: Repo,
  ...args: readonly string[]
): { status: number | null; report: Report; found: string[]; failed: string } {
  const { status, stdout, stderr } = runCli(['audit', '--format', 'json', ...args], { cwd: repo.dir });
  assert.notEqual(stdout, '', stderr);
  assert.doesNotMatch(stderr, /should not happen|\n {2,}at /);
  const report = JSON.parse(stdout) as Report;
  assert.equal(report.coverage.complete, report.coverage.failed.length + report.coverage.skipped.length === 0);
  const found = report.secrets.flatMap(({ occurrences }) => occurrences.map(({ path }) => path)).sort();
  return { status, report, found, failed: report.coverage.failed.map(({ what, why }) => `${what}: ${why}`).join('\n') };
}

/** Three secrets in three commits; `b.env` is the one in the middle of history. Objects are loose. */
function withSecrets(): Repo {
  const repo = makeRepo();
  for (const name of ['a', 'b', 'c']) {
    repo.write(`${name}/${name}.env`, `JWT_SECRET=${jwtSecret(name)}\n# ${bytes(name, 900).toString('base64')}\n`);
    repo.commit(name);
  }
  return repo;
}

/** The same history in one pack, and a fourth secret in another. */
function withPacks(): Repo {
  const repo = withSecrets();
  repo.git('repack', '--quiet', '-d');
  repo.write('d/d.env', `JWT_SECRET=${jwtSecret('d')}\n`);
  repo.commit('d');
  repo.git('repack', '--quiet', '-d');
  return repo;
}

const object = (repo: Repo, name: string): string => {
  const id = repo.git('rev-parse', name);
  const path = join(repo.dir, '.git/objects', id.slice(0, 2), id.slice(2));
  chmodSync(path, 0o644);
  return path;
};

function packs(repo: Repo, end: string): string[] {
  const folder = join(repo.dir, '.git/objects/pack');
  const paths = readdirSync(folder)
    .filter((name) => name.endsWith(end))
    .map((name) => join(folder, name));
  for (const path of paths) chmodSync(path, 0o644);
  return paths;
}

const halve = (path: string): void => truncateSync(path, Math.floor(readFileSync(path).length / 2));

test('a loose blob that is cut, junk, empty or gone is named, and the others are reported', () => {
  const harms: readonly [string, (path: string) => void][] = [
    ['cut', halve],
    ['cut in its header', (path) => truncateSync(path, 5)],
    ['junk', (path) => writeFileSync(path, bytes('junk', 300))],
    ['empty', (path) => writeFileSync(path, '')],
    ['gone', (path) => rmSync(path)],
  ];
  for (const [harm, damage] of harms) {
    const repo = withSecrets();
    const id = repo.git('rev-parse', 'HEAD:b/b.env');
    damage(object(repo, 'HEAD:b/b.env'));
    const { status, found, failed } = audit(repo);
    assert.equal(status, 3, harm);
    assert.match(failed, new RegExp(id), harm);
    assert.deepEqual(found, ['a/a.env', 'c/c.env'], harm);
  }
});

test('a tree, a root tree or a commit that is gone or junk is named, and blobs are found without it', () => {
  const junk = (path: string): void => writeFileSync(path, 'junk');
  const harms = [
    ['HEAD~1:b', rmSync],
    ['HEAD~1^{tree}', junk],
    ['HEAD~1', rmSync],
    ['HEAD', junk],
    ['HEAD', rmSync],
    ['HEAD^{tree}', junk],
  ] as const;
  for (const [name, damage] of harms) {
    const repo = withSecrets();
    const id = repo.git('rev-parse', name);
    damage(object(repo, name));
    const { status, report, failed } = audit(repo);
    assert.equal(status, 3, name);
    assert.match(failed, new RegExp(id), name);
    assert.equal(report.secrets.length, 3, name);
  }
});

test('todo and accept work with what is left and are 3; the hook refuses when HEAD cannot be read', () => {
  const repo = withSecrets();
  rmSync(object(repo, 'HEAD'));
  repo.write('d.env', `JWT_SECRET=${jwtSecret('d')}\n`);
  repo.git('add', 'd.env');
  for (const args of [['todo'], ['accept', '--all-existing'], ['staged']]) {
    const { status, stderr } = runCli(args, { cwd: repo.dir });
    assert.equal(status, 3, args[0]);
    assert.match(stderr, /^burnlist: .*\n/);
    assert.doesNotMatch(stderr, /should not happen|hint:/);
  }
});

test('a ref that is junk, or points at what is not there, is named', () => {
  for (const [content, said] of [
    ['junk\n', /refs\/heads\/side.*broken/],
    [`${'12'.repeat(20)}\n`, /refs\/heads\/side.*1212.*missing/],
  ] as const) {
    const repo = withSecrets();
    writeFileSync(join(repo.dir, '.git/refs/heads/side'), content);
    const { status, failed, found } = audit(repo);
    assert.equal(status, 3);
    assert.match(failed, said);
    assert.equal(found.length, 3);
  }
});

test('a branch whose file is junk is no repository without commits, neither for the audit nor for the hook', () => {
  const repo = withSecrets();
  writeFileSync(join(repo.dir, '.git/refs/heads/main'), 'junk\n');
  assert.equal(audit(repo).status, 3);
  assert.equal(runCli(['staged'], { cwd: repo.dir }).status, 3);
});

test('an annotated tag of a commit that is gone is named', () => {
  const repo = withSecrets();
  repo.git('checkout', '--quiet', '--detach');
  repo.commit('tagged only');
  repo.git('tag', '--annotate', '--message', 'v1', 'v1');
  const path = object(repo, 'HEAD');
  repo.git('checkout', '--quiet', 'main');
  rmSync(path);
  rmSync(join(repo.dir, '.git/logs'), { recursive: true });
  const { status, failed } = audit(repo);
  assert.equal(status, 3);
  assert.match(failed, /refs\/tags\/v1/);
});

test('what only something unreachable misses was pruned by git: out of scope, and the status stays', () => {
  const repo = makeRepo();
  repo.commit('one');
  repo.git('checkout', '--quiet', '--detach');
  repo.write('lost.txt', 'nothing secret\n');
  repo.commit('lost');
  rmSync(object(repo, 'HEAD:lost.txt'));
  repo.git('checkout', '--quiet', 'main');
  rmSync(join(repo.dir, '.git/logs'), { recursive: true });
  const { status, report } = audit(repo);
  assert.equal(status, 0);
  assert.equal(report.coverage.complete, true);
  assert.equal(report.coverage.outOfScope[0]?.count, 1);
});

test('a pack that is cut, empty, or without a usable index is named, and other packs are read', () => {
  const harms: readonly [string, string, (path: string) => void][] = [
    ['pack cut in half', '.pack', halve],
    ['pack cut to its header', '.pack', (path) => truncateSync(path, 12)],
    ['pack empty', '.pack', (path) => truncateSync(path, 0)],
    ['index cut', '.idx', halve],
    ['index gone', '.idx', (path) => rmSync(path)],
  ];
  for (const [harm, end, damage] of harms) {
    const both = [0, 1].map((which) => {
      const repo = withPacks();
      damage(packs(repo, end)[which]!);
      const { status, found, failed } = audit(repo);
      assert.equal(status, 3, harm);
      assert.match(failed, /object store: .*pack/, harm);
      return found;
    });
    assert.deepEqual(both.map((found) => found.length).sort(), [1, 3], harm);
  }
});

test('bytes flipped anywhere in a pack are never a complete audit', () => {
  const sound = withPacks();
  const [pack] = packs(sound, '.pack');
  const whole = readFileSync(pack!);
  for (const share of [0.1, 0.25, 0.5, 0.75, 0.95]) {
    const flipped = Buffer.from(whole);
    const at = Math.floor((whole.length - 20) * share);
    for (let k = 0; k < 6; k++) flipped[at + k]! ^= 0xa5;
    writeFileSync(pack!, flipped);
    assert.equal(audit(sound).status, 3, `at ${share}`);
  }
  writeFileSync(pack!, whole);
  assert.equal(audit(sound).status, 1);
});

test('an index of the working tree that is cut is named, and history is read', () => {
  const repo = withSecrets();
  const index = join(repo.dir, '.git/index');
  for (const length of [0, 60, 150]) {
    truncateSync(index, length);
    const { status, found, failed } = audit(repo);
    assert.equal(status, 3);
    assert.match(failed, /^index: /);
    assert.equal(found.length, 3);
    assert.equal(runCli(['staged'], { cwd: repo.dir }).status, 3);
    writeFileSync(index, bytes('index', 300));
  }
});

test('an alternate that is not there is said', () => {
  const repo = withSecrets();
  writeFileSync(join(repo.dir, '.git/objects/info/alternates'), '/nowhere/objects\n');
  const { status, failed } = audit(repo);
  assert.equal(status, 3);
  assert.match(failed, /object store: .*alternate/);
});

test('a range with a corrupt blob, tree or commit reports the rest and is 3', () => {
  const repo = withSecrets();
  writeFileSync(object(repo, 'HEAD:b/b.env'), bytes('junk', 300));
  const { status, found, failed } = audit(repo, '--range', 'HEAD~2..HEAD');
  assert.equal(status, 3);
  assert.deepEqual(found, ['c/c.env']);
  assert.match(failed, /missing or corrupt/);
  rmSync(object(repo, 'HEAD~1^{tree}'));
  const { status: without, stderr } = runCli(['audit', '--range', 'HEAD~1..HEAD'], { cwd: repo.dir });
  assert.equal(without, 3);
  assert.match(stderr, /^burnlist: git diff-tree failed: unable to read tree .+\n$/);
});

test('a shallow clone is incomplete, says how to make it whole, and can be accepted', () => {
  const clean = makeRepo();
  clean.commit('one');
  clean.commit('two');
  const expected = [
    [clean, 0],
    [withSecrets(), 1],
  ] as const;
  for (const [origin, status] of expected) {
    const clone = cloneRepo(origin, '--depth=1');
    const { status: incomplete, stdout } = runCli(['audit'], { cwd: clone.dir });
    assert.equal(incomplete, 3);
    assert.match(stdout, /git fetch --unshallow.*fetch-depth: 0/);
    assert.equal(runCli(['audit', '--allow-partial=shallow'], { cwd: clone.dir }).status, status);
    assert.equal(runCli(['audit', '--allow-partial=promisor,limits'], { cwd: clone.dir }).status, 3);
  }
});

test('a partial clone fetches nothing, is incomplete, and can be accepted, as a whole and for a range', () => {
  const clone = cloneRepo(withSecrets(), '--filter=blob:none', '--no-checkout');
  const objects = (): string => clone.git('count-objects', '-v');
  const before = objects();
  for (const args of [[], ['--range', 'HEAD~1..HEAD']]) {
    const { status, report, failed } = audit(clone, ...args);
    assert.equal(status, 3);
    assert.equal(failed, '');
    assert.deepEqual(
      report.coverage.skipped.map(({ what }) => what),
      ['promisor objects'],
    );
    assert.equal(runCli(['audit', '--allow-partial=promisor', ...args], { cwd: clone.dir }).status, 0);
  }
  assert.equal(runCli(['staged'], { cwd: clone.dir }).status, 0);
  assert.equal(objects(), before);
});

