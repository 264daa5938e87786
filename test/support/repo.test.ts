import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cloneRepo, makeRepo, repoAt } from './repo.ts';

test('the same steps give the same commits, whatever the machine, its clock and its configuration', () => {
  const ids = [1, 2].map(() => {
    const repo = makeRepo();
    repo.write('a folder/ä.txt', 'text\n');
    repo.commit('one');
    repo.remove('a folder');
    repo.link('link', 'nowhere');
    return repo.commit('two', { author: 'Grace <grace@example.org>' });
  });
  assert.equal(ids[0], ids[1]);
});

test('every commit is later than the one before, merges too, and a date can be given', () => {
  const repo = makeRepo();
  repo.commit('one');
  repo.git('switch', '--quiet', '--create', 'side');
  repo.commit('two');
  repo.git('switch', '--quiet', 'main');
  repo.git('merge', '--quiet', '--no-ff', '--no-edit', 'side');
  repo.commit('given', { date: '2026-03-04T05:06:07Z' });
  const days = repo.git('log', '--reverse', '--topo-order', '--format=%cs').split('\n');
  assert.deepEqual(days, ['2025-01-02', '2025-01-03', '2025-01-04', '2026-03-04']);
});

test('clones are real ones: a shallow clone is shallow, and a worktree can be worked in', () => {
  const repo = makeRepo();
  repo.commit('one');
  const last = repo.commit('two');
  const clone = cloneRepo(repo, '--depth=1');
  assert.equal(clone.git('rev-parse', '--is-shallow-repository'), 'true');
  repo.git('worktree', 'add', '--quiet', '--detach', '../tree');
  assert.equal(repoAt(`${repo.dir}/../tree`).git('rev-parse', 'HEAD'), last);
});

test('what git refuses is an error that says why, unless it was expected', () => {
  const repo = makeRepo();
  assert.throws(() => repo.git('show', 'nothing'), /ended with 128: .*nothing/);
  assert.equal(repo.tryGit('show', 'nothing').status, 128);
});
