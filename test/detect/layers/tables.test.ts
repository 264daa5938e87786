/** Tables of documents: texts of cells that stand elsewhere, and heads that say what the cells below them are. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { underHead } from '../../../src/detect/layers/column-heads.ts';
import { openOfficeText } from '../../../src/detect/layers/office-text.ts';
import { openPdf } from '../../../src/detect/layers/pdf.ts';
import { openZip } from '../../../src/detect/layers/zip.ts';
import { makeExcel, makePdf, makeWord, paragraph, tableRow, wordXml } from '../../support/office.ts';
import { makeRepo, runCli } from '../../support/repo.ts';
import { password } from '../../support/secrets.ts';
import { opened, texts } from './opening.ts';

const ROWS = [
  ['System', 'Password', 'API key'],
  ['db', 'one', 'first'],
  ['mail', undefined, 'second'],
];
const AS_TEXT = '| System | Password | API key | \n| db |  |  | \n| Password |\n|---|\n| one |\nAPI key: first\n';

function sheetOf(workbook: Buffer): string {
  const sheet = opened(openZip, workbook)!.members.find(({ member }) => member === 'xl/worksheets/sheet1.xml')!;
  return texts(opened(openOfficeText, Buffer.from(sheet.text, 'latin1')))[0]![1];
}

test('cells of Excel that refer to shared strings hold them, rows are rows, and heads count by letter', () => {
  assert.equal(sheetOf(makeExcel(ROWS)), `${AS_TEXT}| mail |  | \nAPI key: second\n`);
  const without = makeExcel([['a', 'b']]).toString('latin1').replaceAll('xl/sharedStrings.xml', 'xl/otherStrings.xml');
  assert.equal(sheetOf(Buffer.from(without, 'latin1')), '| 0 | 1 | ');
});

test('what many cells share ends at the budget', () => {
  const long = 'x'.repeat(30_000);
  const workbook = makeExcel(Array.from({ length: 200 }, () => [long]));
  const found = opened(openZip, workbook, 1 << 20);
  assert.deepEqual([found?.isSpent, found?.members.length], [true, 0]);
});

test('a text of letters in an element each ends at the budget, though the letters would fit', () => {
  const xml = Buffer.from(wordXml(paragraph(...'x'.repeat(20_000))));
  const { isSpent, bytesTaken } = opened(openOfficeText, xml, 1 << 18)!;
  assert.deepEqual([isSpent, bytesTaken], [true, 1 << 18]);
  assert.equal(opened(openOfficeText, xml, 1 << 20)!.isSpent, false);
});

test('a cell stands where it stands, under its head too', () => {
  const xml = wordXml(`<w:tbl>${tableRow('Name', 'Password')}${tableRow('db', 'a&lt;b')}</w:tbl>${tableRow('other', 'row')}`);
  const found = opened(openOfficeText, Buffer.from(xml))!;
  const [[, text]] = texts(found) as [[string, string]];
  assert.ok(text.includes('| Password |\n|---|\n| a<b |\n'), text);
  const at = text.indexOf('a<b');
  const span = found.members[0]!.spanOf({ start: at, end: at + 3 });
  assert.equal(xml.slice(span.start, span.end), 'a&lt;b');
});

test('what stands under a head is written though its row never ends: a table in a cell, cells and rows left open, a cut', () => {
  const head = tableRow('Name', 'Password', 'Note');
  const [cell, inner] = ['<w:tc><w:t>held back</w:t>', `<w:tbl>${tableRow('x', 'y')}</w:tbl>`];
  const rest = ['<w:tc><w:t>and more</w:t></w:tc></w:tr>', '</w:tbl>'].join('');
  const forms = {
    table: `${cell}${inner}</w:tc>${rest}`,
    'a table behind it': `${cell}</w:tc><w:tc>${inner}</w:tc>${rest}`,
    'no end of the cell': `${cell}${rest}`,
    'no end of the row': `${cell}</w:tc>${tableRow('x', 'y', 'z')}`,
    'no end of either': `${cell}${tableRow('x', 'y', 'z')}`,
    cut: cell,
  };
  for (const [form, cells] of Object.entries(forms)) {
    const xml = wordXml(`<w:tbl>${head}<w:tr><w:tc><w:t>db</w:t></w:tc>${cells}`);
    const [[, text]] = texts(opened(openOfficeText, Buffer.from(xml))) as [[string, string]];
    assert.equal(text.split('held back').length, 2, `${form}: ${text}`);
  }
});

test('a head with blanks without end is none', () => {
  assert.equal(underHead(`${' '.repeat(1000)}Password`), undefined);
  assert.deepEqual(underHead(`${' '.repeat(100)}API  key `), { before: 'API key: ', behind: '\n' });
});

test('a head of one table says nothing of another, and a text that is no head says nothing', () => {
  const table = (...rows: string[]): string => `<w:tbl>${rows.join('')}</w:tbl>`;
  const xml = wordXml(
    table(tableRow('a', 'Token')) +
      table(tableRow('b', 'c'), tableRow('d', 'e')) +
      table(tableRow('x', 'why Token:'), tableRow('y', 'z')),
  );
  const [[, text]] = texts(opened(openOfficeText, Buffer.from(xml))) as [[string, string]];
  assert.doesNotMatch(text, /^(?:why )?Token: /m);
  const cells = [[10, 80, 'User'], [200, 80, 'Password'], [10, 60, 'me'], [200, 60, 'it']] as const;
  const content = `BT /F1 9 Tf ${cells.map(([x, y, cell]) => `1 0 0 1 ${x} ${y} Tm (${cell}) Tj`).join(' ')} ET`;
  const pdf = opened(openPdf, makePdf([{ dictionary: '', stream: content }]));
  assert.equal(texts(pdf)[0]![1], '| User | Password |\n| me |  |\n| Password |\n|---|\n| it |\n');
});

test('passwords far below their head are found, each once', () => {
  const all = Array.from({ length: 40 }, (_, n) => password(`table ${n}`));
  const repo = makeRepo();
  const rows = all.map((value, n) => [`system ${n}`, `user${n}`, value]);
  repo.write('list.xlsx', makeExcel([['System', 'Login', 'Password'], ...rows]));
  const table = [['System', 'Login', 'Password'], ...rows].map((row) => tableRow(...row));
  repo.write('list.docx', makeWord(`<w:tbl>${table.join('')}</w:tbl>`));
  repo.commit('lists');
  const { secrets } = JSON.parse(runCli(['audit', '--format', 'json'], { cwd: repo.dir }).stdout) as {
    secrets: { rule: string; confidence: string; occurrences: { path: string }[] }[];
  };
  assert.deepEqual(
    secrets.map(({ rule, occurrences }) => [rule, occurrences.map(({ path }) => path)]),
    all.map(() => ['password-in-column', ['list.docx', 'list.xlsx']]),
  );
  assert.ok(secrets.every(({ confidence }) => confidence !== 'low'));
});
