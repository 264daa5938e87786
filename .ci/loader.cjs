#!/usr/bin/env node
'use strict';
// dist/burnlist.cjs: starts what .ci/pack.mjs packed, with the code that V8 made of it when it was built, where this is
// the same V8; any other compiles it anew.
const { readFileSync } = require('node:fs');
const { Script } = require('node:vm');

function load(name) {
  const filename = `${__dirname}/packed/${name}.js`;
  const script = new Script(readFileSync(filename, 'utf8'), { filename, cachedData: compiled(`${filename}.cache`) });
  return script.runInThisContext()(require, __dirname, (url) => import(url), load);
}

function compiled(path) {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

load('start')('cli.js');
