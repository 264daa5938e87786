// Where an audit spends its time, by what it does, and how much of that on the main thread, where nothing else runs
// beside it once the others have done.   node bench/phases.mjs REPOSITORY [audit options]
// Out: seconds of all threads, of the main one, and shares, from a CPU profile of the audit.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const [repository, ...options] = process.argv.slice(2);
if (repository === undefined) {
  process.stderr.write('usage: node bench/phases.mjs REPOSITORY [audit options]\n');
  process.exit(2);
}
const dist = fileURLToPath(new URL('../dist/', import.meta.url));
const exported = exportedNames();

/** By the innermost frame that says it; of the kernel by the function that the host called. */
const PHASES = [
  ['inflate', /^kernel inflate$/],
  ['apply deltas', /^kernel (?:deltaResultSize|applyDelta)$/],
  ['search', /^kernel (?:hitsOf|rememberFresh)/],
  ['trees', /^kernel (?:entriesOf|sortEntries)/],
  ['settle', /^kernel (?:lineFeeds|unitsBefore)/],
  ['garbage collection', /^\(garbage collector\)/],
  ['idle', /^\(idle\)/],
  ['read packs', /^read $|packs\/pack-file/],
  ['judge', /^judge .*detect\/versions/],
  ['settle', /^(?:settle|settleVersion) .*(?:pack-blobs|versions)/],
  ['trees', / .*(?:packs\/read-trees|source\/read-trees|tree-facts|name-table)/],
  ['open the store', / .*packs\/(?:pack-store|pack-index|families)/],
  ['commits', / .*(?:commit-tables|object-parts|repository-units)/],
  ['exposure', / .*(?:audit\/history|join-trees|mark-trees|source\/graph|exposure\/)/],
  ['walk families', / .*(?:packs\/walk|source\/kernel|pack-blobs)/],
  ['report', / .*report\//],
];

const folder = mkdtempSync(join(tmpdir(), 'burnlist-bench-'));
try {
  const started = performance.now();
  const args = ['--cpu-prof', `--cpu-prof-dir=${folder}`, join(dist, 'cli.js'), 'audit', repository, '--quiet', ...options];
  const { status } = spawnSync(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  if (![0, 1, 3].includes(status)) throw new Error(`the audit ended with ${status}`);
  const wall = (performance.now() - started) / 1000;
  // the first is of the process that only oversees the other
  const profiles = readdirSync(folder).sort(byThread).slice(1).map(phasesOf);
  print(wall, profiles);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** CPU.date.time.process.thread.number.cpuprofile */
function byThread(a, b) {
  const [, , , process1, thread1] = a.split('.').map(Number);
  const [, , , process2, thread2] = b.split('.').map(Number);
  return process1 - process2 || thread1 - thread2;
}

/** Seconds by phase. */
function phasesOf(name) {
  const { nodes, samples, timeDeltas } = JSON.parse(readFileSync(join(folder, name), 'utf8'));
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id])));
  const phases = new Map(nodes.map(({ id }) => [id, phaseOf(id)]));
  const seconds = new Map();
  samples.forEach((id, index) => add(seconds, phases.get(id), timeDeltas[index] / 1e6));
  return seconds;

  function phaseOf(id) {
    let called = '';
    for (let at = id; at !== undefined; at = parents.get(at)) {
      const { functionName, url } = byId.get(at).callFrame;
      const inKernel = /^wasm-function\[(\d+)\]$/.exec(functionName);
      if (inKernel !== null) {
        called = `kernel ${exported.get(inKernel[1])}`;
        continue;
      }
      const found = PHASES.find(([, frame]) => frame.test(called)) ?? PHASES.find(([, frame]) => frame.test(`${functionName} ${url}`));
      if (found !== undefined) return found[0];
    }
    return 'other';
  }
}

function add(sums, key, value) {
  sums.set(key, (sums.get(key) ?? 0) + value);
}

/** Profiles call functions of the kernel by number. */
function exportedNames() {
  const module = new WebAssembly.Module(readFileSync(join(dist, 'kernel', 'kernel.wasm')));
  const memory = new WebAssembly.Memory({ initial: 192, maximum: 32768 });
  const { exports } = new WebAssembly.Instance(module, { env: { memory, abort() {} } });
  return new Map(Object.entries(exports).flatMap(([name, value]) => (typeof value === 'function' ? [[value.name, name]] : [])));
}

function print(wall, [main, ...workers]) {
  const all = new Map();
  for (const seconds of [main, ...workers]) for (const [phase, spent] of seconds) add(all, phase, spent);
  all.delete('idle');
  const busy = sumOf(all);
  process.stdout.write(`${'seconds of CPU'.padEnd(20)} all threads           main\n`);
  for (const [phase, spent] of [...all].sort((a, b) => b[1] - a[1])) say(phase, spent, busy, main.get(phase) ?? 0);
  say('together', busy, busy, sumOf(main) - (main.get('idle') ?? 0));
  process.stdout.write(`${wall.toFixed(2)} s; the main thread waited for ${(main.get('idle') ?? 0).toFixed(2)} s of them\n`);
}

function say(phase, spent, busy, here) {
  const share = `${Math.round((spent / busy) * 100)} %`;
  process.stdout.write(`${phase.padEnd(20)} ${spent.toFixed(2).padStart(9)} ${share.padStart(8)} ${here.toFixed(2).padStart(11)}\n`);
}

function sumOf(seconds) {
  return [...seconds.values()].reduce((sum, spent) => sum + spent, 0);
}
