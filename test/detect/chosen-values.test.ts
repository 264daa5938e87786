/** What people choose, and where nothing else than a value can stand. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { characters, password } from '../support/secrets.ts';
import { scan, valueOf } from './scanning.ts';

test('a value in XML is the one that a program reads there', () => {
  const value = ['a1B', '&', 'c9$dE'].join('');
  for (const text of [`<password>${value.replace('&', '&amp;')}</password>`, `<user password="${value.replace('&', '&amp;')}"/>`])
    assert.deepEqual(scan(text).findings.map(valueOf), [value], text);
});

test('a value ends where the text around it has quotes or another name of its own', () => {
  const value = password('within');
  for (const text of [
    `<add value="Server=db;Password=&quot;${value}&quot;;Encrypt=yes"/>`,
    `<add value="jdbc:mysql://db/app?user=app&amp;password=${value}&amp;ssl=no"/>`,
    `local password = os.getenv "OTHER" or "${value}"\n`,
    `App { password: Some("${value}".to_string()) }\n`,
  ])
    assert.deepEqual(scan(text).findings.map(valueOf), [value], text);
});

test('a word that a setter is given is a password, where it is long enough to be one', () => {
  const word = ['Thunder', 'Maple'].join('');
  assert.deepEqual(scan(`db.setPassword("${word}");`).findings.map(valueOf), [word]);
  assert.deepEqual(scan('user.set_password("psst")').findings, []);
  const [said] = scan('check.setPassword("ordinary")').findings;
  assert.deepEqual(said?.evidence.notes, ['reads like a name']);
});

test('a password on a command line may have a dot in it, where a variable has members', () => {
  const value = ['marina', 'castle'].join('.');
  assert.deepEqual(scan(`plink -ssh -pw ${value} root@host\n`).findings.map(valueOf), [value]);
  assert.deepEqual(scan('plink -ssh -pw user.password root@host\n').findings, []);
  assert.deepEqual(scan(`password = ${value}\n`).findings, []);
});

test('a name in capitals once more is a metavariable or a constant', () => {
  for (const text of ['usage: login --user NAME --password PASSWORD\n', "enum Kind { PASSWORD = 'PASSWORD' }", 'API_KEY=API_KEY\n'])
    assert.deepEqual(scan(text).findings, [], text);
});

test('durations, colours, paths, addresses and calls are no values, whatever stands before them', () => {
  for (const text of [
    '"test_setup.py::test_rejects_expired_secret": 0.1052877190001027,',
    "credential: '#ef4444',",
    "const repo = withSecrets('--object-format=sha256');",
    "pass: '\\u2713',",
    'lease_token = f"{os.getpid()}:{uuid4().hex}"',
    "ALTER ROLE app WITH LOGIN PASSWORD :'app_password';",
    '# username=/password=/domain=; a line of its own',
    'account}:secret:/acme/AD/*/shared-*',
    'removableStorageKey = `SOFTWARE\\Policies\\Acme\\Devices\\{4D36E967}`',
    'const STORAGE_KEY = "fizruk_workouts_v1";',
    '"webcredentials:eu.2acme.app",',
    "[\n  'user_reset_password', 'user_reset_2sv',\n]",
    'body = `{"password":"`+password+`"}`',
    'secret = "env(S3_SECRET_KEY)"',
    'out.match(/token=/g)?.length',
    'password: "enc:v3:c2VjcmV0"',
    'accessToken: "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9..."',
    '| `JWT_SECRET` | Every 90 days | all sessions |\n',
    '| `JWT_SECRET` | — | yes |\n',
    '- `JWT_SECRET`: Mínimo 32 caracteres\n',
    'sed -i "s/JWT_SECRET=.*/JWT_SECRET=x/" .env',
    'client_secret = f"{ENV_PREFIX}GA4_CLIENT_SECRET"',
    'DB_PASSWORD = password("twice"); ADMIN_PASSWORD: secret("platform-db"),',
    'psql --set=runtime_password="$$RUNTIME_PASSWORD"',
    'return ("PASS", "required git hooks installed")',
    'gcloud run deploy --set-secrets="DB_PASSWORD=DB_PASSWORD:latest"',
    `ENV GPG_KEY=${characters('fingerprint', '0123456789ABCDEF', 40)}`,
    '| passwordLimiter | /home/ops/app/src/rate-limit.ts:82 |\n',
  ])
    assert.deepEqual(scan(text).findings.map(({ rule }) => rule.id), [], text);
});
