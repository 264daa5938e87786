// How the memory of an audit grows with the repository: the peak of the auditing process itself (git's processes map
// packs, which the kernel counts as theirs) on two generated histories of four objects a commit, and the difference an
// object.   node bench/memory.mjs [commits of the smaller one; the larger has three times as many]
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';

const COMMITS = Number(process.argv[2] ?? 100_000);
const cli = fileURLToPath(new URL('../dist/cli.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'burnlist-bench-'));
// loaded before burnlist: says the peak when the process ends
const watch = join(folder, 'watch.mjs');
writeFileSync(watch, "process.on('exit', () => process.stderr.write(`peak ${process.resourceUsage().maxRSS}\\n`));\n");

try {
  const small = audit(COMMITS);
  const large = audit(COMMITS * 3);
  const perObject = ((large.peak - small.peak) * 1024) / (large.objects - small.objects);
  process.stdout.write(`${perObject.toFixed(1)} bytes an object\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function audit(commits) {
  const dir = join(folder, String(commits));
  run('git', ['init', '--quiet', '--bare', dir]);
  run('git', ['-C', dir, 'fast-import', '--quiet'], history(commits));
  const objects = Number(/in-pack: (\d+)/.exec(run('git', ['-C', dir, 'count-objects', '-v']).stdout)[1]);
  const done = run(process.execPath, ['--import', pathToFileURL(watch).href, cli, 'audit', '--quiet', dir]);
  const peak = Math.max(...[...done.stderr.matchAll(/peak (\d+)/g)].map((match) => Number(match[1])));
  process.stdout.write(`${objects.toLocaleString('en')} objects: ${(peak / 1024).toFixed(0)} MiB\n`);
  return { objects, peak };
}

/** Each commit writes one of fifty files anew: a blob, two trees, a commit. */
function history(commits) {
  const lines = [];
  for (let n = 1; n <= commits; n++) {
    const content = `value ${n}\n`;
    lines.push(`blob\nmark :${n}\ndata ${content.length}\n${content}`);
    lines.push(
      `commit refs/heads/main\ncommitter A <a@b.c> ${1700000000 + n} +0000\ndata 2\nm\nM 100644 :${n} src/f${n % 50}.txt\n`,
    );
  }
  return lines.join('\n');
}

function run(command, args, input) {
  const done = spawnSync(command, args, { encoding: 'utf8', input, maxBuffer: 1 << 28 });
  if (done.status !== 0) throw new Error(`${command} ${args.join(' ')}: ${done.stderr}`);
  return done;
}
