/** What twenty public runbooks taught: each test is a way of writing that was once linked to the wrong section, or to none. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linkProcedures } from '../../src/runbook/link.ts';
import { lintRunbook } from '../../src/runbook/lint.ts';
import { page } from './pages.ts';

const STEPS = ['1. Generate', '2. Deploy', ''];
function best(name: string, kind: string, lines: readonly string[]): readonly unknown[] {
  const [link] = linkProcedures({ name, kind }, [page(lines)]);
  return [link?.procedure.anchor, link?.score];
}

test('rows are procedures where a column says how, clause by clause', () => {
  const lines = [
    '# Secret rotation',
    '## Per secret',
    '| Secret | Impact | How |',
    '|---|---|---|',
    '| `JWT_SECRET` | low | `openssl rand -hex 48`, replace value (in the vault, not here), restart backend. |',
    '| `DB_PASS_KEY` / `OTHER_KEY` | | Rotate the role, update `APP_DATABASE_URL`, then restart; revoke the old one |',
    '| `SEEN_KEY` | | see § 9 |',
    '| `IDLE_KEY` | | 90 days |',
  ];
  const { procedures } = page(lines);
  assert.deepEqual(
    procedures.map(({ targets, steps, impact, lines: [line] }) => [
      targets.map(({ raw, where }) => `${raw} ${where}`).join(),
      steps.map(({ text }) => text),
      impact.map(({ text }) => text).join(),
      line,
    ]),
    [
      ['JWT_SECRET table', ['openssl rand -hex 48', 'replace value (in the vault, not here)', 'restart backend'], 'low', 5],
      [
        'DB_PASS_KEY table,OTHER_KEY table,APP_DATABASE_URL prose',
        ['Rotate the role', 'update APP_DATABASE_URL', 'restart', 'revoke the old one'],
        '',
        6,
      ],
    ],
  );
  assert.deepEqual(best('OTHER_KEY', 'generic-secret', lines), ['per-secret', 85]);
});

test('a row is for a kind of secret, too, on a page about rotation, and for leaks below a heading about leaks', () => {
  const row = '| Database password | 90 days | Create a second user; deploy; drop the old one |';
  const rows = ['| Secret | Every | How |', '|---|---|---|', row];
  const more = ['| Any password | | Revoke it |', '| GitHub token | | siehe unten |', '', 'Words.'];
  const lines = ['# Secret rotation', '## Per secret', ...rows, ...more];
  assert.deepEqual(best('DATABASE_URL', 'database-url', lines), ['per-secret', 50]);
  for (const kind of ['password', 'github-token']) assert.deepEqual(best('', kind, lines), [undefined, undefined], kind);
  const other = page(lines.with(0, '# Databases'), 'docs/databases.md');
  assert.deepEqual(linkProcedures({ name: 'DATABASE_URL', kind: 'database-url' }, [other]), []);
  const modes = page(lines.with(1, '## If one leaked')).procedures.map(({ mode }) => mode);
  assert.deepEqual(modes, ['leak']);
});

test('of sections that fit alike: the one with the name’s words, the one that speaks of them, the inner one', () => {
  const databases = ['# Rotation', '## DB-Backed API Key Rotation', ...STEPS, '## Database Password Rotation', ...STEPS];
  assert.deepEqual(best('POSTGRES_PASSWORD', 'password', databases), ['database-password-rotation', 50]);
  const keys = ['# Rotation', '## API Key Rotation', ...STEPS, '## Exchange API Keys', '1. Rotate the key at Binance', '2. Deploy', ''];
  assert.deepEqual(best('BINANCE_API_SECRET', 'generic-secret', keys), ['exchange-api-keys', 50]);
  const inner = ['# Secret rotation for `A_KEY`', '1. Prepare', '2. Deploy', '', '## Rotation of `A_KEY` by hand', ...STEPS];
  assert.equal(best('A_KEY', 'generic-secret', inner)[0], 'rotation-of-a_key-by-hand');
});

test('a chapter on secrets of any kind has a section for any of them', () => {
  const under = (chapter: string): unknown =>
    best('REDIS_PASSWORD', 'password', ['# Runbook', `## ${chapter}`, 'What they are.', '### Rotate a secret', ...STEPS])[0];
  for (const chapter of ['Application secrets', 'Kubernetes secrets', 'Secrets in Vault', 'Environment secrets', 'SOP: secret rotation'])
    assert.equal(under(chapter), 'rotate-a-secret', chapter);
  for (const chapter of ['S3 credentials', 'Customer credentials']) assert.equal(under(chapter), undefined, chapter);
});

test('a section for one product or one name is not one for another', () => {
  assert.deepEqual(best('POSTGRES_PASSWORD', 'password', ['# Rotation', '## Redis credentials', ...STEPS]), [undefined, undefined]);
  const named = ['# Rotation', '## `CMS_ADMIN_PASSWORD`', ...STEPS];
  assert.deepEqual(best('SMTP_PASSWORD', 'password', named), [undefined, undefined]);
  assert.deepEqual(best('APP_KEK', 'fernet-key', ['# Rotation', '## `MFA_ENCRYPTION_KEY`', ...STEPS]), [undefined, undefined]);
  assert.deepEqual(best('', 'fernet-key', ['# Rotation', '## `MFA_ENCRYPTION_KEY`', ...STEPS]), ['mfa_encryption_key', 50]);
});

test('of sections about leaks the one that contains and revokes comes first', () => {
  const confirm = ['## Confirm the leak of a secret', '1. Ask', ''];
  const lines = ['# Leaked secrets', ...confirm, '## Contain a leaked secret', '1. Revoke the secret', '2. Notify'];
  assert.equal(best('X_KEY', 'generic-secret', lines)[0], 'contain-a-leaked-secret');
});

test('"Rotation runbook" on a page about secrets is for any secret; on another page it is for none', () => {
  for (const heading of ['2) Rotation Runbook', 'General rotation principles'])
    assert.equal(best('X_KEY', 'generic-secret', ['# Container Secrets Runbook', `## ${heading}`, ...STEPS])[1], 30, heading);
  assert.equal(best('X_KEY', 'generic-secret', ['# Log files', '## Rotation', ...STEPS])[1], undefined);
});

test('sections below a rollback are ways back, no procedures', () => {
  const lines = ['# Leaked secrets', '## `X_KEY`', ...STEPS, '## Emergency rollback', '### Mail', '1. Put it back', '2. Deploy'];
  assert.deepEqual(
    page(lines).procedures.map(({ anchor, rollback }) => [anchor, rollback.length]),
    [['x_key', 2]],
  );
});

test('what a paragraph begins with is what is exempt', () => {
  const lines = ['# Keys', '## `REAL_KEY`', 'Words.', '', '`BUCKET_KEY` is a name. Not a secret.', '', 'This one is not a secret.'];
  assert.deepEqual(
    page(lines).exempt.map(({ names, lines: [line] }) => [names.join(), line]),
    [
      ['BUCKET_KEY', 5],
      ['REAL_KEY', 7],
    ],
  );
});

test('a page without any owner is told so once', () => {
  const runbook = page(['# Rotation', '## `A_KEY`', ...STEPS, '## `B_KEY`', ...STEPS]);
  const owners = (isOwned: boolean): readonly string[] =>
    lintRunbook({ runbook, isOwned }).flatMap(({ rule, text }) => (rule === 'no-owner' ? [text] : []));
  assert.deepEqual(owners(false), ['no section of this page names an owner']);
  assert.deepEqual(owners(true), []);
});

test('what stands below a section for some credentials is for them, also when it speaks of leaks', () => {
  const lines = ['# Secret rotation', '## 5. S3 credentials', '### When: after a compromise', '1. Create new ones', '2. Deploy', ''];
  assert.deepEqual(best('REDIS_PASSWORD', 'password', lines), [undefined, undefined]);
  const general = ['# Secret rotation', '## Operations', '### After a compromise', '1. Create a new secret', '2. Deploy', ''];
  assert.deepEqual(best('REDIS_PASSWORD', 'password', general), ['after-a-compromise', 40]);
});

test('a page on keys is for keys, not for passwords and tokens', () => {
  const lines = ['# Key Rotation Runbook', '## Normal rotation', ...STEPS];
  assert.equal(best('AUDIT_SIGNING_KEY', 'jwt-secret', lines)[1], 30);
  assert.equal(best('ACME_KEY', 'generic-secret', lines)[1], 30);
  for (const name of ['TELEGRAM_BOT_TOKEN', 'DB_PASSWORD']) assert.equal(best(name, 'generic-secret', lines)[1], undefined, name);
  const upload = '1. Upload the new key to Secrets Manager (`PutSecretValue`)';
  const kept = ['# Key Rotation Runbook', '## Regular rotation', upload, '2. Deploy'];
  assert.equal(best('DB_PASSWORD', 'password', kept)[1], undefined);
  const mixed = ['# Key Rotation Runbook', '## Regular rotation', '1. Create the new secret in the vault', '2. Deploy'];
  assert.equal(best('CRON_SECRET', 'generic-secret', mixed)[1], 30);
  assert.equal(best('DB_PASSWORD', 'password', ['# Key and secret rotation', '## Normal rotation', ...STEPS])[1], 30);
});

test('a password of one product is not any password', () => {
  const lines = ['# Rotation', '## 4. OpenSearch password', ...STEPS, '## Passwords', ...STEPS];
  assert.deepEqual(best('OPENSEARCH_ADMIN_PASSWORD', 'password', lines), ['4-opensearch-password', 50]);
  for (const name of ['PDF_PASSWORD', '']) assert.deepEqual(best(name, 'password', lines), ['passwords', 50], name);
  assert.deepEqual(best('PDF_PASSWORD', 'password', lines.slice(0, 4)), [undefined, undefined]);
});

test('how code gets at a name is no part of it', () => {
  const lines = ['# Rotation', '## AUTH_SECRET', ...STEPS];
  for (const name of ['process.env.AUTH_SECRET', 'import.meta.env.AUTH_SECRET', 'config.authSecret', 'this.config.auth_secret'])
    assert.deepEqual(best(name, 'generic-secret', lines), ['auth_secret', 100], name);
  assert.deepEqual(best('config.secret', 'generic-secret', ['# Rotation', '## `SECRET`', ...STEPS]), [undefined, undefined]);
});

test('products of one family that public pages name', () => {
  assert.equal(best('REDIS_CONNECTION_STRING', 'database-url', ['# Rotation', '## Cosmos DB connection string', ...STEPS])[0], undefined);
  assert.deepEqual(best('DATABASE_URL', 'database-url', ['# Rotation', '## `pg-admin-password`', ...STEPS]), ['pg-admin-password', 35]);
});

test('what is done to a database is no rotation of what opens it', () => {
  const lines = (heading: string): readonly string[] => ['# Runbook', `## ${heading}`, '1. Check it', '2. Rotate over', '3. Deploy', ''];
  for (const heading of ['PostgreSQL failover and restore', 'Redis connection issues', 'Database backup'])
    assert.deepEqual(best('DATABASE_URL', 'database-url', lines(heading)), [undefined, undefined], heading);
  for (const heading of ['Restore the database after a credential rotation', 'Database credentials'])
    assert.equal(best('DATABASE_URL', 'database-url', lines(heading))[1], 50, heading);
});
