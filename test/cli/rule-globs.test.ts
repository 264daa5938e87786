/** Rule files that a configuration names by globs: of the version that counts, in every command. */
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { makeRepo, runCli, type Repo } from '../support/repo.ts';
import { characters } from '../support/secrets.ts';

const CONFIG = '.burnlist/config.yaml';
const token = (vendor: string): string => `${vendor}_${characters(vendor, 'abcdefghijklmnopqrstuvwxyz', 24)}`;
const rule = (vendor: string): string =>
  `[[rules]]\nid = "${vendor}-token"\nregex = '''${vendor}_[a-z]{24}'''\nkeywords = ["${vendor}_"]\n`;

function withRules(globs: string, ...vendors: readonly string[]): Repo {
  const repo = makeRepo();
  repo.write(CONFIG, `rules: ${globs}\n`);
  for (const vendor of vendors) repo.write(`security/${vendor}.toml`, rule(vendor));
  repo.write('security/notes.md', 'no rules\n');
  repo.commit('rules');
  return repo;
}

/** Rules of what is found, each once. */
function found(repo: Repo, ...args: readonly string[]): string[] {
  const { stdout, stderr } = runCli([...args, '--format', 'json'], { cwd: repo.dir });
  assert.ok(stdout !== '', stderr);
  return [...new Set<string>(JSON.parse(stdout).secrets.map(({ rule: id }: { rule: string }) => id))].sort();
}

test('all files that fit, each once, also beside those that are named', () => {
  const repo = withRules(`['security/*.toml', security/acme.toml, 'sec*/{acme,other}.toml']`, 'acme', 'umbra');
  repo.write('a.txt', `${token('acme')}\n${token('umbra')}\n`);
  repo.git('add', 'a.txt');
  assert.deepEqual(found(repo, 'staged'), ['acme-token', 'umbra-token']);
  repo.commit('values');
  for (const args of [['audit'], ['audit', '--range', 'HEAD~1..HEAD'], ['sweep'], ['scan', '--config', CONFIG]])
    assert.deepEqual(found(repo, ...args), ['acme-token', 'umbra-token'], args.join(' '));
});

test('the version that counts: HEAD for an audit, the index for the hook, the base for a range', () => {
  const repo = withRules(`['security/*.toml']`, 'acme');
  repo.write('security/umbra.toml', rule('umbra'));
  repo.write('a.txt', `${token('acme')}\n${token('umbra')}\n`);
  repo.git('add', 'a.txt');
  assert.deepEqual(found(repo, 'staged'), ['acme-token']);
  repo.git('add', 'security');
  assert.deepEqual(found(repo, 'staged'), ['acme-token', 'umbra-token']);
  mkdirSync(join(repo.dir, 'below'));
  const below = runCli(['staged', '--format', 'json'], { cwd: join(repo.dir, 'below') });
  assert.equal(JSON.parse(below.stdout).secrets.length, 2);
  repo.commit('values');
  assert.deepEqual(found(repo, 'audit', '--range', 'HEAD~1..HEAD'), ['acme-token']);
  assert.deepEqual(found(repo, 'audit'), ['acme-token', 'umbra-token']);
  assert.deepEqual(found(repo, 'audit', '--policy-from', 'HEAD~1'), ['acme-token']);
});

test('the to-do goes by the working tree, with files that git would add, without those that are gone', () => {
  const repo = withRules(`['security/*.toml']`, 'acme', 'gone');
  repo.write('a.txt', `${token('acme')}\n${token('umbra')}\n${token('gone')}\n`);
  repo.write('.gitignore', 'security/ignored.toml\n');
  repo.commit('values');
  repo.write('security/umbra.toml', rule('umbra'));
  repo.write('security/ignored.toml', 'no [toml\n');
  repo.remove('security/gone.toml');
  const { stdout, stderr } = runCli(['todo', '--format', 'json'], { cwd: repo.dir });
  assert.ok(stdout !== '', stderr);
  assert.match(stdout, /acme/);
  assert.match(stdout, /umbra/);
  assert.doesNotMatch(stdout, /gone/);
});

test('a glob that nothing fits is refused with one line', () => {
  const repo = withRules(`['rules/*.toml']`, 'acme');
  const expected = `burnlist: ${CONFIG}: rules: no file fits rules/*.toml in this version of the repository\n`;
  repo.write('a.txt', 'x\n');
  repo.git('add', 'a.txt');
  for (const args of [['staged'], ['audit'], ['todo'], ['scan', '--config', CONFIG]])
    assert.deepEqual(runCli(args, { cwd: repo.dir }), { status: 2, stdout: '', stderr: expected }, args.join(' '));
  repo.write(CONFIG, `rules: ['security/(a|b).toml']\n`);
  const odd = runCli(['scan', '--config', CONFIG], { cwd: repo.dir });
  assert.deepEqual([odd.status, odd.stderr.split('\n').length], [2, 2]);
});

test('files that fit and hold no rules are refused by name, and so are hundreds', () => {
  const repo = withRules(`['security/**']`, 'acme');
  const { status, stderr } = runCli(['audit'], { cwd: repo.dir });
  assert.equal(status, 2);
  assert.match(stderr, /^burnlist: security\/notes\.md[^\n]*\n$/);
  for (let number = 0; number < 300; number++) repo.write(`many/${number}.toml`, rule('acme'));
  repo.write(CONFIG, `rules: ['many/*']\n`);
  repo.commit('many');
  assert.match(runCli(['audit'], { cwd: repo.dir }).stderr, /rules: 300 files, and at most 256 are read/);
});
