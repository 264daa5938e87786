// What an audit of a real history costs: `burnlist audit` against what git needs to print the same objects, and the
// patches, in turn. Then the plain engine once, and where the time of the pack engine goes.
//   node bench/audit.mjs REPOSITORY [rounds]
// Out: medians in seconds, ratios, the peak of memory of all processes of an audit together (Linux only).
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const [repository, rounds = '3'] = process.argv.slice(2);
if (repository === undefined) {
  process.stderr.write('usage: node bench/audit.mjs REPOSITORY [rounds]\n');
  process.exit(2);
}
const cli = process.env.BURNLIST_BIN ?? fileURLToPath(new URL('../dist/burnlist.cjs', import.meta.url));
const audit = (engine) => [process.execPath, cli, 'audit', repository, '--engine', engine, '--quiet'];
const git = (...args) => ['git', '-C', repository, ...args];

const COMMANDS = {
  'git cat-file': git('cat-file', '--batch-all-objects', '--batch', '--buffer', '--unordered'),
  'git log -p': git('log', '-p', '-U0', '--all'),
  'burnlist audit': audit('packs'),
};

const times = Object.fromEntries(Object.keys(COMMANDS).map((name) => [name, []]));
let peak = 0;
for (let round = 0; round < Number(rounds); round++) {
  for (const [name, command] of Object.entries(COMMANDS)) {
    const done = await run(command);
    times[name].push(done.seconds);
    if (name === 'burnlist audit') peak = Math.max(peak, done.peak);
  }
}
const medians = Object.fromEntries(Object.entries(times).map(([name, all]) => [name, median(all)]));
for (const [name, seconds] of Object.entries(medians)) say(name, seconds);
const plain = await run(audit('plain'));
say('burnlist audit --engine plain', plain.seconds);
process.stdout.write(`peak memory of an audit, all processes: ${(peak / 1024).toFixed(0)} MiB\n`);

function say(name, seconds) {
  const ratio = (seconds / medians['git cat-file']).toFixed(2);
  process.stdout.write(`${name.padEnd(32)} ${seconds.toFixed(2).padStart(8)} s   ${ratio.padStart(6)} × git cat-file\n`);
}

function median(numbers) {
  return [...numbers].sort((a, b) => a - b)[numbers.length >> 1];
}

async function run([command, ...args]) {
  const started = performance.now();
  // read and thrown away, as a pipe into wc would
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  child.stdout.on('data', () => {});
  let most = 0;
  const timer = setInterval(() => (most = Math.max(most, memoryBelow(child.pid))), 50);
  const status = await new Promise((resolve) => child.on('close', resolve));
  clearInterval(timer);
  if (command !== 'git' && ![0, 1, 3].includes(status)) throw new Error(`${[command, ...args].join(' ')}: ${status}`);
  return { seconds: (performance.now() - started) / 1000, peak: most };
}

/** Kilobytes that a process and all that it started hold just now. */
function memoryBelow(root) {
  let sum = 0;
  const parents = new Map();
  for (const name of readable('/proc').filter((entry) => /^\d+$/.test(entry))) {
    const status = read(`/proc/${name}/status`);
    parents.set(Number(name), {
      parent: Number(/^PPid:\s+(\d+)/m.exec(status)?.[1] ?? 0),
      kilobytes: Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0),
    });
  }
  for (let [pid, { kilobytes }] of parents) {
    for (let hops = 0; pid !== undefined && pid !== root && hops < 20; hops++) pid = parents.get(pid)?.parent;
    if (pid === root) sum += kilobytes;
  }
  return sum;
}

function readable(folder) {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
