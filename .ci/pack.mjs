// Packs what the hook loads into one file each: dist/burnlist.cjs, the start and `staged` with all they import, and
// dist/policy.cjs, what reading a configuration takes, the YAML parser included. Some hundred modules cost more to
// find, read and link one by one than git and the scan together (docs/performance.md). Everything else stays as
// compiled and is imported from there when a command needs it.
import { createRequire } from 'node:module';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const dist = fileURLToPath(new URL('../dist/', import.meta.url));
const require = createRequire(import.meta.url);
const POLICY = ['config/config.js', 'plan/ledger-lines.js'];
/** Packages of several files that a pack takes in; others must be loaded when needed. */
const TAKEN_IN = new Map([['yaml', require.resolve('yaml')]]);

// compiled by kernel.mjs and committed; loaded from beside dist/source
cpSync(join(dist, '..', 'src', 'kernel', 'kernel.wasm'), join(dist, 'kernel', 'kernel.wasm'));

const policy = pack(POLICY);
write('policy.cjs', policy, `module.exports = open;\n`);
// staged and its scan are loaded by import(), and yet always on the hook's path
const start = pack(['cli.js', 'commands/staged.js', 'commands/staged-scan.js']);
write(
  'burnlist.cjs',
  start,
  `open("cli.js");\n`,
  `const elsewhere = ${JSON.stringify(Object.fromEntries(POLICY.map((name) => [name, './policy.cjs'])))};\n`,
);

/** The entries with all that they import, as CommonJS by name. */
function pack(entries) {
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
      add(target);
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

function write(file, packed, last, first = 'const elsewhere = {};\n') {
  // a package's files are named by number: a path of this machine has no place in what is built
  const names = new Map([...packed.keys()].map((name, index) => [name, isOurs(name) ? name : `package/${index}`]));
  const modules = [...packed].map(([name, code]) => {
    const named = code.replace(/\brequire\("((?:\/|[A-Za-z]:)[^"]+)"\)/g, (all, to) =>
      names.has(to) ? `require(${JSON.stringify(names.get(to))})` : all,
    );
    return `${JSON.stringify(names.get(name))}(exports, require, __load, __url, module) {\n${named}}`;
  });
  const text = `#!/usr/bin/env node
'use strict';
const { pathToFileURL } = require('node:url');
${first}const modules = {
${modules.join(',\n')}
};
const loaded = {};
function locate(from, to) {
  const parts = from.split('/').slice(0, -1);
  for (const part of to.split('/')) part === '..' ? parts.pop() : part !== '.' && parts.push(part);
  return parts.join('/');
}
function open(name) {
  if (name in loaded) return loaded[name].exports;
  const module = (loaded[name] = { exports: {} });
  const url = pathToFileURL(__dirname + '/' + name).href;
  const near = (to) => (to in modules ? open(to) : require(to));
  const far = async (to) => {
    const file = to.startsWith('.') ? locate(name, to) : to;
    if (file in modules) return open(file);
    if (file in elsewhere) return require(elsewhere[file])(file);
    return import(to.startsWith('.') ? pathToFileURL(__dirname + '/' + file).href : to);
  };
  modules[name](module.exports, near, far, url, module);
  return module.exports;
}
${last}`;
  writeFileSync(join(dist, file), text, { mode: 0o755 });
}
