/**
 * What a hit came to is remembered by the bytes it was judged by, across all files of a store. The same text in other
 * surroundings, at the beginning of a file or at its end, cut or whole, is judged by itself.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fc } from '../../support/property.ts';
import { characters, githubToken, jwtSecret, password } from '../../support/secrets.ts';
import { scanFamilies } from './inheriting.ts';

const texts = [
  `JWT_SECRET=${jwtSecret('seen')}`,
  `db_password: "${password('seen')}"`,
  `api_key = '${characters('seen key', 'abcdefghijklmnopqrstuvwxyz0123456789', 32)}'`,
  `token ${githubToken('seen')}`,
  `https://user:${password('seen in url')}@db.internal.corp/x`,
  `x ${characters('seen run', 'ABCDEFabcdefghij0123456789', 40)}`,
];
/** Rules look a hundred bytes back and a thousand ahead: lengths about those ends, of several fillings. */
const FILLINGS = ['', '\n', ' ', '. ', 'a', '"', '=', '-', '{ ', '// '];
const LENGTHS = [0, 1, 3, 66, 68, 70, 172, 490, 560, 1180, 1270];
const around = fc
  .tuple(fc.constantFrom(...FILLINGS), fc.nat(9), fc.constantFrom(...LENGTHS))
  .map(([filling, more, length]) => filling.repeat(Math.ceil((length + more) / Math.max(1, filling.length))));
const file = fc.tuple(around, fc.constantFrom(...texts), around).map((parts) => parts.join(''));

test('the same text in other surroundings is judged by itself', () => {
  fc.assert(
    fc.property(fc.array(file, { minLength: 2, maxLength: 12 }), (files) => {
      // each a family of its own: nothing is inherited, all may be remembered
      scanFamilies([...new Set(files)].map((text) => ({ root: Buffer.from(text), versions: [] })));
    }),
    { numRuns: 200 },
  );
});

test('what was remembered is found in every file that has it', () => {
  const far = `\n${'. '.repeat(400)}\n`;
  const files = Array.from({ length: 20 }, (_, n) => Buffer.from([n, ...texts, ''].join(far)));
  const scanned = scanFamilies(files.map((root) => ({ root, versions: [] })));
  for (const { found } of scanned) assert.equal(found[0]!.findings.length, scanned[0]!.found[0]!.findings.length);
  assert.ok(scanned[0]!.found[0]!.findings.length >= 5);
});
