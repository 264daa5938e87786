/** A secret whose line moved since it was brought: whoever reads a report looks for it where it stands now. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { makeFolder, makeRepo, runCli, type Repo } from '../support/repo.ts';
import { jwtSecret } from '../support/secrets.ts';

const LINE = `JWT_SECRET=${jwtSecret('moved')}\n`;
const ABOVE = '# settings\n'.repeat(30);

function movedDown(): Repo {
  const repo = makeRepo();
  repo.write('README.md', 'before\n');
  repo.commit('begin');
  repo.write('a.env', LINE);
  repo.commit('bring it');
  repo.write('a.env', ABOVE + LINE);
  repo.commit('explain the settings');
  return repo;
}

function run(repo: Repo, ...args: readonly string[]): string {
  return runCli(args, { cwd: repo.dir }).stdout;
}

test('annotations, code scanning and the to-do name the line of HEAD', () => {
  const repo = movedDown();
  for (const range of [[], ['--range', 'HEAD~2..HEAD']]) {
    const sarif = join(makeFolder(), 'sarif');
    assert.match(run(repo, 'audit', ...range, '--format', 'github', '--format', `sarif=${sarif}`), /file=a\.env,line=31,endLine=31,col=12/);
    const [result] = JSON.parse(readFileSync(sarif, 'utf8')).runs[0].results;
    assert.equal(result.locations[0].physicalLocation.region.startLine, 31);
  }
  assert.match(run(repo, 'todo'), /`a\.env:31`/);
});

test('the report has both places, and so does a to-do made of it', () => {
  const repo = movedDown();
  const json = join(makeFolder(), 'report.json');
  run(repo, 'audit', '--format', `json=${json}`);
  const [secret] = JSON.parse(readFileSync(json, 'utf8')).secrets;
  const [{ line, column, inHeadAt }] = secret.occurrences;
  assert.deepEqual([line, column, inHeadAt.line, inHeadAt.column], [1, 12, 31, 12]);
  assert.match(run(repo, 'audit', '--explain', secret.id), /a\.env:1:12 .* in HEAD at 31:12/);
  assert.match(run(repo, 'todo', json), /`a\.env:31`/);
});

test('what stands where it was brought to is said once', () => {
  const repo = makeRepo();
  repo.write('a.env', LINE);
  repo.commit('bring it');
  repo.write('a.env', LINE + ABOVE);
  repo.commit('write below it');
  const [secret] = JSON.parse(run(repo, 'audit', '--format', 'json')).secrets;
  assert.ok(!('inHeadAt' in secret.occurrences[0]));
});

test('of two places of a value in a file each is followed for itself', () => {
  const repo = makeRepo();
  repo.write('README.md', 'before\n');
  repo.commit('begin');
  repo.write('a.env', LINE + LINE.replace('JWT', 'OLD_JWT'));
  repo.commit('bring them');
  repo.write('a.env', LINE + ABOVE + LINE.replace('JWT', 'OLD_JWT'));
  repo.commit('set them apart');
  const linesOf = (...range: readonly string[]): unknown[] =>
    JSON.parse(run(repo, 'audit', ...range, '--format', 'json')).secrets[0].occurrences.map((one: any) => [one.line, one.inHeadAt?.line]);
  assert.deepEqual(linesOf(), [[1, undefined], [2, 32]]);
  assert.deepEqual(linesOf('--range', 'HEAD~2..HEAD'), [[1, undefined], [2, 32]]);
});
