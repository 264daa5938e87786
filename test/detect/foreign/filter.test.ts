/** Conditions of betterleaks that are refused when they are read, each with a sentence that tells nothing of what its texts say. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ExpressionError } from '../../../src/detect/foreign/cursor.ts';
import { filterOf } from '../../../src/detect/foreign/filter.ts';
import { characters } from '../../support/secrets.ts';

const REFUSED: readonly (readonly [string, RegExp])[] = [
  ['matchesAny(finding["secret"], "abc")', /a list of texts/],
  ['matchesAny(finding["secret"], [finding["line"]])', /written out/],
  ['findMatch(finding["secret"], 5) == ""', /written out/],
  ['constructor(1)', /function at character 1 is not known here/],
  ['toString(1)', /function at character 1 is not known here/],
  ['false && unheard == 1', /name at character 10 is not known/],
  ['let a = b; let b = 1; a == b', /name at character 9 is not known/],
  ['let = 1; true', /a name is missing/],
  ['true &&', /ends where something is missing/],
  ['('.repeat(20_000), /nested too deeply/],
  ['!'.repeat(20_000), /nested too deeply/],
  ['['.repeat(20_000), /nested too deeply/],
  [`${'true ? '.repeat(20_000)}`, /nested too deeply/],
  [`${'let a = 1; '.repeat(20_000)}true`, /nested too deeply/],
  [`1${' + 1'.repeat(20_000)} == 1`, /operations/],
  [`finding${'["secret"]'.repeat(20_000)} == ""`, /operations/],
];

for (const [source, why] of REFUSED)
  test(`${source.slice(0, 60)} is refused`, () => {
    assert.throws(() => filterOf(source), (error) => error instanceof ExpressionError && why.test(error.message));
  });

test('a refusal says that a text stands there, and nothing of it', () => {
  const value = characters('filter', 'abcdefghij', 20);
  for (const source of [`true "${value}"`, `(true "${value}"`, `["${value}" "${value}"]`, `entropy("${value}" '${value}')`])
    assert.throws(
      () => filterOf(source),
      (error) => error instanceof ExpressionError && /the text at character \d+/.test(error.message) && !error.message.includes(value),
      source,
    );
});
