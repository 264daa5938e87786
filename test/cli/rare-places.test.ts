/** Rarer places where a secret can hide, packed and loose, by both engines. */
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
    readonly first: { readonly commit: string; readonly date: string } | null;
    readonly inHead: boolean;
    readonly reach: readonly string[];
    readonly published: { readonly evidence: string } | null;
  };
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

const PLACES = [
  'octopus merge',
  'rename with edit',
  'link become file',
  'submodule url',
  'binary file',
  'utf-16 file',
  'three megabytes',
  'tab in a path',
  'gzip member',
  'base64 in a manifest',
  'percent-encoded',
  'unpushed branch',
  'dropped stash',
  'detached and left',
  'orphan branch',
  'force-pushed over',
  'pull request',
  'tag of a tag',
];

test('each is found, as what was committed, and nothing else is', () => {
  assert.equal(report.coverage.complete, true);
  assert.equal(report.secrets.length, PLACES.length);
  for (const place of PLACES) {
    assert.deepEqual([at(place).verdict, at(place).exposure.class], ['compromised', 'committed'], place);
    assert.ok(!audit.stdout.includes(token(place)), place);
  }
});

/** Who could read what the merged history has: it was pushed, tagged, proposed, and stood on a branch that was forced. */
const PUBLIC = 'remote-tracking tag pull-request was-on-remote local-branch reflog';
/** Reach, worst first, and the day of the first commit; of all other places those of the commit that brought them to HEAD. */
const READ_BY: Readonly<Record<string, readonly [reach: string, first: string]>> = {
  'octopus merge': [PUBLIC, '2025-01-07'],
  'unpushed branch': ['local-branch reflog', '2025-01-14'],
  'dropped stash': ['dangling', '2025-01-11'],
  'detached and left': ['reflog', '2025-01-13'],
  'orphan branch': ['local-branch reflog', '2025-01-15'],
  'force-pushed over': ['was-on-remote reflog', '2025-01-16'],
  'pull request': ['pull-request was-on-remote reflog', '2025-01-17'],
  'tag of a tag': ['tag', '2025-02-19'],
};

test('each has its reach, and the day since when it stood there', () => {
  for (const place of PLACES) {
    const { reach, first, inHead } = at(place).exposure;
    const [wanted, day] = READ_BY[place] ?? [`head ${PUBLIC}`, '2025-01-10'];
    assert.deepEqual([reach.join(' '), first?.date, inHead], [wanted, day, READ_BY[place] === undefined], place);
  }
});

test('what came first is the commit that brought it', () => {
  for (const [place, commit] of ids) assert.equal(at(place).exposure.first?.commit, commit, place);
});

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
