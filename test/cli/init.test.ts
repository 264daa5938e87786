/** `burnlist init`: what it begins, that it never writes over anything, and that the hook it installs refuses a commit. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gitleaks } from '../reported/reports.ts';
import { makeFolder, makeRepo, runCli, type Ended, type Repo } from '../support/repo.ts';
import { githubToken, jwtSecret } from '../support/secrets.ts';

function init(repo: Repo, ...args: readonly string[]): Ended {
  return runCli(['init', ...args], { cwd: repo.dir });
}

function started(): Repo {
  const repo = makeRepo();
  repo.write('README.md', '# shop\n');
  repo.commit('start');
  return repo;
}

const textOf = (repo: Repo, path: string): string => readFileSync(join(repo.dir, path), 'utf8');

test('a configuration that counts for nothing yet, .env ignored, and a hook that refuses a secret', () => {
  const repo = started();
  const { status, stdout } = init(repo);
  assert.equal(status, 0);
  assert.match(stdout, /next: git add \.burnlist\/config\.yaml \.gitignore, then burnlist audit/);
  repo.write('.env', `JWT_SECRET=${jwtSecret('env')}\n`);
  repo.commit('look after it');
  assert.equal(repo.git('ls-files'), '.burnlist/config.yaml\n.gitignore\nREADME.md');
  repo.write('app.env', `JWT_SECRET=${jwtSecret('app')}\n`);
  repo.git('add', 'app.env');
  const refused = repo.tryGit('commit', '--quiet', '-m', 'leak');
  assert.equal(refused.status, 1);
  assert.match(refused.stderr, /1 secret would enter history/);
  repo.git('rm', '--quiet', '--cached', 'app.env');
  const audit = runCli(['audit'], { cwd: repo.dir });
  assert.equal(audit.status, 0);
  assert.ok(!audit.stdout.includes('set aside'), audit.stdout);
});

test('what is there stays, byte for byte', () => {
  const repo = started();
  const own: Readonly<Record<string, string>> = {
    '.burnlist/config.yaml': 'marks: ignore\n',
    '.gitignore': 'dist\r\n/.env\r\n',
    '.git/hooks/pre-commit': '#!/bin/sh\nexec make check\n',
  };
  for (const [path, text] of Object.entries(own)) repo.write(path, text);
  const { status, stdout } = init(repo);
  assert.equal(status, 0);
  assert.match(stdout, /there is a pre-commit hook of yours: let it run {2}burnlist staged/);
  for (const [path, text] of Object.entries(own)) assert.equal(textOf(repo, path), text);
  assert.match(stdout, /next: burnlist audit/);
});

test('lines are added to an ignore file in its own way; a second time there is nothing to do', () => {
  const repo = started();
  repo.write('.gitignore', 'dist\r\nbuild');
  init(repo);
  const after = textOf(repo, '.gitignore');
  assert.match(after, /^dist\r\nbuild\r\n\r\n# [^\r\n]+\r\n\.env\r\n\.env\.\*\r\n!\.env\.example\r\n$/);
  const hook = textOf(repo, '.git/hooks/pre-commit');
  const { stdout } = init(repo);
  assert.equal(textOf(repo, '.gitignore'), after);
  assert.equal(textOf(repo, '.git/hooks/pre-commit'), hook);
  assert.equal(stdout.match(/already/g)?.length, 3);
});

test('an exclusion of this machine alone is not enough, and a tracked .env is said', () => {
  const repo = started();
  repo.write('.git/info/exclude', '.env\n');
  repo.write('.env', 'PORT=1\n');
  repo.git('add', '-f', '.env');
  const { stdout } = init(repo);
  assert.match(stdout, /\.env added to \.gitignore; \.env is tracked, so take it out too: git rm --cached :\/\.env/);
});

test('where something else looks after hooks, it says what to add and installs none', () => {
  const framework = started();
  framework.write('.pre-commit-config.yaml', 'repos: []\n');
  assert.match(init(framework).stdout, /add burnlist to \.pre-commit-config\.yaml/);
  const husky = started();
  husky.git('config', 'core.hooksPath', '.husky/_\u001b[2J');
  const { stdout } = init(husky);
  assert.ok(stdout.includes('core.hooksPath is .husky/_\\x1b[2J: let its pre-commit run  burnlist staged'));
  for (const repo of [framework, husky]) assert.ok(!existsSync(join(repo.dir, '.git/hooks/pre-commit')));
});

test("another scanner's report becomes the ledger: known, without values, as far as it is found here", () => {
  const repo = started();
  const [here, elsewhere] = [githubToken('here'), githubToken('elsewhere')];
  repo.write('app.js', `const token = '${here}';\n`);
  const commit = repo.commit('leak');
  const report = join(makeFolder(), 'gitleaks.json');
  const found = [here, elsewhere].map((value) => ({ value, path: 'app.js', line: 1, commit, rule: 'github-pat' }));
  writeFileSync(report, gitleaks(found as unknown as Parameters<typeof gitleaks>[0]));
  const { status, stdout, stderr } = init(repo, '--from', report);
  assert.equal(status, 0, stderr);
  assert.match(stdout, /1 secret known from now on, 1 secret of it not found here/);
  const ledger = textOf(repo, '.burnlist/ledger.yaml');
  assert.match(ledger, /status: known.*evidence: "?taken over from .*gitleaks\.json/);
  assert.ok(![here, elsewhere].some((value) => ledger.includes(value.slice(4, 16))));
  repo.commit('adopt');
  assert.equal(runCli(['audit'], { cwd: repo.dir }).status, 0);
});

test('a report that is none stops before anything is written', () => {
  const repo = started();
  const good = join(makeFolder(), 'good.json');
  writeFileSync(good, '[]');
  const bad = join(makeFolder(), 'bad.json');
  writeFileSync(bad, 'no json');
  const { status, stderr } = init(repo, '--from', good, '--from', bad);
  assert.equal(status, 2);
  assert.match(stderr, /bad\.json: not JSON/);
  assert.equal(repo.git('status', '--porcelain'), '');
  assert.ok(!existsSync(join(repo.dir, '.git/hooks/pre-commit')));
});

test('links that lead out of the repository are not followed', () => {
  for (const path of ['.gitignore', '.burnlist']) {
    const repo = started();
    const outside = makeFolder();
    repo.link(path, path === '.burnlist' ? outside : join(outside, 'x'));
    const { status, stderr } = init(repo);
    assert.equal(status, 2);
    assert.match(stderr, /is a symbolic link, which is not followed/);
    assert.ok(!existsSync(join(outside, 'config.yaml')) && !existsSync(join(outside, 'x')));
  }
});

test('from a folder below the top, and with an ignore file that is no UTF-8', () => {
  const repo = started();
  repo.write('sub/a.txt', 'a\n');
  repo.write('.env', 'PORT=1\n');
  repo.write('.gitignore', Buffer.from('caf\xe9/\n', 'latin1'));
  repo.git('add', '-f', '.env');
  const { status, stdout } = runCli(['init'], { cwd: join(repo.dir, 'sub') });
  assert.equal(status, 0);
  assert.match(stdout, /\.env is tracked/);
  assert.match(stdout, /next: git add \.\.\/\.burnlist\/config\.yaml \.\.\/\.gitignore, then/);
  assert.ok(readFileSync(join(repo.dir, '.gitignore')).subarray(0, 6).equals(Buffer.from('caf\xe9/\n', 'latin1')));
});

test('what is no plain file is not read, and no hook is put beside it', () => {
  const endless = started();
  endless.link('.pre-commit-config.yaml', '/dev/zero');
  assert.match(init(endless).stdout, /\.pre-commit-config\.yaml is no plain file, so none was installed/);
  const dangling = started();
  dangling.link('.git/hooks/pre-commit', 'nowhere');
  const { status, stdout } = init(dangling);
  assert.equal(status, 0);
  assert.match(stdout, /there is a pre-commit hook of yours/);
});

test('an acceptance that has expired gives way to what is taken over', () => {
  const repo = started();
  const token = githubToken('expired');
  repo.write('app.js', `const token = '${token}';\n`);
  repo.commit('leak');
  const day = ['--reason', 'later', '--owner', 'ada', '--until', '2999-01-01'];
  const [{ id }] = JSON.parse(runCli(['audit', '--format', 'json'], { cwd: repo.dir }).stdout).secrets as [{ id: string }];
  assert.equal(runCli(['accept', id, ...day], { cwd: repo.dir }).status, 0);
  repo.write('.burnlist/ledger.yaml', textOf(repo, '.burnlist/ledger.yaml').replace('2999-01-01', '2001-01-01'));
  repo.commit('expired');
  const report = join(makeFolder(), 'gitleaks.json');
  writeFileSync(report, gitleaks([{ rule: 'github-pat', value: token, path: 'app.js', line: 1 }]));
  assert.match(init(repo, '--from', report, '--from', report).stdout, /1 secret known from now on[^]*0 secrets known from now on/);
  assert.match(textOf(repo, '.burnlist/ledger.yaml'), /status: known/);
});

test('in a worktree the hook is that of the repository; a bare one is refused', () => {
  const repo = started();
  const tree = join(makeFolder(), 'tree');
  repo.git('worktree', 'add', '--quiet', tree);
  assert.equal(runCli(['init'], { cwd: tree }).status, 0);
  assert.equal(statSync(join(repo.dir, '.git/hooks/pre-commit')).mode & 0o111, 0o111);
  const bare = makeRepo({ args: ['--bare'] });
  const { status, stderr } = init(bare);
  assert.equal(status, 2);
  assert.match(stderr, /this repository is bare/);
});
