// Installs what is missing and compiles what is stale, so that `npm start` and `npm test` work on a fresh clone.
// In: `--dev` also installs what only developers need (test/), `--tools` that alone, and compiles nothing. Out: nothing when
// all is there, a line on stderr for each thing done, npm's complaint and exit status when that fails. Plain Node: nothing
// is installed yet.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const BUILT = join(root, 'node_modules', '.burnlist-built');
const STEPS = ['search.mjs', 'pack.mjs', 'loader.cjs', 'warm.cjs'].map((name) => `.ci/${name}`);
const INPUTS = ['src', 'rules', 'tsconfig.json', 'tsconfig.build.json', 'package.json', ...STEPS];
const QUIET = ['--no-audit', '--no-fund', '--no-progress', '--loglevel=error'];

requireNode(20);
const toolsAlone = process.argv.includes('--tools');
if (!toolsAlone) {
  install(root, 'dependencies');
  compile();
}
if (toolsAlone || process.argv.includes('--dev')) install(join(root, 'test'), 'test tools');

function requireNode(major) {
  if (Number(process.versions.node.split('.')[0]) >= major) return;
  say(`Node ${major} or newer is needed, this is ${process.versions.node}`);
  process.exit(2);
}

function install(folder, what) {
  if (isInstalled(folder)) return;
  say(`installing ${what}`);
  // NODE_ENV=production would leave out the compiler.
  npm(['ci', '--ignore-scripts', '--include=dev', ...QUIET], folder, `installing ${what}`);
}

/** What npm noted as installed is what the lock asks for. By content: times say nothing after a checkout. */
function isInstalled(folder) {
  const noted = join(folder, 'node_modules', '.package-lock.json');
  if (!existsSync(noted)) return false;
  const have = packagesOf(noted);
  const wanted = Object.entries(packagesOf(join(folder, 'package-lock.json')));
  return wanted.every(([path, { version, optional }]) => path === '' || optional || have[path]?.version === version);
}

function packagesOf(lock) {
  return JSON.parse(readFileSync(lock, 'utf8')).packages ?? {};
}

function compile() {
  const inputs = describe(INPUTS);
  if (existsSync(join(root, 'dist', 'burnlist.cjs')) && existsSync(BUILT) && readFileSync(BUILT, 'utf8') === inputs)
    return;
  say('compiling');
  // Else a module whose source is gone would still be found.
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  npm(['run', '--silent', 'compile'], root, 'compiling');
  writeFileSync(BUILT, inputs);
}

/** Name, size and time of every file below the paths: changes when one is edited, added, renamed or removed. */
function describe(paths) {
  return paths.flatMap(filesBelow).map(describeFile).join('\n');
}

function filesBelow(path) {
  const stat = statSync(join(root, path), { throwIfNoEntry: false });
  if (stat === undefined) return [];
  if (!stat.isDirectory()) return [path];
  return readdirSync(join(root, path))
    .sort()
    .flatMap((name) => filesBelow(`${path}/${name}`));
}

function describeFile(path) {
  const { size, mtimeMs } = statSync(join(root, path));
  return `${path} ${size} ${mtimeMs}`;
}

function npm(args, cwd, what) {
  // The npm that runs us, where there is one: the one on PATH may be another.
  const own = process.env.npm_execpath;
  const [command, first] = own?.endsWith('.js') ? [process.execPath, [own]] : ['npm', []];
  const done = spawnSync(command, [...first, ...args], {
    cwd,
    encoding: 'utf8',
    shell: process.platform === 'win32' && command === 'npm',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (done.status === 0) return;
  const output = `${done.stdout ?? ''}${done.stderr ?? ''}${done.error?.message ?? ''}`;
  say(`${what} failed (npm ${args.slice(0, 2).join(' ')})`);
  process.stderr.write(`${shorten(output.trimEnd().split('\n')).join('\n')}\n`);
  process.exit(done.status || 1);
}

/** npm says first what is wrong, then how it is used, last where its log is. */
function shorten(lines) {
  return lines.length <= 20 ? lines : [...lines.slice(0, 15), '…', ...lines.slice(-3)];
}

function say(line) {
  process.stderr.write(`burnlist: ${line}\n`);
}
