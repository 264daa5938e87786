// What an audit of a real history costs: `burnlist audit` against what git needs to print the same objects, and the
// patches, in turn. Then the plain engine once.
//   node bench/audit.mjs REPOSITORY [rounds]
// Out: medians in seconds, ratios, the peak of memory of all processes of an audit together (Linux only).
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { median, run } from './measure.mjs';

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
