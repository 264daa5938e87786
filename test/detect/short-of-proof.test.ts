import assert from 'node:assert/strict';
import { test } from 'node:test';
import { confidenceAt } from '../../src/verdict/confidence.ts';
import { characters } from '../support/secrets.ts';
import { scan, valueOf } from './scanning.ts';

const ALNUM = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const BASE58 = ALNUM.replace(/[0OIl]/g, '');

/** Put together here so that this file holds no password. */
const CHOSEN = ['Walnut', '4821', '!'].join('');
/** Cases and digits in turn, as a generator of twelve characters has them. */
const SHORT = ['kR7', 'vQ2', 'xN9', 'bT4'].join('');

function told(text: string, path: string): string[] {
  return scan(text)
    .findings.filter(({ rule: { id } }) => id !== 'unnamed-token')
    .map((finding) => `${confidenceAt(finding, path, 'file')} ${valueOf(finding)}`);
}

test('twelve characters of chance are told from words', () => {
  assert.deepEqual(told(`Password: \`${SHORT}\`\n`, 'README.md'), [`medium ${SHORT}`]);
  assert.deepEqual(told(`2026-05-01 INFO connecting with password=${SHORT} user=app\n`, 'app.log'), [`medium ${SHORT}`]);
  assert.deepEqual(told(`api_token = "${SHORT}"\n`, 'app.py'), [`high ${SHORT}`]);
  assert.deepEqual(told('api_token = "Aes256GcmTest"\n', 'app.py'), ['low Aes256GcmTest']);
});

test('small letters and digits in turn are told from words and from what stands in order, where the name is certain', () => {
  const draw = (index: number): string => characters(`short ${index}`, ALNUM.slice(26), 15);
  const made = Array.from({ length: 100 }, (_, index) => draw(index));
  const found = made.filter((value) => told(`api_token = "${value}"\n`, 'app.py')[0]?.startsWith('low') === false);
  assert.ok(found.length >= 45, `${found.length} of ${made.length}`);
  for (const value of ['ab12cd34ef56gh', 'z9y8x7w6v5u4t3', 'a1b2c3d4e5f6g7', 'january2024', 'release2024b17'])
    assert.ok(told(`api_token = "${value}"\n`, 'app.py').every((line) => line.startsWith('low ')), value);
  assert.deepEqual(told(`cache_key = "${draw(1)}"\n`, 'app.py').filter((line) => !line.startsWith('low ')), []);
});

test('in documentation a password with digits is one, words and names of files are left low', () => {
  assert.deepEqual(told(`password: '${CHOSEN}'\n`, 'docs/login.md'), [`medium ${CHOSEN}`]);
  for (const words of ['Server-side check', '`SingleInvite.tsx`', '`hasData()`']) {
    const text = `| PASS | ${words} |\n`;
    assert.ok(!told(text, 'docs/login.md').some((line) => !line.startsWith('low ')), text);
  }
});

test('what reads like a name is a password in configuration, and may be a variable elsewhere', () => {
  const value = ['redis', 'user', 'password'].join('-');
  assert.deepEqual(told(`password: ${value}\n`, 'config/app.yml'), [`medium ${value}`]);
  assert.deepEqual(told(`password: ${value}\n`, 'tests/app.yml'), [`low ${value}`]);
  assert.deepEqual(told(`password = "${value}"\n`, 'app.py'), [`low ${value}`]);
  assert.deepEqual(told('e.password="passwordReset",e.other="y"', 'app.min.js'), ['low passwordReset']);
});

test('a variable that is called like the field it is given to is none', () => {
  for (const text of ['config.jwtSecret = testJwtSecret\n', 'const password = newPassword\n', 'Password := testPassword\n'])
    assert.deepEqual(told(text, 'app.go'), [], text);
});

test('addresses of ledgers and cursors of pages are public', () => {
  // thirty-two bytes, the first of them no zero
  const mint = `7${characters('mint', BASE58, 42)}`;
  const account = `0x${characters('account', '0123456789abcdef', 40)}`;
  for (const text of [`export const USDC_TOKEN = "${mint}";\n`, `MINT_TOKEN=${mint}\n`, `API_TOKEN=${account}\n`])
    assert.deepEqual(told(text, '.env'), [], text);
  assert.deepEqual(told(`API_TOKEN=${mint}\n`, '.env'), [`high ${mint}`]);
  const cursor = Buffer.from(JSON.stringify(['compound', 41, 'Ab3', 17, 'zZ9'])).toString('base64').replace(/=+$/, '');
  assert.deepEqual(scan(`"endOf": "${cursor}"\n`).findings, []);
});

test('a comment that lists the forms of a value explains them; a setting that was commented out is one', () => {
  const word = ['maca', 'roon'].join('');
  assert.deepEqual(told(`; - redis: network=tcp,addr=:6379,password=${word},db=0\n`, 'app.ini'), [`low ${word}`]);
  assert.deepEqual(told(`; - redis: addr=:6379,password=${CHOSEN},db=0\n`, 'app.ini'), [`medium ${CHOSEN}`]);
  assert.deepEqual(told(`; password = ${word}\n`, 'app.ini'), [`medium ${word}`]);
});

test('what is asked of a password is the name of a method', () => {
  for (const name of ['_isStrongPassword', 'validateUserPassword', 'hasWeakPassword'])
    assert.deepEqual(told(`password: '${name}',\n`, 'rules.ts'), [`low ${name}`]);
});

test('a set of characters is no surer than characters in a row', () => {
  const all = `${ALNUM}._!~`;
  assert.deepEqual(told(`UNRESERVED_PAT = r"${all}"\n`, 'url.py'), [`low ${all}`]);
});
