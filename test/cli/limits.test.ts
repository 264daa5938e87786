/** A limit that was reached is said, makes the audit incomplete, and can be acknowledged for one place. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeRepo, runCli } from '../support/repo.ts';
import { jwtSecret } from '../support/secrets.ts';

test('text made of nothing but keywords is cut short and said; the configuration can acknowledge it', () => {
  const repo = makeRepo();
  repo.write('bomb.txt', 'password='.repeat(200_000));
  repo.commit('bomb');
  const first = runCli(['audit'], { cwd: repo.dir });
  assert.equal(first.status, 3);
  assert.match(first.stdout, /too-dense: .* as in bomb\.txt; acknowledge it under {2}limits:/);

  repo.write('.burnlist/config.yaml', 'limits:\n  - { path: other.txt, reason: not this one }\n');
  repo.commit('another place');
  assert.equal(runCli(['audit', '-q'], { cwd: repo.dir }).status, 3);
  repo.write('.burnlist/config.yaml', 'limits:\n  - { path: bomb.txt, reason: generated }\n');
  repo.commit('this place');
  assert.equal(runCli(['audit', '-q'], { cwd: repo.dir }).status, 0);

  repo.write('app.env', `JWT_SECRET=${jwtSecret('beside a bomb')}\n`);
  repo.commit('leak');
  assert.equal(runCli(['audit', '-q'], { cwd: repo.dir }).status, 1);
});

test('what is written to a device or through a link leaves them what they are', () => {
  const repo = makeRepo();
  repo.write('a.txt', 'nothing\n');
  repo.commit('first');
  repo.write('report.json', '');
  repo.link('latest.json', 'report.json');
  assert.equal(runCli(['audit', '--format', 'json=latest.json'], { cwd: repo.dir }).status, 0);
  assert.equal(repo.git('ls-files', '--others').includes('latest.json'), true);
  assert.match(runCli(['todo', 'report.json'], { cwd: repo.dir }).stdout, /^# Rotation to-do/);
});
