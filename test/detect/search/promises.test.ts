/** Rules that go by a word of the name. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PROMISES } from '../../../src/detect/search/promises.ts';
import { createHitTable } from '../../../src/detect/search/hit-table.ts';
import { parseRuleFile } from '../../../src/detect/rules/file.ts';
import { characters } from '../../support/secrets.ts';
import { PLAIN, rule, scan } from '../scanning.ts';

const hex = characters('promises', '0123456789abcdef', 32);
const ids = (text: string): string[] => scan(text).findings.map((finding) => finding.rule.id);

test('a word of the name calls its rules, in whatever case and form the name is written', () => {
  for (const text of [`DD_API_KEY=${hex}`, `datadogApiKey: "${hex}"`, `"datadog-app-key": "${hex}"`, `x.datadog.api_key = '${hex}'`])
    assert.deepEqual(ids(`${text}\n`), ['datadog-key'], text);
  assert.deepEqual(ids(`ADD_API_KEY=${hex}\n`), ['named-secret']);
});

test('a value of another form is left to the rules of names in general', () => {
  assert.deepEqual(ids(`DD_API_KEY=${hex.slice(0, 31)}\n`), ['named-secret']);
});

test('such rules have the search look for nothing that it does not look for anyway', () => {
  const without = PLAIN.filter(({ assignment }) => assignment?.words === undefined);
  const texts = new Set(createHitTable(without, {}).literals.map(({ text }) => text));
  assert.deepEqual(
    PROMISES.filter((text) => !texts.has(text)),
    [],
  );
  assert.equal(createHitTable(PLAIN, {}).literals.length, createHitTable(without, {}).literals.length);
});

test('they work alone, too', () => {
  assert.deepEqual(
    scan(`DD_API_KEY=${hex}\n`, [rule('datadog-key')]).findings.map(({ name }) => name),
    ['DD_API_KEY'],
  );
});

test('a word is a single one, and stands instead of literals', () => {
  const text = (words: string, more = ''): string =>
    `provider: a\nrules:\n  - {id: a, name: a, kind: a, assignment: {name: a_key, words: ${words}}, ${more}confidence: low, ` +
    'generated: true, examples: {match: [a], skip: [b]}}\n';
  assert.deepEqual(parseRuleFile('a.yaml', text('[acme]'))[0]?.assignment?.words, ['acme']);
  assert.throws(() => parseRuleFile('a.yaml', text('[Acme]')), /"Acme" is no single word in lower case/);
  assert.throws(() => parseRuleFile('a.yaml', text('[acme]', 'literals: [acme], ')), /needs either "literals"/);
});
