/** Since when others could read it, who took it out, and dates that cannot be right. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cloneRepo, makeRepo, runCli, type Repo } from '../support/repo.ts';
import { jwtSecret } from '../support/secrets.ts';

interface Exposure {
  readonly first: { readonly commit: string; readonly date: string };
  readonly published: { readonly date: string; readonly evidence: string } | null;
  readonly removed: { readonly commit: string; readonly author: string } | null;
  readonly reach: readonly string[];
}

function only(repo: Repo, ...args: readonly string[]): { exposure: Exposure; reasons: readonly string[]; priority: string } {
  const { stdout } = runCli(['audit', '--format', 'json', '--as-of', '2026-01-01', ...args], { cwd: repo.dir });
  const { secrets } = JSON.parse(stdout);
  assert.equal(secrets.length, 1);
  return secrets[0];
}

const line = `JWT_SECRET=${jwtSecret('a')}\n`;
const day = (date: string): string => `${Date.parse(`${date}T12:00:00Z`) / 1000} +0000`;

/** A work tree with a remote that it can push to, with `git push` dated. */
function cloned(): { readonly repo: Repo; push(date: string, ...args: readonly string[]): void } {
  const origin = makeRepo({ args: ['--bare'] });
  const repo = makeRepo();
  repo.git('remote', 'add', 'origin', `file://${origin.dir}`);
  repo.commit('start', { date: '2025-01-01T00:00:00Z' });
  return {
    repo,
    push(date, ...args) {
      repo.git('push', '--quiet', ...args, 'origin', 'main');
      const log = '.git/logs/refs/remotes/origin/main';
      const id = repo.git('rev-parse', 'main');
      const entries = repo.git('log', '--walk-reflogs', '--format=%H', 'refs/remotes/origin/main', '--').split('\n');
      times.set(`${repo.dir} ${entries.length} ${id}`, date);
      const dated = entries.map((to, index) => {
        const at = times.get(`${repo.dir} ${entries.length - index} ${to}`)!;
        return `${entries[index + 1] ?? '0'.repeat(40)} ${to} Ada <a@example.org> ${day(at)}\tupdate by push\n`;
      });
      repo.write(log, dated.toReversed().join(''));
    },
  };
}
const times = new Map<string, string>();

test('the day of the push that took it along, not that of the commit', () => {
  const { repo, push } = cloned();
  push('2025-01-02');
  repo.write('a.env', line);
  repo.commit('secret', { date: '2025-02-01T00:00:00Z' });
  repo.commit('more', { date: '2025-02-05T00:00:00Z' });
  push('2025-02-10');
  repo.commit('later', { date: '2025-03-01T00:00:00Z' });
  push('2025-03-02');
  const { published, first } = only(repo).exposure;
  assert.deepEqual([first.date, published], ['2025-02-01', { date: '2025-02-10', evidence: 'pushed to origin/main' }]);
  assert.match(runCli(['audit'], { cwd: repo.dir }).stdout, /on origin\/main · published 2025-02-10/);
});

test('a force push over it does not take it back', () => {
  const { repo, push } = cloned();
  repo.write('a.env', line);
  repo.commit('secret', { date: '2025-02-01T00:00:00Z' });
  push('2025-02-03');
  repo.git('reset', '--quiet', '--hard', 'HEAD~1');
  push('2025-02-04', '--force');
  const { exposure, priority } = only(repo);
  assert.deepEqual(exposure.published, { date: '2025-02-03', evidence: 'pushed to origin/main' });
  assert.deepEqual([exposure.reach.includes('was-on-remote'), priority], [true, 'P1']);
});

test('what was never pushed was never published; what was cloned was, even when its remote is gone', () => {
  const { repo, push } = cloned();
  push('2025-01-02');
  repo.write('a.env', line);
  repo.commit('secret');
  assert.equal(only(repo).exposure.published, null);
  const clone = cloneRepo(repo);
  clone.git('remote', 'remove', 'origin');
  const { published, reach } = only(clone).exposure;
  assert.equal(published?.evidence, 'cloned from a remote');
  assert.ok(reach.includes('was-on-remote'));
});

test('a fetched branch says when it was fetched', () => {
  const origin = makeRepo();
  origin.write('a.env', line);
  origin.commit('secret');
  const repo = makeRepo();
  repo.git('remote', 'add', 'upstream', `file://${origin.dir}`);
  repo.git('fetch', '--quiet', 'upstream');
  assert.equal(only(repo).exposure.published?.evidence, 'fetched from upstream/main');
});

test('a clone says by when it was public, not since when: logs are to be read from the commit on', () => {
  const origin = makeRepo();
  origin.write('a.env', line);
  origin.commit('secret', { date: '2023-01-05T12:00:00Z' });
  const clone = cloneRepo(origin);
  assert.match(runCli(['audit'], { cwd: clone.dir }).stdout, / · published by 20\d\d-/);
  const { stdout } = runCli(['todo'], { cwd: clone.dir });
  assert.match(stdout, /published by 20\d\d-\d\d-\d\d \(cloned from a remote\)/);
  const windows = stdout.match(/from [\d-]+ until/g);
  assert.ok(windows !== null && windows.every((from) => from === 'from 2023-01-05 until'), String(windows));
});

test('who took it out of HEAD, though a branch has it still', () => {
  const repo = makeRepo();
  repo.write('a.env', line);
  repo.write('b.env', line);
  repo.commit('secret');
  repo.git('rm', '--quiet', 'b.env');
  repo.commit('one of them');
  assert.equal(only(repo).exposure.removed, null);
  repo.git('switch', '--quiet', '--create', 'side');
  repo.commit('goes on with it', { date: '2025-09-01T00:00:00Z' });
  repo.git('switch', '--quiet', 'main');
  repo.git('rm', '--quiet', 'a.env');
  const commit = repo.commit('both', { author: 'Bob <bob@example.org>' });
  const { removed } = only(repo).exposure;
  assert.deepEqual([removed?.commit, removed?.author], [commit, 'Bob <bob@example.org>']);
});

test('dates that cannot be right are said: of the future, of an unset clock, before the parent, after the push', () => {
  const odd = (date: string, before = '2025-01-01'): readonly string[] => {
    const repo = makeRepo();
    repo.commit('start', { date: `${before}T00:00:00Z` });
    repo.write('a.env', line);
    repo.commit('secret', { date: `${date}T00:00:00Z` });
    return only(repo).reasons;
  };
  assert.match(odd('2031-05-01')[0]!, /^its first commit says 2031-05-01, which is yet to come$/);
  assert.match(odd('2024-05-01')[0]!, /^its first commit says 2024-05-01, before the commit it builds on \(2025-01-01\)$/);
  assert.match(odd('1970-01-01')[0]!, /^its first commit says 1970-01-01, as a clock does that was never set: /);
  assert.ok(!odd('2025-05-01')[0]!.includes('says'));
  assert.ok(!odd('1996-07-09', '1996-07-08')[0]!.includes('says'), 'imported from what came before git');
  assert.ok(!odd('2025-05-01', '2031-01-01')[0]!.includes('says'), 'the parent says what cannot be');
  const { repo, push } = cloned();
  repo.write('a.env', line);
  repo.commit('secret', { date: '2025-06-01T00:00:00Z' });
  push('2025-02-03');
  assert.match(only(repo).reasons[0]!, /says 2025-06-01, but a remote had it on 2025-02-03 already$/);
});

test('what a pipeline checked out has been on a remote', () => {
  const origin = makeRepo();
  origin.write('a.env', line);
  origin.commit('secret');
  const job = makeRepo();
  job.git('fetch', '--quiet', `file://${origin.dir}`, '+main:refs/pipelines/7');
  job.git('checkout', '--quiet', '--detach', 'refs/pipelines/7');
  assert.ok(only(job).exposure.reach.includes('pull-request'));
});

test('without a remote nobody can say from here who else has it, and that is said; with one it is not', () => {
  const repo = makeRepo();
  repo.write('a.env', line);
  repo.commit('secret');
  const said = (...args: readonly string[]): string => runCli(['audit', ...args], { cwd: repo.dir }).stdout;
  const isNamed = (): unknown => JSON.parse(said('--format', 'json')).repositories[0].remote;
  assert.match(said(), /\n {2}no remote is named here: whether others have this history cannot be said\n/);
  assert.match(said('--explain', 'JWT_SECRET'), /\n {2}published {3}cannot be said: no remote is named here\n/);
  assert.match(said('--format', 'html'), /no remote is named here/);
  assert.equal(isNamed(), false);
  repo.git('remote', 'add', 'origin', 'https://example.org/a.git');
  assert.doesNotMatch(said(), /no remote/);
  assert.doesNotMatch(said('--explain', 'JWT_SECRET'), /published/);
  assert.equal(isNamed(), true);
});
