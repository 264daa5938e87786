/** `--all-versions`: each version of a place by itself, in every report, and nothing else changes. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { makeRepo, runCli, type Repo } from '../support/repo.ts';
import { jwtSecret } from '../support/secrets.ts';

interface Occurrence {
  readonly path: string;
  readonly line: number;
  readonly name: string;
  readonly commit: string;
  readonly blob: string;
  readonly lastCommit: string;
  readonly lastBlob: string;
  readonly versions: number;
}

interface Told {
  readonly repo: Repo;
  readonly commits: readonly string[];
}

/** Three versions of one place, the second on two commits, and a copy. */
function history(): Told {
  const repo = makeRepo();
  const value = jwtSecret('versions');
  const contents = [`JWT_SECRET=${value}\n`, `# app\nJWT_SECRET=${value} # burnlist:allow\n`, undefined, `OLD_JWT_SECRET=${value}\n`];
  const commits = contents.map((content, index) => {
    if (content === undefined) repo.write('other.txt', 'nothing\n');
    else repo.write('app.env', content);
    if (index === 3) repo.write('copy.env', contents[0]!);
    return repo.commit(`commit ${index}`);
  });
  return { repo, commits };
}

function run({ repo }: Told, ...args: readonly string[]): string {
  return runCli([...args, '--no-color'], { cwd: repo.dir }).stdout;
}

function secretIn(told: Told, ...args: readonly string[]): { occurrences: readonly Occurrence[]; status: string } {
  const { secrets } = JSON.parse(run(told, ...args, '--format', 'json'));
  assert.equal(secrets.length, 1);
  return secrets[0];
}

test('each version has the commit that brought it, the last one that had it, and what it says itself', () => {
  const told = history();
  const { repo, commits } = told;
  const blob = (commit: string | undefined, path: string): string => repo.git('rev-parse', `${commit}:${path}`);
  const [first, second, third, fourth] = commits;
  for (const command of ['audit', 'sweep']) {
    const { occurrences } = secretIn(told, command, '--all-versions');
    assert.deepEqual(
      occurrences.map(({ path, line, name, commit, lastCommit }) => [path, line, name, commit, lastCommit]).sort(),
      [
        ['app.env', 1, 'JWT_SECRET', first, first],
        ['app.env', 1, 'OLD_JWT_SECRET', fourth, fourth],
        ['app.env', 2, 'JWT_SECRET', second, third],
        ['copy.env', 1, 'JWT_SECRET', fourth, fourth],
      ].sort(),
    );
    for (const { path, commit, lastCommit, blob: id, lastBlob, versions } of occurrences)
      assert.deepEqual([id, lastBlob, versions], [blob(commit, path), blob(lastCommit, path), 1]);
  }
});

test('it changes nothing of what is said of the secret: an allowed version allows no other one', () => {
  const told = history();
  const { occurrences: each, ...folded } = secretIn(told, 'audit');
  assert.deepEqual(each.map(({ versions }) => versions), [3, 1]);
  const { occurrences: _each, ...secret } = secretIn(told, 'audit', '--all-versions');
  assert.deepEqual(secret, folded);
  assert.equal(secret.status, 'open');
});

test('text, explanation and SARIF tell each version, and count places as before', () => {
  const told = history();
  const { repo, commits } = told;
  const lines = commits.filter((_, index) => index !== 2).map((commit) => {
    const blob = repo.git('rev-parse', `${commit}:app.env`).slice(0, 10);
    return new RegExp(`blob ${blob}:\\d+:\\d+ · since \\d{4}-\\d\\d-\\d\\d, commit ${commit.slice(0, 10)}`);
  });
  const text = run(told, 'audit', '--all-versions');
  const [id] = /(?<=JWT_SECRET \+1 +)[a-z2-7]{6,}/.exec(text) ?? [];
  assert.ok(id !== undefined, text);
  const explained = run(told, 'audit', '--all-versions', '--explain', id);
  for (const line of lines) {
    assert.match(text, line);
    assert.match(explained, line);
  }
  assert.match(text, /2 paths, 4 versions/);
  assert.match(explained, /2 places \(2 paths, 4 versions\)/);
  assert.doesNotMatch(run(told, 'audit'), /blob /);
  const sarif = JSON.parse(run(told, 'audit', '--all-versions', '--format', 'sarif'));
  const [{ relatedLocations }] = sarif.runs[0].results;
  const others = relatedLocations.map(({ message }: { message: { text: string } }) => message.text).sort();
  assert.equal(others.length, 3);
  for (const commit of [commits[1], commits[3]])
    assert.ok(others.some((other: string) => other.endsWith(`since commit ${commit!.slice(0, 10)}`)), others.join('\n'));
});

test('a range has no versions of all history', () => {
  const { status, stderr } = runCli(['audit', '--all-versions', '--range', 'A..B'], { cwd: makeRepo().dir });
  assert.equal(status, 2);
  assert.match(stderr, /--all-versions/);
});

test('a to-do from a saved report says of the versions in HEAD alone that they are there, also where a branch went on', () => {
  const told = history();
  const { repo, commits } = told;
  const placesOf = (...args: readonly string[]): readonly string[] => {
    writeFileSync(join(repo.dir, 'report.json'), run(told, 'audit', ...args, '--format', 'json'));
    // a task for each of its two names, with the same places
    return [...new Set(run(told, 'todo', 'report.json').match(/^ {2}- `.*$/gm) ?? [])].sort();
  };
  const short = (commit: string | undefined): string => `\`${commit?.slice(0, 10)}\``;
  const [first, second, third, fourth] = commits;
  const versions = [
    `  - \`app.env:1\`, since ${short(first)}, as JWT_SECRET`,
    `  - \`app.env:1\`, since ${short(fourth)}, in HEAD, as OLD_JWT_SECRET`,
    `  - \`app.env:2\`, since ${short(second)}, last ${short(third)}, as JWT_SECRET`,
    `  - \`copy.env:1\`, since ${short(fourth)}, in HEAD, as JWT_SECRET`,
  ].sort();
  assert.deepEqual(placesOf('--all-versions'), versions);
  assert.deepEqual(placesOf().map((place) => place.includes(', in HEAD')), [true, true]);
  repo.git('switch', '--quiet', '--create', 'more');
  repo.commit('goes on');
  repo.git('switch', '--quiet', '-');
  assert.deepEqual(placesOf('--all-versions'), versions);
});
