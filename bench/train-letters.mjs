// Prints the table of src/detect/checks/letters.ts: how surprising one letter is behind another in names and prose.
// Text: the declaration files and read-me pages of some packages whose versions are locked, so that anyone gets the same
// table (a test says when it is no longer the one that is committed).
//   node bench/train-letters.mjs > src/detect/checks/letters.ts
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const PACKAGES = [
  ...['typescript', 'yaml', 'simple-git', 'markdown-it', 'picomatch', 'chalk'].map((name) => `node_modules/${name}`),
  ...['@types/node', 'assemblyscript', 'fast-check', 'oxlint', 'ajv'].map((name) => `test/node_modules/${name}`),
];
const root = fileURLToPath(new URL('..', import.meta.url));

const counts = Array.from({ length: 27 }, () => new Float64Array(27).fill(0.5));
const words = new Set();
for (const name of PACKAGES) walk(join(root, name));
// every distinct word counts once: frequent names must not drown the rest
for (const word of words) {
  let before = 26;
  for (const letter of word) {
    const code = letter.charCodeAt(0) - 97;
    counts[before][code]++;
    before = code;
  }
}
const digits = counts.map((row) => {
  const sum = row.slice(0, 26).reduce((a, b) => a + b, 0);
  return Array.from(row.slice(0, 26), (n) =>
    String.fromCharCode(48 + Math.min(60, Math.round(-Math.log2(n / sum) * 4))),
  ).join('');
});

process.stdout
  .write(`/** Made by bench/train-letters.mjs from ${words.size.toLocaleString('en')} distinct words; do not edit. */

/**
 * Row: the letter before (a–z, last row: the start of a word). Column: the letter. A character is the surprise in
 * quarters of a bit, from '0' on.
 */
export const LETTER_SURPRISE = [
${digits.map((row) => `  ${row.includes("'") ? JSON.stringify(row) : `'${row.replaceAll('\\', '\\\\')}'`},`).join('\n')}
] as const;
`);

function walk(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) walk(path);
    else if (/\.(d\.ts|d\.mts|md)$/.test(entry.name)) {
      for (const word of readFileSync(path, 'utf8').match(/[A-Za-z][a-z]+/g) ?? []) {
        if (word.length <= 20) words.add(word.toLowerCase());
      }
    }
  }
}
