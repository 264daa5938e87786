/** Refs by what they are called: which kind, and which of very many are named. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { holdersOf, reachOfRef } from '../../src/exposure/reach.ts';

test('of thousands of refs those are listed that reach furthest, and all are counted', () => {
  const pulls = Array.from({ length: 3000 }, (_, number) => `refs/pull/${number}/head`);
  const { refs, refCount } = holdersOf([...pulls, 'refs/heads/main', 'refs/tags/v1', 'refs/remotes/origin/main']);
  assert.equal(refCount, 3003);
  assert.equal(refs.length, 100);
  assert.deepEqual(refs.slice(0, 3), ['refs/remotes/origin/main', 'refs/tags/v1', 'refs/pull/0/head']);
});

test('the kind of a ref is told by its name', () => {
  const kinds = {
    'refs/heads/main': 'local-branch',
    'refs/remotes/origin/main': 'remote-tracking',
    'refs/remotes/origin/pr/7': 'pull-request',
    'refs/pull/7/head': 'pull-request',
    'refs/merge-requests/7/head': 'pull-request',
    'refs/tags/v1': 'tag',
    'refs/stash': 'stash',
    'refs/notes/commits': 'note',
  };
  for (const [ref, reach] of Object.entries(kinds)) assert.equal(reachOfRef(ref), reach, ref);
});
