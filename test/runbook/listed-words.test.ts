import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mayBeRunbook } from '../../src/runbook/discover.ts';
import { linkProcedures } from '../../src/runbook/link.ts';
import { page } from './pages.ts';

const STEPS = ['', '1. Generate a new value', '2. Store it in the vault', '3. Restart the service', '4. Revoke the old value', ''];

function linked(heading: string | ReturnType<typeof page>, name: string, kind = 'generic-secret'): string {
  const runbook = typeof heading === 'string' ? page(['# Secret rotation', '', `## ${heading}`, ...STEPS]) : heading;
  const [link] = linkProcedures({ name, kind }, [runbook]);
  return link === undefined ? 'none' : `${link.procedure.heading} ${link.score}`;
}

test('a heading that lists products is for secrets that have one in their name, and for no other kind', () => {
  const cache = 'Non-critical secrets (Redis, Grafana, MinIO)';
  assert.equal(linked(cache, 'GRAFANA_PASSWORD', 'password'), `${cache} 50`);
  assert.equal(linked(cache, 'MINIO_SECRET_KEY'), `${cache} 50`);
  assert.equal(linked(cache, 'STRIPE_SECRET_KEY', 'stripe-key'), 'none');
  assert.equal(linked('Redis, Grafana and MinIO passwords', 'GRAFANA_PASSWORD', 'password'), 'Redis, Grafana and MinIO passwords 50');
  assert.equal(linked('Webhook secrets (Grafana, Acme)', 'GRAFANA_PASSWORD', 'password'), 'none');
  assert.equal(linked('Tokens (production)', 'PRODUCTION_PASSWORD', 'password'), 'Tokens (production) 30');
});

test('neither when a key is renewed nor whose account it is says that it is another’s', () => {
  const keys = ['Encryption keys (quarterly)', 'Annual encryption key rotation', 'Field-level encryption key'];
  for (const heading of [...keys, 'How to rotate the encryption key safely'])
    assert.equal(linked(heading, 'PAYMENTS_ENCRYPTION_KEY'), `${heading} 50`);
  for (const heading of ['OAuth secrets (all providers)', 'Social login OAuth secrets'])
    assert.equal(linked(heading, 'GOOGLE_CLIENT_SECRET'), `${heading} 50`);
  for (const heading of ['Database password (app user)', 'Admin and user passwords'])
    assert.equal(linked(heading, 'APP_USER_TOKEN'), 'none');
  assert.equal(linked('Google OAuth', 'GITHUB_OAUTH_CLIENT_SECRET'), 'none');
  assert.equal(linked('Google OAuth', 'GOOGLE_OAUTH_CLIENT_SECRET'), 'Google OAuth 50');
});

test('an acronym says which keys a section is for', () => {
  assert.equal(linked('R2/S3 keys', 'S3_SECRET_ACCESS_KEY'), 'R2/S3 keys 50');
  assert.equal(linked('R2/S3 keys', 'SENDGRID_API_KEY', 'sendgrid-key'), 'none');
  assert.equal(linked('Secrets in CI', 'SENDGRID_API_KEY', 'sendgrid-key'), 'Secrets in CI 30');
});

test('sections below a heading for several are for one secret each where they say whose', () => {
  const shown = ['# Get a new key from the dashboard', 'read -p "key: " KEY', '# Restart', 'docker compose restart'];
  const commands = ['', '```bash', ...shown, '```', ''];
  const title = ['# Secret rotation', ''];
  const sections = ['### Mollie API key', ...commands, '### Printful API key', ...commands];
  const runbook = page([...title, '## 4. Rotation of outside API keys', '', ...sections]);
  assert.equal(linked(runbook, 'MOLLIE_API_KEY'), 'Mollie API key 95');
  assert.equal(linked(runbook, 'PRINTFUL_API_KEY'), 'Printful API key 95');
  const course = page([...title, '## Rotate ACME_KEY', '', '### Make a new key', ...commands, '### Put it into the settings', ...commands]);
  assert.equal(linked(course, 'ACME_KEY'), 'Rotate ACME_KEY 100');
});

test('where both say whose secret it is beside its kind, they are no match', () => {
  assert.equal(linked('Google OAuth client secret', 'CF_ACCESS_CLIENT_SECRET'), 'none');
  assert.equal(linked('OAuth client secrets', 'CF_ACCESS_CLIENT_SECRET'), 'OAuth client secrets 50');
  assert.equal(linked('Google OAuth client secret', 'GOOGLE_CLIENT_SECRET'), 'Google OAuth client secret 50');
  assert.equal(linked('Database encryption key', 'DESIGN_SYNC__ENCRYPTION_KEY'), 'none');
  assert.equal(linked('Database encryption key', 'APP_ENCRYPTION_KEY'), 'Database encryption key 50');
});

test('the master key of a product and the passphrase of backups encrypt no data', () => {
  for (const heading of ['Encryption key', 'Fernet encryption key']) {
    assert.equal(linked(heading, 'MEILI_MASTER_KEY'), 'none');
    assert.equal(linked(heading, 'BACKUP_ENCRYPTION_PASSPHRASE'), 'none');
    assert.equal(linked(heading, 'FIELD_ENCRYPTION_KEY'), `${heading} 50`);
    assert.equal(linked(heading, 'RAILS_MASTER_KEY'), `${heading} 50`);
  }
  assert.equal(linked('Backup encryption', 'BACKUP_ENCRYPTION_PASSPHRASE'), 'Backup encryption 48');
});

test('whose cloud it is need not stand in the name, and one more of a provider may be the one that a heading names', () => {
  for (const heading of ['Azure Cosmos DB', 'Cosmos DB primary key']) assert.equal(linked(heading, 'COSMOS_KEY'), `${heading} 48`);
  assert.equal(linked('STRIPE_WEBHOOK_SECRET', 'STRIPE_CONNECT_WEBHOOK_SECRET', 'webhook-secret'), 'STRIPE_WEBHOOK_SECRET 35');
  assert.equal(linked('STRIPE_WEBHOOK_SECRET', 'STRIPE_SECRET_KEY', 'stripe-key'), 'none');
});

test('kinds are known with the noun in front, as four languages have it', () => {
  assert.equal(linked('Secrets webhook', 'ACME_WEBHOOK_SECRET'), 'Secrets webhook 50');
  assert.equal(linked('Rotation de la clé maître', 'KMS_MASTER_KEY'), 'Rotation de la clé maître 50');
  assert.equal(linked('Claves de API', 'WEATHER_API_KEY', 'api-key'), 'Claves de API 50');
});

test('how secrets get there for the first time is no rotation', () => {
  const steps = ['1. Create a new token for `ACME_TOKEN`', '2. Restart', ''];
  const runbook = page(['# Secrets: create, set, rotate', '', '## 2. Order of setup', '', ...steps]);
  assert.equal(linked(runbook, 'ACME_TOKEN'), 'none');
});

test('a list of where secrets are, above the procedures, is none of them', () => {
  const places = ['', '1. **Vault**: source of truth.', '2. **CI secrets**: for builds.', ''];
  const rhythms = ['| Secret | Rhythm |', '|---|---|', '| `METRICS_TOKEN` | yearly |', ''];
  const runbook = page(['# Rotate secrets', ...places, ...rhythms, '## General procedure', ...STEPS]);
  assert.equal(linked(runbook, 'METRICS_TOKEN'), 'General procedure 30');
});

test('a page in windows-1252 is found by its words too', () => {
  assert.ok(mayBeRunbook(Buffer.from('# Rotação\n', 'latin1')));
  assert.ok(!mayBeRunbook(Buffer.from('# Estação\n', 'latin1')));
});
