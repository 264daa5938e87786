/** Sections that speak of a kind of secret and are about something else all the same. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linkProcedures } from '../../src/runbook/link.ts';
import { page } from './pages.ts';

const STEPS = ['1. Generate a new value', '2. Deploy', '3. Revoke the old one', ''];

/** Anchors of all sections that would do, the best one first. */
const sectionsFor = (name: string, kind: string, ...lines: readonly string[]): readonly string[] =>
  linkProcedures({ name, kind }, [page(['# Rotation', '', ...lines])]).map(({ procedure }) => procedure.anchor);

test('a heading that names what is signed is for that: tokens, sessions or webhooks', () => {
  const lines = ['## JWT signing key', ...STEPS, '## Session secret', ...STEPS];
  assert.deepEqual(sectionsFor('SESSION_SECRET', 'jwt-secret', ...lines), ['session-secret']);
  assert.deepEqual(sectionsFor('JWT_SECRET', 'jwt-secret', ...lines), ['jwt-signing-key']);
  assert.deepEqual(sectionsFor('SESSION_SECRET', 'jwt-secret', '## Signing keys', ...STEPS), ['signing-keys']);
  assert.deepEqual(sectionsFor('SESSION_SECRET', 'jwt-secret', '## JWT and session secrets', ...STEPS), ['jwt-and-session-secrets']);
});

test('what a heading says that it is not about', () => {
  const heading = '## If the signing key leaked (not just an API key)';
  assert.deepEqual(sectionsFor('API_KEY', 'api-key', heading, ...STEPS), []);
  assert.deepEqual(sectionsFor('JWT_KEY', 'jwt-secret', heading, ...STEPS), ['if-the-signing-key-leaked-not-just-an-api-key']);
});

test('what a user of the database may do is not what lets it in', () => {
  const lines = ['## Renew the grants of db_reader', ...STEPS];
  assert.deepEqual(sectionsFor('DATABASE_URL', 'database-url', ...lines), []);
  assert.deepEqual(sectionsFor('DATABASE_URL', 'database-url', '## Renew grants and password of the database', ...STEPS).length, 1);
});

test('a leak section that speaks of some API key is not for that of each vendor', () => {
  const steps = ['1. Revoke the API key of the node `NODE_KEY`', '2. Audit its jobs', ''];
  assert.deepEqual(sectionsFor('MAILCHIMP_API_KEY', 'api-key', '## A compromised node', ...steps), []);
});
