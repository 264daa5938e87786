/** Of files that are called alike, what one holds today closes what leaked from it, and nothing that leaked from another. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { makeFolder, makeRepo, repoAt, runCli, type Repo } from '../support/repo.ts';
import { characters, password, pemKey } from '../support/secrets.ts';

const settings = (name: string): string => `DB_PASSWORD=${password(name)}\n`;
const config = (name: string): string => `db:\n  password: ${password(name)}\n`;
const map = (name: string): string =>
  JSON.stringify({ v1: characters(name, 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789', 32) });

/** A file of one kind at each path, each with a value of its own, committed and taken out again. */
function leaked(paths: readonly string[], make: (name: string) => string): Repo {
  const repo = makeRepo();
  for (const path of paths) repo.write(path, make(path));
  repo.commit('configuration');
  repo.git('rm', '-rq', ...paths);
  repo.commit('without it');
  return repo;
}

/** By where it leaked. @param current as `--current` names it, from `cwd` */
function outcomes(repo: Repo, current: string, cwd = repo.dir): Record<string, string> {
  const { secrets } = JSON.parse(runCli(['audit', '--format', 'json'], { cwd: repo.dir }).stdout) as {
    secrets: { id: string; occurrences: { path: string }[] }[];
  };
  const paths = new Map(secrets.map(({ id, occurrences }) => [id, occurrences[0]?.path ?? '']));
  const { status, stdout } = runCli(['verify', repo.dir, '--current', current, '--format', 'json'], { cwd });
  const { results } = JSON.parse(stdout) as { results: { secret: string; outcome: string }[] };
  assert.equal(status, results.every(({ outcome }) => outcome === 'ROTATED' || outcome === 'REMOVED') ? 0 : 1);
  return Object.fromEntries(results.map(({ secret, outcome }) => [paths.get(secret) ?? secret, outcome]));
}

test('a file at the top and one of the same name below are two', () => {
  const cases = [
    [['.env', 'services/api/.env'], settings],
    [['config.yml', 'api/config.yml'], config],
    [['jwt_secrets.json', 'api/jwt_secrets.json'], map],
    [['server.key', 'api/server.key'], pemKey],
  ] as const;
  for (const [[top, below], make] of cases) {
    for (const [renewed, other] of [[top, below], [below, top]] as const) {
      const repo = leaked([top, below], (name) => make(name));
      repo.write(renewed, make('new'));
      assert.deepEqual(outcomes(repo, renewed), { [renewed]: 'ROTATED', [other]: 'UNKNOWN' });
    }
  }
});

test('an emptied map of keys at the top removes nothing of the one below', () => {
  const repo = leaked(['jwt_secrets.json', 'api/jwt_secrets.json'], map);
  repo.write('jwt_secrets.json', '{}');
  assert.deepEqual(outcomes(repo, 'jwt_secrets.json'), { 'jwt_secrets.json': 'REMOVED', 'api/jwt_secrets.json': 'UNKNOWN' });
});

test('a file is the one at its place in the repository, from whatever folder it is named', () => {
  const repo = leaked(['.env', 'a/.env', 'b/.env'], settings);
  repo.write('a/.env', settings('new'));
  const expected = { '.env': 'UNKNOWN', 'a/.env': 'ROTATED', 'b/.env': 'UNKNOWN' };
  assert.deepEqual(outcomes(repo, '.env', join(repo.dir, 'a')), expected);
  repo.remove('.burnlist');
  assert.deepEqual(outcomes(repo, join(repo.dir, 'a/.env'), makeFolder()), expected);
});

test('a file from elsewhere that is called like several that leaked closes none of them', () => {
  const elsewhere = repoAt(makeFolder());
  for (const [name, make] of [['config.yml', config], ['.env', settings], ['jwt_secrets.json', map], ['server.key', pemKey]] as const) {
    elsewhere.write(name, make('new'));
    const paths = [name, `prod/${name}`, `staging/${name}`];
    assert.deepEqual(
      outcomes(leaked(paths, (each) => make(each)), name, elsewhere.dir),
      Object.fromEntries(paths.map((path) => [path, 'UNKNOWN'])),
    );
  }
});

test('a copy of the repository’s folders says which file it is', () => {
  const elsewhere = repoAt(makeFolder());
  elsewhere.write('copy/prod/.env', settings('new'));
  const repo = leaked(['.env', 'prod/.env', 'staging/.env'], settings);
  const expected = { '.env': 'UNKNOWN', 'prod/.env': 'ROTATED', 'staging/.env': 'UNKNOWN' };
  assert.deepEqual(outcomes(repo, 'copy/prod/.env', elsewhere.dir), expected);
});

test('a key or a password in another folder than the one that leaked is another one', () => {
  for (const [name, make] of [['server.key', pemKey], ['config.yml', config]] as const) {
    const repo = leaked([`host1/${name}`], (each) => make(each));
    repo.write(`host2/${name}`, make('other'));
    assert.deepEqual(outcomes(repo, `host2/${name}`), { [`host1/${name}`]: 'UNKNOWN' });
    repo.write(`host1/${name}`, make('new'));
    assert.deepEqual(outcomes(repo, `host1/${name}`), { [`host1/${name}`]: 'ROTATED' });
  }
});
