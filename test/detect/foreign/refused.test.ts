/** Rule files of other scanners that are refused: each with one line that says where, and of the content no more than names. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fc } from '../../support/property.ts';
import { assembled } from '../../../src/detect/foreign/extend.ts';
import { readForeign } from '../../../src/detect/foreign/read.ts';
import { UsageError } from '../../../src/errors.ts';
import { characters } from '../../support/secrets.ts';

const rule = (more: string, id = 'one'): string => `[[rules]]\nid = "${id}"\n${more}\n`;
const TOKEN = "regex = '''tok_([a-z]{20})'''";
/** Each of its rules could be run, all of them together are too much. */
const HEAVY = Array.from({ length: 20 }, (_, index) => rule("regex = '''\\pL{6}'''", `r${index}`)).join('');
const KINGFISHER = `rules:
  - name: Vendor token
    id: kingfisher.vendor.1
    pattern: "tok_(?P<body>[a-z]{20})"
    pattern_requirements:
      checksum:
        actual: { template: "{{ body }}" }
        expected: "{{ body | crc32 | base62: 6 }}"
`;

test('what is wrong with a file is one line, with rule and field', () => {
  for (const [file, message] of [
    [rule('regex = "(?=a)"'), /^rules: rule "one": regex: cannot be run: look-around/],
    [rule(''), /^rules: rule "one": needs a regex or a path$/],
    [`${rule(TOKEN)}[[rules.allowlists]]\ndescription = "x"`, /^rules: rule "one": allowlists: names none of/],
    [`${rule(TOKEN)}[[rules.allowlists]]\nregexTarget = "file"\nregexes = ["a"]`, /regexTarget: "file" is none of/],
    [rule(`${TOKEN}\n[[rules.required]]\nid = "two"`), /^rules: rule "one": required: no rule is called "two"$/],
    [`${rule(TOKEN)}${rule(TOKEN)}`, /^rules: two rules have the id "one"$/],
    [rule(`${TOKEN}\nfilter = "prints(1)"`), /^rules: rule "one": filter: cannot be run: the function at character 1 is not known here$/],
    [rule(`${TOKEN}\nfilter = "constructor(1)"`), /filter: cannot be run: the function at character 1/],
    ['[[rules]]\nid = 1', /^rules: rules: id: must be a text$/],
    ['title = \n', /^rules:1:9: not valid TOML: /],
    ['rules:\n  - { id: x, name: x, pattern: "(?<!a)b" }\n', /^rules:2:32: rules\[0\]\.pattern: cannot be run: look-around/],
    [rule("regex = '''[[:constructor:]]'''"), /^rules: rule "one": regex: cannot be run: no class is called \[:constructor:\]$/],
    [rule(`${TOKEN}\nfilter = '''${'('.repeat(20_000)}'''`), /^rules: rule "one": filter: cannot be run: nested too deeply$/],
    [rule(`${TOKEN}\nsecretGroup = 2`), /^rules: rule "one": secretGroup: must be a whole number up to 1, /],
    [rule(`${TOKEN}\nsecretGroup = 0.5`), /^rules: rule "one": secretGroup: must be a whole number/],
    [HEAVY, /regex: cannot be run: all expressions of the file/],
    [rule(`${TOKEN}\nfilter = '''matchesAny("", [${'`\\pL{6}`, '.repeat(20)}])'''`), /filter: cannot be run: all expressions/],
    [`${rule(TOKEN)}[[allowlists]]\nstopwords = [${'"a",'.repeat(50_001)}]`, /^rules: allowlists: stopwords: cannot be held: all lists/],
    [`${rule(TOKEN)}[[allowlists]]\ncommits = [${'"a",'.repeat(50_001)}]`, /^rules: allowlists: commits: cannot be held: all lists/],
    [rule(`${TOKEN}\nfilter = '''max(${'1,'.repeat(200_000)}1) > 5'''`), /filter: cannot be run: all lists of the file/],
    ['[[allowlists]]\nstopwords = ["a"]\n'.repeat(1001), /^rules: allowlists: more than 1000 of them$/],
    [`x = ${'['.repeat(100_000)}`, /^rules:1:\d+: not valid TOML: /],
    [`x = ${'{ a = '.repeat(100_000)}`, /^rules:1:\d+: not valid TOML: /],
    [`rules:\n  - ${'['.repeat(100_000)}`, /^rules:2:\d+: not valid YAML: nested too deeply$/],
    [KINGFISHER.replace('base62: 6', Array.from({ length: 17 }, () => 'b64enc').join(' | ')), /more than 16 filters/],
    [KINGFISHER.replace('base62: 6', 'constructor'), /checksum\.expected: .*the filter "constructor"/],
    [KINGFISHER.replace('base62: 6', 'rot13'), /^rules:\d+:\d+: rules\[0\]\.pattern_requirements\.checksum\.expected: .*"rot13"/],
    [KINGFISHER.replace('base62: 6', 'valueOf'), /checksum\.expected: .*"valueOf"/],
  ] as const)
    assert.throws(
      () => assembled(readForeign('rules', file)!),
      (error) => error instanceof UsageError && message.test(error.message) && !error.message.includes('\n'),
      file,
    );
});

test('whatever is done to a file, reading it ends in rules or in one line, and in that line is nothing of an example or a text', () => {
  const value = characters('refused', 'abcdefghij', 24);
  const pieces = Array.from({ length: value.length - 5 }, (_, at) => value.slice(at, at + 6));
  const files = [
    `${rule(`${TOKEN}\nfilter = '''containsAny("", ["${value}", '${value}'])'''`)}[[allowlists]]\nstopwords = ["${value}"]\n`,
    `${KINGFISHER}    examples: [ "${value}", ${value} ]\n    negative_examples:\n      - ${value}\n      - |\n        ${value}\n`,
  ];
  const signs = fc.constantFrom("'''", '', ...'"\'\n :!|[]{&*@\\\u0000\u001bx');
  const change = fc.record({ at: fc.nat(), cut: fc.nat(3), put: signs });
  fc.assert(
    fc.property(fc.constantFrom(...files), fc.array(change, { minLength: 1, maxLength: 3 }), (file, changes) => {
      let text = file;
      for (const { at, cut, put } of changes) {
        const from = at % text.length;
        text = text.slice(0, from) + put + text.slice(from + cut);
      }
      try {
        const draft = readForeign('rules', text);
        if (draft !== undefined) assembled(draft);
      } catch (error) {
        assert.ok(error instanceof UsageError, String(error));
        assert.doesNotMatch(error.message, /[\p{Cc}]/u);
        assert.ok(!pieces.some((piece) => error.message.includes(piece)), 'a piece of a value is in it');
      }
    }),
    { numRuns: 2000 },
  );
});
