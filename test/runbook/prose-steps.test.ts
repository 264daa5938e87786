/** Sections that are sentences: what they ask for becomes steps, what they tell does not. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { page } from './pages.ts';

const stepsOf = (...text: readonly string[]): readonly string[] =>
  page(['# Secret rotation', '', ...text]).procedures.flatMap(({ steps }) => steps.map((step) => `${step.phase}: ${step.text}`));

test('each thing that a paragraph asks for is a step, in its own words', () => {
  const text =
    'To rotate the JWT secret, generate a new one with `openssl rand -hex 32`, put it into the vault and the `.env` file, restart the ' +
    'API, then check that people can log in.';
  assert.deepEqual(stepsOf('## JWT_SECRET', text), [
    'generate: Generate a new one with openssl rand -hex 32',
    'store: Put it into the vault and the .env file',
    'deploy: Restart the API',
    'verify: Check that people can log in.',
  ]);
  const payments = ['It is used for payments. Rotate it in the dashboard and update `STRIPE_KEY`.', '', 'Redeploy the shop.'];
  assert.deepEqual(stepsOf('## Rotating the Stripe key', ...payments), [
    'generate: Rotate it in the dashboard',
    'store: Update STRIPE_KEY.',
    'deploy: Redeploy the shop.',
  ]);
  const german = 'Ein neues Passwort erzeugen, in der `.env` eintragen und das Backend neu starten.';
  assert.deepEqual(stepsOf('## Passwort der Datenbank rotieren', german), [
    'generate: Ein neues Passwort erzeugen',
    'store: In der .env eintragen',
    'deploy: Das Backend neu starten.',
  ]);
});

test('where to click is one step, and what the last click is on says which', () => {
  const text =
    'Dashboard → Developers → API keys → *Roll key*, expiry **now**. Save the new key as `STRIPE_SECRET_KEY`. Home → Payments → All.';
  assert.deepEqual(stepsOf('## Stripe: rolling the live key', text), [
    'generate: Dashboard → Developers → API keys → Roll key, expiry now.',
    'store: Save the new key as STRIPE_SECRET_KEY.',
  ]);
});

test('what is done on a condition keeps its condition', () => {
  assert.deepEqual(stepsOf('## Rotating API_KEY', 'Generate another key. If it leaked, revoke the old one and audit.'), [
    'generate: Generate another key.',
    'revoke: If it leaked, revoke the old one and audit.',
  ]);
});

test('sentences that tell how things are, advice, and words above sections of their own give none', () => {
  for (const text of [
    'Stored in the vault. Generated with `openssl`. Rotated every quarter.', 'Generate it with `openssl`.',
    'Store it in the vault. Restart the API.', 'The API creates a token and stores it.',
    'Si se filtra, el admin puede rotar el token desde la ficha. Esto invalida la URL anterior.',
  ])
    assert.deepEqual(stepsOf('## JWT_SECRET', text), [], text);
  const below = ['### JWT_SECRET', '1. Rotate it', '2. Restart'];
  const above = page(['# Secret rotation', '', '## Rotation', 'Generate a new value and restart.', '', ...below]);
  assert.deepEqual(above.procedures.map(({ anchor }) => anchor), ['jwt_secret']);
});
