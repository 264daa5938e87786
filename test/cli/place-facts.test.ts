/**
 * Every place of an object store where a secret can hide, as one table: where it is found, who could read it, since when
 * and until when, who took it out, and when a remote was seen to have it. Git's own files are those of the sweep.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runCli } from '../support/repo.ts';
import { githubToken as token } from '../support/secrets.ts';
import { hidingPlaces, rarePlaces } from './hiding-places.ts';
import type { Repo } from '../support/repo.ts';

interface Seen {
  readonly redacted: string;
  readonly exposure: {
    readonly reach: readonly string[];
    readonly refs: readonly string[];
    readonly first: Day | null;
    readonly last: Day | null;
    readonly removed: Day | null;
    readonly published: Day | null;
  };
  readonly occurrences: readonly { readonly where: string; readonly path: string; readonly line: number }[];
}

interface Day {
  readonly date: string | null;
}

const MAIN = 'head tag local-branch stash reflog';
const OLDER = 'remote-tracking tag pull-request was-on-remote local-branch reflog';
const PUSHED = `head ${OLDER}`;

/** place | where and path | reach | first | last | removed | published */
const PLACES = `
  head                 | blob head.txt                    | ${MAIN}                            | 2025-01-02 | 2025-02-19 | - | -
  deleted              | blob deleted.txt                 | tag local-branch stash reflog      | 2025-01-02 | 2025-01-02 | 2025-01-04 | -
  amended              | blob deleted.txt                 | reflog                             | 2025-01-03 | 2025-01-03 | - | -
  reworded             | commit-message                   | reflog                             | 2025-01-05 | 2025-01-05 | - | -
  branch               | blob side.txt                    | tag local-branch stash reflog      | 2025-01-07 | 2025-01-07 | 2025-01-10 | -
  merge                | blob merged.txt                  | tag local-branch stash reflog      | 2025-01-10 | 2025-01-10 | 2025-01-11 | -
  old stash            | blob main.txt                    | stash                              | 2025-01-12 | 2025-01-12 | - | -
  stashed              | blob main.txt                    | stash                              | 2025-01-13 | 2025-01-13 | - | -
  stash index          | blob main.txt                    | stash                              | 2025-01-13 | 2025-01-13 | - | -
  stash untracked      | blob new.txt                     | stash                              | 2025-01-13 | 2025-01-13 | - | -
  note                 | note COMMIT                      | note reflog                        | 2025-01-14 | 2025-01-14 | - | -
  commit message       | commit-message                   | tag local-branch reflog            | 2025-01-15 | 2025-01-15 | - | -
  author               | identity author                  | tag local-branch reflog            | 2025-01-16 | 2025-01-16 | - | -
  committer            | identity committer               | local-branch reflog                | 2025-02-19 | 2025-02-19 | - | -
  tag message          | tag-message refs/tags/v1         | tag                                | 2025-01-17 | 2025-01-17 | - | -
  tagger               | identity refs/tags/v2            | tag                                | 2025-02-19 | 2025-02-19 | - | -
  ref name             | ref-name refs/heads/fix-•••••••• | local-branch                       | - | - | - | -
  file name            | file-name names/••••••••.txt     | ${MAIN}                            | 2025-01-02 | 2025-02-19 | - | -
  folder name          | file-name names/••••••••         | ${MAIN}                            | 2025-01-02 | 2025-02-19 | - | -
  link                 | blob link                        | ${MAIN}                            | 2025-01-02 | 2025-02-19 | - | -
  odd path             | blob odd/"Grüße"␤.txt            | ${MAIN}                            | 2025-01-02 | 2025-02-19 | - | -
  attribute            | blob show.quiet                  | ${MAIN}                            | 2025-01-02 | 2025-02-19 | - | -
  tag                  | blob tagged.txt                  | tag reflog                         | 2025-01-18 | 2025-01-18 | - | -
  tagged blob          | blob                             | tag                                | - | - | - | -
  tagged tree          | blob sub/••••••••                | tag                                | - | - | - | -
  name in a tagged tree | file-name sub/••••••••           | tag                                | - | - | - | -
  name in a lost tree  | file-name ••••••••               | unattached                         | - | - | - | -
  replaced             | blob replaced.txt                | head local-branch reflog           | 2025-01-22 | 2025-01-22 | - | -
  reset                | blob                             | unattached                         | - | - | - | -
  index                | index staged.txt                 | index                              | - | - | - | -
  octopus merge        | blob octopus.txt                 | ${OLDER} | 2025-01-07 | 2025-01-07 | 2025-01-08 | 2025-01-16
  rename with edit     | blob moved.txt                   | ${PUSHED}                          | 2025-01-10 | 2025-01-17 | - | 2025-01-16
  link become file     | blob becomes-file                | ${PUSHED}                          | 2025-01-10 | 2025-01-17 | - | 2025-01-16
  submodule url        | blob .gitmodules                 | ${PUSHED}                          | 2025-01-10 | 2025-01-17 | - | 2025-01-16
  binary file          | blob image.bin                   | ${PUSHED}                          | 2025-01-10 | 2025-01-17 | - | 2025-01-16
  utf-16 file          | blob utf-16.txt                  | ${PUSHED}                          | 2025-01-10 | 2025-01-17 | - | 2025-01-16
  three megabytes      | blob long.json                   | ${PUSHED}                          | 2025-01-10 | 2025-01-17 | - | 2025-01-16
  tab in a path        | blob odd/tab␉here.txt            | ${PUSHED}                          | 2025-01-10 | 2025-01-17 | - | 2025-01-16
  gzip member          | blob backup.gz                   | ${PUSHED}                          | 2025-01-10 | 2025-01-17 | - | 2025-01-16
  base64 in a manifest | blob k8s/secret.yaml             | ${PUSHED}                          | 2025-01-10 | 2025-01-17 | - | 2025-01-16
  percent-encoded      | blob callback.txt                | ${PUSHED}                          | 2025-01-10 | 2025-01-17 | - | 2025-01-16
  dropped stash        | blob dropped.txt                 | dangling                           | 2025-01-11 | 2025-01-11 | - | -
  detached and left    | blob left.txt                    | reflog                             | 2025-01-13 | 2025-01-13 | - | -
  unpushed branch      | blob private.txt                 | local-branch reflog                | 2025-01-14 | 2025-01-14 | - | -
  orphan branch        | blob lonely.txt                  | local-branch reflog                | 2025-01-15 | 2025-01-15 | - | -
  force-pushed over    | blob forced.txt                  | was-on-remote reflog               | 2025-01-16 | 2025-01-16 | - | 2025-01-16
  pull request         | blob proposed.txt                | pull-request was-on-remote reflog  | 2025-01-17 | 2025-01-17 | - | 2025-01-17
  tag of a tag         | tag-message refs/tags/inner      | tag                                | 2025-02-19 | 2025-02-19 | - | -`;

const found = [hidingPlaces(), rarePlaces().repo].flatMap(audited);

function audited({ dir }: Repo): readonly Seen[] {
  const { stdout, stderr } = runCli(['audit', '--format', 'json'], { cwd: dir });
  assert.ok(stdout !== '', stderr);
  return (JSON.parse(stdout) as { secrets: Seen[] }).secrets;
}

for (const row of PLACES.trim().split('\n')) {
  const [place, ...facts] = row.split('|').map((cell) => cell.trim()) as [string, ...string[]];
  test(`${place}: ${facts[0]}`, () => {
    const secret = found.find(({ redacted }) => redacted.startsWith(token(place).slice(0, 8)));
    assert.ok(secret, 'not found');
    const { reach, first, last, removed, published, refs } = secret.exposure;
    const days = [first, last, removed, published].map((day) => day?.date ?? '-');
    assert.deepEqual([placeOf(secret), reach.join(' '), ...days], facts);
    assert.equal(new Set(refs).size, refs.length, 'a ref is named once');
  });
}

test('these are all that is found', () => {
  assert.equal(found.length, PLACES.trim().split('\n').length);
});

/** Of its first occurrence; a note stands under the name of its commit. */
function placeOf({ occurrences: [first] }: Seen): string {
  const { where, path } = first!;
  const shown = path.replaceAll('\n', '␤').replaceAll('\t', '␉').replace(/^[0-9a-f]{40}$/, 'COMMIT');
  return `${where} ${shown}`.trim();
}
