/** Text that stands in strings of JSON and in the XML of office documents: as a reader sees it, each piece where it stands. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fc } from '../../support/property.ts';
import { openJsonStrings } from '../../../src/detect/layers/json-strings.ts';
import { openOfficeText } from '../../../src/detect/layers/office-text.ts';
import { paragraph, tableRow, wordXml } from '../../support/office.ts';
import { pemKey } from '../../support/secrets.ts';
import { scan } from '../scanning.ts';
import { opened, texts } from './opening.ts';

test('a notebook: the lines of a cell are one text', () => {
  const cells = [
    { source: ['import os\n', 'key = "a\\tb"\n', 'x'] },
    { outputs: [{ data: { 'text/plain': ['one\n', 'two'] } }] },
  ];
  const notebook = Buffer.from(JSON.stringify({ cells, nbformat: 4 }, null, 1));
  const found = opened(openJsonStrings, notebook);
  assert.deepEqual(texts(found), [
    ['cells[0].source', 'import os\nkey = "a\\tb"\nx'],
    ['cells[1].outputs[0].data["text/plain"]', 'one\ntwo'],
  ]);
  assert.deepEqual(
    found?.members.map(({ via }) => via),
    ['notebook', 'notebook'],
  );
});

test('a key in the lines of a cell is one finding, that of the cell', () => {
  const source = pemKey('cell').split(/(?<=\n)/);
  const notebook = JSON.stringify({ nbformat: 4, cells: [{ source }] });
  assert.deepEqual(scan(notebook).findings.map(({ via }) => via), [['notebook']]);
});

test('source maps and recorded traffic: strings with escapes, by their path', () => {
  const map = { version: 3, sources: ['a.js'], sourcesContent: ['one', 'two\nlines'], mappings: '' };
  assert.deepEqual(texts(opened(openJsonStrings, Buffer.from(`)]}'\n${JSON.stringify(map)}`))), [
    ['sourcesContent[1]', 'two\nlines'],
  ]);
  const har = { log: { entries: [{ startedDateTime: '', request: { postData: { text: '{"a":1}' } } }] } };
  assert.deepEqual(texts(opened(openJsonStrings, Buffer.from(JSON.stringify(har)))), [
    ['log.entries[0].request.postData.text', '{"a":1}'],
  ]);
  assert.equal(opened(openJsonStrings, Buffer.from('{"name": "any other \\n JSON"}')), undefined);
});

test('a document is one member, whatever it has of strings: each of them is paid for in bytes', () => {
  const all = Array.from({ length: 3000 }, (_, number) => ({ text: `"${number}"` }));
  const har = Buffer.from(JSON.stringify({ startedDateTime: '', all }));
  const found = opened(openJsonStrings, har, 1 << 20, 1)!;
  assert.deepEqual([found.members.length, found.isSpent], [3000, false]);
  assert.equal(opened(openJsonStrings, har, 1 << 18, 1)?.isSpent, true);
});

test('any string comes back, each character where it stands', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: 'binary' }), { minLength: 1, maxLength: 5 }),
      fc.boolean(),
      (strings, isAscii) => {
        const all = strings.map((string) => `${string}\n`);
        const json = JSON.stringify({ nbformat: 4, lines: all });
        const text = isAscii
          ? json.replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
          : json;
        const bytes = Buffer.from(text);
        const found = opened(openJsonStrings, bytes)!;
        const whole = Buffer.from(all.join(''));
        assert.deepEqual(texts(found), [['lines' + (all.length === 1 ? '[0]' : ''), whole.toString('latin1')]]);
        let before = 0;
        for (let at = 0; at < whole.length; at++) {
          const { start, end } = found.members[0]!.spanOf({ start: at, end: at + 1 });
          assert.ok(start >= before && end > start && end <= bytes.length);
          if (end - start === 1) assert.equal(bytes[start], whole[at]);
          before = start;
        }
      },
    ),
  );
});

test('JSON that breaks off gives what came before', () => {
  assert.deepEqual(texts(opened(openJsonStrings, Buffer.from('{"nbformat": 4, "a": "x\\ny", "b": ["z\\n", "open'))), [
    ['a', 'x\ny'],
    ['b[0]', 'z\n'],
  ]);
  const deep = Buffer.from(`{"nbformat": ${'['.repeat(4000)}"a\\nb"`);
  assert.deepEqual(
    texts(opened(openJsonStrings, deep)).map(([, text]) => text),
    ['a\nb'],
  );
});

test('Word: a word is one, whatever runs it is made of; rows are those of tables', () => {
  const body = [
    paragraph('pass', 'word: a&amp;b', '&#x41;&#66;&lt;&unknown;'),
    tableRow('Key', 'value'),
    paragraph('<w:tab/>end'),
  ].join('');
  const xml = Buffer.from(wordXml(body));
  const found = opened(openOfficeText, xml)!;
  assert.deepEqual(
    texts(found).map(([, text]) => text.trim()),
    ['password: a&bAB<&unknown;\n| Key | value | \n\tend'],
  );
  const word = found.members[0]!.text.indexOf('word');
  assert.deepEqual(found.members[0]!.spanOf({ start: word, end: word + 4 }), {
    start: xml.indexOf('word: '),
    end: xml.indexOf('word: ') + 4,
  });
});

test('Excel and OpenDocument: strings and cells', () => {
  const sheet =
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><row><c><is><t>a</t></is></c><c><is><t>b</t></is></c></row></worksheet>';
  assert.equal(texts(opened(openOfficeText, Buffer.from(sheet)))[0]![1].trim(), '| a | b |');
  const open =
    '<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"><text:p>pass<text:span>word</text:span></text:p>';
  assert.equal(texts(opened(openOfficeText, Buffer.from(open)))[0]![1].trim(), 'password');
  assert.equal(opened(openOfficeText, Buffer.from('<html><p>any other</p></html>')), undefined);
});
