import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EMPTY_CONFIG, parseConfig } from '../../src/config/config.ts';
import { UsageError } from '../../src/errors.ts';
import { workFromNow } from '../support/work.ts';

const FILE = '.burnlist/config.yaml';

function failure(text: string): string {
  try {
    parseConfig(FILE, text);
  } catch (error) {
    assert.ok(error instanceof UsageError, String(error));
    assert.doesNotMatch(error.message, /\p{Cc}/u);
    return error.message;
  }
  return assert.fail('was read without complaint');
}

test('a config with every key is read as it stands', () => {
  const config = parseConfig(
    FILE,
    `
rules: [security/own-rules.yaml]
disable: [high-entropy]
allow:
  - {path: 'test/**/*.pem', rule: private-key, reason: keys of the test server}
  - {path: docs/example.env, reason: made up}
runbooks: [docs/rotation.md, 'ops/**/*.md']
bind: {jwt-secret: 'docs/rotation.md#jwt-secret-rotation', DATABASE_URL: 'docs/db.md#password'}
limits:
  - {path: test/bomb.zip, blob: ${'0a'.repeat(20)}, reason: a bomb for our own tests}
marks: ignore
priority:
  - {priority: P0, when: {kind: [json-web-token], inHead: true, proof: [proven]}, because: sessions of production}
failOn: [compromised, P1, risks]
aws: {accounts: [012345678901]}
cadence: {jwt-secret: 90}
`,
  );
  assert.deepEqual(config, {
    rules: ['security/own-rules.yaml'],
    disable: ['high-entropy'],
    allow: [
      { path: 'test/**/*.pem', rule: 'private-key', reason: 'keys of the test server' },
      { path: 'docs/example.env', reason: 'made up' },
    ],
    runbooks: [
      { goal: 'docs/rotation.md', at: '.burnlist/config.yaml:7:12: runbooks[0]' },
      { goal: 'ops/**/*.md', at: '.burnlist/config.yaml:7:30: runbooks[1]' },
    ],
    bind: new Map([
      ['jwt-secret', { goal: 'docs/rotation.md#jwt-secret-rotation', at: '.burnlist/config.yaml:8:20: bind.jwt-secret' }],
      ['DATABASE_URL', { goal: 'docs/db.md#password', at: '.burnlist/config.yaml:8:74: bind.DATABASE_URL' }],
    ]),
    limits: [{ path: 'test/bomb.zip', blob: '0a'.repeat(20), reason: 'a bomb for our own tests' }],
    marks: 'ignore',
    priority: [
      {
        priority: 'P0',
        when: { kind: ['json-web-token'], inHead: true, proof: ['proven'] },
        because: 'sessions of production',
      },
    ],
    failOn: ['compromised', 'P1', 'risks'],
    aws: { accounts: ['012345678901'] },
    cadence: new Map([['jwt-secret', { days: 90, line: 16 }]]),
  });
});

test('an empty file, or one of comments, changes nothing', () => {
  assert.deepEqual(parseConfig(FILE, ''), EMPTY_CONFIG);
  assert.deepEqual(parseConfig(FILE, '# later\n'), EMPTY_CONFIG);
});

test('an unknown key is named with its place and the nearest known one', () => {
  assert.equal(
    failure('# 1\n# 2\nmarks: honour\ndisable:\n  - a\n\n  \nrunboks: [a.md]\n'),
    '.burnlist/config.yaml:8:1: unknown key "runboks", did you mean "runbooks"?',
  );
  assert.equal(
    failure('allow:\n  - path: a\n    raeson: b\n'),
    '.burnlist/config.yaml:3:5: allow[0]: unknown key "raeson", did you mean "reason"?',
  );
  assert.equal(failure('zzz: 1'), '.burnlist/config.yaml:1:1: unknown key "zzz"');
});

test('what is no value of its key is refused with key and place', () => {
  const wrong: readonly (readonly [string, RegExp])[] = [
    ['rules: a.yaml', /^\.burnlist\/config\.yaml:1:8: rules: must be a list$/],
    ['- a', /must be a map/],
    ['rules: ["(a|b).yaml"]', /rules\[0\]: of globs only/],
    ['marks: honor', /unknown value "honor", did you mean "honour"\?; use one of: honour, ignore/],
    ['failOn: []', /failOn: names nothing: write \[none\]/],
    ['failOn: [P5]', /failOn\[0\]: unknown value "P5"/],
    ['aws: {accounts: [1234]}', /aws\.accounts\[0\]: .*12 digits/],
    ['cadence: {x: soon}', /cadence\.x: must be a whole number of days from 1 to 3650/],
    ['allow: [{path: a}]', /allow\[0\]: the key "reason" is missing/],
    ['allow: [{path: a, reason: }]', /is empty/],
    ['limits: [{reason: r}]', /needs "path" or "blob"/],
    ['limits: [{blob: abc, reason: r}]', /full object id/],
    ['bind: {a: docs/x.md}', /must be file#anchor/],
    ['marks: honour\nmarks: ignore', /:2:1: duplicate key "marks"/],
    ['disable: [A B]', /must be the id of a rule/],
  ];
  for (const [text, message] of wrong) assert.match(failure(text), message);
});

test('globs that read differently elsewhere, leave the repository or take long are refused', () => {
  const elsewhere = ['../x', '/etc/x', './x', 'a\\b', '+(a|b)', '!x'];
  for (const path of [...elsewhere, 'a[b', 'a{b', '{a,{b,c}}', 'a**', '*a*a*a*a*a*a*', '***']) {
    assert.match(failure(`runbooks: [${JSON.stringify(path)}]`), /runbooks\[0\]: /, path);
  }
  const fine = ['**/*.md', 'a/**', '**', 'docs/{a,b}/x?.md', '[ab]*/c', '.github/x', 'a..b/c'];
  const { runbooks } = parseConfig(FILE, JSON.stringify({ runbooks: fine }));
  assert.deepEqual(runbooks.map(({ goal }) => goal), fine);
});

test('text that is no YAML is named with its place', () => {
  assert.match(failure('rules: [a\nmarks: honour'), /^\.burnlist\/config\.yaml:2:1: not valid YAML: /);
  assert.match(failure('marks: honour\n---\nmarks: ignore'), /not valid YAML/);
  assert.match(failure('rules: !!js/function x'), /not valid YAML/);
});

test('a hostile file is refused at once: bombs of aliases, depth, size, and escape sequences in keys', () => {
  const layers = Array.from({ length: 30 }, (_, i) => `b${i + 1}: &b${i + 1} [${Array(9).fill(`*b${i}`).join(', ')}]`);
  const bomb = ['b0: &b0 [x]', ...layers];
  const work = workFromNow();
  failure(bomb.join('\n'));
  assert.match(failure('rules: &a [x]\nrunbooks: *a'), /:2:11: runbooks: anchors and aliases are not read here/);
  assert.match(failure(`rules: ${'['.repeat(50_000)}`), /nested too deeply/);
  assert.match(failure(`rules: ${'{a: '.repeat(20_000)}`), /nested too deeply/);
  assert.match(failure('x'.repeat(5 << 20)), /larger than 4 MB/);
  assert.match(failure('"\\e[mred\\u202e": 1'), /unknown key "\uFFFD\[mred\uFFFD"/);
  failure(Array.from({ length: 20_000 }, (_, i) => `k${i}: 1`).join('\n'));
  assert.ok(work() < 10);
});

test('a slip in a row of priorities is named with its place', () => {
  const row = (text: string): string => failure(`priority:\n  - ${text}\n`);
  assert.match(row('{priority: P4, when: {}, because: x}'), /:2:16: .*P0, P1, P2/);
  assert.match(row('{priority: P1, when: {audience: [public]}, because: x}'), /others, clone/);
  assert.match(row('{priority: P1, when: {power: []}, because: x}'), /an empty list fits nothing/);
  assert.match(row('{priority: P1, when: {prof: [proven]}, because: x}'), /did you mean "proof"/);
  assert.match(row('{priority: P1, when: {}}'), /"because" is missing/);
});
