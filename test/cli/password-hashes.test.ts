/** Hashes of passwords: said where they may be somebody's, left out where something is tried out, whichever way it is read. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeRepo, runCli } from '../support/repo.ts';
import { characters } from '../support/secrets.ts';

const CRYPT = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

interface Report {
  readonly secrets: readonly { readonly nature: string; readonly occurrences: readonly { readonly path: string }[] }[];
  readonly setAside: readonly { readonly reason: string; readonly count: number }[];
}

test('an audit, a range, a file and the index leave out the same hashes, and count them', () => {
  const repo = makeRepo();
  repo.write('README', 'start\n');
  const base = repo.commit('start');
  const line = (name: string): string => `password: $2b$12$${characters(name, CRYPT, 53)}\n`;
  repo.write('config/users.yml', line('somebody'));
  repo.write('test/users.yml', line('nobody'));
  repo.git('add', '--all');
  const pathsOf = (...args: readonly string[]): string[] => {
    const { stdout } = runCli([...args, '--format', 'json'], { cwd: repo.dir });
    const { secrets, setAside } = JSON.parse(stdout) as Report;
    assert.deepEqual(setAside, [{ reason: 'password-hash', count: 1 }], args.join(' '));
    return secrets.filter(({ nature }) => nature === 'hash').flatMap(({ occurrences }) => occurrences.map(({ path }) => path));
  };
  assert.deepEqual(pathsOf('staged'), ['config/users.yml']);
  assert.deepEqual(pathsOf('scan', '.'), ['config/users.yml']);
  repo.commit('users');
  for (const args of [['audit'], ['audit', '--engine', 'plain'], ['audit', '--range', `${base}..HEAD`]])
    assert.deepEqual(pathsOf(...args), ['config/users.yml'], args.join(' '));
});
