/** Rows of SQLite databases, with the names of their columns. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { openSqlite } from '../../../src/detect/layers/sqlite.ts';
import { makeFolder } from '../../support/repo.ts';
import { makeSqlite } from '../../support/sqlite.ts';
import { opened, texts } from './opening.ts';

test('a row is an object of its columns, wherever its values stand', () => {
  const long = Array.from({ length: 400 }, (_, number) => `word ${number}`).join(' ');
  const sql = [
    'CREATE TABLE "my users" (id INTEGER PRIMARY KEY, "e-mail" varchar(20) DEFAULT \'a,b\',',
    "[pass word] text CHECK (x IN (1, 2)) -- no, not\n, /* isn't, but */ body)",
  ].join(' ');
  const file = makeSqlite([
    {
      name: 'my users',
      sql,
      rows: [
        [null, 'a@b.c', 'secret', long],
        [1, null, 'other', ''],
      ],
    },
  ]);
  const found = opened(openSqlite, file)!;
  assert.deepEqual(texts(found), [
    ['my users', `{"e-mail": "a@b.c", "pass word": "secret", "body": "${long}"}\n{"pass word": "other"}\n`],
  ]);
  assert.deepEqual(found.closed, []);
  for (const word of ['secret', 'word 7 ', 'word 390']) {
    const at = found.members[0]!.text.indexOf(word);
    const { start, end } = found.members[0]!.spanOf({ start: at, end: at + word.length });
    assert.ok(file.toString('latin1', start, end) === word || end - start > word.length, word);
  }
});

test('tables of settings are pairs of name and value', () => {
  const rows = [
    ['db.password', 'x'],
    ['b', 'y'],
  ];
  const file = makeSqlite([{ name: 's', sql: 'CREATE TABLE s(setting_key text, setting_value text)', rows }]);
  assert.equal(
    texts(opened(openSqlite, file))[0]![1],
    '{"name": "db.password", "value": "x"}\n{"name": "b", "value": "y"}\n',
  );
});

test('a virtual table is kept in others, and nothing of it is damaged', () => {
  const file = makeSqlite([
    { name: 'v', sql: 'CREATE VIRTUAL TABLE v USING fts5(body)', rows: [], root: 0 },
    { name: 'v_content', sql: 'CREATE TABLE v_content(id INTEGER PRIMARY KEY, c0)', rows: [[null, 'kept']] },
  ]);
  const found = opened(openSqlite, file)!;
  assert.deepEqual([texts(found), found.closed], [[['v_content', '{"c0": "kept"}\n']], []]);
});

test('pages that lead in a circle, or nowhere, are damaged', () => {
  const rows = [['x'.repeat(3000)]];
  const file = makeSqlite([{ name: 't', sql: 'CREATE TABLE t(a)', rows }]);
  const back = Buffer.from(file);
  back.writeUInt32BE(4, 512 * 3); // its second page of overflow is its first
  const found = opened(openSqlite, back);
  assert.deepEqual(found?.closed, ['damaged']);
  assert.ok(found!.members[0]!.text.startsWith('{"a": "xxx'));
  const self = Buffer.from(file);
  self[512] = 5; // inner page, whose last child is itself
  self.writeUInt32BE(2, 512 + 8);
  assert.deepEqual(opened(openSqlite, self)?.closed, ['damaged']);
  assert.deepEqual(opened(openSqlite, file.subarray(0, 1024))?.closed, ['damaged']);
  assert.deepEqual(opened(openSqlite, file.subarray(0, 50))?.closed, ['damaged']);
});

test('a cell that stands in many places is read as often as its page has room', () => {
  const file = makeSqlite([{ name: 't', sql: 'CREATE TABLE t(a)', rows: [['x'.repeat(100)]] }]);
  const page = 512;
  file.writeUInt16BE(50, page + 3);
  for (let cell = 1; cell < 50; cell++) file.copy(file, page + 8 + 2 * cell, page + 8, page + 10);
  const found = opened(openSqlite, file)!;
  assert.deepEqual(found.closed, ['damaged']);
  assert.equal(found.members[0]!.text, `{"a": "${'x'.repeat(100)}"}\n`.repeat(4));
});

test('values that nothing is made of are paid for', () => {
  const rows = Array.from({ length: 9 }, () => [null, 1, '']);
  const file = makeSqlite([{ name: 't', sql: 'CREATE TABLE t(a, b, c)', rows }]);
  const found = opened(openSqlite, file)!;
  assert.deepEqual([found.members, found.bytesTaken], [[], 27]);
});

test('a quote that is not closed goes to the end of the statement', () => {
  for (const quote of ['[', '"', "'", '`', '/*']) {
    const file = makeSqlite([{ name: 't', sql: `CREATE TABLE t(a, ${quote}b, c)`, rows: [['1', '2', '3']] }]);
    const name = quote === '/*' ? '' : 'b, c)';
    assert.equal(texts(opened(openSqlite, file))[0]![1], `{"a": "1", "${name}": "2", "column3": "3"}\n`, quote);
  }
});

test('what SQLite itself wrote: many pages, both encodings', (t) => {
  const script = `
import sqlite3, sys
c = sqlite3.connect(sys.argv[1])
c.execute("PRAGMA encoding = '" + sys.argv[2] + "'")
c.execute('CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT, b BLOB)')
c.executemany('INSERT INTO t(a, b) VALUES(?, ?)', [('row %d ' % n * (1 + n % 700), b'\\x01blob') for n in range(900)])
c.commit()
`;
  for (const encoding of ['UTF-8', 'UTF-16le', 'UTF-16be']) {
    const path = join(makeFolder(), 'a.db');
    if (spawnSync('python3', ['-c', script, path, encoding]).status !== 0)
      return t.skip('no python3 with sqlite3 here');
    const found = opened(openSqlite, readFileSync(path))!;
    const rows = Array.from(
      { length: 900 },
      (_, n) => `{"a": "${`row ${n} `.repeat(1 + (n % 700))}", "b": "\x01blob"}\n`,
    );
    assert.equal(found.members.map(({ text }) => text).join(''), rows.join(''), encoding);
    assert.deepEqual(found.closed, []);
  }
});
