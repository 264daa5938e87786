import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { compileRules, writeRules } from '../../../src/detect/rules/compile.ts';
import { parseRuleFile } from '../../../src/detect/rules/file.ts';
import { UsageError } from '../../../src/errors.ts';

const RULE: Readonly<Record<string, unknown>> = {
  id: 'acme-token',
  name: 'Acme token',
  kind: 'acme-token',
  literals: ['acme_'],
  before: 1,
  after: 46,
  pattern: '(?<![A-Za-z0-9_])(?<value>acme_[A-Za-z0-9]{40})(?![A-Za-z0-9_])',
  confidence: 'high',
  generated: true,
  examples: { match: ['token: «acme_{alnum:40}»'], skip: [{ text: 'acme_{alnum:12}', path: 'a/b' }] },
};

/** JSON is YAML: a rule with some keys changed, or removed by undefined, each key on its own line. */
function file(changes: Readonly<Record<string, unknown>> = {}): string {
  const keys = Object.entries({ ...RULE, ...changes }).filter(([, value]) => value !== undefined);
  const lines = keys.map(([key, value], index) => `${index === 0 ? '  - ' : '    '}${key}: ${JSON.stringify(value)}`);
  return `provider: acme\nrules:\n${lines.join('\n')}\n`;
}

function failure(text: string): string {
  try {
    parseRuleFile('rules/acme.yaml', text);
  } catch (error) {
    assert.ok(error instanceof UsageError, String((error as Error).stack));
    assert.ok(!error.message.includes('\n'));
    return error.message;
  }
  return assert.fail('was read without complaint');
}

test('a rule comes out with defaults filled in and its look-ahead computed', () => {
  assert.deepEqual(parseRuleFile('rules/acme.yaml', file()), [
    {
      ...RULE,
      provider: 'acme',
      ignoreCase: false,
      lookAhead: 1,
      nature: 'secret',
      specificity: 50,
      publicPrefix: 0,
      checks: [],
      examples: {
        match: [{ text: 'token: «acme_{alnum:40}»' }],
        skip: [{ text: 'acme_{alnum:12}', path: 'a/b' }],
      },
    },
  ]);
});

test('the source of the file is that of its rules, unless a rule has its own', () => {
  const own = file({ source: 'https://acme.example/own' });
  const text = own.replace('rules:', 'source: https://acme.example/all\nrules:');
  assert.equal(parseRuleFile('a.yaml', text)[0]?.source, 'https://acme.example/own');
  assert.equal(parseRuleFile('a.yaml', text.replace(/ {4}source.*\n/, ''))[0]?.source, 'https://acme.example/all');
});

test('a rule on assignments has the fixed reach of assignments', () => {
  const assignment = { name: '^(?:jwt_secret|jwt_key)$', value: '[^ ]{8,64}' };
  const changes = { pattern: undefined, assignment, literals: ['jwt'] };
  const [rule] = parseRuleFile('a.yaml', file({ ...changes, before: undefined, after: undefined }));
  assert.deepEqual(rule?.assignment, assignment);
  assert.ok(rule !== undefined && rule.before > 0 && rule.after > 64);
  assert.match(failure(file(changes)), /rules\[0\]\.before: .*fixed reach/);
});

test('a match without a longest length needs leave, and then sees a byte behind its end', () => {
  const pattern = '(?<value>acme_[a-z]+)';
  assert.match(failure(file({ pattern })), /rules\[0\]\.after: a match has no longest length; .*run: true/);
  assert.equal(parseRuleFile('a.yaml', file({ pattern, run: true }))[0]?.lookAhead, 1);
});

test('every mistake is told with its place, its key and what to do', () => {
  const wrong: readonly (readonly [Readonly<Record<string, unknown>>, string | RegExp])[] = [
    [{ after: 45 }, 'rules/acme.yaml:8:12: rules[0].after: a match and its look-ahead take up to 46 bytes; write 46'],
    [{ before: 0 }, /:7:13: rules\[0\]\.before: the pattern looks 1 bytes back/],
    [{ literals: ['acne_'] }, /:6:15: rules\[0\]\.literals: no match can begin with "acne_"/],
    [{ literals: ['ac'] }, /shorter than 3 bytes; only a rule with "paths"/],
    [{ literals: ['ACME_'], ignoreCase: true }, /must be lower case with ignoreCase/],
    [{ literals: ['acme_', 'acme_'] }, /stands there twice/],
    [{ literals: undefined }, /needs either "literals", "runOf" or words of an "assignment"/],
    [{ pattern: undefined }, /rules\[0\]: needs either "pattern" or "assignment"/],
    [{ pattern: '(?<value>acme_' }, /pattern: not a valid expression: /],
    [{ pattern: '(?<value>acme_\\s)' }, /\\s would take the byte A0 for a blank/],
    [{ pattern: '(?<value>acme_[\\S])' }, /\\S would take/],
    [{ pattern: '(?<value>acme_(?<name>a)\\k<name>)' }, /backreference \\k<name>/],
    [{ pattern: '(?<value>acme_)(x)' }, /a group without a name/],
    [{ pattern: '(?<vlaue>acme_)' }, /group "vlaue"\?/],
    [{ pattern: 'acme_' }, /the group \(\?<value>…\) is missing/],
    [{ pattern: '(?<value>acme_é)' }, /not plain ASCII/],
    [{ pattern: '(?<value>acme_(?:a|a){30})' }, /may backtrack over/],
    [{ pattern: `(?<value>acme_${'('.repeat(2000)}` }, /pattern: /],
    [{ assignment: { name: 'a' } }, /needs either/],
    [{ id: 'Acme' }, /use lower-case letters/],
    [{ nature: 'public' }, /use one of: secret, identifier/],
    [{ confidence: undefined }, /:3:5: rules\[0\]: the key "confidence" is missing/],
    [{ generated: 'true' }, /must be true or false/],
    [{ checks: ['randm'] }, /unknown value "randm", did you mean "random"\?/],
    [{ paths: ['../x'] }, /paths\[0\]: a glob is relative/],
    [{ source: 'http://x' }, /must be an https:\/\/ address/],
    [{ examples: { match: [], skip: ['x'] } }, /examples\.match: needs at least one example/],
    [{ examples: { match: ['x'] } }, /examples: the key "skip" is missing/],
    [{ examples: { match: ['{alnmu:3}'], skip: ['x'] } }, /examples\.match\[0\]: \{alnmu:3\} is not known/],
    [{ aftr: 3 }, /rules\[0\]: unknown key "aftr", did you mean "after"\?/],
  ];
  for (const [changes, message] of wrong) {
    const found = failure(file(changes));
    if (typeof message === 'string') assert.equal(found, message);
    else assert.match(found, message);
  }
});

test('an id is taken once, in a file and over all files', () => {
  const [head = '', rule = ''] = file().split(/(?<=rules:\n)/);
  assert.match(failure(head + rule + rule), /the id "acme-token" is taken/);
  const folder = mkdtempSync(join(tmpdir(), 'burnlist-rules-'));
  try {
    writeFileSync(join(folder, 'a.yaml'), file());
    writeFileSync(join(folder, 'b.yaml'), file());
    writeFileSync(join(folder, 'c.yaml'), file({ after: 1 }));
    assert.throws(
      () => compileRules(folder),
      (error: Error) => {
        const [first = '', second = '', ...more] = error.message.split('\n');
        assert.match(first, /b\.yaml: the id "acme-token" is taken in a\.yaml$/);
        assert.match(second, /c\.yaml:8:12: rules\[0\]\.after: /);
        return error instanceof UsageError && more.length === 0;
      },
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('compiled rules are sorted by id, their examples apart, and no draft is left behind', () => {
  const folder = mkdtempSync(join(tmpdir(), 'burnlist-rules-'));
  try {
    writeFileSync(join(folder, 'a.yaml'), file({ id: 'b' }));
    writeFileSync(join(folder, 'b.yaml'), file({ id: 'a' }));
    writeRules(compileRules(folder), join(folder, 'dist'));
    const read = (name: string): unknown => JSON.parse(readFileSync(join(folder, 'dist', name), 'utf8'));
    const rules = read('rules.json') as { id: string; examples: unknown }[];
    assert.deepEqual(
      rules.map(({ id }) => id),
      ['a', 'b'],
    );
    assert.equal(rules[0]?.examples, undefined);
    assert.deepEqual(Object.keys(read('rules-examples.json') as object), ['a', 'b']);
    assert.deepEqual(readdirSync(join(folder, 'dist')), ['rules-examples.json', 'rules.json']);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
