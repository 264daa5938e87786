import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fc } from '../../support/property.ts';
import { analyse } from 'scslre';
import { compileRules } from '../../../src/detect/rules/compile.ts';
import { provedReach } from '../../../src/detect/rules/reach.ts';
import { canStartWith, superLinear } from '../../../src/detect/rules/backtracking.ts';
import { checkRule } from '../../../src/detect/rules/check.ts';
import { workFromNow } from '../../support/work.ts';

const RULES = new URL('../../../rules/detection/', import.meta.url).pathname;

test('reach is what a pattern and its look-around can see, in bytes', () => {
  for (const [pattern, behind, ahead, lookAhead] of [
    ['abc', 0, 3, 0],
    ['(?<![\\w-])gh[po]_[a-z]{36,255}(?!\\w)', 1, 260, 1],
    ['(?<=key[ \\t]{0,4}(?:=|:=)[ \\t]?)a', 10, 1, 0],
    ['a(?<=xxa)b', 2, 2, 0],
    ['a(?<=xxa|.{7})', 6, 1, 0],
    ['\\ba+$', 1, Infinity, 1],
    ['^a', 1, 1, 0],
    ['a{2,3}(?:b|cc){1,2}', 0, 7, 0],
    ['a(?=b{0,9}c)d{0,2}', 0, 13, 10],
    ['a(?=b{0,9}c)d{4}', 0, 11, 6],
    ['(?!.{20})[a-z]{3,5}', 0, 22, 17],
    ['(?:a(?=xyz)){1,4}', 0, 7, 3],
    ['(?:a(?<=xyza)){1,4}', 3, 4, 0],
    ['(?<=a*)b', Infinity, 1, 0],
    ['a(?=b*)', 0, Infinity, Infinity],
    ['(?:){5,}a(?:b{0}){9}', 0, 1, 0],
  ] as const) {
    assert.deepEqual(provedReach(pattern), { behind, ahead, lookAhead }, pattern);
  }
});

const COUNTS = fc.constantFrom('?', '{0,2}', '{1,3}', '{2}');
const GROUPS = fc.constantFrom('(?=', '(?!', '(?<=', '(?<!', '(?:');

/** Small patterns over few letters, so that matches are frequent. */
const patterns = fc.letrec<{ pattern: string; piece: string }>((tie) => ({
  piece: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom('a', 'b', '[ab]', '.', '\\b', '(?=a)', '(?!bb)', '(?<=a)', '(?<!ba)'),
    fc.tuple(tie('pattern'), COUNTS).map(([inner, count]) => `(?:${inner})${count}`),
    fc.tuple(GROUPS, tie('pattern')).map(([open, inner]) => `${open}${inner})`),
  ),
  pattern: fc.oneof(
    { depthSize: 'small' },
    fc.array(tie('piece'), { minLength: 1, maxLength: 3 }).map((pieces) => pieces.join('')),
    fc.tuple(tie('piece'), tie('piece')).map(([a, b]) => `${a}|${b}`),
  ),
})).pattern;

test('bytes beyond the reach change nothing, and no look-around is true only because of a cut', () => {
  const unit = fc.string({ unit: fc.constantFrom('a', 'b', ' '), minLength: 1, maxLength: 24 });
  fc.assert(
    fc.property(patterns, unit, fc.nat(23), (pattern, text, at) => {
      const hit = at % text.length;
      const { behind, ahead, lookAhead } = provedReach(pattern);
      const end = (source: string, from: number, to: number): number | undefined => {
        const expression = new RegExp(source, 'dy');
        expression.lastIndex = hit - from;
        const match = expression.exec(text.slice(from, to));
        return match ? from + match.indices![0]![1] : undefined;
      };
      assert.equal(end(pattern, Math.max(0, hit - behind), hit + ahead), end(pattern, 0, text.length));
      for (let cut = hit; cut < text.length; cut++) {
        const found = end(pattern, 0, cut);
        if (found === undefined || found + lookAhead > cut) continue;
        assert.equal(end(`(?:${pattern})(?<=^[^]{${found}})`, 0, text.length), found);
      }
    }),
    { numRuns: 2000 },
  );
});

const LINEAR = [
  '(?<![A-Za-z0-9_])(?<value>gh[pousr]_[A-Za-z0-9]{36,255})(?![A-Za-z0-9_])',
  'key[ \\t]{0,8}[:=]?[ \\t]{0,8}v',
  'eyJ[\\w-]{10,2000}\\.eyJ[\\w-]{10,4000}\\.[\\w-]{43,86}',
  '-----BEGIN (?:RSA )?KEY-----(?:(?!-----)[^\\0]){64,4000}-----END',
  '(?<=(?:name|pass)[A-Za-z_]{0,24}["\' ]{0,3}[:=][ \\t]{0,8})x(?<value>[a-z]{3,20})',
  '"(?:[^"\\\\]|\\\\.){1,400}"',
  '(?:a|ab)*c',
];
const NOT_LINEAR = [
  '(?:a*)*b',
  '(?:a|a)*b',
  '(?:a?b?)*c',
  '[a-z]+(?:[a-z]+)+\\d',
  'a*a*a*b',
  '(?:ab)*(?:ab)*c',
  '(?:a?){30}b',
  'x{0,255}x{0,255}y',
  '(?:x|y?){300}z',
  '(?=(?:a|a)*b)a',
  '(?:a(?=.{0,200}!)){1,200}b',
  '(?:a?){700}b',
];

test('patterns that take linear time are proved, and those that do not are refused', () => {
  for (const pattern of LINEAR) assert.equal(superLinear(pattern, 'dy'), undefined, pattern);
  for (const pattern of NOT_LINEAR) assert.ok(superLinear(pattern, 'dy'), pattern);
  assert.equal(superLinear('[a-z]{0,200}[A-Z]{0,200}!', 'dy'), undefined);
  assert.ok(superLinear('[a-z]{0,200}[A-Z]{0,200}!', 'dyi'));
});

test('what is proved is cheap to try on the texts that hurt most', () => {
  for (const pattern of LINEAR) {
    const expression = new RegExp(pattern, 'dy');
    const work = workFromNow();
    for (const part of ['a', 'ab', 'x ', '\\"', 'eyJ.', '----', 'key  ']) expression.test(part.repeat(2000));
    // what is not linear would take minutes
    assert.ok(work() < 5, pattern);
  }
});

test('whether a match can begin with a literal is read off the pattern', () => {
  assert.ok(canStartWith('(?<!x)gh[po]_[a-z]{3}', '', 'ghp_'));
  assert.ok(!canStartWith('(?<!x)gh[po]_[a-z]{3}', '', 'ghx_'));
  assert.ok(canStartWith('A[KS]IA', 'i', 'asia'));
  assert.ok(!canStartWith('x?ab', '', 'abc'));
  assert.ok(canStartWith('(?:x{0,3}|y)ab', '', 'xxxab'));
});

test('every built-in rule keeps its reach and takes linear time, also by an independent check', () => {
  for (const rule of compileRules(RULES)) {
    assert.deepEqual(checkRule(rule), [], rule.id);
    if (rule.pattern === undefined) continue;
    // Tried at one place only: what costs time by moving through the input does not concern a sticky expression.
    const { reports } = analyse(new RegExp(rule.pattern, rule.ignoreCase ? 'i' : ''), { reportTypes: { Move: false } });
    assert.deepEqual(
      reports.filter(({ exponential }) => exponential).map(({ type }) => type),
      [],
      rule.id,
    );
  }
});
