// What the hook costs a clean commit: `burnlist staged` against `node -e 0`, in turn, on a generated repository with
// 20 staged files, once bare and once with configuration and ledger. Out: medians in milliseconds and their ratio.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const PAIRS = Number(process.argv[2] ?? 15);
const FILES = 20;
const BYTES = 4096;
const cli = process.env.BURNLIST_BIN ?? fileURLToPath(new URL('../dist/burnlist.cjs', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'burnlist-bench-'));
// What it is started in, without what belongs to git or to npm: settings such as NODE_EXTRA_CA_CERTS cost every node.
const inherited = Object.entries(process.env).filter(([key]) => !/^(GIT_|npm_|PRE_COMMIT)/.test(key));
const environment = {
  ...Object.fromEntries(inherited),
  HOME: folder,
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  // As git sets it while a hook runs.
  GIT_INDEX_FILE: '.git/index',
};

try {
  report('20 clean files staged', measure(makeRepository('bare', false)));
  report('the same, with configuration and ledger', measure(makeRepository('adopted', true)));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function makeRepository(name, adopted) {
  const dir = join(folder, name);
  mkdirSync(join(dir, '.burnlist'), { recursive: true });
  git(dir, 'init', '--quiet', '--initial-branch=main', '--template=');
  write(dir, 'docs/rotation.md', '# Rotation\n');
  if (adopted) writePolicy(dir);
  commit(dir, 'before');
  for (let file = 0; file < FILES; file++) write(dir, `src/module-${file}.js`, code(file));
  git(dir, 'add', '.');
  return dir;
}

/** Twenty secrets that stand in history, taken into the ledger by burnlist itself. */
function writePolicy(dir) {
  const lines = Array.from({ length: 20 }, (_, line) => `JWT_SECRET_${line}=${hash(`secret ${line}`, 'base64')}\n`);
  write(dir, 'old.env', lines.join(''));
  commit(dir, 'leak');
  rmSync(join(dir, 'old.env'));
  write(dir, '.burnlist/config.yaml', 'marks: honour\nrunbooks:\n  - docs/rotation.md\n');
  commit(dir, 'clean up');
  const done = run(process.execPath, [cli, 'accept', '--all-existing'], dir);
  assert.equal(done.status, 0, done.stderr);
}

function measure(dir) {
  const times = { node: [], staged: [] };
  for (let pair = 0; pair <= PAIRS; pair++) {
    const node = time(['-e', '0'], dir);
    const staged = time([cli, 'staged'], dir);
    // The first pair warms the disk cache.
    if (pair === 0) continue;
    times.node.push(node);
    times.staged.push(staged);
  }
  return { node: median(times.node), staged: median(times.staged) };
}

function time(args, dir) {
  const started = process.hrtime.bigint();
  const done = run(process.execPath, args, dir);
  const taken = Number(process.hrtime.bigint() - started) / 1e6;
  assert.deepEqual([done.status, done.stdout, done.stderr], [0, '', ''], `node ${args.join(' ')}`);
  return taken;
}

function report(what, { node, staged }) {
  const [ratio, ...medians] = [staged / node, node, staged].map((number) => number.toFixed(2));
  process.stdout.write(`${what}: node ${medians[0]} ms, staged ${medians[1]} ms, ratio ${ratio} (${PAIRS} pairs)\n`);
}

function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
}

/** Something like a module of a program: names, calls, texts, hashes of assets. */
function code(seed) {
  let text = `// module ${seed}\n`;
  for (let line = 0; text.length < BYTES; line++) {
    const path = hash(`${seed} ${line}`, 'hex').slice(0, 8);
    text += `export function step${line}(token, options) {\n  return fetch('/api/${path}', options);\n}\n`;
  }
  return text;
}

function hash(text, encoding) {
  return createHash('sha256').update(text).digest(encoding);
}

function commit(dir, message) {
  git(dir, 'add', '--all');
  const person = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org'];
  git(dir, ...person, 'commit', '--quiet', '--allow-empty', '--message', message);
}

function git(dir, ...args) {
  const done = run('git', args, dir);
  assert.equal(done.status, 0, done.stderr);
}

function write(dir, path, content) {
  mkdirSync(join(dir, path, '..'), { recursive: true });
  writeFileSync(join(dir, path), content);
}

function run(command, args, cwd) {
  return spawnSync(command, args, { cwd, env: environment, encoding: 'utf8' });
}
