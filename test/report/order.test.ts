/** In which order secrets are listed. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Judged, Reach } from '../../src/model.ts';
import { sortedSecrets } from '../../src/report/order.ts';
import { textReport } from '../../src/report/text.ts';
import { occurrence, report, secret } from './reports.ts';

test('of one priority what others could read comes first, then what stands longest, then by path', () => {
  const { exposure } = secret();
  const at = (path: string, date: string, ...reach: readonly Reach[]): Judged => {
    const dated = { ...exposure, first: { ...exposure.first!, date }, inHead: false, reach };
    return secret({ exposure: dated, names: [{ ...secret().names[0]!, name: path }], occurrences: [occurrence({ path })] });
  };
  const sorted = [
    at('d', '2025-06-01', 'remote-tracking'),
    at('e', '2024-01-01', 'local-branch'),
    at('a', '2025-01-01', 'local-branch'),
    at('b', '2025-01-01', 'local-branch'),
    at('c', '2025-02-01', 'local-branch'),
  ];
  const names = sortedSecrets(sorted.toReversed()).map((one) => one.names[0]!.name);
  assert.deepEqual(names, ['d', 'e', 'a', 'b', 'c']);
});

test('what is new stands before all that the ledger knows, which has a line above it', () => {
  const known = Array.from({ length: 20 }, (_, n) => secret({ status: 'known', priority: 'P1', reasons: [`reason ${n}`] }));
  const text = (secrets: readonly Judged[]): string => textReport(report({ secrets }), { width: 100, color: false });
  const lines = text([...known, secret({ priority: 'P2' })]).split('\n');
  const rows = lines.filter((line) => /^  P\d/.test(line));
  assert.deepEqual([rows.length, rows[0]?.slice(2, 4), rows[1]?.slice(2, 4)], [21, 'P2', 'P1']);
  const at = lines.indexOf(rows[1]!);
  assert.deepEqual(lines.slice(at - 2, at), ['', '  known already, by the ledger; --explain ID says more:']);
  const below = (some: string[], row: string): string | undefined => some[some.indexOf(row) + 1];
  assert.match(below(lines, rows[0]!) ?? '', /^ {6}\S/, 'what is new has its block');
  assert.equal(below(lines, rows[1]!), rows[2], 'what is known has one line');
  assert.ok(!text(known).includes('known already'));
  assert.match(text(known), /^ {2}P1.*\n {6}known \(ledger\)/m, 'unless nothing is new');
});
