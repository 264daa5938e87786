import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isRunbookPath, looksLikeRunbook, mayBeRunbook } from '../../src/runbook/discover.ts';
import { page, signingSecret, versionedKeys } from './pages.ts';

test('runbooks are looked for where teams keep them', () => {
  for (const path of [
    'docs/SECRETS.md',
    'docs/runbooks/secret-rotation.md',
    'runbooks/db.markdown',
    'SECRETS.md',
    'SECURITY.md',
    'SECURITY_RUNBOOK.md',
    'ops/rotate-jwt-secret.md',
    'ops/secret_rotation.mdx',
    'a/incident-response.md',
    'source/docs/rotating-keys.html.md.erb',
    'packages/api/docs/keys.md',
    'SECRETS_RUNBOOK.md',
  ])
    assert.ok(isRunbookPath(path), path);
});

test('other files, other formats and other people’s files are no runbooks', () => {
  for (const path of [
    'README.md',
    'src/secrets.ts',
    'docs/keys.rst',
    'node_modules/x/docs/SECRETS.md',
    'vendor/a/SECURITY.md',
    'test/docs/rotation.md',
    'a/fixtures/runbooks/x.md',
    'docs/',
    'SECRETS.md.bak',
    `docs/${'a'.repeat(5000)}.md`,
  ])
    assert.ok(!isRunbookPath(path), path);
});

test('content decides', () => {
  assert.ok(looksLikeRunbook(signingSecret()));
  assert.ok(looksLikeRunbook(versionedKeys()));
  assert.ok(looksLikeRunbook(page(['## How to rotate a secret', '1. Ask'])));
  assert.ok(!looksLikeRunbook(page(['# Setup', '1. Set `DATABASE_URL`'], 'docs/setup.md')));
  assert.ok(!looksLikeRunbook(page(['# Log rotation', '1. Edit the file'], 'docs/logs.md')));
  assert.ok(!looksLikeRunbook(page('')));
});

test('a page that never speaks of rotation need not be parsed', () => {
  assert.ok(mayBeRunbook(Buffer.from('Rotate the key')));
  assert.ok(!mayBeRunbook(Buffer.from('How to install')));
});
