// Packs what the hook loads into one file each: dist/packed/start.js, the start and `staged` with all they import,
// dist/packed/policy.js, what reading a configuration takes, the YAML parser included, and dist/packed/openers.js, what
// opens files that hold others. Some hundred modules cost more to find, read and link one by one than git and the scan
// together, and compiling them more than reading what V8 made of
// them here (docs/performance.md). Everything else stays as compiled and is imported from there when a command needs it.
import { createRequire } from 'node:module';
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { gzipSync } from 'node:zlib';
import { dirname, join, relative, resolve } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const dist = fileURLToPath(new URL('../dist/', import.meta.url));
const require = createRequire(import.meta.url);
const POLICY = ['config/config.js', 'plan/ledger-lines.js'];
/** Imported like all else, loaded when something of it is called. */
const OPENERS = 'detect/layers/openers.js';
/** Packages of several files that a pack takes in; others must be loaded when needed. */
const TAKEN_IN = new Map([['yaml', require.resolve('yaml')]]);

rmSync(join(dist, 'packed'), { recursive: true, force: true });
mkdirSync(join(dist, 'packed'));
write('policy', pack(POLICY), {});
// loaded by import(), and yet always on the hook's path
const start = pack(['cli.js', 'commands/staged.js', 'commands/staged-ready.js', 'commands/staged-scan.js'], [OPENERS]);
write('openers', pack([OPENERS]), {});
write('start', start, { ...Object.fromEntries(POLICY.map((name) => [name, 'policy'])), [OPENERS]: 'openers' });
cpSync(fileURLToPath(new URL('loader.cjs', import.meta.url)), join(dist, 'burnlist.cjs'));
chmodSync(join(dist, 'burnlist.cjs'), 0o755);
warmUp();

/** The entries with all that they import, as CommonJS by name. @param later what stands in another pack */
function pack(entries, later = []) {
  const packed = new Map();
  for (const name of entries) add(name);
  return packed;

  function add(name) {
    if (packed.has(name)) return;
    packed.set(name, '');
    const code = isOurs(name) ? toCommonJs(readFileSync(join(dist, name), 'utf8')) : readFileSync(fileOf(name), 'utf8');
    const resolved = code.replace(/\brequire\((['"])([^'"]+)\1\)/g, (all, _quote, to) => {
      const target = targetOf(name, to);
      if (target === undefined) return all;
      if (!later.includes(target)) add(target);
      return `require(${JSON.stringify(target)})`;
    });
    packed.set(name, resolved);
  }
}

function toCommonJs(source) {
  const far = source
    .replace(/^#!.*\n/, '')
    .replace(/\bimport\((['"][^'"]+['"])\)/g, '__load($1)')
    .replaceAll('import.meta.url', '__url');
  return ts.transpileModule(far, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022, removeComments: true },
  }).outputText;
}

/** Name in the pack; undefined for what node brings. */
function targetOf(from, to) {
  if (to.startsWith('.')) {
    const file = require.resolve(resolve(dirname(fileOf(from)), to));
    return isOurs(from) ? relative(dist, file).replaceAll('\\', '/') : file;
  }
  if (TAKEN_IN.has(to)) return TAKEN_IN.get(to);
  if (to.startsWith('node:') || !isOurs(from)) return undefined;
  throw new Error(`${from} imports ${to} on the hook's path: load it when needed`);
}

function isOurs(name) {
  return !name.startsWith('/') && !/^[A-Za-z]:/.test(name);
}

function fileOf(name) {
  return isOurs(name) ? join(dist, name) : name;
}

/** @param elsewhere modules that stand in another pack, by name */
function write(file, packed, elsewhere) {
  // a package's files are named by number: a path of this machine has no place in what is built
  const names = new Map([...packed.keys()].map((name, index) => [name, isOurs(name) ? name : `package/${index}`]));
  const modules = [...packed].map(([name, code]) => {
    const named = code.replace(/\brequire\("((?:\/|[A-Za-z]:)[^"]+)"\)/g, (all, to) =>
      names.has(to) ? `require(${JSON.stringify(names.get(to))})` : all,
    );
    return `${JSON.stringify(names.get(name))}(exports, require, __load, __url, module) {\n${named}}`;
  });
  const text = `(function (require, folder, imported, pack) {
'use strict';
const { pathToFileURL } = require('node:url');
const elsewhere = ${JSON.stringify(elsewhere)};
const modules = {
${modules.join(',\n')}
};
const loaded = {};
const packs = {};
function locate(from, to) {
  const parts = from.split('/').slice(0, -1);
  for (const part of to.split('/')) part === '..' ? parts.pop() : part !== '.' && parts.push(part);
  return parts.join('/');
}
function other(name) {
  return (packs[elsewhere[name]] ??= pack(elsewhere[name]))(name);
}
function whenCalled(name) {
  return new Proxy({}, { get: (_, key) => other(name)[key] });
}
return function open(name) {
  if (name in loaded) return loaded[name].exports;
  const module = (loaded[name] = { exports: {} });
  const url = pathToFileURL(folder + '/' + name).href;
  const near = (to) => (to in modules ? open(to) : to in elsewhere ? whenCalled(to) : require(to));
  const far = async (to) => {
    const file = to.startsWith('.') ? locate(name, to) : to;
    if (file in modules) return open(file);
    if (file in elsewhere) return other(file);
    return imported(to.startsWith('.') ? pathToFileURL(folder + '/' + file).href : to);
  };
  modules[name](module.exports, near, far, url, module);
  return module.exports;
};
})
`;
  writeFileSync(join(dist, 'packed', `${file}.js`), text);
}

/** A commit as most are: a few files, a configuration, a ledger. Without git there is no hook that could be slow. */
function warmUp() {
  const folder = mkdtempSync(join(tmpdir(), 'burnlist-build-'));
  const outside = Object.entries(process.env).filter(([key]) => !/^(GIT_|NODE_OPTIONS|PRE_COMMIT)/.test(key));
  const env = { ...Object.fromEntries(outside), HOME: folder, GIT_CONFIG_NOSYSTEM: '1', GIT_INDEX_FILE: '.git/index' };
  const run = (command, ...args) => spawnSync(command, args, { cwd: folder, env, stdio: ['ignore', 'ignore', 'pipe'] });
  try {
    if (run('git', 'init', '--quiet', '--template=').status !== 0) return;
    mkdirSync(join(folder, '.burnlist'));
    writeFileSync(join(folder, '.burnlist', 'config.yaml'), 'marks: honour\nrunbooks:\n  - docs/rotation.md\n');
    const entry = `- { id: ${'a'.repeat(26)}, status: known, on: "2026-01-01" }\n`;
    writeFileSync(join(folder, '.burnlist', 'ledger.yaml'), entry);
    writeFileSync(join(folder, 'server.js'), readFileSync(join(dist, 'cli.js')));
    writeFileSync(join(folder, 'login.js'), "const password = process.env.PASSWORD ?? '';\nlogin({ password, token: null });\n");
    writeFileSync(join(folder, 'notes.gz'), gzipSync('nothing to see\n'));
    run('git', 'add', '.');
    const done = run(process.execPath, fileURLToPath(new URL('warm.cjs', import.meta.url)), join(dist, 'burnlist.cjs'));
    if (done.status !== 0) process.stderr.write(`burnlist: not compiled ahead: ${done.stderr}\n`);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}
