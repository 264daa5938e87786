/** Escapes that follow each other in a text: what is decoded for each of them, and what all of them together cost. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fc } from '../../support/property.ts';
import { characters } from '../../support/secrets.ts';
import { scan, valueOf } from '../scanning.ts';
import { openBudget } from '../../../src/detect/layers/budget.ts';
import { ESCAPES } from '../../../src/detect/layers/escapes.ts';
import { claimsAroundEach, claimsAroundOne } from '../../../src/detect/layers/within.ts';
import { NO_CLAIMS } from '../../../src/detect/claims/conclude.ts';

const JOINS = ['%3d', '%253d', '%3A%2f%2F', '\\x3d', '\\\\\\":', '=\x1b[', '\x1b[0m:', '&quot;:'];
const CHAINS = ['%61', '\\u0061', '\\x61', '&#97;'].map((escape) => escape.repeat(9));
/** All that begins and ends a string is escaped, too. */
const QUOTED = [
  ['%22', '%61'],
  ['\\x22', '\\x61'],
  ['\\u0022', '\\u0061'],
  ['\\042', '\\141'],
  ['&#34;', '&#97;'],
].map(([quote, letter]) => `${quote}${letter!.repeat(9)}${quote}`);
const LONG = ['a', 'b', 'c', 'd', 'e'].map((letter) => letter.repeat(900));
const PIECES = [...JOINS, ...CHAINS, ...QUOTED, ' ', '\n', 'a'.repeat(200), ...LONG];

test('the same are decoded as when each is asked for alone, but where a line is too long to tell from there', () => {
  let untold = 0;
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...PIECES), { maxLength: 40, size: 'max' }), (pieces) => {
      const bytes = Buffer.from(pieces.join(''), 'latin1');
      const text = bytes.toString('latin1').toLowerCase();
      let looked = 0;
      const look = (): typeof NO_CLAIMS => (looked++, NO_CLAIMS);
      const each = claimsAroundEach(openBudget(1 << 30), look);
      for (let hit = 0; hit < bytes.length; hit++) {
        for (const layer of ESCAPES) {
          if (!layer.literals.some((literal) => text.startsWith(literal, hit))) continue;
          looked = 0;
          const alone = claimsAroundOne(bytes, hit, layer, openBudget(1 << 30), look);
          const byItself = looked;
          looked = 0;
          each(bytes, 0, hit, layer);
          if (alone === undefined) untold++;
          else assert.equal(looked, byItself, `${layer.via} at ${hit}`);
          assert.ok(alone !== undefined || text.lastIndexOf('\n', hit) < hit - 2000, 'lines of 2,000 bytes can be told');
        }
      }
    }),
  );
  assert.ok(untold > 0, 'some lines were longer');
});

/** Names and values in a row, as many as a text has room for, written as each form writes them. */
const FORMS: Readonly<Record<string, (name: string, value: string) => string>> = {
  plain: (name, value) => `${name}=${value};`,
  escapes: (name, value) => `${name}\\u003d${value};`,
  'escapes of all letters': (name, value) => `${name.replace(/./g, (letter) => `\\x${letter.charCodeAt(0).toString(16)}`)}=${value};`,
  percent: (name, value) => `${name}%3d${value}%26`,
  'percent in percent': (name, value) => `${name}%2525253d${value}%25252526`,
  entities: (name, value) => `&quot;${name}&quot;:&quot;${value}&quot;,`,
  colours: (name, value) => `${name}\x1b[0m=\x1b[32m${value}\x1b[0m `,
  'JSON in JSON in JSON': (name, value) => `\\\\\\"${name}\\\\\\":\\\\\\"${value}\\\\\\",`,
};
const SIGNS = 'abcdefghjkmnpqrstuvwxyz23456789ABCDEFGH';
const PAIRS = Array.from({ length: 3000 }, (_, n) => ['password', characters(`pair ${n}`, SIGNS, 12)] as const);

function lineOf(form: string, pairs: typeof PAIRS): string {
  return pairs.map(([name, value]) => FORMS[form]!(name, value)).join('');
}

for (const form of Object.keys(FORMS)) {
  test(`of a line of a thousand pairs each is found, however long the line: ${form}`, () => {
    const pairs = PAIRS.slice(0, 1000);
    const found = new Set(scan(lineOf(form, pairs)).findings.map(valueOf));
    assert.deepEqual(pairs.filter(([, value]) => !found.has(value)).length, 0);
  });

  test(`a line of pairs costs a small multiple of what it costs as it would be read: ${form}`, () => {
    const plain = lineOf('plain', PAIRS);
    scan(plain);
    const [least, most] = [costOf(plain), costOf(lineOf(form, PAIRS))];
    assert.ok(most < 20 * least + 200_000, `${most} µs, plain ${least} µs`);
  });
}

test('one form in the same form, over and over, costs a small multiple of the form itself', () => {
  const text = (unit: string): string => unit.repeat(40_000 / unit.length);
  costOf(text('%3d'));
  assert.ok(costOf(text('%253d')) < 6 * costOf(text('%3d')) + 100_000);
});

function costOf(text: string): number {
  const before = process.cpuUsage();
  scan(text);
  const { user, system } = process.cpuUsage(before);
  return user + system;
}
