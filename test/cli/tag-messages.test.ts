/** What stands in a tag object: by whom it could be read, since when, and on which commit. */
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { makeRepo, runCli, type Repo } from '../support/repo.ts';
import { githubToken } from '../support/secrets.ts';

interface Moment {
  readonly commit: string;
  readonly date: string;
  readonly author: string;
}

interface Secret {
  readonly exposure: {
    readonly class: string;
    readonly reach: readonly string[];
    readonly refs: readonly string[];
    readonly first: Moment | null;
    readonly last: Moment | null;
  };
  readonly occurrences: readonly { readonly where: string; readonly commit: string | null }[];
}

function audit(repo: Repo): readonly Secret[] {
  const { stdout, stderr } = runCli(['audit', '--format', 'json'], { cwd: repo.dir });
  assert.notEqual(stdout, '', stderr);
  return (JSON.parse(stdout) as { secrets: readonly Secret[] }).secrets;
}

/** A commit of 2025-01-02 and a tag of the day after, which holds a token; `main` has gone on. */
function tagged(): { repo: Repo; commit: string } {
  const repo = makeRepo();
  const commit = repo.commit('one');
  repo.git('tag', '--annotate', '--message', `token: ${githubToken('tag')}`, 'v1');
  repo.commit('two');
  return { repo, commit };
}

test('a tag holds its message, on its commit, since its day, for its own refs', () => {
  const { repo, commit } = tagged();
  const [secret, ...others] = audit(repo);
  assert.equal(others.length, 0);
  const moment = { commit, date: '2025-01-03', author: 'Ada Tester <ada@example.org>' };
  const { first, last, reach, refs } = secret!.exposure;
  assert.deepEqual([first, last], [moment, moment]);
  assert.deepEqual([reach, refs], [['tag'], ['refs/tags/v1']]);
  assert.deepEqual(
    secret!.occurrences.map(({ where, commit: on }) => [where, on]),
    [['tag-message', commit]],
  );
});

test('a tag that only another tag leads to is held by that', () => {
  const { repo } = tagged();
  repo.git('tag', '--annotate', '--message', 'outer', 'v2', 'v1');
  repo.git('tag', '--delete', 'v1');
  assert.deepEqual(audit(repo)[0]!.exposure.refs, ['refs/tags/v2']);
});

test('a tag that was deleted dangles', () => {
  const { repo, commit } = tagged();
  repo.git('tag', '--delete', 'v1');
  const { reach, refs, first } = audit(repo)[0]!.exposure;
  assert.deepEqual([reach, refs, first?.commit], [['dangling'], [], commit]);
});

test('a tag of a blob has no commit; one whose value a commit brought later is the first', () => {
  const repo = makeRepo();
  repo.write('a.txt', 'a\n');
  repo.commit('one');
  const blob = repo.git('rev-parse', 'HEAD:a.txt');
  repo.git('tag', '--annotate', '--message', `token: ${githubToken('tag')}`, 'v1', blob);
  assert.deepEqual([audit(repo)[0]!.exposure.first, audit(repo)[0]!.occurrences[0]!.commit], [null, null]);

  repo.git('tag', '--annotate', '--message', `token: ${githubToken('tag')}`, 'v2');
  repo.write('a.txt', `token: ${githubToken('tag')}\n`);
  const later = repo.commit('later');
  rmSync(join(repo.dir, '.git/logs'), { recursive: true });
  const { first, last, refs } = audit(repo)[0]!.exposure;
  assert.deepEqual([first?.commit, last?.commit], [repo.git('rev-parse', 'HEAD~1'), later]);
  assert.deepEqual(refs, ['refs/heads/main', 'refs/tags/v1', 'refs/tags/v2']);
});
