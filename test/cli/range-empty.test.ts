/** Ranges that hold nothing, on purpose or by mistake. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeRepo, runCli } from '../support/repo.ts';
import { jwtSecret } from '../support/secrets.ts';

test('an empty range is 0 and says that it is empty', () => {
  const repo = makeRepo();
  repo.commit('start');
  const { status, stdout } = runCli(['audit', '--range', 'HEAD..HEAD'], { cwd: repo.dir });
  assert.equal(status, 0);
  assert.match(stdout, /the range holds no commits/);
});

test('of a range that was given the wrong way round it is said how it goes', () => {
  const repo = makeRepo();
  repo.commit('start');
  repo.git('tag', 'start');
  repo.write('a.env', `JWT_SECRET=${jwtSecret('a')}\n`);
  repo.commit('leak');
  const turned = runCli(['audit', '--range', 'HEAD..start'], { cwd: repo.dir });
  assert.equal(turned.status, 0);
  assert.match(turned.stdout, /the other way round it is {2}--range start\.\.HEAD/);
  const { status, stdout } = runCli(['audit', '--range', 'start..HEAD'], { cwd: repo.dir });
  assert.equal(status, 1);
  assert.doesNotMatch(stdout, /the other way round/);
});
