// What rule files of other scanners cost: an audit of a clone that names them, against one by our own rules alone.
//   node bench/others.mjs REPOSITORY FILE… [-- rounds]
// Out: medians in seconds of both, in turn, and the ratio.
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { median, run } from './measure.mjs';

const given = process.argv.slice(2);
const end = given.includes('--') ? given.indexOf('--') : given.length;
const [repository, ...files] = given.slice(0, end);
const rounds = Number(given[end + 1] ?? 3);
if (files.length === 0) {
  process.stderr.write('usage: node bench/others.mjs REPOSITORY FILE… [-- rounds]\n');
  process.exit(2);
}
const cli = process.env.BURNLIST_BIN ?? fileURLToPath(new URL('../dist/burnlist.cjs', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'burnlist-bench-'));
const git = (...args) => run(['git', '-C', folder, '-c', 'user.name=bench', '-c', 'user.email=bench@example.org', ...args]);
try {
  await run(['git', 'clone', '--quiet', repository, folder]);
  await git('commit', '--quiet', '--allow-empty', '--message', 'ours');
  await git('tag', 'ours');
  mkdirSync(join(folder, '.burnlist', 'others'), { recursive: true });
  for (const file of files) cpSync(file, join(folder, '.burnlist', 'others', basename(file)));
  const named = files.map((file) => `.burnlist/others/${basename(file)}`).join(', ');
  writeFileSync(join(folder, '.burnlist', 'config.yaml'), `rules: [${named}]\n`);
  await git('add', '--force', '.burnlist');
  await git('commit', '--quiet', '--message', 'others');
  const times = { ours: [], others: [] };
  const audit = [process.execPath, cli, 'audit', folder, '--quiet', '--policy-from'];
  for (let round = 0; round < rounds; round++) {
    times.ours.push((await run([...audit, 'ours'])).seconds);
    times.others.push((await run([...audit, 'HEAD'])).seconds);
  }
  const [ours, others] = [median(times.ours), median(times.others)];
  process.stdout.write(`our rules ${ours.toFixed(2)} s, with others' ${others.toFixed(2)} s: ${(others / ours).toFixed(1)} ×\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
