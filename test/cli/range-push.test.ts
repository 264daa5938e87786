/** The pre-push hook: what a push would publish, commits and what stands beside them. */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { cloneRepo, makeFolder, makeRepo, runCli, type Ended, type Repo } from '../support/repo.ts';
import { githubToken, jwtSecret } from '../support/secrets.ts';

const BINARY = process.env['BURNLIST_BIN'] ?? fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const ZERO = '0'.repeat(40);

function push(repo: Repo, ...lines: readonly string[]): Ended {
  return runCli(['audit', '--pre-push', '--format', 'json'], {
    cwd: repo.dir,
    input: lines.map((line) => `${line}\n`).join(''),
  });
}

/** `where path` of all that is found. */
function places({ stdout }: Ended): string[] {
  const { secrets } = JSON.parse(stdout) as { secrets: { occurrences: { where: string; path: string }[] }[] };
  return secrets.flatMap(({ occurrences }) => occurrences.map(({ where, path }) => `${where} ${path}`)).sort();
}

/** A clone that has everything its remote has. */
function published(): Repo {
  const origin = makeRepo();
  origin.write('old.env', `JWT_SECRET=${jwtSecret('old')}\n`);
  origin.commit('start');
  return cloneRepo(origin);
}

test('the hook gives the ranges on standard input', () => {
  const repo = makeRepo();
  const base = repo.commit('start');
  repo.write('a.env', `JWT_SECRET=${jwtSecret('a')}\n`);
  const head = repo.commit('secret');
  assert.equal(push(repo, `refs/heads/main ${head} refs/heads/main ${base}`).status, 1);
  assert.equal(push(repo, `refs/heads/main ${head} refs/heads/main ${ZERO}`).status, 1);
  assert.equal(push(repo, `(delete) ${ZERO} refs/heads/main ${head}`).status, 0);
  assert.equal(push(repo).status, 0);
  for (const line of ['nonsense', `refs/heads/main ${head}`, `refs/heads/main HEAD refs/heads/main ${base}`])
    assert.equal(push(repo, line).status, 2, line);
});

test('a repository that stands apart from its work tree is the one that git names to its hook', () => {
  const repo = makeRepo({ args: ['--separate-git-dir', join(makeFolder(), 'dot.git')] });
  const gitDir = repo.git('rev-parse', '--absolute-git-dir');
  repo.write('a.env', `JWT_SECRET=${jwtSecret('apart')}\n`);
  const id = repo.commit('secret');
  rmSync(join(repo.dir, '.git'));
  const input = `refs/heads/main ${id} refs/heads/main ${ZERO}\n`;
  const options = { cwd: repo.dir, env: { GIT_DIR: gitDir, GIT_WORK_TREE: repo.dir }, input };
  assert.equal(runCli(['audit', '--pre-push'], options).status, 1);
});

test('what a server is pushed is looked at before it is taken', () => {
  const server = makeRepo({ args: ['--bare'] });
  mkdirSync(join(server.dir, 'hooks'), { recursive: true });
  const hook = join(server.dir, 'hooks/pre-receive');
  const program = `"${process.execPath}" "${BINARY}" audit --format json=${join(server.dir, 'report.json')}`;
  writeFileSync(hook, `#!/bin/sh\nwhile read -r old new ref; do ${program} --range "$old..$new" || exit 1; done\n`, { mode: 0o755 });
  const repo = makeRepo();
  repo.write('a.env', `JWT_SECRET=${jwtSecret('pushed')}\n`);
  repo.commit('secret');
  assert.notEqual(repo.tryGit('push', server.dir, 'HEAD:refs/heads/x').status, 0);
  const { secrets } = JSON.parse(readFileSync(join(server.dir, 'report.json'), 'utf8')) as { secrets: unknown[] };
  assert.equal(secrets.length, 1);
});

test('a new branch or tag on what the remote has already brings nothing', () => {
  const repo = published();
  const head = repo.git('rev-parse', 'HEAD');
  const { status, stdout } = push(repo, `refs/heads/x ${head} refs/heads/x ${ZERO}`);
  assert.deepEqual([status, JSON.parse(stdout).coverage.commits], [0, 0]);
});

test('the message of an annotated tag is published with it, that of a tag on a tag too', () => {
  const repo = published();
  repo.git('tag', '--annotate', '--message', `use ${githubToken('inner')}`, 'inner');
  repo.git('tag', '--annotate', '--message', `use ${githubToken('outer')}`, 'outer', 'inner');
  const id = repo.git('rev-parse', 'outer');
  const found = push(repo, `refs/tags/outer ${id} refs/tags/outer ${ZERO}`);
  assert.deepEqual([found.status, places(found)], [1, ['tag-message ', 'tag-message ']]);
  for (const name of ['inner', 'outer']) assert.ok(!found.stdout.includes(githubToken(name)));
});

test('the name of a branch is published, once', () => {
  const repo = published();
  const name = `refs/heads/fix-${githubToken('a')}`;
  const head = repo.git('rev-parse', 'HEAD');
  const found = push(repo, `refs/heads/fix ${head} ${name} ${ZERO}`);
  assert.equal(found.status, 1);
  assert.match(places(found).join(), /^ref-name refs\/heads\/fix-/);
  assert.equal(push(repo, `refs/heads/fix ${head} ${name} ${head}`).status, 0);
});

test('what a tag of a file or a folder publishes is scanned', () => {
  const repo = published();
  const blob = repo.gitWith(`JWT_SECRET=${jwtSecret('blob')}\n`, 'hash-object', '-w', '--stdin');
  const tree = repo.gitWith(`100644 blob ${blob}\tconf.env\n`, 'mktree');
  for (const [name, id, place] of [
    ['blob', blob, 'blob '],
    ['tree', tree, 'blob conf.env'],
  ] as const) {
    const light = push(repo, `refs/tags/${name} ${id} refs/tags/${name} ${ZERO}`);
    assert.deepEqual([light.status, places(light)], [1, [place]], name);
    repo.git('tag', '--annotate', '--message', 'x', name, id);
    const annotated = push(repo, `refs/tags/${name} ${repo.git('rev-parse', name)} refs/tags/${name} ${ZERO}`);
    assert.deepEqual([annotated.status, places(annotated)], [1, [place]], name);
  }
  const gone = push(repo, `refs/tags/gone ${'1'.repeat(40)} refs/tags/gone ${ZERO}`);
  assert.equal(gone.status, 3);
});
