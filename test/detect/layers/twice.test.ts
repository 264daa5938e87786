/** What is written in one form is written in it once more: URLs in URLs, JSON in JSON, base64 of base64; odd spellings, and colours. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { base64 } from '../../support/encode.ts';
import { fc } from '../../support/property.ts';
import { githubToken, password } from '../../support/secrets.ts';
import { scan, valueOf } from '../scanning.ts';

const PASSWORD = password('twice');
const TOKEN = githubToken('twice');

/** Name, value and layers of every finding that has a name. */
function found(text: string): unknown[] {
  const named = scan(text).findings.filter(({ rule }) => rule.runOf === undefined);
  return named.map((finding) => [finding.name, valueOf(finding), finding.via.join('>')]);
}

test('a URL in the query of a URL', () => {
  const once = encodeURIComponent(`db_password=${PASSWORD}&state=1`);
  assert.deepEqual(found(`https://sso.example.org/?next=${once}\n`), [['db_password', PASSWORD, 'percent']]);
  assert.deepEqual(found(`https://sso.example.org/?next=${encodeURIComponent(once)}\n`), [['db_password', PASSWORD, 'percent>percent']]);
});

test('JSON in the strings of JSON, however deep', () => {
  const layers = ['', '', 'escapes', 'escapes>escapes', 'escapes>escapes>escapes'];
  let text = JSON.stringify({ dbPassword: PASSWORD });
  for (const via of layers) {
    assert.deepEqual(found(text), [['dbPassword', PASSWORD, via]], text);
    text = JSON.stringify({ message: text });
  }
});

test('data of a Secret that was encoded before', () => {
  assert.deepEqual(found(`data:\n  DB_PASSWORD: ${base64(base64(PASSWORD))}\n`), [['DB_PASSWORD', PASSWORD, 'base64>base64']]);
  assert.deepEqual(found(`data:\n  DB_PASSWORD: ${base64(`${base64(PASSWORD)}\n`)}\n`), [['DB_PASSWORD', PASSWORD, 'base64>base64']]);
  assert.deepEqual(found(`data:\n  DB_PASSWORD: ${base64(PASSWORD)}\n`), [['DB_PASSWORD', PASSWORD, 'base64']]);
});

test('data of a Secret on the line below its name', () => {
  for (const block of ['>-', '|', '|-'])
    assert.deepEqual(found(`data:\n  DB_PASSWORD: ${block}\n    ${base64(`${PASSWORD}\n`)}\n`), [['DB_PASSWORD', PASSWORD, 'base64']]);
});

test('numbers of characters in braces', () => {
  const spelled = [...`db_token=${TOKEN}`].map((letter) => `\\u{${letter.charCodeAt(0).toString(16)}}`).join('');
  assert.deepEqual(found(`const x = "${spelled}";\n`), [['db_token', TOKEN, 'escapes']]);
});

test('numbers of characters in properties, whose values have no quotes', () => {
  const [first, ...rest] = PASSWORD;
  const spelled = `\\u${first!.charCodeAt(0).toString(16).padStart(4, '0')}${rest.join('')}`;
  assert.deepEqual(found(`db.password=${spelled}\ndb.user=\\u00e4pp\n`), [['db.password', PASSWORD, '']]);
  assert.deepEqual(found(`db.password=${PASSWORD}\\u00e4\n`), [['db.password', `${PASSWORD}ä`, '']]);
});

test('a quote of XML ends a value in an attribute', () => {
  const text = `<add connectionString="Server=db;User Id=sa;Password=&quot;${PASSWORD}&quot;;" x="y"/>\n`;
  assert.deepEqual(found(text), [['Password', PASSWORD, '']]);
});

test('mail whose header has no blank', () => {
  const mail = `Content-Transfer-Encoding:quoted-printable\r\n\r\nDB_PASSWORD=3D${PASSWORD.slice(0, 6)}=\r\n${PASSWORD.slice(6)}\r\n`;
  assert.deepEqual(found(mail), [['DB_PASSWORD', PASSWORD, 'quoted-printable']]);
});

test('a log in colours: name and value have their own', () => {
  const painted = (name: string, join: string, value: string): string => `\x1b[1;32m${name}\x1b[0m${join}\x1b[38;5;208m${value}\x1b[39m\n`;
  for (const join of ['=', ': ', ':'])
    assert.deepEqual(found(`step 1\n${painted('DB_PASSWORD', join, PASSWORD)}`), [['DB_PASSWORD', PASSWORD, 'colours']]);
  assert.deepEqual(found(painted('GITHUB_TOKEN', '=', TOKEN)), [['GITHUB_TOKEN', TOKEN, 'colours']]);
  assert.deepEqual(found(`\x1b[33mDB_PASSWORD\x1b[0m=${PASSWORD}\n`), [['DB_PASSWORD', PASSWORD, 'colours']]);
  const [finding] = scan(painted('DB_PASSWORD', '=', PASSWORD)).findings;
  assert.deepEqual([finding!.position.column, finding!.position.endColumn], [35, 35 + PASSWORD.length]);
});

test('what only begins like a colour is resolved to nothing, and looked at once', () => {
  for (const odd of ['=\x1b[', '=\x1b[31', 'a:\x1b[2J', '\x1b[0m=\x1b[x', '=\x1b[\x1b[0m'])
    assert.deepEqual(scan(`${odd}${PASSWORD}\n${odd}`).limits, [], odd);
});

test('no text of the signs of escapes is looked at without end', () => {
  const signs = ['%', '25', '3d', '22', '\\', '"', ':', 'u', '{', '}', '003d', 'x3d', '&', 'quot;', '#61;', '=', '\x1b[', '0m', ';', 'a'];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...signs), { maxLength: 24 }), (parts) => {
      const depth = parts.filter((part) => part === '25' || part === '\\').length;
      const { limits } = scan(parts.join(''));
      assert.ok(limits.length === 0 || depth > 4, JSON.stringify(parts.join('')));
    }),
    { numRuns: 2000 },
  );
});
