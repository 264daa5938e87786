/** Whose section is it? What forty public runbooks taught of headings, commands, leaks and numbered chapters. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { concerns, linkProcedures } from '../../src/runbook/link.ts';
import { page } from './pages.ts';

const STEPS = ['1. Generate a new value', '2. Deploy', ''];

/** The best sections for planned work and for a leak. */
function best(name: string, kind: string, lines: readonly string[]): readonly (string | undefined)[] {
  const links = linkProcedures({ name, kind }, [page(lines)]);
  const modes = [false, true].map((isLeak) => links.find(({ procedure }) => (procedure.mode === 'leak') === isLeak));
  return modes.map((link) => link?.procedure.anchor);
}

const planned = (name: string, kind: string, lines: readonly string[]): string | undefined => best(name, kind, lines)[0];
const leaked = (name: string, kind: string, lines: readonly string[]): string | undefined => best(name, kind, lines)[1];
const shell = (...commands: readonly string[]): readonly string[] => ['```bash', ...commands, '```', ''];

test('commands that set certain secrets make a general section theirs, those that leave the name open do not', () => {
  const named = [
    '# Secret rotation', '## Manual rotation', '1. Run it:', '   ```sh', '   rotate -f secrets=SHOP_KEY', '   ```', '2. Deploy',
    '',
  ];
  assert.equal(planned('SHOP_KEY', 'generic-secret', named), 'manual-rotation');
  assert.equal(planned('OTHER_KEY', 'generic-secret', named), undefined);
  const open = named.with(4, '   gh secret set <NAME>; rotate -f secrets=SHOP_KEY');
  assert.equal(planned('OTHER_KEY', 'generic-secret', open), 'manual-rotation');
});

test('what is read, stands in, only lists or holds a path is not set', () => {
  for (const command of [
    'redis-cli -a $SHOP_KEY', 'echo "${SHOP_KEY}"', 'NEW_KEY=$(openssl rand -hex 32)', 'SHOP_KEY',
    'export SHOP_KEY_FILE=/run/key',
  ]) {
    const lines = ['# Secret rotation', '## Manual rotation', '# Generate it', ...shell('# Generate and store it', command)];
    assert.notEqual(linkProcedures({ name: 'SHOP_KEY', kind: 'generic-secret' }, [page(lines)])[0]?.score, 80, command);
  }
});

test('a section whose heading names nothing is found by the commands that set the name', () => {
  const below = [
    '## Deployment', ...shell('# Tokens of the host', 'vault set shop HOST_TOKEN "$NEW"'), '## Storage',
    ...shell('vault set shop BLOB_TOKEN "$NEW"'),
  ];
  const lines = ['# Secret rotation', ...below];
  assert.equal(planned('HOST_TOKEN', 'generic-secret', lines), 'deployment');
  assert.equal(planned('BLOB_TOKEN', 'generic-secret', lines), 'storage');
  const setUp = ['# Secret rotation', '## Local development', ...shell('export HOST_TOKEN=any'), '## Host tokens', ...STEPS];
  assert.equal(planned('HOST_TOKEN', 'generic-secret', setUp), 'host-tokens');
});

test('the first cell with a name says whose row it is', () => {
  const rows = ['| Provider | Variable | How |', '|---|---|---|', '| Acme | `ACME_API_KEY` | dashboard |', ''];
  const lines = ['# Secret rotation', '## Providers of models', ...rows, 'Rotate them so:', '', ...STEPS];
  assert.equal(planned('ACME_API_KEY', 'api-key', lines), 'providers-of-models');
});

test('a leak section is for any secret as long as one step renews whatever leaked, whatever examples it gives', () => {
  const examples = ['1. Revoke the key at its provider', '2. If `SHOP_KEY` leaked, log everybody out', '3. Audit the database logs', ''];
  const lines = ['# Secret rotation', '## Emergency rotation', ...examples];
  for (const name of ['SHOP_KEY', 'OTHER_TOKEN', 'DATABASE_URL'])
    assert.equal(leaked(name, 'generic-secret', lines), 'emergency-rotation', name);
  const all = ['# Secret rotation', '## Notfall', '1. Alle Secrets rotieren (JWT, SMTP)', '2. Logs prüfen', ''];
  assert.equal(leaked('VAPID_PRIVATE_KEY', 'generic-secret', all), 'notfall');
  const some = ['# Secret rotation', '## Emergency rotation', '1. Rotate `SHOP_KEY`', '2. Rotate `JWT_SECRET`', ''];
  assert.equal(leaked('OTHER_TOKEN', 'generic-secret', some), undefined);
  const lead = ['# Secrets', '## Suspected leak', 'When `JWT_SECRET` may have leaked:', '', '1. Rotate immediately', '2. Audit', ''];
  assert.equal(leaked('OTHER_TOKEN', 'generic-secret', lead), undefined);
});

test('what is given as an example is not what a section is for', () => {
  const examples = [
    'For example a `SHOP_KEY` that was pushed:', 'Any value may leak, e.g. `SHOP_KEY` or a Stripe key.', 'Zum Beispiel `SHOP_KEY`:',
  ];
  for (const example of examples) {
    const leak = ['# Secrets', '## Suspected leak', example, '', '1. Revoke it at its provider', '2. Generate a new one', ''];
    for (const name of ['SHOP_KEY', 'OTHER_TOKEN']) assert.equal(leaked(name, 'generic-secret', leak), 'suspected-leak', example);
  }
  const step = ['# Secrets', '## Suspected leak', '1. Rotate it (for example `SHOP_KEY`) at once', '2. Audit', ''];
  assert.equal(leaked('OTHER_TOKEN', 'generic-secret', step), 'suspected-leak');
  const lead = 'It happens, e.g. in logs. When `JWT_SECRET` has leaked:';
  const over = ['# Secrets', '## Suspected leak', lead, '', '1. Rotate it', '2. Audit', ''];
  assert.equal(leaked('OTHER_TOKEN', 'generic-secret', over), undefined);
  const plan = ['# Rotation', '## Rotate a secret', 'Any, such as `SHOP_KEY`.', '', ...STEPS];
  assert.equal(planned('OTHER_TOKEN', 'generic-secret', plan), 'rotate-a-secret');
});

test('of leak sections the one for any secret comes before one that only speaks of the kind', () => {
  const order = ['## Emergency: order', '1. Rotate `JWT_SECRET`', '2. Rotate `APP_KEY`', '3. Restore the database', ''];
  const lines = ['# Secret rotation', ...order, '## Emergency rotation', '1. Rotate the leaked secret', '2. Audit', ''];
  assert.equal(leaked('DATABASE_URL', 'database-url', lines), 'emergency-rotation');
});

test('conditions in other languages', () => {
  const jwt = { name: 'JWT_SECRET', kind: 'jwt-secret' };
  for (const word of ['Wenn', 'Si', 'Se', 'Als', 'Quando', 'Jeśli', 'For', 'En caso de'])
    assert.equal(concerns(`${word} \`STRIPE_KEY\` leaked, call the bank`, jwt), false, word);
  assert.equal(concerns('Sign in, then look', jwt), true);
});

test('numbered sections below "Procedure" are its course, whatever their verbs, unless they are of something each', () => {
  const course = ['### 1. Montar o keyring', 'Gere uma chave.', '### 2. Promote', 'Switch over.', '### 3. Revogar a chave', 'Remova.'];
  for (const title of ['Procedimento seguro', 'Procedure', 'Steps']) {
    const { procedures } = page(['# Rotation of the encryption key', `## ${title}`, ...course]);
    assert.deepEqual(procedures.map(({ steps }) => steps.length), [3], title);
  }
  const portuguese = ['# Rotação de chaves de criptografia', '## Procedimento seguro', ...course];
  assert.equal(planned('DATA_ENCRYPTION_KEY', 'fernet-key', portuguese), 'procedimento-seguro');
  assert.equal(planned('JWT_SECRET', 'jwt-secret', portuguese), undefined);
  const each = ['### 1. PostgreSQL', ...STEPS, '### 2. Redis', ...STEPS];
  assert.equal(planned('REDIS_PASSWORD', 'redis-password', ['# Secret rotation', '## Procedure', ...each]), '2-redis');
  assert.equal(planned('SHOP_TOKEN', 'generic-secret', ['# Rotation des secrets', '## Séquence', ...STEPS]), 'séquence');
});

test('numbered headings that rotate something each are sections, numbered steps stay steps', () => {
  const chapters = [
    '## 1. PostgreSQL Passwort rotieren', ...STEPS, '## 2. Redis Passwort rotieren', ...STEPS, '## 3. Deploy', '1. Restart', '',
  ];
  const lines = ['# Secret-Rotation', ...chapters];
  assert.equal(planned('POSTGRES_PASSWORD', 'password', lines), '1-postgresql-passwort-rotieren');
  assert.equal(planned('REDIS_PASSWORD', 'redis-password', lines), '2-redis-passwort-rotieren');
  const steps = [
    '# Rotating the JWT secret', '## 1. Generate it', 'Run it.', '## 2. Deploy it', 'Restart.', '## 3. Revoke the old one',
    'Delete.',
  ];
  const { procedures } = page(steps);
  assert.deepEqual(
    procedures.map((procedure) => [procedure.anchor, procedure.steps.length]),
    [['rotating-the-jwt-secret', 3]],
  );
  const policy = [
    '# Secret policy', '## 1. Inventory', 'Words.', '## 2. Local use', 'Words.', '## 3. Reminders', 'Words.', '## 4. Automation',
    'Words.', '## 5. Auditing', 'Words.',
  ];
  assert.deepEqual(page(policy).procedures, []);
});

test('a step whose subsections set a secret each is no step', () => {
  const below = ['### JWT', ...shell('echo JWT_SECRET=$NEW >> .env'), '### Graphs', ...shell('echo GRAFANA_PASSWORD=$NEW >> .env')];
  const lines = ['# Secrets rotation', '## 1. Rotation of the secrets of the apps', ...below];
  assert.equal(planned('JWT_SECRET', 'jwt-secret', lines), 'jwt');
  assert.equal(planned('GRAFANA_PASSWORD', 'password', lines), 'graphs');
});

test('the heading comes first, and a cache is no database', () => {
  const lines = [
    '# Rotation', '## Redis credentials', '1. Generate, as for the database url', '2. Deploy', '', '## Database credentials',
    ...STEPS,
  ];
  assert.equal(planned('DATABASE_URL', 'database-url', lines), 'database-credentials');
  assert.equal(planned('REDIS_URL', 'database-url', lines), 'redis-credentials');
  assert.equal(planned('REDIS_URL', 'database-url', ['# Rotation', '## Database credentials', ...STEPS]), undefined);
  assert.equal(planned('DATABASE_URL', 'database-url', ['# Rotation', '## Database encryption key rotation', ...STEPS]), undefined);
});

test('"Procedure (JWT secrets)" and "Procedure for the brokers" stand for themselves, and so does the general one beside them', () => {
  const lines = [
    '# Secret rotation', '## Procedure (JWT secrets)', ...STEPS, '## Procedure for the brokers', ...STEPS,
    '## General procedure', ...STEPS,
  ];
  assert.equal(planned('JWT_SECRET', 'jwt-secret', lines), 'procedure-jwt-secrets');
  assert.equal(planned('SHOP_TOKEN', 'generic-secret', lines), 'general-procedure');
  const own = ['# Rotation', '## `APP_KEY`', '### Procedure (without downtime)', ...STEPS, '### Impact', 'Everybody logs in again.', ''];
  const { procedures } = page(own);
  assert.deepEqual(
    procedures.map(({ anchor, impact }) => [anchor, impact.length]),
    [['app_key', 1]],
  );
});

test('what comes before a rotation, and when there is one, is none', () => {
  for (const heading of [
    'Pre-flight checklist', 'Pre-rotation checklist', 'Symptoms / Triggers', 'Calendar', 'What triggers rotation',
    'Voraussetzungen',
  ]) {
    const lines = ['# Secret rotation', `## ${heading}`, '1. Rotate `SHOP_KEY` in staging', '2. Notify the team', ''];
    assert.equal(planned('SHOP_KEY', 'generic-secret', lines), undefined, heading);
  }
  const below = [
    '# Secret rotation', '## Rotation schedule', '| `SHOP_KEY` | 90 days |', '', '### Emergency rotation',
    '1. Revoke the secret', '2. Audit', '',
  ];
  assert.equal(leaked('SHOP_KEY', 'generic-secret', below), 'emergency-rotation');
});

test('commands under a heading that only says when are the steps of the section', () => {
  const lines = [
    '# Secret rotation', '## Blob credentials', '### When: on expiry',
    ...shell('# 1. Create new ones', 'create', '# 2. Store them', 'gh secret set BLOB_ID_KEY'),
  ];
  assert.equal(planned('BLOB_ID_KEY', 'generic-secret', lines), 'blob-credentials');
});

test('a section for one credential of a provider is none for its others, nor for another provider’s', () => {
  const lines = ['# Rotation', '## Stripe webhook secret', ...STEPS];
  assert.equal(planned('STRIPE_WEBHOOK_SECRET', 'webhook-secret', lines), 'stripe-webhook-secret');
  assert.equal(planned('STRIPE_SECRET_KEY', 'stripe-key', lines), undefined);
  assert.equal(planned('META_WEBHOOK_SECRET', 'webhook-secret', lines), undefined);
  const both = ['# Rotation', '## By hand (Stripe, webhook secret)', ...STEPS];
  assert.equal(planned('STRIPE_SECRET_KEY', 'stripe-key', both), 'by-hand-stripe-webhook-secret');
  const keys = ['# Rotation', '## API keys (external services)', ...STEPS];
  for (const kind of ['stripe-key', 'sendgrid-key']) assert.equal(planned('', kind, keys), 'api-keys-external-services', kind);
  assert.equal(planned('SENTRY_AUTH_TOKEN', 'sentry-token', ['# Rotation', '## JWT signing key', ...STEPS]), undefined);
  assert.equal(planned('SHOP_API_KEY', 'api-key', ['# Rotation', '## Acme API keys', '### Rotation', ...STEPS]), undefined);
});

test('bullets below a heading with a name are its steps', () => {
  const bullets = [
    '- **Generate**: `openssl rand -hex 32`', '- **Restart**: the app', '- **Verify**: log in', '- **Frequency**: quarterly', '',
  ];
  const lines = ['# Secret rotation', '## 2. `SHOP_KEY`, for machines', ...bullets];
  assert.equal(planned('SHOP_KEY', 'jwt-secret', lines), '2-shop_key-for-machines');
});

test('names as types and vaults spell them', () => {
  assert.equal(planned('JWTSecret', 'generic-secret', ['# Rotation', '## `JWT_SECRET`', ...STEPS]), 'jwt_secret');
  assert.equal(planned('MQTT_BROKER_PASSWORD', 'password', ['# Rotation', '## `mqtt-broker-password`', ...STEPS]), 'mqtt-broker-password');
});
