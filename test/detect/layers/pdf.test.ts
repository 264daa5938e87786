/** The text of a PDF as people read it, and what is attached to it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deflateSync } from 'node:zlib';
import { openPdf } from '../../../src/detect/layers/pdf.ts';
import { makePdf } from '../../support/office.ts';
import { opened, texts } from './opening.ts';

function shown(content: string): string | undefined {
  return texts(opened(openPdf, makePdf([{ dictionary: '', stream: content }])))[0]?.[1];
}

test('text that is drawn in parts is joined where it goes on, and split where it does not', () => {
  assert.equal(
    shown('BT /F1 10 Tf 72 700 Td (pass) Tj (word: ) Tj [(hun) -12 (ter) 5 (2)] TJ ET'),
    'password: hunter2\n',
  );
  assert.equal(shown('BT /F1 10 Tf 1 0 0 1 72 700 Tm (pass) Tj 1 0 0 1 92 700 Tm (word) Tj ET'), 'password\n');
  assert.equal(shown("BT 72 700 Td (a) Tj 0 -12 Td (b) Tj T* (same) Tj 14 TL T* (c) Tj (d) ' ET"), 'a\nbsame\nc\nd\n');
  assert.equal(
    shown('BT /F1 10 Tf 72 700 Td (User) Tj ET BT 200 700 Td (bob) Tj ET BT 72 680 Td (Key) Tj ET'),
    '| User | bob |\nKey\n',
  );
  assert.equal(shown('BT [(two) -300 (words)] TJ ET'), 'two words\n');
});

test('what moves or turns the page moves the text with it', () => {
  const turned = 'q 0 1 -1 0 500 0 cm BT /F1 10 Tf 10 20 Td (a) Tj ET BT 10 5 Td (b) Tj ET Q';
  assert.equal(shown(turned), 'a\nb\n');
  assert.equal(shown('q 1 0 0 1 0 700 cm BT 5 2 Td (a) Tj ET Q q 1 0 0 1 0 650 cm BT 5 2 Td (b) Tj ET Q'), 'a\nb\n');
});

test('escapes, brackets within strings and hexadecimal strings are read, pictures in between are not', () => {
  assert.equal(shown('BT (a\\(b\\)\\101(c)\\n\\\nd) Tj <4142 43> Tj ET'), 'a(b)A(c)\ndABC\n');
  assert.equal(shown('BI /W 2 ID ((((( EI BT (x) Tj ET'), 'x\n');
});

test('codes of a font are read by its table, which may stand in a stream of objects', () => {
  const table = [
    '1 beginbfchar <0003> <0070> endbfchar',
    '1 beginbfrange <0010> <0012> <0061> endbfrange',
    '1 beginbfrange <0020> <0021> [<0077> <D83DDE00>] endbfrange',
  ].join(' ');
  const draws = { dictionary: '', stream: 'BT /F7 12 Tf <0003001000200021> Tj /F8 12 Tf (plain) Tj ET' };
  const font = '/Type /Font /ToUnicode 3 0 R';
  const plain = [draws, { dictionary: font }, { dictionary: '', stream: table }, { dictionary: '/Font <</F7 2 0 R>>' }];
  assert.deepEqual(texts(opened(openPdf, makePdf(plain))), [
    ['object 1', Buffer.from('paw😀plain\n').toString('latin1')],
  ]);
  const objects = `9 0 8 ${font.length + 5} <<${font}>> <</Font <</F7 9 0 R>>>>`;
  const packed = [
    draws,
    { dictionary: '' },
    { dictionary: '', stream: table },
    { dictionary: '/Type /ObjStm /N 2 /First 9', stream: objects },
  ];
  assert.equal(texts(opened(openPdf, makePdf(packed)))[0]![1], Buffer.from('paw😀plain\n').toString('latin1'));
});

/** What is drawn with font F7, which has a table. */
function withTable(table: string, content: string | Buffer): Buffer {
  return makePdf([
    { dictionary: '', stream: content },
    { dictionary: '/Type /Font /ToUnicode 3 0 R' },
    { dictionary: '', stream: table },
    { dictionary: '/Font <</F7 2 0 R>>' },
  ]);
}

test('tables that are made to grow end where all of them may have no more characters', () => {
  const long = '0041'.repeat(256);
  for (const [table, text] of [
    [`1 beginbfchar <0001> <${'0041'.repeat(200_000)}> endbfchar`, 'end'],
    [`1 beginbfrange <0000> <ffff> <${long}> endbfrange`, `${'A'.repeat(255)}Bend`],
    [`18 beginbfrange ${'<0000> <ffff> <0041>'.repeat(17)} <0001> <0001> <0043> endbfrange`, 'B?end'],
    [`9 beginbfrange ${'<0001><0001>['.repeat(9)}<0043>] endbfrange`, 'Cend'],
  ] as const) {
    const pdf = withTable(table, 'BT /F7 12 Tf <0001FFFE> Tj /F8 12 Tf (end) Tj ET');
    assert.equal(texts(opened(openPdf, pdf))[0]![1], `${text}\n`, table.slice(0, 60));
  }
  const codes = Buffer.alloc(4_400_000, '\0\x01');
  const drawing = Buffer.concat([Buffer.from('BT /F7 12 Tf ('), codes, Buffer.from(') Tj ET')]);
  const many = withTable(`1 beginbfchar <0001> <${long}> endbfchar`, drawing);
  assert.equal(opened(openPdf, many, 1 << 24)?.isSpent, true, 'more characters than a string of JavaScript can have');
});

test('filters come one behind the other; attached files and objects in streams are given as they are', () => {
  const hex = `${deflateSync('attached').toString('hex')}>`;
  const pdf = makePdf([
    { dictionary: '/Type /EmbeddedFile /Filter [/ASCIIHexDecode /FlateDecode]', stream: hex },
    { dictionary: '/Filter /ASCII85Decode', stream: '87cURD]i,"Ebo80z~>' },
    { dictionary: '/Filter /DCTDecode /Subtype /Image', stream: 'BT (no) Tj ET' },
    { dictionary: '/Filter /LZWDecode', stream: 'x' },
    { dictionary: `/Filter [${'/FlateDecode '.repeat(9)}]`, stream: '' },
  ]);
  const found = opened(openPdf, pdf);
  assert.deepEqual(texts(found), [
    ['object 1', 'attached'],
    ['object 2', 'Hello World!\0\0\0\0'],
  ]);
  assert.deepEqual(found?.closed, ['unknown form', 'unknown form']);
  const at = pdf.indexOf(hex);
  assert.deepEqual(found?.members[0]!.spanOf({ start: 0, end: 1 }), { start: at, end: at + hex.length });
});

test('a stream is found whatever its length is said to be', () => {
  const pdf = makePdf([{ dictionary: '/Filter []', stream: 'content' }]).toString('latin1');
  for (const length of ['/Length 5 0 R', '/Length 3', '/Length 99999999']) {
    const lying = Buffer.from(pdf.replace(/\/Length \d+/, length), 'latin1');
    assert.equal(texts(opened(openPdf, lying))[0]![1], 'content\n', length);
  }
});

test('an encrypted document stays closed, streams without end end at the budget', () => {
  assert.deepEqual(opened(openPdf, makePdf([{ dictionary: '', stream: 'x' }], '/Encrypt 5 0 R'))?.closed, [
    'encrypted',
  ]);
  const many = makePdf(Array.from({ length: 3000 }, () => ({ dictionary: '/Filter []', stream: 'x' })));
  assert.equal(opened(openPdf, many)?.isSpent, true);
  const open = Buffer.from(`%PDF-1.7\n${'1 0 obj <<>> stream\n'.repeat(20_000)}`);
  assert.deepEqual(opened(openPdf, open)?.members, []);
});

test('cells that stand close are cells where each is begun anew, and parts of a word where they touch', () => {
  const drawn = (x: number, text: string, isAnew: boolean): string => `${isAnew ? 'ET BT' : ''} 1 0 0 1 ${x} 5 Tm (${text}) Tj`;
  const rowOf = (...words: string[]): string => {
    const stream = `BT /F1 10 Tf ${words.join(' ')} ET`;
    return texts(opened(openPdf, makePdf([{ dictionary: '/Filter []', stream }])))[0]![1];
  };
  assert.equal(rowOf(drawn(6, 'System', true), drawn(51.3, 'User', true)), '| System | User |\n');
  assert.equal(rowOf(drawn(6, 'API key', true), drawn(52.5, 'value', true)), '| API key | value |\n');
  assert.equal(rowOf(drawn(6, 'System', true), drawn(40, 'User', true)), 'SystemUser\n');
  assert.equal(rowOf(drawn(6, 'System', true), drawn(51.3, 'User', false)), 'SystemUser\n');
});
