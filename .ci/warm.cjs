'use strict';
// Keeps what V8 compiled of each packed file while a command ran, beside it under the name that dist/burnlist.cjs looks for.
//   node --require .ci/warm.cjs dist/burnlist.cjs COMMAND
const { renameSync, writeFileSync } = require('node:fs');
const vm = require('node:vm');
const { isMainThread } = require('node:worker_threads');

// who only oversees another process compiles next to nothing
const isOverseer = process.argv0 !== 'burnlist-overseen' && process.argv[2] !== 'staged';
const scripts = [];
if (isMainThread && !isOverseer) {
  vm.Script = class extends vm.Script {
    constructor(source, options) {
      super(source, options);
      const cache = process.argv0 === 'burnlist-overseen' ? 'overseen.cache' : 'cache';
      scripts.push({ script: this, path: `${options.filename}.${cache}` });
    }
  };
}
process.on('exit', () => {
  for (const { script, path } of scripts) {
    writeFileSync(`${path}.new`, script.createCachedData());
    renameSync(`${path}.new`, path);
  }
});
