import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fc } from '../../support/property.ts';
import { checkRule } from '../../../src/detect/rules/check.ts';
import { loadBuiltInRules } from '../../../src/detect/rules/built-in.ts';
import { cellBelow } from '../../../src/detect/assignment/table-cell.ts';
import { scan, valueOf } from '../scanning.ts';

/** Put together here so that this file holds no password. */
const CHOSEN = ['Copper', '7310', '?'].join('');

function found(text: string): string[] {
  return scan(text).findings.map(valueOf);
}

test('the first row under the head of a column holds the password', () => {
  for (const text of [
    `user,password\nalice,${CHOSEN}\nbob,x\n`,
    `user,password\r\nalice,${CHOSEN}\r\n`,
    `password,user\n${CHOSEN},alice\n`,
    `"name";"password";"role"\n"a;b";"${CHOSEN}";"admin"\n`,
    `user\tPassword\nalice\t${CHOSEN}\n`,
    `| User | Password |\n|:-----|---------:|\n| admin | \`${CHOSEN}\` |\n`,
    `text\n\n  | Password | User |\n  | --- | --- |\n  | **${CHOSEN}** | admin |\n`,
    `  Examples:\n    | user | password |\n    | joe  | ${CHOSEN} |\n`,
    `INSERT INTO users (name, password) VALUES ('alice', '${CHOSEN}');`,
    `insert into \`users\` (\`id\`, \`name\`, \`password\`)\nvalues\n  (1, 'it''s, so', '${CHOSEN}'),\n  (2, 'bob', 'x');`,
    `INSERT INTO users (at, password, n) VALUES (NOW(), '${CHOSEN}', 1)`,
    `COPY public.users (id, name, password) FROM stdin;\n1\talice\t${CHOSEN}\n\\.\n`,
  ])
    assert.deepEqual(found(text), [CHOSEN], text);
});

test('a value is the one that it would be elsewhere: a doubled quote is one, and a backslash is none of a string', () => {
  const [one, other] = [`Cop'per${73}10?`, `Cop\\tper${73}10?`];
  assert.deepEqual(found(`INSERT INTO users (name, password) VALUES ('alice', '${one.replace("'", "''")}');`), [one]);
  const quoted = one.replace("'", '"');
  assert.deepEqual(found(`user,password\nalice,"${quoted.replace('"', '""')}"\n`), [quoted]);
  assert.deepEqual(found(`user,password\nalice,${other}\n`), [other]);
});

test('what only looks like the head of a column has nothing below it', () => {
  for (const text of [
    `connect(user, password)\nvalues(a, ${CHOSEN})\n`,
    `user,password\n\nalice,${CHOSEN}\n`,
    `user,password,role\nalice,${CHOSEN}\n`,
    `| User | Password |\n| admin | ${CHOSEN} |\n`,
    `  Examples:\n  | name | type |\n  | password | string |\n  | session | ${CHOSEN} |\n`,
    `INSERT INTO users (name, password) VALUES ('${CHOSEN}')`,
    `SELECT (name, password) VALUES ('alice', '${CHOSEN}')`,
    `import user, password\nfrom x import ${CHOSEN}, y\n`,
    `user,password\nalice,${'0123456789abcdef'.repeat(2)}\n`,
  ])
    assert.deepEqual(found(text), [], text);
});

test('a row that does not end within what is seen is none', () => {
  const text = `user,password\nalice,${CHOSEN}`;
  const head = { start: 5, end: 13 };
  assert.deepEqual(cellBelow(text, head, true, true), { start: 20, end: 20 + CHOSEN.length });
  assert.equal(cellBelow(text, head, true, false), undefined);
  assert.equal(cellBelow(text, head, false, true), undefined);
});

test('a cell lies behind its head and within the text, whatever stands there', () => {
  const signs = ['"', "'", ',', ';', '\t', '|', '(', ')', ' ', '\n', '\r\n'];
  const pieces = [...signs, 'password', 'x', '---', '|---|', 'insert into t (', 'values (', 'copy t (', ') from stdin;\n'];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 24 }), fc.boolean(), (parts, endsUnit) => {
      const text = parts.join('');
      for (const { index } of text.matchAll(/password/g)) {
        const cell = cellBelow(text, { start: index, end: index + 8 }, true, endsUnit);
        if (cell === undefined) continue;
        assert.ok(cell.start >= index + 8 && cell.end > cell.start && cell.end <= text.length, JSON.stringify({ text, index }));
      }
    }),
    { numRuns: 5000 },
  );
});

test('a column belongs to a pattern', () => {
  const rule = loadBuiltInRules().find(({ assignment }) => assignment !== undefined)!;
  assert.deepEqual(checkRule({ ...rule, column: true }).filter((problem) => problem.startsWith('column: ')).length, 1);
  assert.deepEqual(checkRule(rule), []);
});

test('the cell beside a label that ends with a colon holds the password, as in forms', () => {
  for (const text of [`| Password: | ${CHOSEN} |\n`, `text\n| Password | ${CHOSEN} |\n`]) assert.deepEqual(found(text), [CHOSEN], text);
  for (const text of [`| Password: |\n| ${CHOSEN} |\n`, `a | Password: | ${CHOSEN} |\n`]) assert.deepEqual(found(text), [], text);
});
