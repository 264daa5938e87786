/** What platforms print for people says what is in use, or at least when it was changed. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isSameName } from '../../src/plan/current/names.ts';
import { readCurrent } from '../../src/plan/current/read.ts';
import { fc } from '../support/property.ts';
import { jwtSecret } from '../support/secrets.ts';

const NEW = jwtSecret('printed');
const BEFORE = jwtSecret('before');
const DAY = '2026-11-20';

function entry(text: unknown) {
  const { entries } = readCurrent('-', Buffer.from(typeof text === 'string' ? text : JSON.stringify(text)));
  return entries.find(({ path }) => isSameName('JWT_SECRET', path));
}

const RULE = '-'.repeat(58);
const RULED = (text: string): string => `-${RULE}\n|     GetParameters     |\n+${RULE}+\n${text}|+${RULE}+|\n`;

const WITH_VALUES: Readonly<Record<string, unknown>> = {
  'aws ssm get-parameters --output text':
    `PARAMETERS\tarn:aws:ssm:eu-west-1:1:parameter/shop\ttext\t${DAY}T10:00:00+00:00\t/shop/JWT_SECRET\tSecureString\t${NEW}\t3\n`,
  'aws ssm get-parameters --output table':
    RULED(`||  Name            |  /shop/JWT_SECRET ||\n||  Type            |  SecureString ||\n||  Value           |  ${NEW} ||\n`),
  'ansible-inventory --list': { _meta: { hostvars: { web1: { jwt_secret: NEW, ansible_host: '10.0.0.1' } } }, web: { hosts: ['web1'] } },
  'ansible-inventory --host': { jwt_secret: NEW },
  'infisical secrets': [{ id: '1', secretKey: 'JWT_SECRET', secretValue: NEW, type: 'shared', version: 2 }],
  'infisical export': [{ key: 'JWT_SECRET', value: NEW, type: 'shared', secretPath: '/' }],
  'eb printenv': ` Environment Variables:\n     PORT = 80\n     JWT_SECRET = ${NEW}\n`,
  'cf env':
    `Getting env variables for app shop...\nSystem-Provided:\nVCAP_SERVICES: {\n  "db": [ { "name": "db" } ]\n}\n\nVCAP_APPLICATION: {\n` +
    `  "name": "shop"\n}\n\nUser-Provided:\nJWT_SECRET: ${NEW}\n\nNo running env variables have been set\n`,
  'heroku config': `=== shop Config Vars\n\nJWT_SECRET:   ${NEW}\nPORT:         80\n`,
  'railway variables': `╔═ Variables for shop ═╗\n║ PORT       │ 80 ║\n║─────────║\n║ JWT_SECRET │ ${NEW} ║\n╚═════════╝\n`,
  'railway variables --json': { JWT_SECRET: NEW, PORT: '80' },
  'kamal secrets print': `PORT=80\nJWT_SECRET=${NEW}\n`,
  'dotnet user-secrets list': `Jwt:Secret = ${NEW}\nPort = 80\n`,
  'dotnet user-secrets list --json': `//BEGIN\n{\n  "Jwt:Secret": "${NEW}"\n}\n//END\n`,
  'pulumi config --show-secrets': `KEY        VALUE\nport       80\njwtSecret  ${NEW}\n`,
  'pulumi config --json --show-secrets': { 'shop:jwtSecret': { value: NEW, secret: true } },
  'gh variable list': `NAME        VALUE${' '.repeat(44)}UPDATED\nJWT_SECRET  ${NEW}  about 1 hour ago\n`,
  'gh variable list, not to a terminal': `JWT_SECRET\t${NEW}\t${DAY}T10:00:00Z\n`,
  'doppler secrets': `┌──────┬──────┐\n│ NAME       │ VALUE │\n├──────┼──────┤\n│ JWT_SECRET │ ${NEW} │\n└──────┴──────┘\n`,
};

for (const [name, text] of Object.entries(WITH_VALUES)) {
  test(`${name}: the value`, () => {
    assert.equal(entry(text)?.value?.expose('judge').toString(), NEW);
  });
}

const WITHOUT: Readonly<Record<string, readonly [text: unknown, day?: string]>> = {
  'fly secrets list': [`NAME      \tDIGEST          \tCREATED AT\nJWT_SECRET\ta1b2c3d4e5f60718\t${DAY}T10:00:00Z\n`, DAY],
  'fly secrets list in borders': [' NAME       │ DIGEST   │ STATUS\n────────────┼──────────┼────────\n JWT_SECRET │ a1b2c3d4 │ Deployed\n'],
  'fly secrets list --json': [[{ Name: 'JWT_SECRET', Digest: 'a1b2', CreatedAt: `${DAY}T10:00:00Z` }], DAY],
  'gh secret list, not to a terminal': [`JWT_SECRET\t${DAY}T10:00:00Z\n`, DAY],
  'pulumi config --json': [{ 'shop:jwtSecret': { secret: true } }],
};

for (const [name, [text, day]] of Object.entries(WITHOUT)) {
  test(`${name}: no value, and the day where it says one`, () => {
    const found = entry(text);
    assert.deepEqual([found?.value, found?.changed, found === undefined], [undefined, day, false]);
  });
}

test('a password that an item of a store had before is in use nowhere', () => {
  const item = { object: 'item', name: 'JWT_SECRET', login: { username: 'app', password: NEW }, passwordHistory: [{ password: BEFORE }] };
  for (const text of [item, [item], { items: [item] }]) {
    const { entries } = readCurrent('-', Buffer.from(JSON.stringify(text)));
    const values = entries.map(({ value }) => value?.expose('judge').toString());
    assert.deepEqual([values.includes(NEW), values.includes(BEFORE)], [true, false]);
  }
});

test('scripts with pipes and settings with blanks are no tables', () => {
  assert.equal(readCurrent('run.sh', Buffer.from('set -e\nsort | uniq\ncat a | sh\n')).kind, 'text');
  assert.equal(readCurrent('.env', Buffer.from(`NAME=value\nJWT_SECRET=${NEW}\n`)).kind, 'settings');
});

test('any rows whatever: read without a throw, each value once', () => {
  const cell = fc.stringMatching(/^[A-Za-z0-9│| \t=:{}"-]{0,30}$/);
  fc.assert(
    fc.property(fc.array(fc.array(cell, { maxLength: 4 }), { maxLength: 8 }), fc.constantFrom('\t', '  ', ' │ ', ' | '), (rows, joint) => {
      const text = `NAME${joint}VALUE\n${rows.map((row) => row.join(joint)).join('\n')}\nJWT_SECRET${joint}${NEW}\n`;
      assert.equal(entry(text)?.value?.expose('judge').toString(), NEW);
    }),
  );
});
