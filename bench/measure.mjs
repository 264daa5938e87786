// What the benches of audits share: a command run to its end, with the time it took and what it held of memory.
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** @returns seconds, and the peak of kilobytes that the command and all that it started held together (Linux only) */
export async function run([command, ...args]) {
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

export function median(numbers) {
  return [...numbers].sort((a, b) => a - b)[numbers.length >> 1];
}
