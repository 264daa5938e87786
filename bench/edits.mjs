// Whether the cost of an audit follows new bytes: histories of one-line edits of one file, of three sizes, against git
// printing all versions, and against the plain engine where it is not too long.   node bench/edits.mjs [edits]
// Out: seconds and ratios by size of the file.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { run } from './measure.mjs';

const EDITS = Number(process.argv[2] ?? 2000);
const SIZES = [0.25, 1, 4];
const LINE = 64;
const cli = process.env.BURNLIST_BIN ?? fileURLToPath(new URL('../dist/burnlist.cjs', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'burnlist-bench-'));

try {
  for (const size of SIZES) {
    const dir = join(folder, String(size));
    await run(['git', 'init', '--quiet', '--bare', dir]);
    await importEdits(dir, (size * 1024 * 1024) / LINE);
    const git = await run(['git', '-C', dir, 'cat-file', '--batch-all-objects', '--batch', '--buffer', '--unordered']);
    const packs = await run([process.execPath, cli, 'audit', dir, '--quiet']);
    const plain = await run([process.execPath, cli, 'audit', dir, '--quiet', '--engine', 'plain']);
    const of = (seconds) => `${packs.seconds.toFixed(2)} s, ${(packs.seconds / seconds).toFixed(2)} ×`;
    process.stdout.write(`${size} MB: ${of(git.seconds)} git cat-file, ${of(plain.seconds)} the plain engine\n`);
    rmSync(dir, { recursive: true });
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Ordinary lines of a configuration; each commit changes one of them. */
async function importEdits(dir, lines) {
  const content = Buffer.from(Array.from({ length: lines }, (_, number) => line(number, 0)).join(''));
  const child = spawn('git', ['-C', dir, 'fast-import', '--quiet'], { stdio: ['pipe', 'ignore', 'inherit'] });
  const ended = once(child, 'close');
  for (let edit = 0; edit <= EDITS; edit++) {
    const number = (edit * 7919) % lines;
    content.write(line(number, edit), number * LINE);
    child.stdin.write(`commit refs/heads/main\ncommitter A <a@b.c> ${1700000000 + edit} +0000\ndata 0\nM 100644 inline f\n`);
    child.stdin.write(`data ${content.length}\n`);
    if (!child.stdin.write(Buffer.from(content))) await once(child.stdin, 'drain');
    child.stdin.write('\n');
  }
  child.stdin.end();
  await ended;
}

function line(number, edit) {
  const text = `service_${number}: { path: /var/lib/${(number * 2654435761) % 99991}, retries: ${edit}, user: www }`;
  return `${text.slice(0, LINE - 1).padEnd(LINE - 1)}\n`;
}
