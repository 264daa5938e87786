// Runs the tests: all of them, or those whose path holds one of the words given (`npm test -- runbook`); what begins
// with a dash goes to node (`npm test -- --test-name-pattern=merge`). Out: node's own report and exit status.
// Nothing of the machine reaches a test: no git configuration, no home folder, an odd time zone, the plain locale.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const words = process.argv.slice(2).filter((argument) => !argument.startsWith('-'));
const options = process.argv.slice(2).filter((argument) => argument.startsWith('-'));

// Listed here, since Node 20 takes no globs and looks for no TypeScript.
const files = readdirSync(join(root, 'test'), { recursive: true })
  .map((path) => `test/${path.replaceAll('\\', '/')}`)
  .filter((path) => path.endsWith('.test.ts') && !path.includes('node_modules/'))
  .filter((path) => words.length === 0 || words.some((word) => path.includes(word)))
  .sort();

if (files.length === 0) {
  process.stderr.write(`burnlist: no test file's path holds ${words.map((word) => `"${word}"`).join(' or ')}\n`);
  process.exit(2);
}

const home = mkdtempSync(join(tmpdir(), 'burnlist-home-'));
try {
  process.exitCode = run(files);
} finally {
  rmSync(home, { recursive: true, force: true });
}

function run(paths) {
  const tsx = createRequire(join(root, 'test', 'package.json')).resolve('tsx');
  const runner = ['--test', '--test-reporter=spec', `--test-concurrency=${availableParallelism()}`, ...options];
  const done = spawnSync(process.execPath, ['--import', pathToFileURL(tsx).href, ...runner, ...paths], {
    cwd: root,
    env: environment(),
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return done.status ?? 1;
}

/** What a test may see of the environment it is run in. */
function environment() {
  const foreign = /^(GIT_|PRE_COMMIT|BURNLIST_(?!BIN$)|LC_|LANG|NODE_OPTIONS$|NO_COLOR$|FORCE_COLOR$|GITHUB_|CI$)/;
  const kept = Object.entries(process.env).filter(([name]) => !foreign.test(name));
  return {
    ...Object.fromEntries(kept),
    HOME: home,
    USERPROFILE: home,
    XDG_CONFIG_HOME: home,
    GIT_CONFIG_GLOBAL: process.platform === 'win32' ? 'NUL' : '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
    TZ: 'Pacific/Chatham',
    LC_ALL: 'C',
  };
}
