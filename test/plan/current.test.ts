/** Files that say what is in use today, in all their formats: the same names and values come out of each. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stringify } from 'yaml';
import { formsOf, isNearCopy } from '../../src/plan/current/compare.ts';
import type { CurrentSource } from '../../src/plan/current/entry.ts';
import { isSameName, mapKeyOfName, pointsTo } from '../../src/plan/current/names.ts';
import { readCurrent } from '../../src/plan/current/read.ts';
import { SecretValue } from '../../src/secret-value.ts';
import { databaseUrl, jwtSecret, pemKey } from '../support/secrets.ts';

const NEW = jwtSecret('today');
const HEX = Buffer.from(NEW).toString('hex').slice(0, 64);
const secret = (text: string): SecretValue => new SecretValue(Buffer.from(text));
const read = (label: string, content: unknown): CurrentSource =>
  readCurrent(label, Buffer.from(typeof content === 'string' ? content : JSON.stringify(content)));
const valueOf = ({ entries }: CurrentSource, name: string): string | undefined =>
  entries.find(({ path }) => isSameName(name, path))?.value?.expose('judge').toString();

test('a connection string under a name is its value; assignments in a list are names; nothing is no value', () => {
  const text = `Host=db.internal;Username=app;Password=${NEW}`;
  assert.equal(valueOf(read('appsettings.json', { ConnectionStrings: { Main: text } }), 'ConnectionStrings.Main'), text);
  assert.equal(valueOf(read('compose.yml', `environment:\n  - MAIN_DSN=${text}\n`), 'MAIN_DSN'), text);
  const assigned = read('d.json', { env: `DB_PASSWORD=${NEW}`, filter: `name=${NEW}` });
  assert.deepEqual(assigned.entries.map(({ path }) => path.join('.')), ['env', 'env.DB_PASSWORD', 'filter']);
  assert.equal(valueOf(assigned, 'DB_PASSWORD'), NEW);
  const [entry] = read('s.json', { apiVersion: 'v1', kind: 'Secret', data: { JWT_SECRET: null } }).entries;
  assert.deepEqual([entry?.path, entry?.value], [['JWT_SECRET'], undefined]);
});

test('a map of keys may say itself which of them is in use: that is no key', () => {
  const maps = [{ v1: HEX, v2: NEW, active: 'v2' }, { active_kid: 'v2', keys: { v1: HEX, v2: NEW } }];
  for (const map of maps) {
    const { kind, entries } = read('jwt_secrets.json', map);
    const paths = entries.map(({ path }) => path.join('.')).sort();
    assert.deepEqual([kind, paths], ['key-map', ['jwt_secrets.v1', 'jwt_secrets.v2', 'jwt_secrets_active']]);
    assert.equal(pointsTo(['jwt_secrets_active']), 'jwt_secret');
  }
  const named = read('jwt_secrets.json', { current: HEX, previous: NEW }).entries;
  assert.deepEqual(named.map(({ path }) => path.join('.')), ['jwt_secrets.current', 'jwt_secrets.previous']);
});

test('every format gives the value of JWT_SECRET', () => {
  const base64 = Buffer.from(NEW).toString('base64');
  const cases: readonly (readonly [string, unknown, CurrentSource['kind']])[] = [
    ['.env', `# settings\nPORT=80\nexport JWT_SECRET="${NEW}"\n`, 'settings'],
    ['.env', `JWT_SECRET=${NEW} # made yesterday\r\nPORT=80\r\n`, 'settings'],
    ['config.fish', `set -gx PORT 80\nset -x JWT_SECRET '${NEW}'\n`, 'settings'],
    ['.cshrc', `setenv JWT_SECRET ${NEW}\n`, 'settings'],
    ['Dockerfile', `ENV JWT_SECRET ${NEW}\n`, 'settings'],
    ['app.service', `[Service]\nEnvironment=JWT_SECRET=${NEW}\n`, 'settings'],
    ['app.service', `[Service]\nEnvironment=PORT=80 "JWT_SECRET=${NEW}"\nType=simple\n`, 'settings'],
    ['app.ini', `[auth]\njwt_secret = ${NEW}\n`, 'settings'],
    ['app.properties', `jwt.secret: ${NEW}\n`, 'settings'],
    ['app.toml', `[auth]\njwt_secret = '${NEW}'\n`, 'settings'],
    ['settings.json', { Jwt: { Secret: NEW } }, 'tree'],
    ['config.yaml', stringify({ auth: { jwtSecret: NEW } }), 'tree'],
    ['compose.yml', stringify({ services: { web: { environment: [`JWT_SECRET=${NEW}`] } } }), 'tree'],
    ['task.json', { containers: [{ environment: [{ name: 'JWT_SECRET', value: NEW }] }] }, 'tree'],
    ['secret.json', { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'api' }, data: { JWT_SECRET: base64 } }, 'kubernetes'],
    ['-', `apiVersion: v1\nkind: Secret\nstringData:\n  JWT_SECRET: ${NEW}\n`, 'kubernetes'],
    ['list.json', { kind: 'List', items: [{ apiVersion: 'v1', kind: 'Secret', data: { JWT_SECRET: base64 } }] }, 'kubernetes'],
    ['kv.json', { request_id: '1', data: { data: { JWT_SECRET: NEW }, metadata: { version: 3 } } }, 'vault'],
    ['kv1.json', { lease_id: '', data: { JWT_SECRET: NEW } }, 'vault'],
    ['aws.json', { Name: 'prod/JWT_SECRET', SecretString: NEW, VersionStages: ['AWSCURRENT'] }, 'aws-secret'],
    ['aws.json', { Name: 'prod/api', SecretString: JSON.stringify({ JWT_SECRET: NEW }) }, 'aws-secret'],
    ['-', { Parameters: [{ Name: '/shop/prod/JWT_SECRET', Type: 'SecureString', Value: NEW, Version: 3 }] }, 'tree'],
    ['-', { Parameter: { Name: '/shop/JWT_SECRET', Value: NEW } }, 'tree'],
    ['-', { id: 'https://v.vault.example/secrets/jwt-secret/1', name: 'jwt-secret', value: NEW, tags: null }, 'tree'],
    ['-', { title: 'shop', fields: [{ id: 'a', type: 'CONCEALED', label: 'JWT_SECRET', value: NEW }] }, 'tree'],
    ['-', { JWT_SECRET: { computed: NEW, raw: NEW, note: '' } }, 'tree'],
    ['-', { jwt_secret: { sensitive: true, type: 'string', value: NEW } }, 'tree'],
    ['-', { SecretValues: [{ Name: 'prod/JWT_SECRET', SecretString: NEW, VersionStages: ['AWSCURRENT'] }], Errors: [] }, 'aws-secret'],
    ['-', { SecretValues: [{ Name: 'prod/api', SecretString: JSON.stringify({ JWT_SECRET: NEW }) }] }, 'aws-secret'],
    ['-', `Name: JWT_SECRET\nSecretString: ${NEW}\nVersionStages:\n- AWSCURRENT\n`, 'aws-secret'],
    ['-', `====== Data ======\nKey           Value\n---           -----\nJWT_SECRET    ${NEW}\n`, 'vault'],
    ['-', `services:\n  api:\n    environment:\n      JWT_SECRET: ${NEW}\n`, 'tree'],
    ['-', { 'shop:jwtSecret': { value: NEW, secret: true }, 'shop:port': { value: '80' } }, 'tree'],
    ['-', { terraform_version: '1.9', values: { outputs: { jwt_secret: { sensitive: true, value: NEW } }, root_module: {} } }, 'terraform'],
    [
      '-',
      {
        terraform_version: '1.9',
        values: { root_module: { child_modules: [{ resources: [{ name: 'jwt_secret', values: { length: 40, result: NEW } }] }] } },
      },
      'terraform',
    ],
    ['s.json', { apiVersion: 'v1', kind: 'Secret', data: { '.env': Buffer.from(`PORT=80\nJWT_SECRET=${NEW}\n`).toString('base64') } }, 'kubernetes'],
    ['env.ps1', `$env:JWT_SECRET = "${NEW}"\n$env:PORT = "80"\n`, 'settings'],
    [
      's.tfstate',
      { terraform_version: '1.9', resources: [{ name: 'jwt_secret', instances: [{ attributes: { length: 40, result: NEW } }] }] },
      'terraform',
    ],
    [
      'terraform.tfstate',
      { version: 4, terraform_version: '1.9', outputs: { jwt_secret: { value: NEW } }, resources: [] },
      'terraform',
    ],
  ];
  for (const [label, content, kind] of cases) {
    const source = read(label, content);
    assert.deepEqual([source.kind, valueOf(source, 'JWT_SECRET')], [kind, NEW], `${label} ${kind}`);
  }
});

test('a value over several lines in quotes is one value, and escapes are undone', () => {
  const pem = pemKey('today').trim();
  assert.equal(valueOf(read('.env', `KEY_A="${pem}"\nTOKEN_B=b\n`), 'KEY_A'), pem);
  const quoted = `say "a":\n"b"\n\n`;
  assert.equal(valueOf(read('.env', `KEY_A="${quoted.replaceAll('"', '\\"')}"\nTOKEN_B=b\n`), 'KEY_A'), quoted, 'escaped quotes');
  assert.equal(valueOf(read('.env', `KEY_A="${pem.replaceAll('\n', '\\n')}"\nTOKEN_B=b\n`), 'KEY_A'), pem);
});

test('a map of keys is known by its file name, in whatever folder, also when it is empty', () => {
  for (const label of ['jwt_secrets.json', 'deploy/jwt-keys.json', 'secrets.yaml']) {
    const source = read(label, label.endsWith('yaml') ? `v2: ${NEW}\n` : { v2: NEW });
    assert.deepEqual([source.kind, source.entries[0]?.path.at(-1)], ['key-map', 'v2'], label);
  }
  assert.equal(read('jwt_secrets.json', {}).kind, 'key-map');
  assert.equal(read('.env', `JWT_SECRETS='{"v2":"${NEW}"}'\n`).entries[0]?.path.join('.'), 'JWT_SECRETS.v2');
});

test('lists hold names and days, in UTC, and no values', () => {
  const cases: readonly (readonly [unknown, string])[] = [
    [[{ name: 'JWT_SECRET', updatedAt: '2025-06-01T23:30:00-02:00' }], '2025-06-02'],
    [{ SecretList: [{ Name: 'prod/JWT_SECRET', LastChangedDate: 1748736000 }] }, '2025-06-01'],
  ];
  for (const [content, day] of cases) {
    const [entry] = read('list.json', content).entries;
    assert.deepEqual([entry?.changed, entry?.value, isSameName('JWT_SECRET', entry?.path ?? [])], [day, undefined, true]);
  }
});

test('a rotation log gives ids and days, from lines of text and of JSON', () => {
  const text = read('rotation.log', '2025-01-01T00:00:00.000000 rotated to v2\n2025-02-01T10:00:00Z rotated to v3\n');
  assert.deepEqual([text.kind, text.log.map(({ id, on }) => `${id} ${on}`)], ['log', ['v2 2025-01-01', 'v3 2025-02-01']]);
  const json = read('audit.jsonl', '{"ts":"2025-03-01T00:00:00Z","event":"jwt.rotated","kid":"v4"}\n');
  assert.deepEqual(json.log, [{ id: 'v4', on: '2025-03-01', line: 1 }]);
});

test('items of a list go by their names; a key without a value beside it is none, and stands in no place', () => {
  const paths = (item: object): readonly string[] => read('c.json', { all: [item] }).entries.map(({ path }) => path.join('.'));
  assert.deepEqual(paths({ name: 'web', secret: NEW }), ['all.web.name', 'all.web.secret']);
  assert.deepEqual(paths({ key: 'JWT_SECRET', value: NEW }), ['all.JWT_SECRET']);
  assert.deepEqual(paths({ name: 'JWT_SECRET', value: NEW, previous: NEW }), ['all.JWT_SECRET', 'all.JWT_SECRET.previous']);
  assert.deepEqual(paths({ key: NEW, owner: 'ada' }), ['all.key', 'all.owner']);
});

test('a document says nothing of what is in use, whatever stands in it', () => {
  const { entries, notes } = read('docs/README.md', `JWT_SECRET=${NEW}\nPORT=80\n`);
  assert.deepEqual([entries, notes.length], [[], 1]);
});

test('what is sealed or not understood is said', () => {
  const sealed = read('s.yaml', 'apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\nspec: {}\n');
  assert.match(sealed.notes.join(), /SealedSecret holds no value/);
  assert.deepEqual([read('notes.txt', 'just\nsome\nwords here\n').kind], ['text']);
});

test('names: the words count, not how they are joined; a generic last word alone does not', () => {
  for (const path of [['JWT_SECRET'], ['jwtSecret'], ['Jwt', 'Secret'], ['services', 'web', 'environment', 'JWT_SECRET']])
    assert.ok(isSameName('JWT_SECRET', path), path.join('.'));
  assert.ok(isSameName('config.jwtSecret', ['JWT_SECRET']));
  assert.ok(!isSameName('db.password', ['mail', 'password']) && !isSameName('db.password', ['password']));
  assert.deepEqual(mapKeyOfName('jwt_secrets.v1'), { map: 'jwt_secret', id: 'v1' });
  assert.deepEqual(mapKeyOfName('JWT_SECRETS["v1"]'), { map: 'jwt_secret', id: 'v1' });
  assert.equal(pointsTo(['JWT_SECRET_ID']), 'jwt_secret');
});

test('a leaked value is found in the forms in which it may stand', () => {
  const { url, password } = databaseUrl('today');
  const pem = pemKey('forms');
  const der = Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64');
  const holds = (now: string, leaked: string | Buffer): boolean =>
    formsOf(secret(now)).some((form) => form.equals(new SecretValue(Buffer.from(leaked))));
  assert.ok(holds(url, password));
  assert.ok(holds(`Host=db;Password=${password};Port=5432`, password));
  assert.ok(holds(Buffer.from(url).toString('base64'), password));
  assert.ok(holds('postgres://app:p%40ss%2Fword@db/app', 'p@ss/word'));
  assert.ok(holds(pem, der) && holds(pem.replaceAll('\n', '\\n'), der));
  assert.ok(!holds(url, 'another one'));
});

test('near-copies: another year, case, two edits, something around it, another spelling; random values are none', () => {
  const near: readonly (readonly [string, string])[] = [
    ['Summer2024!', 'Summer2025!'],
    ['Summer2024!', 'summer2024!'],
    ['correct-horse', 'correct-horse-2'],
    ['hunter2hunter2', 'hunter3hunter2'],
    [NEW, `${NEW.slice(0, -1)}x`],
    [NEW, `prod-${NEW}`],
    [NEW, Buffer.from(Buffer.from(NEW).toString('base64')).toString('base64')],
    [HEX, Buffer.from(HEX, 'hex').toString('base64url')],
    [NEW, [...Buffer.from(NEW)].map((byte) => `%${byte.toString(16)}`).join('')],
    [NEW, [...NEW].toReversed().join('')],
    [NEW, NEW.slice(20) + NEW.slice(0, 20)],
  ];
  for (const [a, b] of near) assert.ok(isNearCopy(secret(a), secret(b)), `${a} ${b}`);
  const values = Array.from({ length: 60 }, (_, at) => jwtSecret(`near ${at}`));
  for (const a of values) for (const b of values) if (a !== b) assert.ok(!isNearCopy(secret(a), secret(b)));
  assert.ok(!isNearCopy(secret('Summer2024!'), secret('tR7#pq0mZzL2')));
});

test('whatever bytes a file holds, reading it ends', () => {
  const deep = `${'['.repeat(5000)}${']'.repeat(5000)}`;
  for (const text of ['', '\0\0\0', '[[[[', '{'.repeat(5000), deep, 'a: &a [*a, *a]', '"'.repeat(3000), '=\n='])
    assert.ok(Array.isArray(read('x.yaml', text).entries), text.slice(0, 10));
});

test('metadata of Vault names no secret: its day and what can still be read are said', () => {
  const day = '2026-01-02T03:04:05Z';
  const version = (destroyed: boolean, deletion = ''): object => ({ created_time: day, deletion_time: deletion, destroyed });
  const versions = { 1: version(true), 2: version(false, '2026-02-02T00:00:00Z'), 3: version(false), 4: version(false) };
  const data = { created_time: day, current_version: 4, updated_time: '2026-03-04T03:04:05Z', versions };
  const { entries, notes } = read('-', { request_id: '1', lease_id: '', renewable: false, data });
  assert.deepEqual(entries, []);
  assert.match(notes[0] ?? '', /names no secret \(last changed on 2026-03-04\): add what vault kv get/);
  assert.match(notes[1] ?? '', /^older versions that can still be read: 1;/);
});

test('what Vault says of a secret itself is none of its values', () => {
  const text =
    '== Secret Path ==\nsecret/data/shop\n\n======= Metadata =======\nKey                Value\n---                -----\n' +
    `created_time       2026-11-26T00:00:00Z\nversion            2\n\n` +
    `====== Data ======\nKey       Value\n---       -----\nDB_PASS   ${NEW} x\n`;
  const { entries } = read('-', text);
  assert.deepEqual(entries.map(({ path, value }) => [path[0], value?.expose('judge').toString()]), [['DB_PASS', `${NEW} x`]]);
});

test('settings of npm say of which registry a token is', () => {
  const { kind, entries } = read('.npmrc', `//npm.example.com/:_authToken=${NEW}\nsave-exact=true\n`);
  assert.deepEqual([kind, entries[0]?.path], ['settings', ['npm.example.com/', '_authToken']]);
});

test('signs between, and base32, make no new value of an old one', () => {
  const old = secret(HEX);
  assert.ok(isNearCopy(old, secret(HEX.replace(/(.{8})(?=.)/g, '$1-'))));
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...Buffer.from(HEX)].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const base32 = (bits.match(/.{1,5}/g) ?? []).map((five) => alphabet[Number.parseInt(five.padEnd(5, '0'), 2)]).join('');
  assert.ok(isNearCopy(old, secret(base32)));
  assert.ok(isNearCopy(old, secret(base32.toLowerCase())));
});

test('what a store says is out of use holds no value of today, and that is said', () => {
  const item = (more: object): object => ({ object: 'item', fields: [{ name: 'JWT_SECRET', value: NEW, type: 1 }], ...more });
  const manifest = (metadata: object): object => ({ apiVersion: 'v1', kind: 'Secret', metadata, stringData: { JWT_SECRET: NEW } });
  const cases: readonly (readonly [inUse: unknown, retired: unknown])[] = [
    [{ name: 'JWT-SECRET', value: NEW, attributes: { enabled: true } }, { name: 'JWT-SECRET', value: NEW, attributes: { enabled: false } }],
    [item({ deletedDate: null }), item({ deletedDate: '2026-11-20T00:00:00Z' })],
    [[item({})], [item({ archivedDate: '2026-11-20T00:00:00Z' })]],
    [{ fields: [{ label: 'JWT_SECRET', value: NEW }] }, { state: 'ARCHIVED', fields: [{ label: 'JWT_SECRET', value: NEW }] }],
    [manifest({ name: 'app' }), manifest({ name: 'app', deletionTimestamp: '2026-11-20T00:00:00Z' })],
    [{ items: [manifest({})] }, { items: [manifest({ deletionTimestamp: '2026-11-20T00:00:00Z' })] }],
  ];
  for (const [today, retired] of cases) {
    const holds = (tree: unknown): boolean => read('x.json', tree).entries.some(({ value }) => value?.equals(secret(NEW)) === true);
    assert.deepEqual([holds(today), holds(retired)], [true, false], JSON.stringify(Object.keys(retired as object)));
    assert.deepEqual(read('x.json', today).notes, []);
    assert.deepEqual(read('x.json', retired).notes, ['1 of what it holds is disabled or deleted: left out']);
  }
});

test('a secret of Google, one in bytes of AWS, a path of Consul: by the last part of its name', () => {
  const data = Buffer.from(NEW).toString('base64');
  assert.equal(valueOf(read('g.json', { name: 'projects/1/secrets/JWT_SECRET/versions/2', payload: { data } }), 'JWT_SECRET'), NEW);
  assert.equal(valueOf(read('a.json', { Name: 'shop/JWT_SECRET', SecretBinary: data }), 'JWT_SECRET'), NEW);
  assert.equal(valueOf(read('c.json', [{ key: 'shop/JWT_SECRET', flags: 0, value: data }]), 'JWT_SECRET'), data);
});

test('what is taken where a variable is not set is a form of its value', () => {
  for (const text of [`\${JWT_SECRET:-${NEW}}`, `\${JWT_SECRET-${NEW}}`, `\${jwt.secret:${NEW}}`])
    assert.ok(formsOf(secret(text)).some((form) => form.equals(secret(NEW))), text.slice(0, 14));
});
