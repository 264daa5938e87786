/** Whose section is it? What a name says that only holds part of another one, or that says what it signs. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linkProcedures } from '../../src/runbook/link.ts';
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
  for (const name of ['DEPLOY_SSH_KEY', 'SSH_PRIVATE_KEY', 'GPG_SIGNING_KEY'])
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
