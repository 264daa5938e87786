import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fc } from '../../support/property.ts';
import { checkRule } from '../../../src/detect/rules/check.ts';
import { loadBuiltInRules } from '../../../src/detect/rules/built-in.ts';
import { cellsBelow } from '../../../src/detect/assignment/table-cell.ts';
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

test('so do the rows below it, as long as they belong to the table', () => {
  const other = ['Walnut', '2931', '!'].join('');
  for (const text of [
    `user,password\nalice,${CHOSEN}\nbob,\ncarol,${other}\n`,
    `"name";"password";"role"\r\n"a;b";"${CHOSEN}";"x"\r\n"c";"${other}";"x"\r\n\r\nd;${CHOSEN}8;e\r\n`,
    `| User | Password |\n|---|---|\n| a | \`${CHOSEN}\` |\n| b | ${other} |\n\n| c | d |\n`,
    `Email | Password\n--- | ---\na@corp.net | \`${CHOSEN}\`\nb@corp.net | ${other}\n\nSomething | else\n`,
    `  Examples:\n    | user | password |\n    | joe  | ${CHOSEN} |\n    | jim  | ${other} |\n  Scenario: x\n`,
    `INSERT INTO users (name, password, n) VALUES\n ('alice', '${CHOSEN}', NOW()),\n ('it''s', '${other}', 2);\n`,
    `COPY users (password, id) FROM stdin;\n${CHOSEN}\t1\n${other}\t2\n\\.\n\nSELECT\n`,
  ])
    assert.deepEqual(found(text), [CHOSEN, other], text);
});

test('below a head that stands there again its table begins anew, and a row that only says the word is a row', () => {
  const other = ['Walnut', '2931', '!'].join('');
  for (const text of [
    `user,password\nalice,${CHOSEN}\nuser,password\nbob,${other}\n`,
    `| User | Password |\n|---|---|\n| a | ${CHOSEN} |\n| User | Password |\n|---|---|\n| b | ${other} |\n`,
    `user,password\na@corp.net,${CHOSEN}\nb@corp.net,password\nc@corp.net,${other}\n`,
    `| User | Password |\n|---|---|\n| a | ${CHOSEN} |\n| b | password |\n| c | ${other} |\n`,
  ])
    assert.deepEqual(found(text).filter((value) => value !== 'password'), [CHOSEN, other], text);
  const heads = '| User | Password |\n|------|----------|\n'.repeat(20);
  assert.deepEqual(cellsBelow(heads, { start: 9, end: 17 }, true, true), []);
  const csv = 'user,password\n'.repeat(40);
  assert.deepEqual(cellsBelow(csv, { start: 5, end: 13 }, true, true), []);
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
    `User | Password\n---\nadmin | ${CHOSEN}\n`,
    `  Examples:\n  | name | type |\n  | password | string |\n  | session | ${CHOSEN} |\n`,
    `INSERT INTO users (name, password) VALUES ('${CHOSEN}')`,
    'insert into users (name, password, at)\n values (#{name,jdbcType=VARCHAR}, #{password,jdbcType=VARCHAR}, #{at})',
    `SELECT (name, password) VALUES ('alice', '${CHOSEN}')`,
    `import user, password\nfrom x import ${CHOSEN}, y\n`,
    `user,password\nalice,${'0123456789abcdef'.repeat(2)}\n`,
  ])
    assert.deepEqual(found(text), [], text);
});

test('a row that does not end within what is seen is none', () => {
  const text = `user,password\nalice,${CHOSEN}`;
  const head = { start: 5, end: 13 };
  assert.deepEqual(cellsBelow(text, head, true, true), [{ start: 20, end: 20 + CHOSEN.length }]);
  assert.deepEqual(cellsBelow(text, head, true, false), []);
  assert.deepEqual(cellsBelow(text, head, false, true), []);
});

test('a cell lies behind its head and within the text, whatever stands there', () => {
  const signs = ['"', "'", ',', ';', '\t', '|', '(', ')', ' ', '\n', '\r\n'];
  const pieces = [...signs, 'password', 'x', '---', '|---|', 'insert into t (', 'values (', 'copy t (', ') from stdin;\n'];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 24 }), fc.boolean(), (parts, endsUnit) => {
      const text = parts.join('');
      for (const { index } of text.matchAll(/password/g)) {
        let least = index + 8;
        for (const { start, end } of cellsBelow(text, { start: index, end: index + 8 }, true, endsUnit)) {
          assert.ok(start >= least && end > start && end <= text.length, JSON.stringify({ text, index }));
          least = end;
        }
      }
    }),
    { numRuns: 5000 },
  );
});

test('columns and lists belong to a pattern', () => {
  const rule = loadBuiltInRules().find(({ assignment }) => assignment !== undefined)!;
  for (const key of ['column', 'list'])
    assert.equal(checkRule({ ...rule, [key]: true }).filter((problem) => problem.startsWith(`${key}: `)).length, 1);
  assert.deepEqual(checkRule(rule), []);
});

test('the cell beside a label that ends with a colon holds the password, as in forms', () => {
  for (const text of [`| Password: | ${CHOSEN} |\n`, `text\n| Password | ${CHOSEN} |\n`]) assert.deepEqual(found(text), [CHOSEN], text);
  for (const text of [`| Password: |\n| ${CHOSEN} |\n`, `a | Password: | ${CHOSEN} |\n`]) assert.deepEqual(found(text), [], text);
});
