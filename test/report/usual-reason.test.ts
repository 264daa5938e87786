import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Report } from '../../src/model.ts';
import { textReport } from '../../src/report/text.ts';
import { occurrence, report, secret } from './reports.ts';

test('the reason that three secrets and more have is said once, above them, and another one where it holds', () => {
  const usual = 'it has been in git history: rotate it';
  const withReasons = (id: string, ...reasons: string[]) => ({ ...secret(), id: id.repeat(26), reasons });
  const of = (...ids: string[]) => ids.map((id) => withReasons(id, usual));
  const text = (secrets: Report['secrets']): string => textReport({ ...report(), secrets }, { width: 100, color: false });
  const times = (secrets: Report['secrets'], what: string): number => text(secrets).split(what).length - 1;
  assert.equal(times(of('a', 'b'), usual), 2);
  const more = [...of('a', 'b', 'c'), withReasons('d', 'nobody but its author has it'), withReasons('e', usual, 'it is weak')];
  assert.match(text(more), /^  where nothing else is said: it has been in git history: rotate it$/m);
  assert.deepEqual([times(more, usual), times(more, 'nobody but its author'), times(more, 'it is weak')], [2, 1, 1]);
});

test('beyond the first twenty a secret has one line, and that is said', () => {
  const nth = (_: unknown, n: number) => ({ ...secret({ reasons: [`it is number ${n}`] }), id: `${n + 10}`.repeat(13) });
  const many = (count: number) => ({ ...report(), secrets: Array.from({ length: count }, nth) });
  const text = (count: number): string => textReport(many(count), { width: 100, color: false });
  assert.match(text(21), /^  one line each beyond the first 20; --explain ID says more$/m);
  assert.doesNotMatch(text(20), /one line each/);
  const known = (count: number) => Array.from({ length: count }, (_, n) => ({ ...nth(_, n + 40), status: 'known' as const }));
  const mixed = { ...many(2), secrets: [...many(2).secrets, ...known(30)] };
  const shown = textReport(mixed, { width: 100, color: false });
  assert.doesNotMatch(shown, /one line each/, 'what is known steps back behind what is new, whatever its number');
});

test('the reason that is said once is that of those with a block; all of them are counted by priority', () => {
  const nth = (priority: 'P1' | 'P3', reason: string) => (_: unknown, n: number) => ({
    ...secret({ priority, reasons: [reason], occurrences: [occurrence({ path: `${priority}/${n}.env` })] }),
    id: `${priority === 'P1' ? n + 100 : n + 200}`.repeat(8),
  });
  const secrets = [
    ...Array.from({ length: 20 }, nth('P1', 'it was pushed')),
    ...Array.from({ length: 30 }, nth('P3', 'nobody but its author has it')),
  ];
  const shown = textReport({ ...report(), secrets }, { width: 100, color: false });
  assert.match(shown, /^  50 compromised   ·   20 P1, 30 P3$/m);
  assert.match(shown, /^  where nothing else is said of the first 20: it was pushed$/m);
  assert.ok(!shown.includes('nobody but its author'));
});
