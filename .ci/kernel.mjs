// Compiles src/kernel, AssemblyScript, to src/kernel/kernel.wasm, which is committed so that nobody who installs burnlist
// needs the compiler. In: `--check` compiles apart and compares. Out: a line that says what was done; status 1 when the
// committed bytes are not what the source compiles to, or the compiler's own complaint and status.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

/** The host brings the memory, which begins with zeros; its first kilobyte stays free, so that 0 is no address. */
const OPTIONS = ['-O3', '--enable', 'simd', '--runtime', 'stub', '--noAssert'];
const MEMORY = ['--importMemory', '--zeroFilledMemory', '--memoryBase', '1024'];

const root = fileURLToPath(new URL('..', import.meta.url));
const committed = join(root, 'src', 'kernel', 'kernel.wasm');
const asc = join(root, 'test', 'node_modules', 'assemblyscript', 'bin', 'asc.js');

if (process.argv.includes('--check')) check();
else {
  compile(committed);
  say(`src/kernel/kernel.wasm: ${readFileSync(committed).length} bytes`);
}

function check() {
  const folder = mkdtempSync(join(tmpdir(), 'burnlist-kernel-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  const compiled = join(folder, 'kernel.wasm');
  compile(compiled);
  if (readFileSync(compiled).equals(readFileSync(committed))) {
    say('src/kernel/kernel.wasm is what src/kernel compiles to');
    return;
  }
  say('src/kernel/kernel.wasm is not what src/kernel compiles to: npm run kernel');
  process.exit(1);
}

function compile(output) {
  const done = spawnSync(process.execPath, [asc, 'src/kernel/index.ts', '-o', output, ...OPTIONS, ...MEMORY], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (done.status !== 0) process.exit(done.status ?? 1);
}

function say(line) {
  process.stdout.write(`burnlist: ${line}\n`);
}
