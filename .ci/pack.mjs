// Packs what is compiled into few files: dist/packed/start.js, the start and `staged` with all that they import,
// dist/packed/policy.js, what reading a configuration takes, the YAML parser included, dist/packed/openers.js, what opens
// files that hold others, and dist/packed/commands.js, everything else. Some hundred modules cost more to find, read and
// link one by one than git and the scan of a small commit together, and compiling them more than reading what V8 made of
// them here (docs/performance.md). A module stands in one pack, and the others take it from there: there is one of each.
import { createRequire } from 'node:module';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { gzipSync } from 'node:zlib';
import { dirname, join, posix, relative, resolve } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const dist = fileURLToPath(new URL('../dist/', import.meta.url));
const require = createRequire(import.meta.url);
const POLICY = ['config/config.js', 'plan/ledger-lines.js'];
/** Imported like all else, loaded when something of it is called. */
const OPENERS = 'detect/layers/openers.js';
/** What threads begin with: dist/worker.cjs opens it where threads.js is packed. */
const WORKER = 'commands/engine/worker.js';
/** Packages of several files that a pack takes in; others must be loaded when needed. */
const TAKEN_IN = new Map(['yaml', 'picomatch'].map((name) => [name, require.resolve(name)]));

/** By module the pack that has it, and what its code asks for. */
const packOf = new Map();
const statics = new Map();

rmSync(join(dist, 'packed'), { recursive: true, force: true });
mkdirSync(join(dist, 'packed'));
// loaded by import(), and yet always on the hook's path
const HOOK = ['cli.js', 'commands/staged.js', 'commands/change/staged-ready.js', 'commands/change/staged-scan.js', 'commands/oversee.js'];
const packs = {
  start: pack('start', HOOK, [OPENERS]),
  policy: pack('policy', POLICY),
  openers: pack('openers', [OPENERS]),
};
const later = Object.values(packs).flatMap((packed) => [...packed].flatMap(([name, code]) => loadsOf(name, code)));
packs.commands = pack('commands', [WORKER, ...later], [], true);
for (const [name, packed] of Object.entries(packs)) write(name, packed);
const loader = readFileSync(new URL('loader.cjs', import.meta.url), 'utf8');
writeFileSync(join(dist, 'burnlist.cjs'), loader);
chmodSync(join(dist, 'burnlist.cjs'), 0o755);
if (packagesOf(WORKER).length > 0) throw new Error(`${WORKER} imports ${packagesOf(WORKER)}: load it when needed`);
writeFileSync(join(dist, 'worker.cjs'), loader.replace(/load\('start'\).*/, `load('commands')('${WORKER}');`));
warmUp();

/**
 * The entries with all that they import and no other pack has, as CommonJS by name.
 * @param lazy what stands in another pack, to be loaded when something of it is called
 * @param isLast what they load later is packed as well, and packages may be imported
 */
function pack(pack, entries, lazy = [], isLast = false) {
  const packed = new Map();
  for (const name of entries) add(name);
  return packed;

  function add(name) {
    if (packOf.has(name) || lazy.includes(name)) return;
    packOf.set(name, pack);
    packed.set(name, '');
    statics.set(name, []);
    const code = isOurs(name) ? toCommonJs(readFileSync(join(dist, name), 'utf8')) : readFileSync(fileOf(name), 'utf8');
    const resolved = code.replace(/\brequire\((['"])([^'"]+)\1\)/g, (all, _quote, to) => {
      const target = targetOf(name, to, isLast);
      if (target === undefined) return all;
      statics.get(name).push(target);
      if (isPackage(target)) return all;
      add(target);
      return `require(${JSON.stringify(target)})`;
    });
    packed.set(name, resolved);
    if (isLast) for (const target of loadsOf(name, resolved)) add(target);
  }
}

/** Modules of ours that its code loads when needed. */
function loadsOf(name, code) {
  if (!isOurs(name)) return [];
  const loaded = [...code.matchAll(/\b__load\((['"])([^'"]+)\1\)/g)].map(([, , to]) => to);
  return loaded.filter((to) => to.startsWith('.')).map((to) => targetOf(name, to, true));
}

/** Packages that a module imports, and what it imports. */
function packagesOf(name, seen = new Set()) {
  if (seen.has(name)) return [];
  seen.add(name);
  return [...new Set((statics.get(name) ?? []).flatMap((to) => (isPackage(to) ? [to] : packagesOf(to, seen))))];
}

function toCommonJs(source) {
  const far = source
    .replace(/^#!.*\n/, '')
    .replace(/\bimport\((['"][^'"]+['"])\)/g, '__load($1)')
    .replace("'./worker.js'", `'${posix.relative(posix.dirname(WORKER), 'worker.cjs')}'`)
    .replaceAll('import.meta.url', '__url');
  return ts.transpileModule(far, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022, removeComments: true },
  }).outputText;
}

/** Name in a pack, or of a package that is none of it; undefined for what node brings. */
function targetOf(from, to, mayImport) {
  if (to.startsWith('.')) {
    const file = require.resolve(resolve(dirname(fileOf(from)), to));
    return isOurs(from) ? relative(dist, file).replaceAll('\\', '/') : file;
  }
  if (TAKEN_IN.has(to)) return TAKEN_IN.get(to);
  if (to.startsWith('node:') || !isOurs(from)) return undefined;
  if (mayImport) return to;
  throw new Error(`${from} imports ${to} on the hook's path: load it when needed`);
}

/** By name alone: what is packed is a file. */
function isPackage(target) {
  return !target.endsWith('.js') && !target.endsWith('.cjs');
}

function isOurs(name) {
  return !name.startsWith('/') && !/^[A-Za-z]:/.test(name);
}

function fileOf(name) {
  return isOurs(name) ? join(dist, name) : name;
}

function write(file, packed) {
  const elsewhere = {};
  const needs = {};
  const modules = [...packed].map(([name, code]) => {
    for (const target of [...statics.get(name), ...loadsOf(name, code)])
      if (packOf.get(target) !== file && !isPackage(target)) elsewhere[nameOf(target)] = packOf.get(target);
    for (const target of loadsOf(name, code)) if (packagesOf(target).length > 0) needs[target] = packagesOf(target);
    const named = code.replace(/\brequire\("((?:\/|[A-Za-z]:)[^"]+)"\)/g, (_all, to) => `require(${JSON.stringify(nameOf(to))})`);
    return `${JSON.stringify(nameOf(name))}(exports, require, __load, __url, module) {\n${named}}`;
  });
  const text = `(function (require, folder, imported, pack, packages) {
'use strict';
const { pathToFileURL } = require('node:url');
const elsewhere = ${JSON.stringify(elsewhere)};
const needs = ${JSON.stringify(needs)};
const modules = {
${modules.join(',\n')}
};
const loaded = {};
function locate(from, to) {
  const parts = from.split('/').slice(0, -1);
  for (const part of to.split('/')) part === '..' ? parts.pop() : part !== '.' && parts.push(part);
  return parts.join('/');
}
function other(name) {
  return pack(elsewhere[name])(name);
}
function whenCalled(name) {
  return new Proxy({}, { get: (_, key) => other(name)[key] });
}
return function open(name) {
  if (name in loaded) return loaded[name].exports;
  const module = (loaded[name] = { exports: {} });
  const url = pathToFileURL(folder + '/' + name).href;
  const near = (to) => {
    if (to in modules) return open(to);
    if (to in elsewhere) return elsewhere[to] === 'openers' ? whenCalled(to) : other(to);
    return packages[to] ?? require(to);
  };
  const far = async (to) => {
    if (!to.startsWith('.')) return imported(to);
    const file = locate(name, to);
    for (const each of needs[file] ?? []) packages[each] ??= { __esModule: true, ...(await imported(each)) };
    return file in modules ? open(file) : other(file);
  };
  modules[name](module.exports, near, far, url, module);
  return module.exports;
};
})
`;
  writeFileSync(join(dist, 'packed', `${file}.js`), text);
}

/** A package's files are named by number: a path of this machine has no place in what is built. */
function nameOf(name) {
  if (isOurs(name)) return name;
  return `package/${[...packOf.keys()].indexOf(name)}`;
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
    mkdirSync(join(folder, 'docs'));
    writeFileSync(join(folder, 'docs', 'rotation.md'), '# Rotation\n\n## JWT secret\n\n1. Make a new one\n');
    writeFileSync(join(folder, 'server.js'), readFileSync(join(dist, 'cli.js')));
    writeFileSync(join(folder, 'login.js'), "const password = process.env.PASSWORD ?? '';\nlogin({ password, token: null });\n");
    writeFileSync(join(folder, 'notes.gz'), gzipSync('nothing to see\n'));
    run('git', 'add', '.');
    const watch = fileURLToPath(new URL('warm.cjs', import.meta.url));
    const compile = (...args) => {
      const done = run(process.execPath, '--require', watch, join(dist, 'burnlist.cjs'), ...args);
      if (done.status !== 0) process.stderr.write(`burnlist: not compiled ahead: ${done.stderr}\n`);
    };
    compile('staged');
    run('git', '-c', 'user.name=burnlist', '-c', 'user.email=', 'commit', '--quiet', '--no-verify', '--message=as it was');
    compile('audit');
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}
