// What a sweep over a folder of repositories costs, against git printing every object of all of them, one after the other;
// and what an interrupt at a third costs: the same sweep with --resume, interrupted, and the run that goes on.
//   node bench/sweep.mjs FOLDER
// Out: seconds, ratios, how many searches were noted before the interrupt, and whether the reports are the same.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { run } from './measure.mjs';

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  process.stderr.write('usage: node bench/sweep.mjs FOLDER\n');
  process.exit(2);
}
const cli = process.env.BURNLIST_BIN ?? fileURLToPath(new URL('../dist/burnlist.cjs', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'burnlist-bench-'));
process.on('exit', () => rmSync(scratch, { recursive: true }));
const state = join(scratch, 'state');
const repositories = readdirSync(folder).filter((name) => spawnSync('git', ['-C', join(folder, name), 'rev-parse']).status === 0);

const PRINT = ['cat-file', '--batch-all-objects', '--batch', '--buffer', '--unordered'];
const printed = await inTurn(repositories.map((name) => git(name, ...PRINT)));
say(`git cat-file, ${repositories.length} repositories`, printed);
const whole = await run(sweep('whole'));
say('burnlist sweep', whole.seconds);
process.stdout.write(`peak memory, all processes: ${(whole.peak / 1024).toFixed(0)} MiB\n`);
// a store is searched twice: by the rules, and for what they found
const first = await interrupted(Math.ceil((2 * repositories.length) / 3));
say(`interrupted, ${linesIn(state)} searches noted`, first);
const rest = await run(sweep('resumed', '--resume', state));
say('gone on', rest.seconds);
say('both', first + rest.seconds);
const [one, other] = ['whole', 'resumed'].map((name) => readFileSync(join(scratch, name), 'utf8'));
process.stdout.write(`the reports are ${one === other ? 'the same' : 'NOT the same'}\n`);

function git(name, ...args) {
  return ['git', '-C', join(folder, name), ...args];
}

function sweep(report, ...options) {
  return [process.execPath, cli, 'sweep', folder, '--quiet', '--format', `json=${join(scratch, report)}`, ...options];
}

async function inTurn(commands) {
  let seconds = 0;
  for (const command of commands) seconds += (await run(command)).seconds;
  return seconds;
}

/** As Ctrl-C does, once so many searches are noted. @returns seconds until it has ended */
async function interrupted(searches) {
  const started = performance.now();
  const [command, ...args] = sweep('interrupted', '--resume', state);
  const child = spawn(command, args, { stdio: 'ignore' });
  const ended = new Promise((resolve) => child.on('close', resolve));
  while (child.exitCode === null && linesIn(state) < searches) await new Promise((done) => setTimeout(done, 20));
  child.kill('SIGINT');
  const status = await ended;
  if (status !== 130) throw new Error(`the sweep ended with ${status} before it was interrupted: name more repositories`);
  return (performance.now() - started) / 1000;
}

/** Behind the first line, which says what the file is. */
function linesIn(file) {
  return existsSync(file) ? Math.max(0, readFileSync(file, 'utf8').split('\n').length - 2) : 0;
}

function say(what, seconds) {
  const ratio = (seconds / printed).toFixed(2);
  process.stdout.write(`${what.padEnd(40)} ${seconds.toFixed(1).padStart(8)} s   ${ratio.padStart(6)} × git cat-file\n`);
}
