/** Outcomes: what today's files say of a leaked value, and that nothing is closed without proof. */
import assert from 'node:assert/strict';
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { test } from 'node:test';
import type { Judged, Outcome } from '../../src/model.ts';
import { knownValue } from '../../src/detect/checks/known-values.ts';
import { isCommonPassword, notASecret } from '../../src/detect/checks/placeholders.ts';
import { strengthOf } from '../../src/detect/checks/randomness.ts';
import { readCurrent } from '../../src/plan/current/read.ts';
import type { Weigh } from '../../src/plan/current/strength.ts';
import { collectKeys, keysOfValues } from '../../src/plan/leaked-keys.ts';
import { verify } from '../../src/plan/verify.ts';
import { SecretValue } from '../../src/secret-value.ts';
import { wireOf } from '../../src/ssh-wire.ts';
import { openSshKey } from '../proof/openssh.ts';
import { characters, databaseUrl, fernetKey, jwtSecret, password, pemKey } from '../support/secrets.ts';
import { judged } from './judged.ts';

const weigh: Weigh = {
  isKnown: (value) => knownValue(Buffer.from(value)) !== undefined || isCommonPassword(value),
  notASecret: (value, name) => {
    const reason = notASecret(value, name, 'other');
    return reason === 'placeholder' || reason === 'reference' || reason === 'ciphertext' ? reason : undefined;
  },
  strengthOf,
};

const OLD = jwtSecret('old');
const NEW = jwtSecret('new');
const jwt = judged({ value: OLD });
const mapped = judged({ value: OLD, names: ['jwt_secrets.v1'] });

type File = readonly [string, unknown];
const sourcesOf = (files: readonly File[]) =>
  files.map(([label, content]) =>
    readCurrent(label, Buffer.from(typeof content === 'string' ? content : JSON.stringify(content))),
  );
const rowsFor = (secrets: readonly Judged[], files: readonly File[]) =>
  verify({ secrets, sources: sourcesOf(files), weigh, sightings: [], isHeadOfToday: false, keyIds: new Map(), leakedKeys: new Map() });
function expects(secret: Judged, files: readonly File[], outcome: Outcome, detail: RegExp): void {
  const [row] = rowsFor([secret], files);
  assert.equal(row?.outcome, outcome, row?.detail);
  assert.match(row?.detail ?? '', detail);
}

test('another strong value under the same name: ROTATED', () => {
  expects(jwt, [['.env', `JWT_SECRET=${NEW}\n`]], 'ROTATED', /^\.env: another value, 48 characters, random$/);
  expects(jwt, [['s.json', { Jwt: { Secret: NEW } }]], 'ROTATED', /another value/);
});

test('the old value under its name: STILL CURRENT, whatever other files say', () => {
  expects(jwt, [['.env', `JWT_SECRET=${OLD}\n`]], 'STILL CURRENT', /holds the old value at line 1/);
  expects(jwt, [['.env', `JWT_SECRET=${NEW}\n`], ['old.yaml', `jwtSecret: ${OLD}\n`]], 'STILL CURRENT', /old\.yaml/);
});

test('a map of keys: in use, still accepted, replaced, gone', () => {
  const map = (keys: object): File => ['deploy/jwt_secrets.json', keys];
  expects(mapped, [map({ v1: OLD })], 'STILL CURRENT', /at "v1"/);
  expects(mapped, [map({ v1: OLD, v2: NEW })], 'STILL HONOURED', /still accepts it under "v1": remove it; tokens signed/);
  expects(mapped, [map({ v1: OLD, v2: NEW }), ['.env', 'JWT_SECRET_ID=v1\n']], 'STILL CURRENT', /v1/);
  expects(mapped, [map({ v1: OLD, v2: NEW }), ['.env', 'JWT_SECRET_ID=v2\n']], 'STILL HONOURED', /v1/);
  expects(mapped, [map({ v2: NEW })], 'ROTATED', /another value/);
  expects(mapped, [map({})], 'REMOVED', /whole map/);
  expects(mapped, [['other_secrets.json', {}]], 'UNKNOWN', /none of the files/);
});

test('of a map whose keys all leaked each closes with its own: the others have rows of theirs', () => {
  const second = judged({ value: jwtSecret('second'), names: ['jwt_secrets.v2'] });
  const outcomes = (keys: object, ...more: readonly File[]): readonly (Outcome | undefined)[] =>
    rowsFor([mapped, second], [['jwt_secrets.json', keys], ...more]).map(({ outcome }) => outcome);
  assert.deepEqual(outcomes({ v1: OLD, v2: NEW }), ['STILL HONOURED', 'ROTATED']);
  assert.deepEqual(outcomes({ v1: OLD, v2: NEW }, ['.env', 'JWT_SECRET_ID=v1\n']), ['STILL CURRENT', 'ROTATED']);
  assert.deepEqual(outcomes({ v1: OLD }), ['STILL CURRENT', 'REMOVED']);
  assert.deepEqual(outcomes({ v3: OLD }), ['STILL CURRENT', 'REUSED'], 'under an id of its own it is a successor');
  assert.deepEqual(outcomes({ v1: jwtSecret('second'), v2: NEW }), ['REUSED', 'STILL HONOURED'], 'changed places');
});

test('a previous one that is accepted beside the new one: STILL HONOURED', () => {
  const env = `JWT_SECRET=${NEW}\nJWT_SECRET_PREVIOUS=${OLD}\n`;
  expects(jwt, [['.env', env]], 'STILL HONOURED', /as JWT_SECRET_PREVIOUS/);
  const previous = { Name: 'JWT_SECRET', SecretString: OLD, VersionStages: ['AWSPREVIOUS'] };
  expects(jwt, [['.env', `JWT_SECRET=${NEW}\n`], ['aws.json', previous]], 'STILL HONOURED', /aws\.json/);
});

test('an assignment as the text of a key holds the old value, however short', () => {
  const short = judged({ value: OLD.slice(0, 7), names: ['DB_PASSWORD'] });
  const files: readonly File[] = [['d.json', { env: `DB_PASSWORD=${OLD.slice(0, 7)}` }], ['n.env', `DB_PASSWORD=${NEW}\n`]];
  expects(short, files, 'STILL CURRENT', /^d\.json holds the old value/);
});

test('of a value that stands in very many places some are kept, each once', () => {
  const accounts = (count: number): Buffer =>
    Buffer.from(JSON.stringify(Object.fromEntries(Array.from({ length: count }, (_, at) => [`user${at}`, { password: OLD }]))));
  const collected = (...counts: number[]): number | undefined => {
    const collector = collectKeys();
    for (const count of counts) collector.add(keysOfValues('a.json', accounts(count), [jwt]));
    return collector.keys().get(jwt.id)?.length;
  };
  assert.deepEqual([collected(3), collected(3, 3, 4), collected(400, 400)], [3, 4, 50]);
});

test('the old value under another name: REUSED, though its own name has a new one', () => {
  expects(jwt, [['.env', `JWT_SECRET=${NEW}\nCOOKIE_SECRET=${OLD}\n`]], 'REUSED', /for COOKIE_SECRET, at line 2/);
});

test('a new value that is another leaked one: REUSED', () => {
  const other = judged({ value: NEW, names: ['OTHER_SECRET'] });
  const [row] = rowsFor([jwt, other], [['.env', `JWT_SECRET=${NEW}\n`]]);
  assert.equal(row?.outcome, 'REUSED');
});

test('nearly the old value: NEAR-COPY; of URLs the password counts', () => {
  const leaked = judged({ value: 'Summer2024!beach', names: ['ADMIN_PASSWORD'], kind: 'password' });
  expects(leaked, [['.env', 'ADMIN_PASSWORD=Summer2025!beach\n']], 'NEAR-COPY', /generate a new one/);
  const database = judged({ value: 'Summer2024!beach', names: ['DATABASE_URL'], kind: 'database-url' });
  const url = ['postgres://a', 'Summer2025!beach@db/a'].join(':');
  expects(database, [['.env', `DATABASE_URL=${url}\n`]], 'NEAR-COPY', /nearly/);
});

test('a new value that is weak: WEAK-NEW, with the reason', () => {
  const cases: readonly (readonly [string, RegExp])[] = [
    ['changeme', /placeholder/],
    [NEW.slice(0, 20), /shorter than 32/],
    ['a'.repeat(40), /placeholder|few characters/],
  ];
  for (const [value, why] of cases) expects(jwt, [['.env', `JWT_SECRET=${value}\n`]], 'WEAK-NEW', why);
  const fernet = judged({ value: fernetKey('old'), names: ['FERNET_KEY'], kind: 'fernet-key' });
  expects(fernet, [['.env', `FERNET_KEY=${NEW}\n`]], 'WEAK-NEW', /no Fernet key/);
  expects(fernet, [['.env', `FERNET_KEY=${fernetKey('new')}\n`]], 'ROTATED', /another value/);
});

test('a password in a URL: rotated with a new password, unknown without one', () => {
  const database = judged({ value: databaseUrl('old').password, names: ['DATABASE_URL'], kind: 'database-url' });
  expects(database, [['.env', `DATABASE_URL=${databaseUrl('new').url}\n`]], 'ROTATED', /another value/);
  expects(database, [['.env', `DATABASE_URL=${databaseUrl('old').url}\n`]], 'STILL CURRENT', /old value/);
  expects(database, [['.env', 'DATABASE_URL=postgres://db/app\n']], 'UNKNOWN', /URL without a password/);
  expects(database, [['.env', `DB_PASSWORD=${databaseUrl('old').password}\n`]], 'REUSED', /DB_PASSWORD/);
});

test('no file, no name, a reference, an empty value: UNKNOWN, and what to do', () => {
  expects(jwt, [], 'UNKNOWN', /in none of the files given: add --current FILE/);
  expects(jwt, [['.env', 'PORT=80\n']], 'UNKNOWN', /none of the files/);
  expects(jwt, [['.env', 'JWT_SECRET=${FROM_VAULT}\n']], 'UNKNOWN', /a reference at line 1: name the file/);
  expects(jwt, [['.env', 'JWT_SECRET=\n']], 'UNKNOWN', /has no value/);
});

test('what may be another secret: UNKNOWN, with a way out only where it leads out', () => {
  const now = `JWT_SECRET=${NEW}\nAPI_KEY=${NEW}\n`;
  expects(jwt, [['web/now.env', now]], 'UNKNOWN', /another secret: name the file that leaked, or hand this one to standard input$/);
  expects(jwt, [['standard input', now]], 'ROTATED', /another value/);
  const general = judged({ value: OLD, names: ['API_KEY'], path: 'send.py' });
  expects(general, [['web/now.env', now]], 'UNKNOWN', /another secret: name the file that leaked$/);
  expects(general, [['standard input', now]], 'UNKNOWN', /another secret$/);
  const itsFile = judged({ value: OLD, names: ['PASSWORD'], path: 'app.ini' });
  expects(itsFile, [['app.ini', `[a]\nPASSWORD=${NEW}\n[b]\nPASSWORD=${NEW}\n`]], 'UNKNOWN', /^app\.ini has .* another secret$/);
});

test('days without values: before the leak nothing was rotated, later nothing is proven', () => {
  const list = (updatedAt: string): File => ['gh.json', [{ name: 'JWT_SECRET', updatedAt }]];
  expects(jwt, [list('2025-01-01T00:00:00Z')], 'STILL CURRENT', /last changed on 2025-01-01, before the leak on 2025-03-02/);
  expects(jwt, [list('2025-04-01T00:00:00Z')], 'UNKNOWN', /changed on 2025-04-01, its value was not seen/);
});

test('a value that a store has had since before the leak is no successor: it may be of an older version', () => {
  const kept = (created_time: string): object => ({ data: { JWT_SECRET: NEW }, metadata: { created_time } });
  const vault = (time: string): File => ['v.json', { request_id: '1', data: kept(time) }];
  expects(jwt, [vault('2025-01-01T00:00:00Z')], 'UNKNOWN', /set on 2025-01-01, before the leak on 2025-03-02: an older version\?/);
  expects(jwt, [vault('2025-03-03T00:00:00Z')], 'ROTATED', /another value/);
});

test('one row for each name; a rotated secret has one only when it is in use again', () => {
  const twice = judged({ value: OLD, names: ['JWT_SECRET', 'COOKIE_SECRET'] });
  const rows = rowsFor([twice], [['.env', `JWT_SECRET=${NEW}\n`]]);
  assert.deepEqual(
    rows.map(({ name, outcome }) => [name, outcome]),
    [
      ['JWT_SECRET', 'ROTATED'],
      ['COOKIE_SECRET', 'UNKNOWN'],
    ],
  );
  const rotated = judged({ value: OLD, status: 'rotated', verdict: 'rotated' });
  assert.deepEqual(rowsFor([rotated], [['.env', 'PORT=1\n']]), []);
  assert.equal(rowsFor([rotated], [['.env', `JWT_SECRET=${OLD}\n`]])[0]?.outcome, 'STILL CURRENT');
});

test('from a saved report: by id, and it is said that near-copies were not looked for', () => {
  const saved = { ...jwt, value: new SecretValue(Buffer.alloc(0)) };
  const files = (value: string) => sourcesOf([['.env', `JWT_SECRET=${value}\n`]]);
  const idOf = (value: SecretValue): string => (value.equals(jwt.value) ? saved.id : 'other');
  const outcome = (value: string) =>
    verify({
      secrets: [saved],
      sources: files(value),
      weigh,
      sightings: [],
      isHeadOfToday: false,
      keyIds: new Map(),
      leakedKeys: new Map(),
      idOf,
    })[0];
  assert.equal(outcome(OLD)?.outcome, 'STILL CURRENT');
  assert.equal(outcome(NEW)?.outcome, 'ROTATED');
  assert.match(outcome(NEW)?.evidence ?? '', /near-copies were not looked for/);
});

test('a rotation log closes nothing', () => {
  const log = '2025-01-02T00:00:00 rotated to v3\n';
  const map: File = ['jwt_secrets.json', { v1: OLD, v2: NEW }];
  expects(mapped, [map, ['.env', 'JWT_SECRET_ID=v1\n'], ['rotation.log', log]], 'STILL CURRENT', /v1/);
});

test('no row holds a value', () => {
  const secrets = [jwt, judged({ value: password('x'), names: ['ADMIN_PASSWORD'], kind: 'password' })];
  const rows = rowsFor(secrets, [['.env', `JWT_SECRET=${NEW}\nADMIN_PASSWORD=${password('x')}1\nOTHER=${OLD}\n`]]);
  const text = JSON.stringify(rows);
  for (const value of [OLD, NEW, password('x')]) assert.ok(!text.includes(value));
});

const identity = (name: string): string => `AGE-SECRET-KEY-1${characters(name, 'QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L', 58)}`;

test('a key that its file gives no name goes by the file: the old one, another one, another leaked one, elsewhere', () => {
  const key = { kind: 'age-identity', ruleName: 'age identity', names: ['age identity'] };
  const age = judged({ ...key, value: identity('old'), path: 'ops/keys.txt' });
  const file = (name: string): string => `# created: 2026-11-26\n${identity(name)}\n`;
  expects(age, [['keys.txt', file('old')]], 'STILL CURRENT', /holds the old value at line 2/);
  expects(age, [['keys.txt', file('new')]], 'ROTATED', /keys\.txt holds another key/);
  expects(age, [['run/keys.txt', file('new')]], 'UNKNOWN', /in another folder than the file that leaked/);
  expects(age, [['other.txt', file('new')]], 'UNKNOWN', /none of the files/);
  const other = judged({ ...key, value: identity('other') });
  assert.equal(rowsFor([age, other], [['keys.txt', file('other')]])[0]?.outcome, 'REUSED');
  expects({ ...age, value: new SecretValue(Buffer.alloc(0)) }, [['keys.txt', file('new')]], 'UNKNOWN', /cannot be told/);
});

test('a private key that was saved in another form is no other key; behind a passphrase nobody can tell', () => {
  const pem = pemKey('leaked', 'rsa');
  const saved = (type: 'pkcs1' | 'pkcs8', more = {}): string =>
    createPrivateKey(pem).export({ format: 'pem', type, ...more }).toString();
  const body = Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64');
  const key = {
    ...judged({ kind: 'private-key', ruleName: 'private key', names: ['private key'], path: 'tls/server.key' }),
    value: new SecretValue(body),
  };
  expects(key, [['server.key', pem]], 'STILL CURRENT', /holds the old value at line 1/);
  expects(key, [['server.key', saved('pkcs1')]], 'STILL CURRENT', /the old key at line 1, in another form/);
  expects(key, [['server.key', pemKey('fresh', 'rsa')]], 'ROTATED', /another key/);
  expects(key, [['server.key', saved('pkcs8', { cipher: 'aes-256-cbc', passphrase: 'x' })]], 'UNKNOWN', /cannot be told/);
});

test("OpenSSH's form has the public half in clear: it tells whether it is another key, passphrase or not", () => {
  const container = (name: string, cipher?: string): Buffer => openSshKey(wireOf(createPublicKey(pemKey(name)))!, cipher);
  const armoured = (bytes: Buffer): string => {
    const kind = ['OPENSSH', 'PRIVATE', 'KEY'].join(' ');
    return `-----BEGIN ${kind}-----\n${bytes.toString('base64').replace(/.{70}/g, '$&\n')}\n-----END ${kind}-----\n`;
  };
  const key = {
    ...judged({ kind: 'private-key', ruleName: 'private key', names: ['private key'], path: 'ops/id_ed25519' }),
    value: new SecretValue(container('leaked')),
  };
  expects(key, [['id_ed25519', armoured(container('leaked'))]], 'STILL CURRENT', /holds the old value/);
  expects(key, [['id_ed25519', armoured(container('leaked', 'aes256-ctr'))]], 'STILL CURRENT', /the old key at line 1, in another form/);
  expects(key, [['id_ed25519', pemKey('leaked')]], 'STILL CURRENT', /the old key at line 1, in another form/);
  for (const cipher of ['none', 'aes256-ctr'])
    expects(key, [['id_ed25519', armoured(container('fresh', cipher))]], 'ROTATED', /another key/);
  expects(key, [['id_ed25519', pemKey('fresh')]], 'ROTATED', /another key/);
  expects(key, [['id_ed25519', armoured(openSshKey(Buffer.from('of a type that nobody knows')))]], 'UNKNOWN', /cannot be told/);
});

test('a list of npm tokens says how each begins: it can keep a task open, and ends none', () => {
  const value = `npm_${characters('listed', 'abcdefghijkmnpqrstuvwxyz23456789', 36)}`;
  const token = judged({ value, names: ['NPM_TOKEN'], kind: 'npm-token', firstDate: '2025-03-02' });
  const listed = (begins: string, created: string): File => {
    const more = { id: 'c'.repeat(36), name: 'ci', readonly: false, cidr_whitelist: null };
    return ['tokens.json', [{ key: 'b'.repeat(32), token: begins, created, ...more }]];
  };
  const [begins, before, after] = [value.slice(0, 6), '2024-11-02T10:00:00.000Z', '2025-04-02T10:00:00.000Z'];
  expects(token, [listed(begins, before)], 'STILL HONOURED', /begins as it does, created on 2024-11-02: revoke it/);
  expects(token, [listed(`${begins}…${'d'.repeat(4)}`, before)], 'STILL HONOURED', /begins/);
  expects(token, [listed(begins, '')], 'STILL HONOURED', /begins as it does: revoke it/);
  const others = [listed(begins, after), listed('npm_', before), listed('npm_00', before)];
  for (const other of others) expects(token, [other], 'UNKNOWN', /in none/);
});
