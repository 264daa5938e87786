/** Why a verdict: the table's reason, or a closer one where that would say what is not so. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reasonOf } from '../../src/verdict/reason.ts';
import { verdictOf } from '../../src/verdict/table.ts';
import { occurrence, secret } from '../report/reports.ts';
import type { Occurrence, Reach, Where } from '../../src/model.ts';

function because(reach: readonly Reach[], occurrences: readonly Occurrence[] = [occurrence()]): string {
  return reasonOf(secret({ exposure: { ...secret().exposure, reach }, occurrences }), 'open', 'high');
}

test('what is in no branch or tag has not been in history: who still has it is said', () => {
  const usual = verdictOf({ nature: 'secret', exposure: 'committed', status: 'open' }).reason;
  for (const reach of ['head', 'was-on-remote', 'note'] as const) assert.equal(because([reach, 'reflog']), usual);
  assert.match(because(['stash', 'reflog']), /^a stash holds it, no branch or tag: it must be rotated/);
  assert.match(because(['reflog']), /^it was in a commit that only a reflog still has: it must be rotated/);
  assert.match(because(['dangling']), /^it was in a commit or tag that no ref leads to: it must be rotated/);
  assert.match(because(['reflog'], [occurrence({ where: 'reflog' })]), /^a line of a reflog says it, no commit that is here/);
  assert.match(because(['reflog'], []), /^it was in a commit/);
  const guess = reasonOf(secret({ exposure: { ...secret().exposure, reach: ['reflog'] } }), 'open', 'low');
  assert.match(guess, /^it is a guess, to be looked at; if it is a secret: it was in a commit that only a reflog/);
});

test("git's own configuration is no file to be committed otherwise, and asks for a credential helper", () => {
  const found = (...paths: readonly (readonly [Where, string])[]): string => {
    const occurrences = paths.map(([where, path]) => occurrence({ where, path, class: 'outside-git' }));
    return reasonOf(secret({ exposure: { ...secret().exposure, class: 'outside-git' }, occurrences }), 'open', 'high');
  };
  const config = ['git-file', '.git/config'] as const;
  const helper = /^in git's own configuration, in no commit: .*credential helper/;
  assert.match(found(config, ['git-file', 'worktrees/a/config.worktree']), helper);
  assert.doesNotMatch(found(config, ['git-file', '.git/hooks/pre-push']), helper);
  assert.doesNotMatch(found(['file', 'notes/config']), helper);
});
