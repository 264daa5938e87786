#!/usr/bin/env node
'use strict';
// dist/burnlist.cjs: starts what .ci/pack.mjs packed, with the code that V8 made of it when it was built, where this is
// the same V8; any other compiles it anew.
const { readFileSync } = require('node:fs');
const { Script } = require('node:vm');

/** With the options of an overseen process (src/cli.ts) V8 takes nothing that it compiled without them. */
const CACHE = process.argv0 === 'burnlist-overseen' ? 'overseen.cache' : 'cache';

const packs = {};
/** That are imported as they are, by name: once they were, what is packed has them at hand. */
const packages = {};

function load(name) {
  return (packs[name] ??= open(name));
}

function open(name) {
  const filename = `${__dirname}/packed/${name}.js`;
  const script = new Script(readFileSync(filename, 'utf8'), { filename, cachedData: compiled(`${filename}.${CACHE}`) });
  return script.runInThisContext()(require, __dirname, (url) => import(url), load, packages);
}

function compiled(path) {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

load('start')('cli.js');
