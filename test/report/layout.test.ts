/** How the text reports use the columns they have: everything fits, only paths are shortened, a file gets all of it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fc } from '../support/property.ts';
import type { Report } from '../../src/model.ts';
import { cutEnd, cutFront, displayWidth, padded, wrapped } from '../../src/report/columns.ts';
import { explainReport } from '../../src/report/explain.ts';
import { stagedReport } from '../../src/report/staged.ts';
import { textReport } from '../../src/report/text.ts';
import { DATABASE, SEEN, occurrence, report, rule, secret } from './reports.ts';

const PLAIN = { width: 100, color: false };
const lines = (of: Report): readonly string[] => textReport(of, PLAIN).trimEnd().split('\n');

/** Secrets at paths as long as they get, in every kind of place. */
function farAway(): Report {
  const path = `packages/${'a-very-long-folder-name/'.repeat(6)}settings.production.env`;
  const gone = { path, inHead: false };
  return report({
    secrets: [
      secret({ occurrences: [occurrence(gone)] }),
      secret({ rule: DATABASE, occurrences: [occurrence({ ...gone, rule: DATABASE, user: 'hms', host: 'db.internal' })] }),
      secret({ occurrences: [occurrence({ where: 'tag-message', path: 'refs/tags/v1.4', inHead: false })] }),
      secret({
        occurrences: [occurrence({ where: 'commit-message', path: '', commit: 'a'.repeat(40), inHead: false })],
      }),
      secret({ verdict: 'uncommitted', occurrences: [occurrence({ ...gone, where: 'index', class: 'uncommitted' })] }),
      secret({ rule: rule({ name: 'JWT signing secret in a key map' }), occurrences: [occurrence({ path })] }),
    ],
    coverage: { ...SEEN, outOfScope: [{ what: 'submodule commits', why: 'elsewhere', count: 1 }] },
    risks: [{ rule: 'tracked-env-file', path: `${path}/.env`, advice: 'is tracked: take it out' }],
    notices: ['the range begins at a commit that this clone does not have, so it was read from the merge base on'],
  });
}

for (const width of [60, 80, 100, 200]) {
  test(`everything fits a terminal of ${width} columns, and only paths are shortened`, () => {
    const of = farAway();
    const fits = (text: string): void => {
      for (const line of text.split('\n')) assert.ok(displayWidth(line) <= Math.min(width, 100), line);
      for (const [cut] of text.matchAll(/\S* ?…\S*/g))
        assert.match(cut, /^(?:in|was in|:| |)? ?…[\w./:-]+$|^db\.i[\w.]*…$/, `own words were cut: ${cut}`);
    };
    const shown = textReport(of, { width, color: false });
    fits(shown);
    for (const words of [
      'gone from HEAD, was in …',
      'settings.production.env',
      'of HEAD',
      'in the message of tag v1.4',
    ])
      assert.ok(shown.includes(words), words);
    assert.match(shown, /in the message of commit a{10}$/m);
    assert.match(shown, /it was\s+read\s+from\s+the\s+merge\s+base\s+on/);
    assert.match(shown, /1 submodule commit$/m);
    fits(stagedReport({ ...of, risks: [] }, { width, color: false }));
  });
}

test('without a terminal nothing is shortened, and a row is one line', () => {
  const of = farAway();
  const path = of.secrets[0]?.occurrences[0]?.path ?? '';
  const options = { width: undefined, color: false };
  assert.doesNotMatch(textReport(of, options) + stagedReport(of, options), /…/);
  assert.match(textReport(of, options), new RegExp(`^  P0 .* gone from HEAD, was in ${path}$`, 'm'));
  assert.match(stagedReport(of, options), new RegExp(`^  ${path}:3 .*JWT_SECRET`, 'm'));
});

test('a blob that no commit holds neither hides nor adds to the place that one does', () => {
  const stray = occurrence({ path: '', class: 'unattached', inHead: false, confidence: 'high', blob: 'b'.repeat(40) });
  const place = occurrence({ path: 'app.env', inHead: false, confidence: 'medium', versions: 1 });
  const [row, detail] = lines(report({ secrets: [secret({ occurrences: [stray, place] })] })).slice(4);
  assert.match(row ?? '', /gone from HEAD, was in app\.env$/);
  assert.doesNotMatch(detail ?? '', /path/);
  const alone = secret({ verdict: 'unattached', priority: 'P3', occurrences: [stray] });
  const shown = lines(report({ secrets: [alone, { ...alone, id: 'another' }] }));
  assert.match(shown[4] ?? '', /in the object store, in no commit: blob b{10}$/);
  assert.match(shown[5] ?? '', /^ {2}P3/);
  assert.match(explainReport(report({ secrets: [alone] }), alone.id, PLAIN), /blob b{10}:3:12 {3}in no commit/);
});

test('wide characters take two columns, combining marks none', () => {
  assert.equal(displayWidth('山a👍e\u0301'), 6);
  assert.equal(padded('山', 4), '山  ');
  assert.equal(cutFront('src/山/config.ts', 10), '…config.ts');
  assert.equal(cutEnd('山山山', 5), '山山…');
});

test('text is broken between words, a command in one piece, and nothing of it is lost', () => {
  assert.deepEqual(wrapped('fetch all with  git fetch --unshallow  or in CI', 24, '  '), [
    'fetch all with',
    '  git fetch --unshallow',
    '  or in CI',
  ]);
  const word = fc.string({ minLength: 1, maxLength: 30, unit: fc.constantFrom('a', 'b', '山') });
  fc.assert(
    fc.property(fc.array(word), fc.integer({ min: 10, max: 40 }), (words, width) => {
      const broken = wrapped(words.join(' '), width, '  ');
      for (const line of broken) assert.ok(displayWidth(line) <= width, line);
      assert.equal(broken.join('').replaceAll(' ', ''), words.join(''));
    }),
  );
});

test('why it counts is said on a narrow terminal too; what else is known gives way, from the last on', () => {
  const why = 'it has been in git history: it must be rotated, whether or not it was deleted since';
  const via = ['base64', 'escapes', 'percent', 'quoted-printable'];
  const one = secret({ reasons: [why], occurrences: [occurrence({}), occurrence({ path: 'a.env', inHead: false, via })] });
  const shown = (width: number): string => textReport(report({ secrets: [one] }), { width, color: false }).replace(/\s+/g, ' ');
  assert.match(shown(100), /also through base64/);
  const narrow = shown(60);
  assert.ok(narrow.includes(why), narrow);
  assert.match(narrow, / · … /);
  assert.doesNotMatch(narrow, /also through/);
});

test('the place to look at first is one that shows the secret, not a guess that HEAD has of the same value', () => {
  const account = { rule: DATABASE, user: 'hms', host: 'db.internal', inHead: false, path: 'conf/app.ini' };
  const guess = occurrence({ path: 'cmd/admin.go', confidence: 'low', rule: DATABASE });
  const of = report({ secrets: [secret({ rule: DATABASE, occurrences: [guess, occurrence(account)] })] });
  assert.match(textReport(of, PLAIN), /hms @ db\.internal .* was in conf\/app\.ini$/m);
  assert.doesNotMatch(textReport(of, PLAIN), /gone from HEAD/);
});
