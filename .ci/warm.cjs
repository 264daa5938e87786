'use strict';
// Runs the hook once on what is staged here, and keeps what V8 compiled meanwhile beside each packed file.
//   node .ci/warm.cjs PATH-OF-burnlist.cjs
const { renameSync, writeFileSync } = require('node:fs');
const vm = require('node:vm');

const scripts = [];
vm.Script = class extends vm.Script {
  constructor(source, options) {
    super(source, options);
    scripts.push({ script: this, path: `${options.filename}.cache` });
  }
};
process.on('exit', () => {
  for (const { script, path } of scripts) {
    writeFileSync(`${path}.new`, script.createCachedData());
    renameSync(`${path}.new`, path);
  }
});
process.argv.splice(1, 2, process.argv[2], 'staged');
require(process.argv[1]);
