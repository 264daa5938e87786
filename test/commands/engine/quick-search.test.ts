/** The hook's search gives the answers of the plain one: for the rules it has tables of, for others, and for both together. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fc } from '../../support/property.ts';
import { quickSearch } from '../../../src/commands/engine/quick-search.ts';
import { createHitTable } from '../../../src/detect/search/hit-table.ts';
import { literalSearch, type Literal, type LiteralSearch } from '../../../src/detect/search/literals.ts';
import { PLAIN } from '../../detect/scanning.ts';

const BUILT_IN = createHitTable(PLAIN, {}).literals;
const OWN: readonly Literal[] = [
  { text: 'corp_', ignoreCase: false },
  { text: 'zz', ignoreCase: true },
  { text: 'secret', ignoreCase: false },
];

type Hit = readonly [number, number];

function hitsOf(search: LiteralSearch, bytes: Buffer, from: number, to: number, end: number): Hit[] {
  const hits: Hit[] = [];
  search.search(bytes, from, to, end, (at, id) => hits.push([at, id]));
  return hits.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
}

/** Texts made of literals, whole and cut, in either case. */
function textOf(literals: readonly Literal[]): fc.Arbitrary<Buffer> {
  const literal = fc
    .tuple(fc.constantFrom(...literals), fc.boolean(), fc.nat(4))
    .map(([{ text }, upper, cut]) => (upper ? text.toUpperCase() : text).slice(cut === 0 ? 1 : 0));
  return fc
    .array(fc.oneof(literal, fc.string({ maxLength: 20 })), { minLength: 10, maxLength: 40 })
    .map((pieces) => Buffer.from(pieces.join(' '), 'latin1'));
}

const tables: Readonly<Record<string, readonly Literal[]>> = {
  'the built-in rules': BUILT_IN,
  'some of them, in another order': BUILT_IN.filter((_, number) => number % 3 !== 1).toReversed(),
  'rules of the user beside them': [...OWN, ...BUILT_IN],
  'rules of the user alone': OWN,
};

for (const [whose, literals] of Object.entries(tables)) {
  test(`literals of ${whose}: the same hits as the plain search, in any stretch`, () => {
    const [quick, plain] = [quickSearch(literals), literalSearch(literals)];
    let hits = 0;
    fc.assert(
      fc.property(textOf([...literals, ...OWN]), fc.nat(40), fc.integer({ min: 100, max: 900 }), fc.nat(60), (...args) => {
        const [bytes, from, length, behind] = args;
        const start = Math.min(from, bytes.length);
        const to = Math.min(start + length, bytes.length);
        const end = Math.min(to + behind, bytes.length);
        const wanted = hitsOf(plain, bytes, start, to, end);
        hits += wanted.length;
        assert.deepEqual(hitsOf(quick, bytes, start, to, end), wanted);
      }),
      { numRuns: 200 },
    );
    assert.ok(hits > 100, `only ${hits} hits`);
  });
}

test('text that is made of nothing but literals, and more of it than is searched at a time', () => {
  const [quick, plain] = [quickSearch(BUILT_IN), literalSearch(BUILT_IN)];
  const dense = Buffer.from('token='.repeat(3000));
  assert.deepEqual(hitsOf(quick, dense, 0, dense.length, dense.length), hitsOf(plain, dense, 0, dense.length, dense.length));
  const long = Buffer.alloc((8 << 20) + 100, ' ');
  long.write('jwt_secret', long.length - 20);
  const hits = hitsOf(quick, long, 0, long.length, long.length);
  assert.ok(hits.length > 0);
  assert.deepEqual(hits, hitsOf(plain, long, 0, long.length, long.length));
});

test('a search may be asked for while it tells of a hit', () => {
  const quick = quickSearch(BUILT_IN);
  const bytes = Buffer.from('token secret password');
  const wanted = hitsOf(quick, bytes, 0, bytes.length, bytes.length);
  const inner: Hit[][] = [];
  quick.search(bytes, 0, bytes.length, bytes.length, () => inner.push(hitsOf(quick, bytes, 0, bytes.length, bytes.length)));
  assert.ok(inner.length > 0);
  for (const hits of inner) assert.deepEqual(hits, wanted);
});
