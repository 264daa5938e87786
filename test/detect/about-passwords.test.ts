/** What stands where passwords stand and is none: each row is a line as it is written, under the path of its file. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { confidenceAt } from '../../src/verdict/confidence.ts';
import { characters } from '../support/secrets.ts';
import { scan, valueOf } from './scanning.ts';

const ALNUM = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** What the hook would refuse. */
function refused(path: string, text: string): readonly string[] {
  return scan(text).findings.filter((one) => confidenceAt(one, path, 'file') !== 'low').map(valueOf);
}

const STRINGS: Readonly<Record<string, readonly string[]>> = {
  'fields of a page': [
    '#password', '#user_password', '#root_password_2', '#txtPassword1', '#ctl00_Main_Password1', '#input-4', '.password-field',
    'input#password', 'input[name="password"]', '[data-testid=password]', '//input[@type="password"]', 'xpath=//input[@id="pw1"]',
    'css=#pw', 'id=user_password', '@password', '.pwd-input',
  ],
  'texts and their keys': [
    'Password', 'Password:', 'Your password', 'Enter a password!', '8+ characters', 'Min. 8 chars', 'Password *', 'login.password',
    'auth:password.label', 'err.pw.1', 'Passwort (min. 8 Zeichen)', 'A-Z, a-z, 0-9', 'A-Za-z0-9!@#', 'PASSWORD_2', 'Password1Label',
  ],
  'rules of validation': [
    'required|min:8|max:64', 'required|regex:/[A-Z]/', 'trim|required|xss_clean|md5', 'min_length[8]|max_length[64]', 'len:8,64',
    'isLength:8', '8..64', 'string(8-64)', '(?=.*[A-Z])(?=.*[a-z]).+', '^[A-Z]+[0-9]*$', 'minLength=8',
    'min8chars', 'max-64-characters',
  ],
  'types and how it is kept': [
    'hashed', 'encrypted', 'VARCHAR(255)', 'CHAR(60)', '[String!]!', 'Maybe<String>', 'Option<String>', 'Types::String.optional',
    'bcrypt:12', 'argon2id',
    'md5(salt+pw)', 'SecretStr | None', 'org.acme.Password2', 'passwordV2', 'pwd_hash2', ':new_password2', '/password/reset',
    'users/password#edit', '%s:%s', '%1$s:%2$s',
  ],
  'what a template or a store fills in': [
    '@DB_PASSWORD@', '@db.password@', '__dbPassword__', '__apiToken2__', '%%DbPassword%%', '##db.password##', '~db_password~',
    '%{DB_PASSWORD}', '@{db.password}', '@(DbPassword)', '?{vaultkv:db/password}', '%(Db1.Password)s', 'sm://db-password',
    'ref+vault://db/password', '@file:db.password', 'is_set_in_1password', '&app_pw', '&&pw1', ':pw1', '@pw1@',
  ],
};

test('no string that is about a password is refused, and a password between the same quotes is', () => {
  const password = characters('about passwords', ALNUM, 14);
  for (const [what, values] of Object.entries(STRINGS)) {
    for (const value of values) {
      const quote = value.includes('"') ? "'" : '"';
      for (const path of ['pages/login.js', 'lib/Login.java', 'config/login.yaml']) {
        const line = (each: string): string => `  password${path.endsWith('java') ? ' = ' : ': '}${quote}${each}${quote},\n`;
        assert.deepEqual(refused(path, line(value)), [], `${what}, ${path}: ${value}`);
        assert.deepEqual(refused(path, line(password)), [password], path);
      }
    }
  }
});

const LINES: readonly (readonly [string, ...string[]])[] = [
  ['.env', 'DB_PASSWORD=$User:$Pw1', 'DB_PASSWORD=$P1@$Host:x', 'DB_PASSWORD=$.Db[0].Pw1', 'DB_PASSWORD=@[Db1.Pw]'],
  ['.env', 'DB_PASSWORD=&DbPw1;&DbPw2;', 'DB_PASSWORD=%s/%s@%s:Ab1', 'DB_PASSWORD=(A-Za-z0-9!@#$%^&*)', 'DB_PASSWORD=%{DB_PASSWORD}'],
  ['deploy.yaml', 'secret: org.log4j.Appender', 'secret_key: apps.v1beta1.Deploy', 'secret: t3a.medium', 'secret: login.step2title'],
  ['deploy.yaml', 'password: web.a11y.label', 'password: node1x.cluster.local', 'password: io.web3js.sign', 'password: lib.int32max'],
  ['deploy.yaml', 'secret: Name@Host1:', 'password: {A1=b:', 'password_charset: abcABC123!@#', 'passwordValidation: Aa1!8-64'],
  ['run.sh', 'PASSWORD=User1@Host:', 'URL=postgres://app:%25DB_PASS%25@db.corp.net/app'],
  ['crypt.py', 'secret_key=(p1-1)*(q1-1)%N2+eA', 'token = (T1-T0)*fS+dX', 'secret=h1.X%n1.Y-q1', 'token = s1[:8]+S2[8:]'],
  ['crypt.py', 'secret_key = r.x1Ab^r.y2Cd', 'password = arr[i++].x1Y', 'secret = x.A1*y.B2-z.C3'],
  ['bundle.js', 'token:(0,r.T1)(e.X2)', 'let secret=t.X1^n.Y2&r.Z3', "forgotPassword: 'Forgot?',"],
  ['crypt.c', 'secret=(aB1*cD2)%eF3;'],
  ['res/values/strings.xml', '<string name="error_invalid_password">Too_short!</string>'],
  ['app.log', 'Password:0xc00001a0b0', 'password=[hidden:12]'],
  ['Key.swift', 'case password = "pw_v2"'],
];

test('no line of settings or of code that names, computes or describes a password is refused', () => {
  for (const [path, ...lines] of LINES) for (const line of lines) assert.deepEqual(refused(path, `${line}\n`), [], `${path}: ${line}`);
});

test('a password that people choose with such a word in it is one', () => {
  for (const [word, year] of [['Acme#pass_', '2024'], ['winter.pass', '77'], ['#Passw', '0rd'], ['#pass_', '2024']]) {
    const value = `${word}${year}`;
    for (const path of ['.env', 'app.js']) assert.deepEqual(refused(path, `DB_PASSWORD="${value}"\n`), [value], `${path}: ${value}`);
  }
});

test('what reads like code is a password where settings stand, and in code it is code', () => {
  const value = ['bm(&', characters('reads like code', ALNUM, 9)].join('');
  assert.deepEqual(refused('.env', `DB_PASSWORD=${value}\n`), [value]);
  assert.deepEqual(refused('a.py', `password = ${value}\n`), []);
});

test('a colon ends a generated password at the end of a line or of its string, and no word of a text', () => {
  const value = ['A', characters('before a colon', ALNUM, 6), '1!:'].join('');
  for (const text of [`password: ${value}\n`, `password: ${value}`, `run "PASSWORD=${value}"\n`])
    assert.deepEqual(refused('notes', text), [value], text);
  assert.deepEqual(refused('notes.md', `- password=${value} accepted\n`), []);
});
