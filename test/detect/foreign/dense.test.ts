/** Texts that are made to cost: what is found in them ends at a limit with a name, and what it costs grows with the text alone. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allowListsOf } from '../../../src/detect/foreign/allow-lists.ts';
import { createForeignDetector } from '../../../src/detect/foreign/detector.ts';
import { aheadOf } from '../../../src/detect/foreign/tree.ts';
import { assembled } from '../../../src/detect/foreign/extend.ts';
import { parseExpression } from '../../../src/detect/foreign/parse.ts';
import { linesOf } from '../../../src/detect/foreign/lines.ts';
import { placesIn } from '../../../src/detect/foreign/places.ts';
import { readForeign } from '../../../src/detect/foreign/read.ts';
import { rulesOf } from '../../../src/detect/foreign/rules.ts';
import type { UnitFindings } from '../../../src/model.ts';

function scan(regex: string, text: string, more = ''): UnitFindings {
  const file = `[[rules]]\nid = "one"\nregex = '''${regex}'''\n${more}`;
  const rules = rulesOf(assembled(readForeign('rules', file)!).rules, true, []);
  return createForeignDetector(rules, { marks: true }).scan(Buffer.from(text));
}

test('matches that are more than are looked at end where that is said, with the rule and the line', () => {
  const { findings, limits } = scan('[a-z]', 'abcdefghi\n'.repeat(20_000));
  assert.equal(findings.length, 1 << 16);
  assert.deepEqual(limits, [{ what: 'too-dense', rule: 'one', line: 1 + Math.floor((1 << 16) / 9) }]);
});

test('an expression that looks through all of the text for each match stops, and what it has found stays', () => {
  const { findings, limits } = scan('a[^b]*b|a', 'a'.repeat(50_000));
  assert.ok(findings.length > 0 && findings.length < 10_000, String(findings.length));
  assert.deepEqual(limits.map(({ what }) => what), ['too-dense']);
  // it stops at the first b by itself
  assert.deepEqual(scan('a[^c]*?b', 'a  b'.repeat(20_000)).limits, []);
});

test('what may be looked at again is what could have come first: other ways, and whatever takes as much as it can', () => {
  const runs = (pattern: string): number => aheadOf(parseExpression(pattern, 'go').root).runs;
  for (const pattern of ['a[^b]*b', 'a[^b]*?b|a', '(?:a[^b]*?b)?a', '(?:a[^b]*?b)+', '(?:a[^b]*b)*?c'])
    assert.ok(runs(pattern) > 0, pattern);
  for (const pattern of ['a[^b]*?b', 'a{1,9}b', '(?:a[^b]*?b)*?c', 'x(a|b)[^c]*?c']) assert.equal(runs(pattern), 0, pattern);
});

test('conditions that ask for the line look at no more of it than so often', () => {
  const list = "[[rules.allowlists]]\nregexTarget = \"line\"\nregexes = [\"zzz\"]\n";
  const text = `tok${'1 tok'.repeat(300_000)}`;
  const { findings, limits } = scan('tok[0-9]', text, list);
  assert.ok(findings.length > 100 && findings.length * text.length < 2 ** 31, String(findings.length));
  assert.deepEqual(limits.map(({ what }) => what), ['too-dense']);
  assert.deepEqual(scan('tok[0-9]', text.slice(0, 20_000), list).limits, []);
});

test('a line is that of the match, from its first line to its last', () => {
  const bytes = Buffer.from('one\ntwo three\n\nfour');
  const lines = linesOf({ bytes, whole: () => '' });
  const around = (text: string): string => lines.around(bytes.indexOf(text), bytes.indexOf(text) + text.length).text;
  for (const text of ['two', 'three']) assert.equal(around(text), 'two three');
  assert.equal(around('ne\ntw'), 'one\ntwo three');
  assert.equal(around('three\n\n'), 'two three\n\nfour');
  for (const text of ['one', 'four']) assert.equal(around(text), text);
});

test('places come in any order', () => {
  const text = Buffer.from('é line\n'.repeat(3000));
  const places = placesIn(text, { line: 1, column: 1, units: 0 });
  const offsets = [20_000, 3, 8192, 0, 8191, text.length, 4096, 12_000];
  for (const offset of offsets) {
    const before = text.toString('utf8', 0, offset - (offset % 8));
    assert.equal(places.at(offset - (offset % 8)).line, before.split('\n').length, String(offset));
    assert.equal(places.at(offset - (offset % 8)).units, before.length, String(offset));
  }
});

test('words that leave findings out are held against so many of them, and the rest is said', () => {
  const words = Array.from({ length: 40_000 }, (_, number) => `"word${number}"`).join(', ');
  const text = 'tok1\n'.repeat(3000);
  const most = (1 << 26) / 40_000;
  const conditions = [
    `[[rules.allowlists]]\nstopwords = [${words}]\n`,
    `filter = 'containsAny(finding["secret"], [${words}])'\n`,
  ];
  for (const condition of conditions) {
    const { findings, limits } = scan('tok[0-9]', text, condition);
    assert.ok(findings.length > 0 && findings.length <= most + 1, String(findings.length));
    assert.deepEqual(limits.map(({ what, rule }) => [what, rule]), [['too-dense', 'one']]);
    assert.deepEqual(scan('tok[0-9]', text.slice(0, 500), condition).limits, []);
  }
});

test('expressions of an allow-list count by their nodes, words one each, once for every block of the text', () => {
  const list = { description: '', condition: 'or', commits: [], paths: [], regexes: [], target: 'line', stopwords: [] } as const;
  const content = { secret: 'x'.repeat(64), match: '', line: 'x'.repeat(320) };
  const compared = (more: object): number => allowListsOf([{ ...list, ...more }]).compared(content);
  assert.equal(compared({ stopwords: ['a', 'b'] }), 2 * 3);
  const [one, ten] = [compared({ regexes: ['[0-9]z'] }), compared({ regexes: Array.from({ length: 10 }, () => '[0-9]z') })];
  assert.ok(one >= 2 * 11 && ten === 10 * one, `${one} ${ten}`);
});

test('what is compared is counted over all rules of a text', () => {
  const words = Array.from({ length: 40_000 }, (_, number) => `"word${number}"`).join(', ');
  const more = `[[rules]]\nid = "two"\nregex = "[a-z]ok1"\n[allowlist]\nstopwords = [${words}]\n`;
  const { findings, limits } = scan('tok[0-9]', 'tok1\n'.repeat(1600), more);
  assert.equal(findings.length, 1600);
  assert.deepEqual(limits.map(({ what, rule }) => [what, rule]), [['too-dense', 'two']]);
});
