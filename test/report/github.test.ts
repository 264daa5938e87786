/** What GitHub makes of a report: workflow commands, one a line, and the summary of the job. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fc } from '../support/property.ts';
import { githubAnnotations } from '../../src/report/github.ts';
import { githubSummary } from '../../src/report/github-summary.ts';
import { hiddenWindows, hostileReport, planOf, someForm, someValues } from './hostile.ts';
import { GITHUB, SEEN, occurrence, report, secret } from './reports.ts';
import type { Report } from '../../src/model.ts';

const FORGE = 'https://github.com/ada/shop/blob/main';

interface Command {
  readonly level: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

/** As the runner reads them. */
function commands(of: Report): Command[] {
  const lines = githubAnnotations(of, undefined).split('\n').slice(0, -1);
  return lines.map((line) => {
    const [, level, list = '', message = ''] = /^::(\w+) (.*?)::(.*)$/.exec(line) ?? [];
    assert.ok(level !== undefined, line);
    const properties = list.split(',').map((pair) => pair.split('=').map((text) => decodeURIComponent(text)));
    return { level, properties: Object.fromEntries(properties), message: decodeURIComponent(message) };
  });
}

test('an error at the line of the checkout, with the reason and what to do', () => {
  const [only, ...rest] = commands(report({ secrets: [secret()] }));
  assert.deepEqual(rest, []);
  assert.equal(only?.level, 'error');
  const { title, ...place } = only.properties;
  assert.equal(title, 'burnlist: JWT signing secret P0');
  assert.deepEqual(place, { file: '.env.production', line: '3', endLine: '3', col: '12', endColumn: '55' });
  assert.match(only.message, /^JWT_SECRET \(.{6}\): it stands in HEAD\n/);
});

test('what is gone from HEAD has no line in the checkout; its place is in the message', () => {
  const [only] = commands(report({ secrets: [secret({ occurrences: [occurrence({ inHead: false })] })] }));
  assert.deepEqual(Object.keys(only?.properties ?? {}), ['title']);
  assert.match(only?.message ?? '', /\n\.env\.production, commit [0-9a-f]{10}\n/);
});

test('levels go by priority; what is known, settled or guessed is not annotated', () => {
  const secrets = [
    secret({ priority: 'P0' }),
    secret({ priority: 'P2' }),
    secret({ priority: 'P3' }),
    secret({ status: 'known' }),
    secret({ verdict: 'rotated', status: 'rotated' }),
    secret({ confidence: 'low' }),
    secret({ priority: 'P2', verdict: 'still-current', status: 'still-current' }),
  ];
  assert.deepEqual(
    commands(report({ secrets })).map(({ level }) => level),
    ['error', 'error', 'warning', 'notice'],
  );
});

test('risks are warnings at their file, gaps of coverage are errors', () => {
  const gap = { what: 'shallow boundary', why: 'history before it is not in this clone', count: 1 };
  const of = report({
    coverage: { ...SEEN, complete: false, skipped: [gap] },
    risks: [{ rule: 'tracked-env-file', path: 'a,b:c.env', advice: 'is tracked' }],
  });
  const [first, second] = commands(of);
  assert.deepEqual([first?.level, second?.level], ['error', 'warning']);
  assert.equal(second?.properties['file'], 'a,b:c.env');
});

test('nothing that is quoted can begin a command or end one', () => {
  const path = 'a\n::set-output name=x::y\r%0A::error::z';
  const of = report({ secrets: [secret({ occurrences: [occurrence({ path })] })], risks: [{ rule: 'r', path, advice: 'x' }] });
  const lines = githubAnnotations(of, undefined).split('\n').slice(0, -1);
  assert.equal(lines.length, 2);
  for (const line of lines) assert.match(line, /^::(?:error|warning) /);
});

test('the summary has the answer, a row for each, and links into the runbook', () => {
  const of = report({ secrets: [secret(), secret({ rule: GITHUB })] });
  const summary = githubSummary(of, planOf(of, 'JWT'), FORGE);
  assert.match(summary, /^## burnlist: 2 compromised\n/);
  assert.match(summary, /everything was seen · as of 2026-11-22/);
  assert.equal(summary.split('\n').filter((line) => line.startsWith('| P0 |')).length, 2);
  assert.ok(summary.includes(`[Rotate JWT](${FORGE}/docs/JWT.md#rotate-JWT)`));
  const clean = githubSummary(report(), undefined, FORGE);
  assert.match(clean, /^## burnlist: no secrets found\n/);
});

test('the summary stays below the mebibyte that GitHub shows, and says what there was no room for', () => {
  const all = Array.from({ length: 700 }, (_, index) => index);
  for (const folder of ['folder/', '漢字漢字漢字/'.repeat(430)]) {
    const path = (index: number): string => `${folder}${index}.env`;
    const of = report({
      secrets: all.map((index) => secret({ occurrences: [occurrence({ path: path(index) })] })),
      risks: all.map((index) => ({ rule: 'tracked-env-file', path: path(index), advice: 'is tracked' })),
      coverage: { ...SEEN, complete: false, failed: all.map((index) => ({ what: 'file', why: path(index), count: 1 })) },
    });
    const summary = githubSummary(of, undefined, FORGE);
    assert.ok(Buffer.byteLength(summary) < 1 << 20);
    const rows = summary.split('\n').filter((line) => line.startsWith('| P0')).length;
    assert.equal(rows === 500, folder === 'folder/', `${rows}`);
    assert.ok(summary.includes(`\nand ${700 - rows} more: \`burnlist audit --format json\`\n`));
  }
});

test('a row stays a row, whatever stands in a path', () => {
  const path = 'a|b\\|c`d|e`\n| x |.env';
  const of = report({ secrets: [secret({ occurrences: [occurrence({ path })] })] });
  const rows = githubSummary(of, undefined, 'nowhere').split('\n').filter((line) => line.startsWith('| P0'));
  assert.equal(rows.length, 1);
  assert.equal(rows[0]!.replaceAll(/\\\|/g, '').split('|').length, 8);
});

test('no eight characters of a value are in them, whatever holds them', () => {
  fc.assert(
    fc.property(someValues, someForm, (values, write) => {
      const of = hostileReport(values, write);
      const plan = planOf(of, write(values[0] ?? ''));
      const annotations = githubAnnotations(of, plan);
      const plain = decodedPercents(annotations);
      // as GitHub shows it: an escaped backslash looks like two
      const summary = githubSummary(of, plan, FORGE).replaceAll(/\\([\\`*[\]<>&~$|!_#+=-])/g, '$1');
      for (const shown of [annotations, plain, summary, decodedPercents(summary)])
        for (const window of values.flatMap(hiddenWindows)) assert.ok(!shown.includes(window), window);
    }),
    { numRuns: 100 },
  );
});

function decodedPercents(text: string): string {
  return text.replaceAll(/(?:%[0-9a-f]{2})+/gi, (escapes) => Buffer.from(escapes.replaceAll('%', ''), 'hex').toString());
}
