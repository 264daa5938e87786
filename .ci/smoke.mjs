// Proves that burnlist installs and works as its users get it: the real pre-commit framework installs the committed
// HEAD of this repository from nothing, then refuses and lets through what it should in a throw-away repository.
// Changes that are not committed are not in it. Out: a line for each claim, exit status 1 at the first that is false;
// without python3 a line that says so.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const PRE_COMMIT = 'pre-commit==4.6.2';
const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'burnlist-smoke-'));
const [source, work, venv] = ['source.git', 'work', 'venv'].map((name) => join(folder, name));
const python = join(venv, process.platform === 'win32' ? 'Scripts' : 'bin', 'python');
const secret = randomBytes(36).toString('base64');

process.on('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));

if (run('python3', ['-m', 'venv', venv], folder).status !== 0) {
  process.stdout.write('skipped: pre-commit needs python3 with venv\n');
} else {
  prove();
}

function prove() {
  must(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', PRE_COMMIT], folder);
  must('git', ['clone', '--quiet', '--bare', '--no-local', root, source], folder);
  makeRepository();
  must(python, ['-m', 'pre_commit', 'install', '--hook-type=pre-commit', '--hook-type=commit-msg'], work);
  must(python, ['-m', 'pre_commit', 'install-hooks'], work);
  say('pre-commit installs it from nothing');

  passes('a clean commit', ['commit', '--message', 'clean']);
  passes('an amended message', ['commit', '--amend', '--no-edit']);
  passes('an empty commit', ['commit', '--allow-empty', '--message', 'empty']);

  write('config/app.env', `PORT=8080\nJWT_SECRET=${secret}\n`);
  must('git', ['add', '.'], work);
  refuses('a staged secret', git('commit', '--message', 'secret'), /config\/app\.env:2/);
  must('git', ['rm', '--quiet', '--cached', 'config/app.env'], work);
  write('readme.md', 'staged\n');
  must('git', ['add', 'readme.md'], work);
  refuses('a secret in the message', git('commit', '--message', `set JWT_SECRET=${secret}`), /secret/);
  must('git', ['reset', '--quiet', '--hard'], work);

  const nothing = preCommit('run', 'burnlist', '--all-files');
  refuses('a run outside of a commit with nothing staged', nothing, /nothing (is|was) (staged|scanned)/);

  must('git', ['commit', '--quiet', '--no-verify', '--allow-empty', '--message', 'clean'], work);
  const clean = preCommit('run', 'burnlist', '--from-ref', 'HEAD~1', '--to-ref', 'HEAD');
  assert.equal(clean.status, 0, clean.output);
  say('a clean range passes');

  write('config/app.env', `JWT_SECRET=${secret}\n`);
  must('git', ['add', '.'], work);
  must('git', ['commit', '--quiet', '--no-verify', '--message', 'secret'], work);
  const range = preCommit('run', 'burnlist', '--from-ref', 'HEAD~1', '--to-ref', 'HEAD');
  refuses('a range that adds a secret', range, /config\/app\.env/);
  refuses('the audit of the history', preCommit('run', 'burnlist-audit', '--hook-stage', 'manual'), /config\/app\.env/);
}

function makeRepository() {
  const rev = must('git', ['rev-parse', 'HEAD'], root).trim();
  mkdirSync(work);
  must('git', ['init', '--quiet', '--initial-branch=main', '--template='], work);
  must('git', ['config', 'user.name', 'Ada Tester'], work);
  must('git', ['config', 'user.email', 'ada@example.org'], work);
  // `system`: else pre-commit would download a Node where the machine's own stands in a home folder.
  const hooks = ['burnlist', 'burnlist-message', 'burnlist-audit'].map((id) => ({ id, language_version: 'system' }));
  write('.pre-commit-config.yaml', JSON.stringify({ repos: [{ repo: source, rev, hooks }] }));
  must('git', ['add', '.'], work);
}

function passes(what, args) {
  const { status, output } = git(...args);
  assert.equal(status, 0, output);
  assert.doesNotMatch(output, /Failed|would enter history/);
  say(`${what} passes`);
}

function refuses(what, { status, output }, because) {
  assert.notEqual(status, 0, `${what} was let through: ${output}`);
  assert.match(output, because, `${what}: ${output}`);
  for (let start = 0; start + 6 <= secret.length; start++) {
    assert.ok(!output.includes(secret.slice(start, start + 6)), `${what}: part of the value is shown`);
  }
  say(`${what} is refused, and the value not shown`);
}

function git(...args) {
  return run('git', args, work);
}

function preCommit(...args) {
  return run(python, ['-m', 'pre_commit', ...args], work);
}

function must(command, args, cwd) {
  const { status, output } = run(command, args, cwd);
  if (status === 0) return output;
  process.stderr.write(`${command} ${args.join(' ')} ended with ${status}\n${output}`);
  process.exit(1);
}

function run(command, args, cwd) {
  const foreign = /^(GIT_(?!SSL)|PRE_COMMIT|npm_(?!config_))/i;
  const kept = Object.entries(process.env).filter(([name]) => !foreign.test(name));
  const done = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    env: {
      ...Object.fromEntries(kept),
      GIT_CONFIG_GLOBAL: process.platform === 'win32' ? 'NUL' : '/dev/null',
      GIT_CONFIG_NOSYSTEM: '1',
      PRE_COMMIT_COLOR: 'never',
      PRE_COMMIT_HOME: join(folder, 'pre-commit'),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return { status: done.status, output: `${done.stdout ?? ''}${done.stderr ?? ''}${done.error?.message ?? ''}` };
}

function write(path, content) {
  mkdirSync(join(work, path, '..'), { recursive: true });
  writeFileSync(join(work, path), content);
}

function say(claim) {
  process.stdout.write(`  ${claim}\n`);
}
