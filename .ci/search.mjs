// Build step: the tables of the kernel's search for the built-in rules → dist/search.bin, see commands/engine/quick-search.ts.
import { cpSync, writeFileSync } from 'node:fs';
import { kernelServes, loadHitTable } from '../dist/commands/engine/kernel-table.js';
import { searchTables } from '../dist/commands/engine/quick-search.js';
import { createHitTable } from '../dist/detect/search/hit-table.js';
import { loadBuiltInRules } from '../dist/detect/rules/built-in.js';
import { openKernel } from '../dist/source/kernel.js';

// compiled by kernel.mjs and committed; loaded from beside dist/source
cpSync(new URL('../src/kernel/kernel.wasm', import.meta.url), new URL('../dist/kernel/kernel.wasm', import.meta.url));

const rules = loadBuiltInRules().filter(({ paths }) => paths === undefined);
const table = createHitTable(rules, {});
if (!kernelServes(table)) throw new Error('a literal of a built-in rule is too short or too long for the kernel');
const kernel = openKernel(0);
loadHitTable(kernel, table);
writeFileSync(new URL('../dist/search.bin', import.meta.url), searchTables(kernel, table.literals));
