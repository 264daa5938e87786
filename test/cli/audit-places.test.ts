/**
 * Where a secret can hide in a repository: one repository with a secret in each place, audited once. Each test then
 * says what the report knows of its place.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeRepo, runCli } from '../support/repo.ts';
import { characters, githubToken as token } from '../support/secrets.ts';
import { hidingPlaces } from './hiding-places.ts';

interface Seen {
  readonly verdict: string;
  readonly exposure: {
    readonly class: string;
    readonly inHead: boolean;
    readonly reach: readonly string[];
    readonly refs: readonly string[];
    readonly first: { readonly commit: string } | null;
  };
  readonly occurrences: readonly {
    readonly where: string;
    readonly path: string;
    readonly line: number;
    readonly commit: string | null;
    readonly blob: string | null;
  }[];
}

const repo = hidingPlaces();
const audit = runCli(['audit', '--format', 'json'], { cwd: repo.dir });
const report = JSON.parse(audit.stdout) as { secrets: (Seen & { id: string })[]; coverage: { complete: boolean } };
const ids = idsOf([
  'deleted',
  'branch',
  'amended',
  'merge',
  'stashed',
  'stash index',
  'stash untracked',
  'old stash',
  'note',
  'commit message',
  'tag message',
  'author',
  'committer',
  'ref name',
  'file name',
  'folder name',
  'link',
  'odd path',
  'index',
  'reset',
  'attribute',
  'tagged blob',
  'tagged tree',
  'name in a tagged tree',
  'name in a lost tree',
  'replaced',
  'head',
  'tag',
  'reworded',
  'tagger',
]);

/** Each place's id, from a scan of a file that holds the same value. */
function idsOf(places: readonly string[]): ReadonlyMap<string, string> {
  const folder = makeRepo();
  for (const place of places) folder.write(`${place}.txt`, `token: ${token(place)}\n`);
  const { stdout } = runCli(['scan', '--format', 'json', '.'], { cwd: folder.dir });
  const { secrets } = JSON.parse(stdout) as { secrets: { id: string; occurrences: { path: string }[] }[] };
  return new Map(
    secrets.map(({ id, occurrences }) => [occurrences[0]!.path.replace(/^(?:\.\/)?(.*)\.txt$/, '$1'), id]),
  );
}

function at(place: string): Seen {
  const secret = report.secrets.find(({ id }) => id === ids.get(place));
  assert.ok(secret, `${place}: not found`);
  return secret;
}

/** Class, HEAD or not, reach and the places as `where path`. */
function summary(place: string): readonly unknown[] {
  const { exposure, occurrences } = at(place);
  return [exposure.class, exposure.inHead, exposure.reach, occurrences.map(({ where, path }) => `${where} ${path}`)];
}

test('the audit sees everything, acts, and shows no value', () => {
  assert.equal(audit.status, 1);
  assert.equal(report.coverage.complete, true);
  assert.equal(report.secrets.length, ids.size);
  for (const place of ids.keys()) assert.ok(!audit.stdout.includes(token(place)), place);
});

test('a file of HEAD, with its line', () => {
  assert.deepEqual(summary('head'), ['committed', true, at('head').exposure.reach, ['blob head.txt']]);
  assert.equal(at('head').occurrences[0]?.line, 3);
  assert.deepEqual(at('head').exposure.reach.slice(0, 1), ['head']);
});

test('a deleted file is compromised all the same', () => {
  assert.deepEqual(summary('deleted').slice(0, 2), ['committed', false]);
  assert.deepEqual([at('deleted').verdict, at('deleted').occurrences[0]?.path], ['compromised', 'deleted.txt']);
});

test('another branch, with its refs', () => {
  assert.deepEqual(summary('branch').slice(0, 2), ['committed', false]);
  assert.ok(at('branch').exposure.refs.includes('refs/heads/side'));
});

test('a commit that was amended or reworded is found by its reflog', () => {
  assert.deepEqual(summary('amended'), ['committed', false, ['reflog'], ['blob deleted.txt']]);
  assert.deepEqual(at('amended').exposure.refs, []);
  assert.deepEqual(summary('reworded'), ['committed', false, ['reflog'], ['commit-message ']]);
});

test('content that only a merge has', () => {
  assert.equal(at('merge').occurrences[0]?.path, 'merged.txt');
  assert.equal(at('merge').exposure.first?.commit, repo.git('rev-list', '--merges', '--max-count=1', 'main'));
});

test('every stash with each of its parts', () => {
  for (const place of ['stashed', 'stash index', 'stash untracked', 'old stash']) {
    const [exposure, inHead, reach] = summary(place) as [string, boolean, string[]];
    assert.deepEqual([exposure, inHead], ['committed', false], place);
    assert.ok(reach.includes('stash'), `${place}: ${reach.join()}`);
  }
  assert.equal(at('stash untracked').occurrences[0]?.path, 'new.txt');
});

test('a note', () => {
  const [exposure, , reach, places] = summary('note') as [string, boolean, string[], string[]];
  assert.deepEqual([exposure, reach], ['committed', ['note', 'reflog']]);
  assert.match(places[0]!, /^note [0-9a-f/]+$/);
});

test('messages and people of commits and tags, and names of refs', () => {
  const wheres = (place: string): unknown => at(place).occurrences.map(({ where }) => where);
  assert.deepEqual(wheres('commit message'), ['commit-message']);
  assert.deepEqual(wheres('author'), ['identity', 'identity']);
  assert.deepEqual(wheres('committer'), ['identity']);
  assert.deepEqual(wheres('tag message'), ['tag-message']);
  assert.deepEqual(wheres('tagger'), ['identity']);
  assert.deepEqual(wheres('ref name'), ['ref-name']);
  for (const place of ['commit message', 'author', 'committer', 'tag message', 'tagger', 'ref name']) {
    assert.deepEqual([at(place).verdict, at(place).exposure.class], ['compromised', 'committed'], place);
  }
});

test('names of files and folders', () => {
  for (const place of ['file name', 'folder name']) {
    assert.deepEqual(summary(place).slice(0, 2), ['committed', true]);
    assert.equal(at(place).occurrences[0]?.where, 'file-name');
  }
});

test('the target of a link, a path that needs quoting, a file that attributes hide', () => {
  assert.deepEqual(
    at('link').occurrences.map(({ path }) => path),
    ['link'],
  );
  assert.deepEqual(
    at('odd path').occurrences.map(({ path }) => path),
    ['odd/"Grüße"\n.txt'],
  );
  assert.deepEqual(
    at('attribute').occurrences.map(({ path }) => path),
    ['show.quiet'],
  );
});

test('what a tag alone keeps: a commit, a tree, a blob', () => {
  assert.deepEqual(summary('tag'), ['committed', false, ['tag', 'reflog'], ['blob tagged.txt']]);
  assert.deepEqual(summary('tagged blob'), ['committed', false, ['tag'], ['blob ']]);
  assert.deepEqual(summary('tagged tree'), ['committed', false, ['tag'], [`blob sub/${'•'.repeat(8)}`, 'blob x.txt']]);
  assert.deepEqual(at('tagged tree').exposure.refs, ['refs/tags/tree']);
  assert.deepEqual(summary('name in a tagged tree'), ['committed', false, ['tag'], [`file-name sub/${'•'.repeat(8)}`]]);
});

test('a name in a tree that no commit has, and nothing keeps', () => {
  assert.deepEqual(summary('name in a lost tree'), ['unattached', false, ['unattached'], [`file-name ${'•'.repeat(8)}`]]);
});

test('an object that a replacement hides', () => {
  assert.deepEqual(summary('replaced').slice(0, 2), ['committed', true]);
  assert.deepEqual(
    at('replaced').occurrences.map(({ path }) => path),
    ['replaced.txt'],
  );
});

test('only in the index: not committed yet', () => {
  assert.deepEqual(summary('index'), ['uncommitted', false, ['index'], ['index staged.txt']]);
  assert.equal(at('index').verdict, 'uncommitted');
});

test('staged once and taken back: in the store, in no commit', () => {
  assert.deepEqual(summary('reset'), ['unattached', false, ['unattached'], ['blob ']]);
  assert.equal(at('reset').verdict, 'unattached');
});

test('the same repository gives the same bytes again, also after its objects were packed', () => {
  assert.equal(runCli(['audit', '--format', 'json'], { cwd: repo.dir }).stdout, audit.stdout);
  repo.git('repack', '--quiet', '-a', '-d', '--keep-unreachable');
  repo.git('pack-refs', '--all');
  assert.equal(runCli(['audit', '--format', 'json'], { cwd: repo.dir }).stdout, audit.stdout);
});

test('the name of a ref is read like any text: what it assigns is found, and its value not printed', () => {
  const named = makeRepo();
  named.write('a.txt', 'a\n');
  named.commit('first');
  const values = ['jwt_secret', 'fix/db_password', 'wip/api-key'].map((name) => {
    const value = characters(name, '0123456789abcdef', 40);
    named.git('branch', `${name}=${value}`);
    return value;
  });
  const { stdout } = runCli(['audit', '--format', 'json'], { cwd: named.dir });
  const { secrets } = JSON.parse(stdout) as { secrets: (Seen & { kind: string })[] };
  assert.deepEqual(secrets.map(({ kind }) => kind).sort(), ['generic-secret', 'jwt-secret', 'password']);
  assert.deepEqual([...new Set(secrets.flatMap(({ occurrences }) => occurrences.map(({ where }) => where)))], ['ref-name']);
  for (const value of values) assert.ok(!stdout.includes(value));
});
