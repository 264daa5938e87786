/** What whole folders of public documentation taught: of all pages that name a secret only those about renewing it are for it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linkProcedures } from '../../src/runbook/link.ts';
import { parseRunbook } from '../../src/runbook/parse.ts';
import { followPointers } from '../../src/runbook/pointers.ts';
import { page } from './pages.ts';

const STEPS = ['1. Generate a new value', '2. Deploy', ''];

function best(name: string, kind: string, pages: Readonly<Record<string, readonly string[]>>): readonly unknown[] {
  const runbooks = Object.entries(pages).map(([path, lines]) => page(lines, path));
  const [link] = linkProcedures({ name, kind }, runbooks);
  return [link?.procedure.runbook, link?.procedure.anchor, link?.score];
}

const RUNBOOK = { 'docs/secret-rotation.md': ['# Secret rotation', '## Any secret', ...STEPS, '## Rotation', ...STEPS] };

test('a page about something else that names a secret is no section for it, unless a step renews it', () => {
  const steps = ['1. Put `SHOP_API_TOKEN` into the settings', '2. Start the shop', '3. Rotate the `MAIL_API_TOKEN` every year'];
  steps.push('4. `SIGN_API_TOKEN`: rotate it in the console', '');
  const about = { 'docs/install.md': ['# Installation', '## Settings', ...steps] };
  assert.deepEqual(best('SHOP_API_TOKEN', 'generic-secret', about), [undefined, undefined, undefined]);
  assert.deepEqual(best('MAIL_API_TOKEN', 'generic-secret', about), [undefined, undefined, undefined], 'in passing');
  assert.deepEqual(best('SIGN_API_TOKEN', 'generic-secret', about), ['docs/install.md', 'settings', 50]);
  assert.deepEqual(best('SHOP_API_TOKEN', 'generic-secret', { ...about, ...RUNBOOK }), ['docs/secret-rotation.md', 'any-secret', 30]);
  const named = { 'docs/install.md': ['# Installation', '## Get a `SHOP_API_TOKEN`', '1. Revoke what is there', '2. Deploy', ''] };
  assert.deepEqual(best('SHOP_API_TOKEN', 'generic-secret', named), ['docs/install.md', 'get-a-shop_api_token', 60]);
  const outage = { 'docs/incidents.md': ['# Incidents', '## Redis is down', '1. Restart it', '2. Check the memory', ''] };
  assert.deepEqual(best('REDIS_URL', 'database-url', outage), [undefined, undefined, undefined]);
});

test('plans, reports and archives come after what is in force', () => {
  const section = ['# Rotation', '## `JWT_SECRET`', ...STEPS];
  const now = { 'docs/keys.md': ['# Rotation', '## JWT', ...STEPS] };
  const others = ['docs/learning/keys.md', 'docs/api/shop/keys.md', 'docs/api-reference.md', 'docs/shop-api.md'];
  const former = [
    'docs/architecture/keys.md', 'docs/archive/keys.md', 'docs/old-docs/keys.md', 'docs-stale/keys.md', 'docs/audit/keys.md',
    'docs/plans/keys.md',
  ];
  const past = [...others, ...former, 'docs/adr/0009-keys.md', 'docs/KEYS_PLAN.md'];
  for (const path of past) {
    const got = best('JWT_SECRET', 'jwt-secret', { [path]: section });
    assert.deepEqual(got, [path, 'jwt_secret', 60], path);
    const other = { [path]: ['# Rotation', '## JWT', ...STEPS], ...now };
    assert.deepEqual(best('JWT_SECRET', 'jwt-secret', other), ['docs/keys.md', 'jwt', 50], path);
  }
  const plans = ['api/secret-rotation', 'runbooks/shop-api', 'ROTATION_PLAN', 'incident-response-plan', 'plans/keys-runbook'];
  const today = [...plans, 'planets', 'gold', 'rotate-legacy-key', 'legacy-shop/keys', 'archive-service/keys'];
  for (const path of today.map((name) => `docs/${name}.md`))
    assert.deepEqual(best('JWT_SECRET', 'jwt-secret', { [path]: section }), [path, 'jwt_secret', 100], path);
});

test('what another page sends readers to for a secret is there for renewing it, whatever it is called', () => {
  const list = page(['# Secret rotation', '## `SHOP_API_KEY`', 'See [payments](payments.md).'], 'docs/secret-rotation.md');
  const sentTo = parseRunbook('docs/payments.md', Buffer.from(['# Payments', '', ...STEPS].join('\n')), { isSentTo: true });
  const [link] = linkProcedures({ name: 'SHOP_API_KEY', kind: 'api-key' }, followPointers([list, sentTo]));
  assert.deepEqual([link?.score, link?.reason], [85, 'another page sends here for the name']);
});

test('an incident may be anything: only what renews a secret counts, and comes after what speaks of secrets', () => {
  const looks = ['1. Look at the webhook secret', '2. Deploy', ''];
  const outage = { 'docs/incidents.md': ['# Incident response', '## 4. Stripe webhook failure', ...looks] };
  assert.deepEqual(best('STRIPE_SECRET_KEY', 'stripe-key', outage), [undefined, undefined, undefined]);
  const breach = { 'docs/disaster.md': ['# Disaster recovery', '## Security breach', '1. Revoke all secrets', '2. Deploy', ''] };
  assert.deepEqual(best('SHOP_TOKEN', 'generic-secret', breach), ['docs/disaster.md', 'security-breach', 34]);
  const leak = { 'docs/secrets.md': ['# Secrets', '## If one leaked', '1. Revoke the secret', '2. Deploy', ''] };
  assert.deepEqual(best('SHOP_TOKEN', 'generic-secret', { ...breach, ...leak }), ['docs/secrets.md', 'if-one-leaked', 40]);
});

test('how one thing is put up, tokens alone, and keys for our users are for no other secret', () => {
  const setUp = { 'docs/auth-setup.md': ['# Sign-in set-up', '## Rotate the credentials', ...STEPS] };
  assert.deepEqual(best('STRIPE_SECRET_KEY', 'stripe-key', setUp), [undefined, undefined, undefined]);
  const tokens = { 'docs/sockets.md': ['# Sockets', '## Token revocation', ...STEPS] };
  assert.deepEqual(best('REDIS_PASSWORD', 'redis-password', tokens), [undefined, undefined, undefined]);
  assert.deepEqual(best('SHOP_TOKEN', 'generic-secret', tokens), ['docs/sockets.md', 'token-revocation', 30]);
  const ours = { 'docs/admin.md': ['# Administration', '## Revoking API keys', '1. Revoke the key in the list', '2. Tell its user', ''] };
  assert.deepEqual(best('STRIPE_SECRET_KEY', 'stripe-key', ours), [undefined, undefined, undefined]);
  const theirs = { 'docs/admin.md': ['# Administration', '## Revoking API keys', '1. Revoke the key at its provider', '2. Deploy', ''] };
  assert.deepEqual(best('STRIPE_SECRET_KEY', 'stripe-key', theirs), ['docs/admin.md', 'revoking-api-keys', 50]);
});

test('what goes with a rotation is none by itself', () => {
  const beside = ['사전 조건', 'After rotation', 'Post-rotation checklist', 'Emergency contacts', 'Verification', 'Troubleshooting'];
  for (const heading of beside) {
    const lines = ['# Secret rotation', `## ${heading}`, '1. Rotate all secrets', '2. Call the team', ''];
    assert.deepEqual(best('JWT_SECRET', 'jwt-secret', { 'docs/secrets.md': lines }), [undefined, undefined, undefined], heading);
  }
  const event = { 'docs/secrets.md': ['# Secrets', '## AccessTokenExpired', '1. Renew the token', '2. Log out', ''] };
  assert.deepEqual(best('SHOP_PASSWORD', 'password', event), [undefined, undefined, undefined]);
});

test('a section that lists no steps shows them in its commands, or in the sections below it', () => {
  const stored = ['# Store it', 'vault kv put shop key="$NEW"'];
  const commands = ['```bash', 'NEW=$(openssl rand -hex 32)', ...stored, '# Restart the shop', '```', ''];
  const [written] = page(['# Key rotation', '## `SHOP_API_KEY`', ...commands]).procedures;
  assert.deepEqual(
    written?.steps.map(({ text, phase, lines, code }) => [text, phase, lines, code.map((each) => each.text)]),
    [
      ['NEW=$(openssl rand -hex 32)', 'generate', [4, 4], ['NEW=$(openssl rand -hex 32)']],
      ['Store it', 'store', [5, 6], ['vault kv put shop key="$NEW"']],
      ['Restart the shop', 'deploy', [7, 7], []],
    ],
  );
  const fence = ['```sh', 'run-it', '```', ''];
  const course = ['# Key rotation', '## `SHOP_API_KEY`', '### Prepare', ...fence, '### Re-encryption', ...fence, '### Rollback', ...fence];
  assert.deepEqual(page(course).procedures.map(({ steps }) => steps.map(({ text, code }) => [text, code.length])), [
    [
      ['Prepare', 1],
      ['Re-encryption', 1],
    ],
  ]);
  const silent = ['# Key rotation', '## Rotate an API key', '```', 'curl -X POST https://shop.example/keys', '```', ''];
  assert.deepEqual(page(silent).procedures, []);
});

test('troubles, exercises and criteria that speak of a kind of secret are no sections for it', () => {
  const others = ['Problem: JWT key not found', '문제 1: "JWT key not found"', 'Exercise 1: decode a JWT'];
  for (const heading of [...others, 'Acceptance Criteria', 'Tasks / Subtasks']) {
    const above = heading.startsWith('Problem') ? ['## Troubleshooting', `### ${heading}`] : [`## ${heading}`];
    const lines = ['# JWT key rotation', ...above, '1. Rotate `JWT_SECRET`', '2. Check the settings', ''];
    assert.deepEqual(best('JWT_SECRET', 'jwt-secret', { 'docs/keys.md': lines }), [undefined, undefined, undefined], heading);
  }
});

test('of two sections for a kind the one about renewing it comes first, and what is learnt afterwards ends no leak', () => {
  const lines = ['# Keys', '## JWT keys', ...STEPS, '## JWT key rotation', ...STEPS];
  assert.deepEqual(best('JWT_SECRET', 'jwt-secret', { 'docs/secrets.md': lines }), ['docs/secrets.md', 'jwt-key-rotation', 50]);
  const after = ['# Secrets: if one has leaked', '## Post-incident analysis', '1. Rotate what else is affected', '2. Write the report', ''];
  assert.deepEqual(best('SHOP_TOKEN', 'generic-secret', { 'docs/secrets.md': after }), [undefined, undefined, undefined]);
});

test('a list of what there is comes after the section that says how, and a heading’s own word finds a name', () => {
  const how = ['## VAPID keys rotation', '### Process', ...STEPS, '## SMTP password rotation', '### Process', ...STEPS];
  const list = ['## Checklist of the quarter', '- [ ] rotate JWT_SECRET', '- [ ] rotate SMTP_PASS', '- [ ] rotate DB_PASSWORD', ''];
  const pages = { 'docs/secret-rotation.md': ['# Secret rotation', ...list.with(0, '## By hand'), ...how] };
  assert.deepEqual(best('SMTP_PASS', 'smtp-password', pages), ['docs/secret-rotation.md', 'smtp-password-rotation', 55]);
  assert.deepEqual(best('VAPID_PRIVATE_KEY', 'generic-secret', pages), ['docs/secret-rotation.md', 'vapid-keys-rotation', 50]);
  const below = { 'docs/keys.md': ['# Secrets', '## VAPID keys rotation', 'Why.', '### Rotation by hand', ...STEPS] };
  assert.deepEqual(best('VAPID_PRIVATE_KEY', 'generic-secret', below), ['docs/keys.md', 'rotation-by-hand', 45]);
  assert.deepEqual(best('VAPID_SUBJECT_TOKEN', 'generic-secret', pages), [undefined, undefined, undefined]);
  assert.deepEqual(best('JWT_SECRET', 'jwt-secret', pages), ['docs/secret-rotation.md', 'by-hand', 40]);
});

test('where runbooks lie, or on a page that was named, a section that replaces its secret needs no title that says so', () => {
  const made = ['', '- Make a fresh one with `openssl rand -hex 48`', '- Put it in `.env`, then restart the app', ''];
  const ended = ['', '`DATABASE_URL` has its password.', '', '1. `CREATE ROLE app2 LOGIN`', '2. Change `.env`', '3. `DROP ROLE app`', ''];
  const looked = ['', '1. Open the console', '2. Check the health of `SESSION_SECRET`', ''];
  const text = ['# How we run it', '', '## Signing (`JWT_SECRET`)', ...made, '## Postgres', ...ended, '## Sessions', ...looked];
  const headings = (path: string, options = {}): readonly string[] =>
    parseRunbook(path, Buffer.from(text.join('\n')), options).procedures.map(({ heading }) => heading);
  const both = ['Signing (JWT_SECRET)', 'Postgres'];
  assert.deepEqual(headings('ops/runbooks/services.md'), both);
  assert.deepEqual(headings('SECRETS.md'), both);
  assert.deepEqual(headings('handbook.md', { isNamed: true }), both);
  assert.deepEqual(headings('docs/handbook.md'), [], 'any page of a documentation may say how things are set up');
});
