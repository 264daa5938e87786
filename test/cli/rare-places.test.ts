/** Rarer places where a secret can hide, each with who could read it and since when; packed and loose, by both engines. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runCli } from '../support/repo.ts';
import { githubToken as token } from '../support/secrets.ts';
import { withoutWay } from './both-engines.ts';
import { rarePlaces } from './hiding-places.ts';

interface Seen {
  readonly redacted: string;
  readonly verdict: string;
  readonly exposure: {
    readonly class: string;
    readonly inHead: boolean;
    readonly reach: readonly string[];
    readonly first: { readonly commit: string } | null;
    readonly published: { readonly evidence: string } | null;
  };
  readonly occurrences: readonly { readonly where: string; readonly path: string; readonly line: number }[];
}

const { repo, ids } = rarePlaces();
const audit = runCli(['audit', '--format', 'json'], { cwd: repo.dir });
const report = JSON.parse(audit.stdout) as { secrets: Seen[]; coverage: { complete: boolean } };

function at(place: string): Seen {
  const shown = token(place).slice(0, 8);
  const secret = report.secrets.find(({ redacted }) => redacted.startsWith(shown));
  assert.ok(secret, `${place}: not found`);
  return secret;
}

/** Place: path, worst reach, whether others could read it. */
const PLACES: readonly (readonly [string, string, string, boolean])[] = [
  ['octopus merge', 'octopus.txt', 'remote-tracking', true],
  ['rename with edit', 'moved.txt', 'head', true],
  ['link become file', 'becomes-file', 'head', true],
  ['submodule url', '.gitmodules', 'head', true],
  ['binary file', 'image.bin', 'head', true],
  ['utf-16 file', 'utf-16.txt', 'head', true],
  ['three megabytes', 'long.json', 'head', true],
  ['tab in a path', 'odd/tab\there.txt', 'head', true],
  ['dropped stash', 'dropped.txt', 'dangling', false],
  ['detached and left', 'left.txt', 'reflog', false],
  ['orphan branch', 'lonely.txt', 'local-branch', false],
  ['force-pushed over', 'forced.txt', 'was-on-remote', true],
  ['pull request', 'proposed.txt', 'pull-request', true],
  ['tag of a tag', 'refs/tags/inner', 'tag', false],
];

test('each is found, as what was committed, and nothing else is', () => {
  assert.equal(report.coverage.complete, true);
  assert.equal(report.secrets.length, PLACES.length);
  for (const [place] of PLACES) {
    assert.deepEqual([at(place).verdict, at(place).exposure.class], ['compromised', 'committed'], place);
    assert.ok(!audit.stdout.includes(token(place)), place);
  }
});

for (const [place, path, reach, isPublished] of PLACES) {
  test(`${place}: its path, who could read it, and since when`, () => {
    const { exposure, occurrences } = at(place);
    assert.deepEqual(
      occurrences.map((occurrence) => occurrence.path),
      [path],
    );
    assert.equal(exposure.reach[0], reach);
    assert.equal(exposure.inHead, reach === 'head');
    assert.equal(exposure.published !== null, isPublished);
    const commit = ids.get(place);
    if (commit !== undefined) assert.equal(exposure.first?.commit, commit);
  });
}

test('what was pushed says where to, what came from there that it was fetched', () => {
  assert.equal(at('force-pushed over').exposure.published?.evidence, 'pushed to origin/forced');
  assert.equal(at('pull request').exposure.published?.evidence, 'fetched from origin/pr/1');
});

test('git itself, and packs, give the same', () => {
  const again = (...args: readonly string[]): string => runCli(['audit', '--format', 'json', ...args], { cwd: repo.dir }).stdout;
  assert.equal(again('--engine', 'plain'), audit.stdout);
  repo.git('repack', '--quiet', '-a', '-d', '--keep-unreachable');
  assert.equal(withoutWay(again()), audit.stdout);
  assert.equal(again('--engine', 'plain'), audit.stdout);
});
