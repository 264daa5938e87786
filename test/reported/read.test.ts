/** Formats of other scanners, as values: what is read of each, and what is no report. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { valueIn } from '../../src/reported/area.ts';
import { hashedIn, sha1Of } from '../../src/reported/hashed.ts';
import { documentsIn, readReported } from '../../src/reported/read.ts';
import { SecretValue } from '../../src/secret-value.ts';
import { jwtSecret, password } from '../support/secrets.ts';
import { alerts, credsweeper, detectSecrets, ggshield, gitleaks } from './reports.ts';
import { kingfisher, kingfisherLines, sarif, semgrep, trufflehog } from './reports.ts';
import type { Reported, ReportedFile } from '../../src/reported/reported.ts';

const VALUE = jwtSecret('reported');
const COMMIT = 'c'.repeat(40);
const FOUND = [{ rule: 'some-key', value: VALUE, path: 'conf/app.env', line: 3, commit: COMMIT }];

function read(text: string): ReportedFile {
  const documents = documentsIn(text);
  const file = documents && readReported(documents);
  assert.ok(file);
  return file;
}
const textOf = (value: SecretValue | undefined): string | undefined => value?.expose('judge').toString();

test('value, path, line, commit and day, whatever the format', () => {
  for (const format of [gitleaks, trufflehog, kingfisher, kingfisherLines, alerts]) {
    const [one, ...more] = read(format(FOUND)).found;
    assert.equal(more.length, 0, format.name);
    assert.deepEqual(
      [textOf(one?.value), one?.rule, one?.path, one?.line, one?.commit, one?.date],
      [VALUE, 'some-key', 'conf/app.env', 3, COMMIT, '2025-01-02'],
      format.name,
    );
  }
});

test('a baseline has a hash and no value; what was audited as no secret is left out and counted', () => {
  const { found, leftOut } = read(detectSecrets([...FOUND, { ...FOUND[0]!, value: 'nothing', isSecret: false }]));
  assert.deepEqual(
    found.map(({ sha1, value, line }) => [sha1, value, line]),
    [[sha1Of(new SecretValue(Buffer.from(VALUE))), undefined, 3]],
  );
  assert.deepEqual(leftOut.map(({ count }) => count), [1]);
});

test('what a tool tried and found working says so', () => {
  const live = [{ ...FOUND[0]!, isLive: true }];
  for (const format of [trufflehog, kingfisher, alerts]) assert.equal(read(format(live)).found[0]?.isLive, true, format.name);
  for (const format of [trufflehog, kingfisher, alerts]) assert.equal(read(format(FOUND)).found[0]?.isLive, undefined);
});

test('CredSweeper has no commit, and its hashes are no values; of ggshield the part of a credential that is secret counts', () => {
  const [swept] = read(credsweeper(FOUND)).found;
  assert.deepEqual([textOf(swept?.value), swept?.path, swept?.line], [VALUE, './conf/app.env', 3]);
  assert.deepEqual(swept?.columns, [5, 5 + VALUE.length]);
  assert.equal(read(credsweeper(FOUND, true)).found[0]?.value, undefined);
  const file = read(ggshield([...FOUND, { ...FOUND[0]!, isLive: true }, { ...FOUND[0]!, ignored: true }]));
  const known = file.found.map(({ value, commit, isLive }) => [textOf(value), commit, isLive]);
  assert.deepEqual(known, [[VALUE, COMMIT, undefined], [VALUE, COMMIT, true]]);
  assert.deepEqual([file.found[0]?.path, file.found[0]?.line, file.leftOut[0]?.count], ['conf/app.env', 3, 1]);
});

test('resolved alerts are left out and counted', () => {
  const { found, leftOut } = read(alerts([...FOUND, { ...FOUND[0]!, resolved: 'revoked' }]));
  assert.deepEqual([found.length, leftOut[0]?.count], [1, 1]);
});

test('values that a tool hid are no values', () => {
  for (const hidden of ['REDACTED', 'abcdef...', 'ab********yz', '[REDACTED:1234]', 'abc', ''])
    assert.equal(read(gitleaks([{ ...FOUND[0]!, value: hidden }])).found[0]?.value, undefined, hidden);
});

test('SARIF: a snippet is text with a value in it; suppressed and foreign results are left out', () => {
  const region = { startLine: 3, endLine: 3, startColumn: 5, endColumn: 9, snippet: { text: `KEY=${VALUE}` } };
  const file = read(
    sarif('some analyser', [
      { rule: 'hardcoded-credentials', uri: 'file:///home/ada/shop/conf/my%20app.env', region, commit: COMMIT },
      { rule: 'sql-injection', uri: 'a.py' },
      { rule: 'api-key', uri: 'a.py', more: { suppressions: [{ kind: 'external' }] } },
      { rule: 'api-key', uri: 'a.py', more: { baselineState: 'absent' } },
      { rule: 'api-key', uri: 'a.py', more: { kind: 'pass' } },
    ]),
  );
  assert.equal(file.found.length, 1);
  const [one] = file.found as readonly [Reported];
  assert.deepEqual([one.path, one.line, one.columns, one.commit], ['/home/ada/shop/conf/my app.env', 3, [5, 9], COMMIT]);
  assert.equal(textOf(one.area), `KEY=${VALUE}`);
  assert.deepEqual(file.leftOut.map(({ count }) => count), [3, 1]);
  assert.equal(read(sarif('gitleaks', [{ rule: 'acme', uri: 'a.py' }])).found.length, 1, 'a scanner of secrets is believed');
});

test('SARIF: what waits for a review is work, and a commit may stand beside the place', () => {
  const commit = { id: COMMIT, date: '2025-01-02', author: { name: 'Ada' } };
  const location = { physicalLocation: { artifactLocation: { uri: 'a.py' } }, properties: { git_metadata: { commit } } };
  const more = (kind: string): object => ({ kind, locations: [location] });
  const kinds = ['review', 'open', 'fail', 'pass', 'notApplicable', 'informational'];
  const { found, leftOut } = read(sarif('kingfisher', kinds.map((kind) => ({ rule: 'x', uri: 'a.py', more: more(kind) }))));
  assert.deepEqual(found.map(({ commit: id, date, author }) => [id, date, author].join(' ')), Array(3).fill(`${COMMIT} 2025-01-02 Ada`));
  assert.equal(leftOut[0]?.count, 3);
});

test('SARIF: where the name of a rule says nothing, its message does, if it says that one was found', () => {
  const say = (text: string): number => {
    const result = { rule: 'generic-3', uri: 'a.py', more: { message: { text } } };
    return read(sarif('some analyser', [result])).found.length;
  };
  for (const text of ['found secret', 'A hardcoded password was committed.', 'Potential AWS access key detected', 'Contains private key'])
    assert.equal(say(text), 1, text);
  for (const text of ['found', 'Unexpected token found', 'No label for this password field', 'Found 3 problems. Change your password.'])
    assert.equal(say(text), 0, text);
});

test('an empty list, an empty envelope and no results are reports in which nothing was found', () => {
  for (const text of ['[]', kingfisher([]), sarif('gitleaks', []), detectSecrets([])]) assert.deepEqual(read(text).found, []);
});

test('anything else is no report, and nothing in one makes it throw', () => {
  for (const text of ['{', 'x\ny', '']) assert.equal(documentsIn(text), undefined, text);
  for (const text of ['{}', '1', 'null', '"x"', '[1]', '[{}]', '{"runs":[1]}', '{"results":[]}', '{"findings":3}'])
    assert.equal(readReported(documentsIn(text) ?? []), undefined, text);
  const odd = [
    '[{"RuleID":1,"File":null,"Secret":{},"StartLine":"x","Commit":[]}]',
    '{"runs":[{"tool":{},"results":[{"locations":7,"suppressions":{}},null]}]}',
    '{"results":{"a":7,"b":[null,{"hashed_secret":[]}]},"plugins_used":[]}',
    '[{"secret_type":null,"state":{},"secret":9,"first_location_detected":"x"}]',
    '{"DetectorName":1,"Raw":2,"SourceMetadata":"x"}',
    '{"rule":{},"finding":{"line":-1,"git_metadata":4}}',
    '[{"rule":3,"line_data_list":[7,{"value":[],"line":{},"line_num":"x","value_start":{}}]}]',
    '{"type":"commit","id":7,"total_incidents":0,"total_occurrences":0,"entities_with_incidents":[{"incidents":[{"occurrences":[{}]}]}]}',
  ];
  for (const text of odd) assert.ok(read(text).found.every(({ value, line }) => value === undefined && line === undefined));
});

test('the part of a line that has a hash is found between its delimiters', () => {
  const value = password('hashed');
  const hash = sha1Of(new SecretValue(Buffer.from(value)));
  for (const line of [`A=${value}`, `  pass: "${value}",`, `postgres://u:${value}@h/d`, value])
    assert.equal(textOf(hashedIn(line, new Set([hash])).get(hash)), value, line);
  assert.equal(hashedIn(`A=${value}`, new Set(['0'.repeat(40)])).size, 0);
  assert.equal(hashedIn('='.repeat(100_000), new Set([hash])).size, 0);
});

test('the value of a line that a tool points at, where the line is plain', () => {
  const value = password('line');
  const plain = [value, `"${value}"`, `KEY=${value}`, `  key: '${value}',`, `const key = "${value}";`, `login("${value}")`];
  for (const line of plain) assert.equal(textOf(valueIn(new SecretValue(Buffer.from(line)))), value, line);
  for (const line of [`login("${value}", "${value}x")`, 'some words in a row', ''])
    assert.equal(valueIn(new SecretValue(Buffer.from(line))), undefined, line);
});

test('Semgrep: what is about secrets, by its rule or its message; a line that is kept back is no text', () => {
  const at = { rule: 'generic.secrets.detected-key', value: VALUE, path: 'conf/app.env', line: 3 };
  const { found, leftOut } = read(
    semgrep([
      at,
      { ...at, isLive: true, lines: `KEY="${VALUE}"` },
      { ...at, rule: 'acme.one', message: 'A hardcoded password was found.' },
      { ...at, rule: 'acme.two', cwe: ['CWE-798: Use of Hard-coded Credentials'] },
      { ...at, rule: 'acme.three', message: 'Query built from user input.' },
      { ...at, isIgnored: true },
    ]),
  );
  assert.deepEqual(
    found.map(({ rule, path, line, columns, area, isLive }) => [rule, path, line, columns, textOf(area), isLive]),
    [
      [at.rule, at.path, 3, [1, 9], undefined, undefined],
      [at.rule, at.path, 3, [1, 9], `KEY="${VALUE}"`, true],
      ['acme.one', at.path, 3, [1, 9], undefined, undefined],
      ['acme.two', at.path, 3, [1, 9], undefined, undefined],
    ],
  );
  assert.deepEqual(leftOut.map(({ count }) => count), [1, 1]);
  assert.deepEqual(read(semgrep([])).found, []);
  assert.equal(readReported([{ results: [{ check_id: 1 }], errors: [], paths: {} }]), undefined);
});
