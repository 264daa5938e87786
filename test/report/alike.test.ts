/** A file of tokens is one row with the ids of all, and nothing of them is lost. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { htmlReport } from '../../src/report/html.ts';
import { shortIds } from '../../src/report/short-id.ts';
import { textReport } from '../../src/report/text.ts';
import { objectId, occurrence, report, secret } from './reports.ts';
import type { Judged } from '../../src/model.ts';

/** Tokens of one file, the oldest last; what they share is what their row says. */
function tokens(count: number, over: Parameters<typeof secret>[0] = {}): Judged[] {
  return Array.from({ length: count }, (_, index) => {
    const [day, place] = [String(28 - (index % 28)).padStart(2, '0'), occurrence({ position: at(index + 1) })];
    const one = secret({ occurrences: [place], ...over });
    return { ...one, exposure: { ...one.exposure, days: index, first: { commit: objectId(), date: `2025-02-${day}`, author: 'Ada' } } };
  });
}

const at = (line: number) => ({ line, column: 1, endLine: line, endColumn: 9 });
const text = (secrets: readonly Judged[]): string => textReport(report({ secrets }), { width: 100, color: false });
const rows = (secrets: readonly Judged[]): number => text(secrets).match(/^ {2}P\d /gm)?.length ?? 0;

test('more than a handful that are alike are one row, with the id of each and the oldest', () => {
  const many = tokens(88);
  const shown = text(many);
  assert.match(shown, /^ {2}P0 {2}JWT signing secret {3}JWT_SECRET {3}88 alike {3}in \.env\.production of HEAD$/m);
  assert.match(shown, /^ {6}the oldest 2025-02-25 → open, 87 days · on origin\/main, tag v1\.4/m);
  const ids = new Set(shown.match(/\b[0-9a-f]{6,}\b/g));
  const short = shortIds(many.map(({ id }) => id));
  for (const { id } of many) assert.ok(ids.has(short(id)), id);
  assert.doesNotMatch(shown, /one line each beyond/);
  assert.match(shown, /^ {2}88 compromised/m);
});

test('a handful, and what differs in anything that a row says, is read one by one', () => {
  assert.deepEqual([rows(tokens(5)), rows(tokens(6))], [5, 1]);
  const others = [
    ...tokens(3, { priority: 'P1' }),
    ...tokens(3, { nature: 'weak' }),
    ...tokens(3, { occurrences: [occurrence({ path: 'other' })] }),
    ...tokens(3, { reasons: ['it is another one'] }),
  ];
  assert.equal(rows([...tokens(3), ...others]), 15);
  const each = [occurrence({ introductions: [{ commit: objectId(), date: '2025-02-03', author: 'Ada' }] })];
  assert.equal(rows(tokens(6, { occurrences: [occurrence({ each })] })), 6, 'asked for with --all-versions');
});

test('the page has them in one entry that opens, each with all that is known of it', () => {
  const many = tokens(9);
  const page = [...htmlReport(report({ secrets: [...many, secret({ priority: 'P3' })] }), { version: '1', base: 'nowhere' })].join('');
  assert.match(page, /9 × JWT signing secret<\/b>/);
  for (const { id } of many) assert.ok(page.includes(`id="s-${id}"`), id);
  for (const tag of ['details', 'div'])
    assert.equal(page.split(`<${tag}`).length, page.split(`</${tag}>`).length, tag);
  assert.ok(page.indexOf(`id="s-${many[8]!.id}"`) < page.lastIndexOf('</div>\n</details>\n</div>\n</details>'));
});
