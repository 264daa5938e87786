// What an audit costs before it judges anything: the same history with every built-in rule disabled but one that is found
// nowhere, against the audit as it is and against `git cat-file`. What is left is reading packs, inflating, applying deltas,
// looking for layers, commits, trees and exposure.   node bench/floor.mjs REPOSITORY [rounds]
// Out: medians of seconds and of CPU seconds (user and system, of the process and all that it waited for), ratios.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { median } from './measure.mjs';

const [repository, rounds = '3'] = process.argv.slice(2);
if (repository === undefined) {
  process.stderr.write('usage: node bench/floor.mjs REPOSITORY [rounds]\n');
  process.exit(2);
}
const KEPT = 'age-file';
const dist = fileURLToPath(new URL('../dist/', import.meta.url));
const cli = process.env.BURNLIST_BIN ?? join(dist, 'burnlist.cjs');
const folder = mkdtempSync(join(tmpdir(), 'burnlist-bench-'));

try {
  const bare = join(folder, 'bare.git');
  git('clone', '--quiet', '--mirror', '--shared', repository, bare);
  const without = git('-C', bare, 'rev-parse', 'HEAD').trim();
  const rules = JSON.parse(readFileSync(join(dist, 'rules.json'), 'utf8'));
  const ids = rules.map(({ id }) => id).filter((id) => id !== KEPT);
  const policy = commit(bare, without, `disable: [${ids.join(', ')}]\n`);
  const audit = (from) => [process.execPath, cli, 'audit', bare, '--policy-from', from, '--quiet'];
  const COMMANDS = {
    'git cat-file': ['git', '-C', bare, 'cat-file', '--batch-all-objects', '--batch', '--buffer', '--unordered'],
    'burnlist audit': audit(without),
    'burnlist audit, one rule': audit(policy),
  };
  const all = Object.fromEntries(Object.keys(COMMANDS).map((name) => [name, []]));
  for (let round = 0; round < Number(rounds); round++)
    for (const [name, command] of Object.entries(COMMANDS)) all[name].push(timed(command));
  const base = median(all['git cat-file'].map(({ wall }) => wall));
  for (const [name, runs] of Object.entries(all)) {
    const wall = median(runs.map((run) => run.wall));
    const cpu = median(runs.map((run) => run.cpu));
    const seconds = `${wall.toFixed(2).padStart(8)} s ${cpu.toFixed(2).padStart(8)} s of CPU`;
    process.stdout.write(`${name.padEnd(26)} ${seconds} ${(wall / base).toFixed(2).padStart(6)} × git cat-file\n`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** @returns a commit on nothing that has this configuration and nothing else; no ref names it */
function commit(dir, parent, config) {
  const blob = git('-C', dir, 'hash-object', '-w', '--stdin', { input: config }).trim();
  const inner = git('-C', dir, 'mktree', { input: `100644 blob ${blob}\tconfig.yaml\n` }).trim();
  const tree = git('-C', dir, 'mktree', { input: `040000 tree ${inner}\t.burnlist\n` }).trim();
  return git('-C', dir, '-c', 'user.name=bench', '-c', 'user.email=bench@localhost', 'commit-tree', tree, '-p', parent, '-m', 'x').trim();
}

/** Output goes through a pipe into wc, so that all of them print. */
function timed(command) {
  const started = performance.now();
  const done = spawnSync('sh', ['-c', '"$@" 2>/dev/null | wc -c >/dev/null; times', 'sh', ...command], { encoding: 'utf8' });
  const wall = (performance.now() - started) / 1000;
  // the shell's own user and system time, and behind it that of what it waited for
  const [, , user, system] = done.stdout.match(/\d+m[\d.,]+s/g) ?? [];
  return { wall, cpu: seconds(user) + seconds(system) };
}

function seconds(text) {
  const [, minutes, rest] = /(\d+)m([\d.,]+)s/.exec(text);
  return Number(minutes) * 60 + Number(rest.replace(',', '.'));
}

function git(...args) {
  const { input, ...options } = typeof args.at(-1) === 'object' ? args.pop() : {};
  const done = spawnSync('git', args, { input, encoding: 'utf8', ...options });
  if (done.status !== 0) throw new Error(`git ${args.join(' ')}: ${done.stderr}`);
  return done.stdout;
}
