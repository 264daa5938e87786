/** Whose section is it? What a name says that only holds part of another one, or that says what it signs. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linkProcedures } from '../../src/runbook/link.ts';
import { globCovers, namesIn } from '../../src/runbook/names.ts';
import { page } from './pages.ts';

const STEPS = ['1. Generate a new value', '2. Deploy', ''];

const planned = (name: string, kind: string, lines: readonly string[]): string | undefined =>
  linkProcedures({ name, kind }, [page(lines)])[0]?.procedure.anchor;

test('a name inside a longer one is another secret', () => {
  const lines = ['# Secret rotation', '## BOT_TOKEN_SECRET', ...STEPS];
  assert.equal(planned('BOT_TOKEN', 'generic-secret', lines), undefined);
  assert.equal(planned('BOT_TOKEN', 'generic-secret', lines.with(1, '## Bot token secret')), 'bot-token-secret');
});

test('a signing key that says what it signs is for no JWT, by the heading or the one above', () => {
  const own = ['# Secret rotation', '## JWT secret', ...STEPS];
  const above = ['# Secret rotation', '## JWT_SECRET', '### At once', ...STEPS];
  for (const lines of [own, above]) {
    for (const name of ['CURSOR_SIGNING_KEY', 'SHOP_CURSOR_SIGNING_KEY']) assert.equal(planned(name, 'jwt-secret', lines), undefined, name);
    for (const name of ['SIGNING_KEY', 'TOKEN_SIGNING_KEY']) assert.notEqual(planned(name, 'jwt-secret', lines), undefined, name);
  }
  const cursors = ['# Secret rotation', '## Cursor signing key', ...STEPS];
  assert.equal(planned('CURSOR_SIGNING_KEY', 'jwt-secret', cursors), 'cursor-signing-key');
});

test("Let's Encrypt encrypts nothing of ours", () => {
  const lines = (cause: string): readonly string[] => [
    '# Incident response', '## Certificate has leaked', `1. Revoke the certificate at ${cause}`, '2. Deploy', '',
  ];
  for (const spelt of ["Let's Encrypt", 'Let’s Encrypt', 'Lets Encrypt'])
    assert.equal(planned('SEARCH_MASTER_KEY', 'generic-secret', lines(spelt)), undefined, spelt);
  assert.notEqual(planned('SEARCH_MASTER_KEY', 'generic-secret', lines('the encryption service')), undefined);
});

test('a key for SSH or PGP is renewed with no certificate, another private key may be', () => {
  const lines = ['# Secret rotation', '## TLS certificates', ...STEPS];
  for (const name of ['DEPLOY_SSH_KEY', 'SSH_PRIVATE_KEY', 'GPG_SIGNING_KEY', 'PUSH_PRIVATE_KEY', 'GITHUB_APP_PRIVATE_KEY'])
    assert.equal(planned(name, 'private-key', lines), undefined, name);
  for (const name of ['PRIVATE_KEY', 'SERVER_PRIVATE_KEY', 'TLS_KEY'])
    assert.equal(planned(name, 'private-key', lines), 'tls-certificates', name);
  assert.equal(planned('DEPLOY_SSH_KEY', 'private-key', lines.with(1, '## SSH deploy key')), 'ssh-deploy-key');
});

test('comments between statements for a database are steps, as those between commands are', () => {
  const statements = ['-- Change the password', "ALTER USER shop PASSWORD '<new>';", '-- Update the environment', '\\q'];
  const lines = ['# Secret rotation', '## Database password', '```sql', ...statements, '```', ''];
  const [link] = linkProcedures({ name: 'POSTGRES_PASSWORD', kind: 'password' }, [page(lines)]);
  assert.equal(link?.procedure.anchor, 'database-password');
  assert.deepEqual(link.procedure.steps.map(({ text }) => text), ['Change the password', 'Update the environment']);
});

test('a section for another secret of the kind is one for this only where both may be the same', () => {
  const lines = (name: string): readonly string[] => ['# Secret rotation', `## ${name}`, ...STEPS];
  const under = (name: string, kind: string, heading: string): string | undefined => planned(name, kind, lines(heading));
  assert.equal(under('MYSQL_ROOT_PASSWORD', 'password', 'MYSQL_PASSWORD'), undefined);
  assert.equal(under('AUTH_SECRET', 'jwt-secret', 'AUTH__JWT_SECRET_KEY'), undefined);
  assert.equal(under('AZURE_POSTGRES_ADMIN_PASSWORD', 'password', 'PG_ADMIN_PASSWORD'), 'pg_admin_password');
  assert.equal(under('STRIPE_API_KEY', 'stripe-key', 'STRIPE_SECRET_KEY'), 'stripe_secret_key');
  assert.equal(under('STRIPE_PUBLISHABLE_KEY', 'stripe-key', 'STRIPE_SECRET_KEY'), undefined);
  assert.equal(under('DATABASE_URL', 'database-url', 'MYSQL_PASSWORD'), 'mysql_password', 'it holds the password');
});

test('a heading that is a word of the name is for it where steps renew something; a word that any page has is for nobody', () => {
  const lines = (heading: string, step = 'Issue a new key in the console'): readonly string[] => [
    '# Provider rotation checklist', `## ${heading}`, `- [ ] ${step}`, '- [ ] Revoke the prior key', '',
  ];
  assert.equal(planned('FROBCLOUD_API_TOKEN', 'generic-secret', lines('Frobcloud')), 'frobcloud');
  const spelled = lines('2.1 Cosmos DB Connection String');
  assert.equal(planned('COSMOS_CONNECTION_STRING', 'generic-secret', spelled), '21-cosmos-db-connection-string');
  assert.equal(planned('OTHER_API_TOKEN', 'generic-secret', lines('Frobcloud')), undefined);
  assert.equal(planned('STAGING_TOKEN', 'generic-secret', lines('Staging')), undefined);
});

test('a page with a day in its name tells of that day, a runbook called so does not', () => {
  const lines = ['# Key rotation', '## What happened', '1. `FROB_API_TOKEN`: rotated by the operator', '2. Deployed', ''];
  const wanted = { name: 'FROB_API_TOKEN', kind: 'generic-secret' };
  const at = (path: string): string | undefined => linkProcedures(wanted, [page(lines, path)])[0]?.procedure.anchor;
  assert.equal(at('docs/keys.md'), 'what-happened');
  for (const path of ['docs/recovery/2026-05-22-operator-keys.md', 'docs/evidence/20260522/keys.md']) {
    const best = linkProcedures({ name: 'FROB_KEY', kind: 'generic-secret' }, [page(['# Keys', '## Secret rotation', ...STEPS], path)]);
    assert.deepEqual(best, [], path);
  }
  assert.equal(at('docs/runbooks/2026-05-22-keys.md'), 'what-happened');
});

test('a pattern has its star at either end or between two words', () => {
  const lines = ['# Secret rotation', '| Secret | How |', '|---|---|', '| `DATABASE_*_URL` | Reset the password, then deploy |', ''];
  assert.equal(planned('DATABASE_REPLICA_URL', 'database-url', lines), 'secret-rotation');
  assert.equal(globCovers('DATABASE_*_URL', 'DATABASE_URL'), false);
  assert.equal(globCovers('*_API_KEY', 'MAIL_API_KEY') && globCovers('VAPID_*', 'VAPID_PRIVATE_KEY'), true);
  assert.deepEqual(namesIn('DATABASE_*_URL, VAPID_*, *_api_key, NAME*', true), ['DATABASE_*_URL', 'VAPID_*', '*_api_key']);
});
