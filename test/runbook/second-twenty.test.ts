/** What another twenty public runbooks taught: each test is a way of writing that was once linked to the wrong section, or to none. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { looksLikeRunbook } from '../../src/runbook/discover.ts';
import { linkProcedures } from '../../src/runbook/link.ts';
import { cadenceOf, rotationCadence } from '../../src/runbook/cadence.ts';
import { page } from './pages.ts';

type Lines = readonly string[];

/** Where the best section for a name begins, and its score. */
function at(name: string, lines: Lines, kind = 'generic-secret'): readonly unknown[] {
  const [link] = linkProcedures({ name, kind }, [page(lines)]);
  return [link?.procedure.lines[0], link?.score];
}

function stepsFor(name: string, lines: Lines): readonly unknown[] | undefined {
  const [link] = linkProcedures({ name, kind: 'generic-secret' }, [page(lines)]);
  return link?.procedure.steps.map(({ text, phase }) => `${phase}: ${text}`);
}

test('lines in bold that say what is rotated are headings, labels and steps are none', () => {
  const lines = [
    '# Secret rotation',
    '## In the cluster',
    '**Rotate the mail password:**',
    '',
    '1. Create a new one',
    '2. Restart the mailer',
    '',
    '**Rotate the JWT secret**',
    '',
    '1. Generate it',
    '2. Restart the gateway',
  ];
  assert.deepEqual(at('JWT_SECRET', lines), [8, 95]);
  assert.deepEqual(stepsFor('JWT_SECRET', lines), ['generate: Generate it', 'deploy: Restart the gateway']);
  const labels = ['# Rotating the JWT secret', '**Steps:**', '', '1. Generate', '', '**Verification:**', '', '- Log in'];
  assert.equal(page(labels).procedures.length, 1);
});

test('lines in bold above commands that set another secret each tell them apart', () => {
  const lines = ['# Secret rotation', '## Rotating those of the apps', '', '**Alpha**', '', '```bash'];
  const more = ['gh secret set ALPHA_TOKEN', '```', '', '**Beta**', '', '```bash', 'gh secret set BETA_TOKEN', '```'];
  assert.deepEqual(at('BETA_TOKEN', [...lines, ...more]), [10, 80]);
  assert.deepEqual(at('ALPHA_TOKEN', [...lines, ...more]), [4, 80]);
});

test('numbered lines with a list of their own below each are headings where there are no others', () => {
  const lines = [
    'Rotating credentials',
    '',
    '1) Rotate the database password',
    '',
    '- Create a new one',
    '- Update `SHOP_DB_URL`',
    '',
    '2) Rotate the JWT secret',
    '',
    '- Generate a new one',
    '- Update `JWT_SECRET`, restart',
  ];
  assert.deepEqual(at('JWT_SECRET', lines), [8, 95]);
  assert.deepEqual(at('SHOP_DB_URL', lines)[0], 3);
});

test('entries of a list that say whose secret, and what to do one after the other, are procedures of their own', () => {
  const lines = [
    '# Secret rotation',
    '## Other API keys',
    '- **OpenAI:** Create a new key; update `OPENAI_API_KEY`; restart; revoke the old key.',
    '- **Acme:** Create a new token; update `ACME_TOKEN`; restart; delete the old one.',
  ];
  assert.deepEqual(at('ACME_TOKEN', lines), [4, 75]);
  assert.deepEqual(stepsFor('OPENAI_API_KEY', lines), [
    'generate: Create a new key',
    'store: update OPENAI_API_KEY',
    'deploy: restart',
    'revoke: revoke the old key',
  ]);
  const told = [
    '# Secret rotation',
    '## Patterns',
    '- `ONE_TOKEN` in jobs: read at start, so the next job has a new value, and no restart is needed.',
    '- `TWO_TOKEN` in servers: read at each call, so that a rotated value is seen at once.',
  ];
  assert.deepEqual(page(told).procedures.filter(({ isEntry }) => isEntry === true), []);
});

test('the heading above rows and entries is that of all: it links none of them to a name of no row', () => {
  const lines = [
    '# Secret rotation',
    '## API keys of Mailgun and Twilio',
    '- Mailgun API key: create another; update `MAILGUN_API_KEY`; revoke the old one.',
    '- Sentry token: create another; update `SENTRY_TOKEN`; revoke the old one.',
  ];
  const links = linkProcedures({ name: 'TWILIO_API_KEY', kind: 'generic-secret' }, [page(lines)]);
  assert.deepEqual(links.filter(({ procedure }) => procedure.isEntry === true), []);
});

test('a column of names counts where the first one describes, and a way through menus is one step', () => {
  const lines = [
    '# Key rotation',
    '| Key | Variable | Rotation |',
    '|---|---|---|',
    '| Backup key | `BACKUP_ENCRYPTION_KEY` | Generate a new one; restart the job |',
    '| Hosting token | `HOST_TOKEN` | Console → Settings → Tokens → Create new |',
  ];
  assert.deepEqual(at('BACKUP_ENCRYPTION_KEY', lines), [4, 85]);
  assert.deepEqual(at('HOST_TOKEN', lines), [5, 65]);
  assert.deepEqual(stepsFor('HOST_TOKEN', lines), ['generate: Console → Settings → Tokens → Create new']);
});

test('a short row of an overview comes after the section whose commands set it', () => {
  const overview = ['# Secret rotation', '| Secret | Method |', '|---|---|', '| `BOT_TOKEN` | create anew |'];
  const section = ['## Rotating the bot', '```bash', '# Create a new one', 'gh secret set BOT_TOKEN', '```'];
  assert.deepEqual(at('BOT_TOKEN', [...overview, ...section]), [5, 80]);
  assert.deepEqual(at('BOT_TOKEN', overview), [4, 65]);
});

test('sections for certain secrets below a numbered step are no part of it', () => {
  const lines = [
    '# Key rotation',
    '## Procedure',
    '### 1. Generate new values',
    '- `MAIN_KEY` and others',
    '### 2. Deploy them',
    '- Restart',
    '#### AGENT_TOKEN',
    '1. Generate another one',
    '2. Restart both sides',
    '### 3. Revoke the old ones',
  ];
  assert.deepEqual(at('AGENT_TOKEN', lines), [7, 100]);
  const general = page(lines).procedures.find(({ heading }) => heading === 'Procedure');
  assert.doesNotMatch(JSON.stringify(general), /AGENT_TOKEN/);
});

test('what the subsections of a named secret list is its course where none of them is one', () => {
  const lines = [
    '# Secret rotation',
    '## `DATA_KEY`',
    '### How it is made',
    '```bash',
    'openssl rand -hex 32',
    '```',
    '### Putting it in place',
    '- With downtime: set it, restart, then encrypt everything again.',
    '- Without: load both, encrypt again, drop the old one.',
  ];
  assert.deepEqual(at('DATA_KEY', lines), [2, 100]);
});

test('a page whose title alone says the kind is a runbook', () => {
  const command = (code: string): Lines => ['```bash', code, '```'];
  const lines = [
    '# Rotating the JWT keys',
    '## Procedure',
    '### 1. Preparation',
    ...command('cp .env copy'),
    '### 2. Rotation',
    ...command('node scripts/rotate.js'),
    '### 3. Verification',
    ...command('curl localhost/health'),
  ];
  assert.equal(looksLikeRunbook(page(lines)), true);
  assert.deepEqual(at('JWT_PRIVATE_KEY', lines, 'jwt-secret'), [2, 45]);
});

test('one sentence may be the procedure: behind "Procedure:", or "rotate by making …, updating …"', () => {
  const lines = [
    '# Secret rotation',
    '## `APP_KEY`',
    'Opens the store. Procedure: generate the new key, set both on the server, restart.',
    '## `LOGIN_SECRET`',
    'Rotate by generating another one, updating the settings, restarting the server.',
  ];
  assert.deepEqual(stepsFor('APP_KEY', lines), ['generate: Generate the new key', 'store: Set both on the server', 'deploy: Restart.']);
  assert.deepEqual(stepsFor('LOGIN_SECRET', lines), [
    'generate: Generating another one',
    'store: Updating the settings',
    'deploy: Restarting the server.',
  ]);
});

test('a leak section that names nothing is for what the section beside it names', () => {
  const lines = [
    '# JWT rotation',
    '## Rotating it',
    '1. Generate one',
    '2. Set it:',
    '   ```bash',
    '   gh secret set GATE_SECRET',
    '   ```',
    '## Emergency',
    '1. Generate one and restart at once',
  ];
  const links = linkProcedures({ name: 'GATE_SECRET', kind: 'generic-secret' }, [page(lines)]);
  assert.deepEqual(links.map(({ procedure, score }) => [procedure.heading, score]), [['Rotating it', 80], ['Emergency', 40]]);
});

test('logs of rotations and advice are no procedures, "should be rotated by:" leads to one', () => {
  const headings = (lines: Lines): Lines => page(lines).procedures.map(({ heading }) => heading);
  const fields = ['- `secret`: which one was rotated', '- `at`: when it was created'];
  assert.deepEqual(headings(['# Secret rotation', '## Rotation log', ...fields]), []);
  assert.deepEqual(headings(['# Secret rotation', '## Best practices', '1. Rotate regularly', '2. Limit access']), []);
  const should = ['# Secret rotation', '## STAR_KEY', 'The key should be rotated by:', '1. Generate another', '2. Restart'];
  assert.equal(page(should).procedures[0]?.isProposal, undefined);
});

test('an API key in the name is one, whoever gave it out, and none of those that the product gives out', () => {
  const external = ['# Secret rotation', '## API keys (external services)', '1. Create another', '2. Restart', '3. Revoke the old one'];
  assert.deepEqual(at('STRIPE_API_KEY', external), [2, 50]);
  const own = ['# Secret rotation', '## API keys', '1. Create another for the customer', '2. Delete the old one'];
  assert.deepEqual(at('STRIPE_API_KEY', own), [undefined, undefined]);
});

test('a product whose name ends in a digit is found by it', () => {
  const lines = ['# Rotating API keys', '## 1.2 Context7 API', '1. Create another', '2. Delete the old one'];
  assert.deepEqual(at('CONTEXT7_API_KEY', lines), [2, 48]);
});

test('"rotate as in § 2" sends back to the procedure', () => {
  const lines = ['# Secret rotation', '## 1. Order', '1. Generate', '## 2. Leak', '1. Revoke it', '2. Then rotate normally (§ 2)'];
  assert.equal(page(lines).procedures.find(({ mode }) => mode === 'leak')?.sendsBack, true);
});

test('how often in Russian', () => {
  const said = ['Ротация каждые 90 дней', 'ротировать ежеквартально', 'замена ключей каждые 6 месяцев'];
  assert.deepEqual(said.map(rotationCadence), [90, 91, 180]);
  assert.equal(cadenceOf('раз в год'), 365);
});
