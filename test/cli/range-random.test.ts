/** What is new in a range, on random histories, against the definition read word by word from every commit's tree. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runCli } from '../support/repo.ts';
import { jwtSecret } from '../support/secrets.ts';
import { blobsOf, randomHistory, type RandomHistory } from '../exposure/histories.ts';

const HISTORIES = 10;
const LINES = /^([XYZ])_JWT_SECRET=/gm;

/** Each value as a signing secret of its own; what is no value becomes a comment. */
function write(values: string): string {
  const line = (value: string): string =>
    value === '-' ? '#' : `${value.toUpperCase()}_JWT_SECRET=${jwtSecret(value)}`;
  return `${values.split(' ').map(line).join('\n')}\n`;
}

/** Path → the blob and the values in it. */
type Files = ReadonlyMap<string, { readonly blob: string; readonly values: ReadonlySet<string> }>;

function filesOf({ repo }: RandomHistory, commit: string, blobs: ReturnType<typeof blobsOf>): Files {
  const entries = Array.from(repo.git('ls-tree', '-r', commit).matchAll(/^\d+ blob (\w+)\t(.*)$/gm));
  return new Map(
    entries.map(([, blob, path]) => {
      const values = blobs.get(blob!)!.matchAll(LINES);
      return [path!, { blob: blob!, values: new Set(Array.from(values, ([, value]) => value!)) }];
    }),
  );
}

/** New: no parent has the value in a path that the commit touches. As `commit path name`. */
function newByReading(history: RandomHistory): string[] {
  const rows = history.repo
    .git('rev-list', '--parents', 'main')
    .split('\n')
    .map((line) => line.split(' '));
  const blobs = blobsOf(history.repo);
  const files = new Map(rows.map(([commit]) => [commit!, filesOf(history, commit!, blobs)]));
  return rows.flatMap(([commit, ...parents]) => {
    const own = files.get(commit!)!;
    const before = parents.map((parent) => files.get(parent)!);
    const paths = [...new Set([own, ...before].flatMap((side) => [...side.keys()]))];
    const touched = paths.filter(
      (path) => before.length === 0 || before.some((side) => side.get(path)?.blob !== own.get(path)?.blob),
    );
    const old = new Set(before.flatMap((side) => touched.flatMap((path) => [...(side.get(path)?.values ?? [])])));
    return touched.flatMap((path) =>
      [...(own.get(path)?.values ?? [])]
        .filter((value) => !old.has(value))
        .map((value) => `${commit} ${path} ${value}_JWT_SECRET`),
    );
  });
}

function newAsReported({ repo }: RandomHistory): string[] {
  const { stdout, stderr } = runCli(['audit', '--range', '..main', '--policy-from', 'main', '--format', 'json'], {
    cwd: repo.dir,
  });
  assert.equal(stderr, '');
  const { secrets } = JSON.parse(stdout) as {
    secrets: { occurrences: { commit: string; path: string; name: string }[] }[];
  };
  return secrets.flatMap(({ occurrences }) => occurrences.map(({ commit, path, name }) => `${commit} ${path} ${name}`));
}

test(`on ${HISTORIES} random histories a range adds what the definition says, commit by commit`, () => {
  for (let seed = 1; seed <= HISTORIES; seed++) {
    const history = randomHistory(seed, write);
    const remotes = history.repo.git('for-each-ref', '--format=%(refname)', 'refs/remotes').split('\n');
    for (const ref of remotes) history.repo.git('update-ref', '-d', ref);
    assert.deepEqual([...new Set(newAsReported(history))].sort(), newByReading(history).sort(), `seed ${seed}`);
  }
});
