/** `staged --message`: what git will record of a commit message is scanned, and nothing else of it. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { makeRepo, runCli, type Repo } from '../support/repo.ts';
import { githubToken } from '../support/secrets.ts';

const SCISSORS = ' ------------------------ >8 ------------------------';
const TOKEN = githubToken('a');
const BINARY = process.env.BURNLIST_BIN ?? fileURLToPath(new URL('../../dist/burnlist.cjs', import.meta.url));

function check(repo: Repo, text: string, env: NodeJS.ProcessEnv = {}): number | null {
  repo.write('.git/MESSAGE', text);
  const { status, stdout, stderr } = runCli(['staged', '--message', '.git/MESSAGE'], { cwd: repo.dir, env });
  assert.equal(stdout, '');
  assert.ok(!stderr.includes(TOKEN));
  assert.equal(stderr === '', status === 0);
  return status;
}

/** A repository whose commit-msg hook is the real one. */
function hooked(): Repo {
  const repo = makeRepo();
  repo.write('.git/hooks/commit-msg', `#!/bin/sh\nexec "${process.execPath}" "${BINARY}" staged --message "$1"\n`);
  chmodSync(`${repo.dir}/.git/hooks/commit-msg`, 0o755);
  repo.write('.git/TEXT', `Fix\n\n# ${TOKEN}\n`);
  return repo;
}

test('comments and what stands below the scissors are left out', () => {
  const repo = makeRepo();
  assert.equal(check(repo, `Fix\n\n# ${TOKEN}\n#${SCISSORS}\n-token: ${TOKEN}\n`), 0);
  assert.equal(check(repo, `Fix\n\nuse ${TOKEN}\n#${SCISSORS}\n`), 1);
  assert.equal(check(repo, `Fix\n\n #${SCISSORS}\nuse ${TOKEN}\n`), 1);
  assert.equal(runCli(['staged', 'MESSAGE'], { cwd: repo.dir }).status, 2);
  assert.equal(runCli(['staged', '--message', 'nowhere'], { cwd: repo.dir }).status, 2);
});

test('without an editor git keeps comments and scissors, so they are scanned', () => {
  const repo = makeRepo();
  assert.equal(check(repo, `#12 ${TOKEN}\n`, { GIT_EDITOR: ':' }), 1);
  assert.equal(check(repo, `Fix\n#${SCISSORS}\n${TOKEN}\n`, { GIT_EDITOR: ':' }), 1);
});

test('what the configuration makes of comments counts, and what cannot be known is scanned', () => {
  const hash = `Fix\n\n# ${TOKEN}\n`;
  const semicolon = `Fix\n\n; ${TOKEN}\n`;
  const below = (comment: string): string => `Fix\n${comment}${SCISSORS}\n${TOKEN}\n`;
  for (const [key, value, text, status] of [
    ['core.commentChar', ';', hash, 1],
    ['core.commentChar', ';', semicolon, 0],
    ['core.commentChar', ';', below(';'), 0],
    ['core.commentChar', ';', below('#'), 1],
    ['core.commentChar', 'auto', hash, 1],
    ['core.commentString', ';;', hash, 1],
    ['commit.cleanup', 'strip', hash, 0],
    ['commit.cleanup', 'whitespace', hash, 1],
    ['commit.cleanup', 'verbatim', hash, 1],
    ['commit.cleanup', 'verbatim', below('#'), 1],
    ['commit.cleanup', 'scissors', hash, 1],
    ['commit.cleanup', 'scissors', below('#'), 0],
    ['commit.cleanup', 'odd', hash, 1],
  ] as const) {
    const repo = makeRepo();
    repo.git('config', key, value);
    assert.equal(check(repo, text), status, `${key} ${value} ${JSON.stringify(text.replaceAll(TOKEN, 'TOKEN'))}`);
  }
});

test('through git itself: a message from the command line keeps its comments, an edited one does not', () => {
  const repo = hooked();
  const commits = (...args: readonly string[]): boolean => {
    const { status, stderr } = repo.tryGit('commit', '--allow-empty', ...args);
    assert.equal(status === 0, !/would enter history/.test(stderr), stderr);
    return status === 0;
  };
  assert.equal(commits('--message', `#12 ${TOKEN}`), false);
  assert.equal(commits('--file', '.git/TEXT'), false);
  assert.equal(commits('--file', '.git/TEXT', '--edit', '--cleanup=verbatim'), false);
  assert.equal(commits('--file', '.git/TEXT', '--edit', '--cleanup=whitespace'), false);
  assert.equal(commits('--file', '.git/TEXT', '--edit'), true);
  assert.ok(!repo.git('log', '--format=%B').includes(TOKEN));
});

test('git gives the hook its -c settings', () => {
  const repo = hooked();
  const { status } = repo.tryGit('-c', 'commit.cleanup=verbatim', 'commit', '--allow-empty', '--file', '.git/TEXT', '--edit');
  assert.equal(status, 1);
});

test('the details of a refused message are those of the message, wherever its file lies', () => {
  const repo = makeRepo();
  for (const file of ['MESSAGE', "Ada's message"]) {
    repo.write(`.git/${file}`, `Fix\n\nuse ${TOKEN}\n`);
    const refused = runCli(['staged', '--message', `.git/${file}`], { cwd: repo.dir });
    const [, options] = / (staged --message .* --explain \w+)$/m.exec(refused.stderr) ?? assert.fail(refused.stderr);
    const command = `"${process.execPath}" "${BINARY}" ${options}`;
    const { stdout, stderr } = spawnSync('sh', ['-c', command], { cwd: repo.dir, encoding: 'utf8' });
    assert.match(stdout, /^ {4}commit message:3:\d+$/m, stderr);
  }
});
