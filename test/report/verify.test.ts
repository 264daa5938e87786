/** What `verify` prints: the order of its rows, and what is folded. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OUTCOMES, type Outcome, type Verified } from '../../src/model.ts';
import { verifyJson, type VerifyReport, verifyText } from '../../src/report/verify.ts';
import { judged } from '../plan/judged.ts';

const NOWHERE = 'in none of the files given';

function row(name: string, outcome: Outcome, detail = NOWHERE): Verified {
  return { secret: judged({ names: [name] }), name, taskId: name, outcome, detail, evidence: detail };
}

const shown = (report: VerifyReport): string => verifyText(report, { width: undefined, color: false });

function reportOf(rows: readonly Verified[], isNarrowed = false): VerifyReport {
  const ids = rows.map(({ secret }) => secret.id);
  const more = { settled: [], warnings: [], closed: 0, ledger: undefined, reopened: [] };
  return { asOf: '2026-11-28', rows, isNarrowed, ids, clean: (text) => text, ...more };
}

test('what decides comes first, then what is done, then what is unknown; the rows of a kind keep their order', () => {
  const rows = [...OUTCOMES.toReversed().map((outcome, at) => row(`KEY_${at}`, outcome)), row('KEY_9', 'STILL CURRENT')];
  const said = shown(reportOf(rows)).trimEnd().split('\n').slice(0, -1).map((line) => line.split(/ {2,}/));
  assert.deepEqual(said.map(([, , outcome]) => outcome), ['STILL CURRENT', ...OUTCOMES]);
  assert.deepEqual(said.slice(0, 2).map(([name]) => name), ['KEY_7', 'KEY_9']);
});

test('more than five of which the same is unknown are one paragraph behind the rest, with every name and id', () => {
  const old = Array.from({ length: 30 }, (_, at) => row(`OLD_${at}`, 'UNKNOWN'));
  const [other, open] = [row('OTHER', 'UNKNOWN', 'it is a reference'), row('JWT_SECRET', 'STILL CURRENT', '.env holds it')];
  const report = reportOf([...old, other, open]);
  const lines = shown(report).trimEnd().split('\n');
  assert.match(lines[0]!, /^JWT_SECRET +\w+ {2}STILL CURRENT +\.env holds it$/);
  assert.match(lines[1]!, /^OTHER +\w+ {2}UNKNOWN +it is a reference$/);
  assert.equal(lines[2], `30 UNKNOWN: ${NOWHERE}`);
  const named = lines.slice(3, -1).join(', ').split(/, +/).map((each) => each.trim().split(' '));
  assert.deepEqual(named.map(([name]) => name), old.map(({ name }) => name));
  assert.ok(named.every(([, id], at) => old[at]?.secret.id.startsWith(id!)));
  assert.equal(lines.at(-1), '0 of 32 closed');
  assert.equal(JSON.parse(verifyJson(report)).results.length, 32);
});

test('what is asked for by name has a line each; of very many the rest is counted', () => {
  const old = Array.from({ length: 80 }, (_, at) => row(`OLD_${at}`, 'UNKNOWN'));
  assert.equal(shown(reportOf(old, true)).match(/^OLD_\d+ +\w+ {2}UNKNOWN/gm)?.length, 80);
  assert.match(shown(reportOf(old)), /^80 UNKNOWN: [^]* and 30 more, all of them with --format json\n/);
});
