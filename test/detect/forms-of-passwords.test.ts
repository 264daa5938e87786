/** Every form in which programs are given a password, one by one, and beside each what looks like it and holds none. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPathRules } from '../../src/commands/engine/path-rules.ts';
import { createDetector } from '../../src/detect/unit.ts';
import { confidenceAt } from '../../src/verdict/confidence.ts';
import { password } from '../support/secrets.ts';
import { FORMS as APPLICATION_CODE } from './forms/application-code.ts';
import { FORMS as BY_PLACE } from './forms/by-place.ts';
import { FORMS as COMMANDS } from './forms/commands.ts';
import { FORMS as MORE_SETTINGS } from './forms/more-settings.ts';
import { FORMS as OTHER_CODE } from './forms/other-code.ts';
import { FORMS as PROGRAMS } from './forms/programs.ts';
import { FORMS as SETTINGS } from './forms/settings.ts';
import { FORMS as WHAT_ANALYZERS_TEST } from './forms/what-analyzers-test.ts';
import { namedValues, PLAIN, RULES, scan, valueOf } from './scanning.ts';
import type { Finding } from '../../src/model.ts';

const detector = createDetector(PLAIN);
const byPath = await openPathRules(RULES, { marks: true }).load();
/** Put together here, so that this file holds no password. */
const CHOSEN = ['Winter', '2024', '!x'].join('');

function findingsAt(path: string, text: string): readonly Finding[] {
  const bytes = Buffer.from(text);
  return byPath.at(path, detector.scan(bytes).findings, byPath.detector.scan(bytes).findings, (finding) => finding, () => {});
}

for (const [group, forms] of Object.entries({
  'application code': APPLICATION_CODE,
  'other code': OTHER_CODE,
  commands: COMMANDS,
  'what only its place names': BY_PLACE,
  programs: PROGRAMS,
  settings: SETTINGS,
  'more settings': MORE_SETTINGS,
  'what analyzers test': WHAT_ANALYZERS_TEST,
}))
  test(`a password is found in each form of ${group}, and nothing in its benign twin`, () => {
    for (const [path, text, benign] of forms) {
      for (const value of [password(text), CHOSEN]) {
        const found = findingsAt(path, text.replaceAll('§', value)).filter((one) => valueOf(one).includes(value));
        assert.ok(found.some((one) => confidenceAt(one, path, 'file') !== 'low'), `${path}: ${text}`);
      }
      assert.deepEqual(findingsAt(path, benign).map(({ rule }) => rule.id), [], `${path}: ${benign}`);
    }
  });

test('a list of words in Ruby is a list, and a string in brackets a string', () => {
  const [first, second] = [password('first'), password('second')];
  assert.deepEqual(namedValues(`PASSWORDS = %w[${first} ${second}]\n`), [first, second]);
  for (const text of [`%q(${CHOSEN})`, `%q[${CHOSEN}]`, `%q{${CHOSEN}}`, `%Q{${CHOSEN}}`])
    assert.deepEqual(namedValues(`password = ${text}\n`), [CHOSEN], text);
  assert.deepEqual(namedValues('password = %Q{#{x}}\n'), []);
  assert.deepEqual(namedValues('fields = %w[password token]\npassword = %(name)s\n'), []);
});

test('each line of a section has a password and a user of its own', () => {
  const [first, second] = [password('of harry'), password('of sally')];
  const text = `[users]\n# name = password\nharry = ${first}, admin\n\n; the other\r\nsally=${second}\n[groups]\nall = harry, ${first}\n`;
  const found = findingsAt('conf/passwd', text);
  assert.deepEqual(found.map((one) => [one.user, valueOf(one)]), [['harry', first], ['sally', second]]);
});

test('banners and long lists of settings are read in full', () => {
  const banner = `; ${'='.repeat(70)}\n`;
  const text = Buffer.from(`${banner}${banner}[admins]\n;a = b\n${'a=1\n'.repeat(400)}`);
  assert.deepEqual(byPath.detector.scan(text).limits, []);
});

test('what a directory keeps in base64 is read as the text it stands for', () => {
  const encoded = Buffer.from(CHOSEN).toString('base64');
  for (const end of ['\n', '\r\n', ''])
    assert.deepEqual(scan(`dn: uid=alice\nuserPassword:: ${encoded}${end}`).findings.map(valueOf), [CHOSEN], JSON.stringify(end));
  assert.deepEqual(scan('data Form = Form\n  { password:: String\n  }\npassword:: Text\n').findings, []);
});
