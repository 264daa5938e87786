/** Expressions of other scanners: read as Go and Rust read them, run as V8 would run what they mean, refused where nobody can. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fc } from '../../support/property.ts';
import { ExpressionError, type Dialect } from '../../../src/detect/foreign/cursor.ts';
import { readyToRun } from '../../../src/detect/foreign/expression.ts';
import { matcherOf, openMemory } from '../../../src/detect/foreign/matches.ts';
import { textSearch } from '../../../src/detect/foreign/texts.ts';
import { allByV8, texts, twins } from './expressions.ts';

const RUNS = { numRuns: 400 };

test('what re2js finds is what V8 finds with the same expression', () => {
  fc.assert(
    fc.property(twins, texts, ({ go, js }, bytes) => {
      const text = bytes.toString('latin1');
      const expression = readyToRun(go, 'go');
      const { spans: found } = matcherOf(expression, openMemory()).all({ bytes, whole: () => text }, undefined, Infinity);
      assert.deepEqual(found.map(([start, end]) => [start, end]), allByV8(js, text));
      assert.equal(expression.test(text), found.length > 0);
    }),
    RUNS,
  );
});

test('around the texts that a match must hold, the same is found as in all of the text', () => {
  let searched = 0;
  fc.assert(
    fc.property(twins, twins, fc.array(texts, { minLength: 1, maxLength: 6 }), (before, behind, pieces) => {
      const go = `${before.go}(?:aS|(?i:k)1)${behind.go}`;
      const expression = readyToRun(go, 'go');
      const { needed } = expression;
      assert.ok(needed !== undefined, go);
      const bytes = Buffer.concat(pieces.flatMap((piece) => [piece, Buffer.from('aS'), piece, Buffer.from('K1')]));
      const text = bytes.toString('latin1');
      const hits: number[] = [];
      textSearch(needed.texts).search(bytes, (at) => void hits.push(at));
      const memory = openMemory();
      const matcher = matcherOf(expression, memory);
      const all = matcher.all({ bytes, whole: () => text }, undefined, Infinity);
      const around = matcher.all({ bytes, whole: () => text }, hits.sort((a, b) => a - b), Infinity);
      assert.deepEqual(around, all, go);
      assert.deepEqual(matcher.all({ bytes, whole: () => text }, hits, Infinity), all, 'from memory');
      searched += all.spans.length;
    }),
    RUNS,
  );
  assert.ok(searched > 0);
});

test('texts are found wherever they stand, in either case, whatever their length', () => {
  const words = fc.array(fc.constantFrom('a', 'ab', 'k1', 'abk', 's.', 'kaba', '\xe9'), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(words, texts, (list, bytes) => {
      const wanted = [...new Set(list)];
      const found = wanted.map((): number[] => []);
      textSearch(wanted).search(bytes, (at, id) => void found[id]!.push(at));
      const text = bytes.toString('latin1').replace(/[A-Z]/g, (letter) => letter.toLowerCase());
      const expected = wanted.map((word) => Array.from(text, (_, at) => at).filter((at) => text.startsWith(word, at)));
      assert.deepEqual(found, expected);
    }),
    RUNS,
  );
});

/** Expression, dialect, text, all matches. */
const READ: readonly (readonly [string, Dialect, string, readonly string[]])[] = [
  ['(?i)key=(?-i:[A-Z]+)', 'go', 'KEY=AB key=ab', ['KEY=AB']],
  ['a(?i)b|c', 'go', 'aB C ab', ['aB', 'C', 'ab']],
  ['(?P<name>a+)(?<other>b)', 'go', 'xaab', ['aab']],
  ['\\x{1F600}+', 'go', 'a😀😀b', ['😀😀']],
  ['\\pL+', 'go', 'été 12 Ω', ['été', 'Ω']],
  ['\\p{Greek}', 'go', 'aΩ', ['Ω']],
  ['[^\\p{L}]', 'go', 'aé1', ['1']],
  ['[é-ü]+', 'go', 'aéñb', ['éñ']],
  ['É', 'go', 'é', []],
  ['(?i)É', 'go', 'é', ['é']],
  ['a{,3}', 'go', 'a{,3}', ['a{,3}']],
  ['\\s', 'go', '\v', []],
  ['\\s', 'rust', '\v', ['\v']],
  ['(?x) a b # all of it\n [ c ]', 'rust', 'abc', ['abc']],
  ['(?x) a\\ b', 'rust', 'a b', ['a b']],
  ['a(?# a word )b', 'rust', 'ab', ['ab']],
  ['(?xi: [A-B] \\x43 )', 'rust', 'aC', ['aC']],
  ['(?U)a+', 'go', 'aaa', ['a', 'a', 'a']],
  ['\\141\\0', 'go', 'a\0', ['a\0']],
  ['x{1200}', 'rust', 'x'.repeat(1300), ['x'.repeat(1200)]],
];

for (const [pattern, dialect, text, expected] of READ) {
  test(`${JSON.stringify(pattern)} as ${dialect} reads it`, () => {
    const bytes = Buffer.from(text, 'utf8');
    const matcher = matcherOf(readyToRun(pattern, dialect), openMemory());
    const { spans } = matcher.all({ bytes, whole: () => bytes.toString('latin1') }, undefined, Infinity);
    assert.deepEqual(spans.map(([start, end]) => bytes.toString('utf8', start, end)), expected);
  });
}

test('what no linear engine knows, or only the other one, is refused with a sentence', () => {
  const refused: readonly (readonly [string, Dialect])[] = [
    ['(?=a)', 'go'],
    ['(?<!a)b', 'rust'],
    ['(a)\\1', 'rust'],
    ['a**', 'go'],
    ['(?x)a', 'go'],
    ['(?u)\\w', 'rust'],
    ['[a&&b]', 'rust'],
    ['[[a]b]', 'rust'],
    ['a{2,1}', 'go'],
    ['a{1001}', 'go'],
    ['(?:a{40}){40}', 'rust'],
    ['\\y', 'go'],
    ['[a', 'go'],
    ['(a', 'go'],
    ['a)', 'go'],
    ['+a', 'go'],
    ['\\p{Nothing}', 'go'],
    ['[[:constructor:]]', 'go'],
    ['\\', 'go'],
    ['('.repeat(300), 'go'],
    ['[[:constructor:]]', 'go'],
    [`a${'+'.repeat(15_000)}`, 'rust'],
    ['\\pL'.repeat(8), 'go'],
    ['[\\pL]'.repeat(2000), 'go'],
    ['(?:\\pL{30}){30}', 'go'],
  ];
  for (const [pattern, dialect] of refused)
    assert.throws(() => readyToRun(pattern, dialect), ExpressionError, `${pattern} as ${dialect}`);
});
