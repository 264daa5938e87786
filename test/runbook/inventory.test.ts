/** What a page or a heading says that it is for: lists above the only procedure, patterns, companies, kinds of secrets. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linkProcedures } from '../../src/runbook/link.ts';
import { page } from './pages.ts';

const STEPS = ['1. Generate a new value', '2. Store it in the vault and deploy', '3. Revoke the old one', ''];

function best(name: string, kind: string, lines: readonly string[]): readonly (string | number)[] {
  const [link] = linkProcedures({ name, kind }, [page(lines)]);
  return link === undefined ? [] : [link.procedure.anchor, link.score];
}

test('what a page lists as rotated is what its only procedure is for', () => {
  const table = ['| Secret | Where |', '|---|---|', '| `SHOP_PIN` | vault |', '| `CART_*` | `OTHER_PIN` |', ''];
  const list = ['- `SHOP_PIN`: with `OTHER_PIN` in the vault', '- `CART_*`', ''];
  for (const heading of ['What Rotates', '1. Scope', 'Applies to', 'Secrets covered', 'What to rotate'])
    for (const [entries, score] of [[table, 85], [list, 90]] as const) {
      const lines = ['# Key rotation of the shop', `## ${heading}`, ...entries, '## How it is done', ...STEPS];
      assert.deepEqual(best('SHOP_PIN', 'generic-secret', lines), ['how-it-is-done', score], heading);
      assert.deepEqual(best('CART_SALT', 'generic-secret', lines), ['how-it-is-done', 70], heading);
      assert.deepEqual(best('OTHER_PIN', 'generic-secret', lines), [], heading);
    }
  const secrets = ['# Secret rotation', '## What to rotate', ...list, '## Procedure', ...STEPS];
  assert.deepEqual(best('OTHER_PIN', 'generic-secret', secrets), ['secret-rotation', 30], 'such a list is seldom whole');
});

test('a list above several procedures, or one of something else, says nothing of which', () => {
  const above = (heading: string, ...more: readonly string[]): readonly string[] =>
    ['# Key rotation of the shop', `## ${heading}`, '- `SHOP_PIN`', '', '## Rotating the cart', ...STEPS, ...more];
  assert.deepEqual(best('SHOP_PIN', 'generic-secret', above('Scope', '## Rotating the till', ...STEPS)), []);
  assert.deepEqual(best('SHOP_PIN', 'generic-secret', above('Not rotated')), []);
});

test('a section that tells what rotating each of several secrets does is for any', () => {
  const steps = (remarks: string): readonly string[] =>
    ['# Secret rotation runbook', '## Procedure', '1. Generate new values', `2. Deploy. ${remarks}`, '3. Revoke the old ones'];
  const several = steps('Rotating `SHOP_KEY` ends all sessions; rotating `CART_KEY` cuts off the agents.');
  assert.deepEqual(best('OTHER_SECRET', 'generic-secret', several).at(1), 30);
  assert.deepEqual(best('SHOP_KEY', 'generic-secret', several).at(1), 75);
  assert.deepEqual(best('OTHER_SECRET', 'generic-secret', steps('Rotating `SHOP_KEY` ends all sessions.')), []);
  assert.deepEqual(best('OTHER_SECRET', 'generic-secret', steps('Set `SHOP_KEY`; set `CART_KEY`.')), []);
});

test('a payment key is the company’s that its name has, and nobody’s where it has none', () => {
  const of = (heading: string): readonly string[] => ['# Secret rotation', `## ${heading}`, ...STEPS];
  assert.deepEqual(best('STRIPE_SECRET_KEY', 'stripe-key', of('Stripe keys')), ['stripe-keys', 55]);
  assert.deepEqual(best('PAYPAL_SECRET', 'generic-secret', of('PayPal')), ['paypal', 55]);
  for (const name of ['PAYMENT_API_KEY', 'PAYPAL_SECRET', 'ADYEN_API_KEY', 'MOLLIE_PAYMENT_KEY'])
    assert.deepEqual(best(name, 'generic-secret', of('Stripe keys')), [], name);
  for (const name of ['PAYMENT_API_KEY', 'PAYPAL_SECRET', 'STRIPE_SECRET_KEY', 'MOLLIE_PAYMENT_KEY'])
    assert.deepEqual(best(name, 'generic-secret', of('Payment provider keys')), ['payment-provider-keys', 50], name);
});

test('a pattern in a heading says whose the section is: a name with a word of its own beside it is another’s', () => {
  const lines = ['# Secret rotation', '## In general', ...STEPS, '## LexikJWT (`JWT_*`)', ...STEPS];
  assert.deepEqual(best('MERCURE_JWT_KEY', 'jwt-secret', lines), ['in-general', 30]);
  assert.deepEqual(best('JWT_PASSPHRASE', 'password', lines), ['lexikjwt-jwt_', 70]);
  assert.deepEqual(best('jwtKey', 'jwt-secret', lines), ['lexikjwt-jwt_', 50]);
});

test('what is done after any rotation is no rotation', () => {
  for (const heading of ['After any rotation', 'After a rotation', 'After all rotations']) {
    const lines = ['# Secrets rotation', `## ${heading}`, '1. Update the password manager entry', '2. Verify that the service is up'];
    assert.deepEqual(best('SHOP_PIN', 'generic-secret', lines), [], heading);
  }
});

test('PGPASSWORD, as clients of Postgres read it, is a database password', () => {
  assert.deepEqual(best('PGPASSWORD', 'password', ['# Rotation', '## PostgreSQL password', ...STEPS]), ['postgresql-password', 50]);
  assert.deepEqual(best('PGPASSWORD', 'password', ['# Rotation', '## MySQL password', ...STEPS]), []);
});

test('commands below a kind of secret are its procedure, where the heading above says how each is rotated', () => {
  const fence = ['```bash', '# Create a new key in the dashboard, delete the old one', 'nano .env', '# Send a mail to verify', '```', ''];
  const lines = (above: string): readonly string[] => ['# Secrets', `## ${above}`, '### SMTP credentials (Resend)', ...fence];
  assert.deepEqual(best('SMTP_PASS', 'password', lines('How to rotate each secret')), ['smtp-credentials-resend', 55]);
  assert.deepEqual(best('SMTP_PASS', 'password', lines('Where they are')), []);
});
