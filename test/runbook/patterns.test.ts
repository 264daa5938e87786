/** Ways in which real runbooks say things: folds, raw HTML, numbered comments, section numbers, other dialects. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Procedure, Runbook } from '../../src/model.ts';
import { linkProcedures } from '../../src/runbook/link.ts';
import { page } from './pages.ts';

const STEPS = ['', '1. Generate a key', '2. Deploy it', '3. Verify the login', '4. Revoke the old key', ''];
const best = (runbook: Runbook, name: string, kind = 'generic-secret') =>
  linkProcedures({ name, kind }, [runbook]).map(({ procedure, score }) => `${procedure.heading} ${score}`)[0];
const phases = ({ steps }: Procedure) => steps.map(({ phase }) => phase).join(' ');

test('a fold is a heading below the one it stands under, and links go to that one', () => {
  const runbook = page([
    '# Keys',
    '',
    '<details>',
    '<summary><b>DJANGO_SECRET_KEY</b> rotation</summary>',
    ...STEPS,
    '</details>',
    '',
    '<details><summary>Rotate STAGING_TOKEN</summary>',
    ...STEPS,
    '</details>',
  ]);
  assert.deepEqual(
    runbook.procedures.map(({ heading, anchor }) => `${heading} #${anchor}`),
    ['DJANGO_SECRET_KEY rotation #keys', 'Rotate STAGING_TOKEN #keys'],
  );
  assert.equal(best(runbook, 'DJANGO_SECRET_KEY'), 'DJANGO_SECRET_KEY rotation 100');
});

test('headings in raw HTML count, with an anchor of their own', () => {
  const runbook = page(['# Rotation', '', '<h2 id="x">Rotate <code>JWT_SECRET</code></h2>', ...STEPS, '## Rotate JWT_SECRET', ...STEPS]);
  assert.deepEqual(
    runbook.procedures.map(({ anchor }) => anchor),
    ['rotate-jwt_secret', 'rotate-jwt_secret-1'],
  );
});

test('numbered comments in one block of commands are steps, each with its commands and lines', () => {
  const runbook = page([
    '## 1. Rotate the API (bootstrap `API_KEY`)',
    '',
    '```bash',
    '# Step 1: Generate a new key',
    'openssl rand -hex 32',
    '# Step 2: Update the secret store',
    'store put api',
    'store list',
    '# 3. Restart the service',
    'systemctl restart api',
    '```',
  ]);
  const [procedure] = runbook.procedures;
  assert.equal(procedure && phases(procedure), 'generate store deploy');
  assert.deepEqual(
    procedure?.steps.map(({ lines, code }) => [lines, code[0]?.text]),
    [
      [[4, 5], 'openssl rand -hex 32'],
      [[6, 8], 'store put api\nstore list'],
      [[9, 10], 'systemctl restart api'],
    ],
  );
  const plain = page(['## Rotate API_KEY', '', '```sh', '# generate it', 'openssl rand -hex 32', '```', '', '1. Deploy']);
  assert.equal(plain.procedures[0] && phases(plain.procedures[0]), 'deploy');
});

test('a row that says "see § 9" points to the section with that number', () => {
  const runbook = page([
    '# Secrets',
    '',
    '| Secret | If leaked |',
    '|---|---|',
    '| `STRIPE_KEY` | → see § 2 |',
    '| LINE_TOKEN | §4.1 |',
    '',
    '## 2. Payment provider',
    ...STEPS,
    '## Channels',
    '',
    '### 4.1 Chat',
    ...STEPS,
  ]);
  assert.equal(best(runbook, 'STRIPE_KEY'), '2. Payment provider 85');
  assert.equal(best(runbook, 'LINE_TOKEN'), '4.1 Chat 85');
});

test('MyST labels are what references lead to, by {ref} or by a link, with the title where they have no words', () => {
  const runbook = page([
    '(secrets:top)=',
    '# Secrets',
    '',
    '| Secret | If leaked |',
    '|---|---|',
    '| `STRIPE_KEY` | {ref}`secrets:pay` |',
    '| LINE_TOKEN | [](#Chat) |',
    '| MAIL_KEY | [see there](#secrets:pay) |',
    '',
    '(secrets:pay)=',
    '(pay)=',
    '## Payment provider',
    '',
    '1. Generate a key as in {ref}`chat` and {ref}`the first page <secrets:top>`',
    '2. Deploy it, see {ref}`elsewhere`',
    '',
    '(chat)=',
    '',
    '### Chat',
    ...STEPS,
  ]);
  assert.deepEqual(['STRIPE_KEY', 'LINE_TOKEN', 'MAIL_KEY'].map((name) => best(runbook, name)), [
    'Payment provider 85',
    'Chat 85',
    'Payment provider 85',
  ]);
  assert.deepEqual(
    runbook.procedures.find(({ heading }) => heading === 'Payment provider')?.steps.map(({ text }) => text),
    ['Generate a key as in Chat and the first page', 'Deploy it, see {ref}elsewhere'],
  );
  assert.deepEqual(runbook.staleAnchors, []);
});

test('front matter, MDX, ERB and MyST labels are in nobody\'s way', () => {
  const heads: Readonly<Record<string, readonly string[]>> = {
    mdx: ['import Note from "./note"', 'export const meta = {}', '', '# Rotation', '', '<Steps>', ''],
    erb: ['---', 'title: Rotating secrets', 'owner_slack: "#ops"', '---', '', '# <%= current_page.data.title %>', ''],
    myst: ['(secrets:top)=', '# Rotation', '', '(secrets:jwt)=', ''],
  };
  for (const [dialect, head] of Object.entries(heads)) {
    const runbook = page([...head, '## Rotate JWT_SECRET', ...STEPS]);
    assert.equal(best(runbook, 'JWT_SECRET'), 'Rotate JWT_SECRET 100', dialect);
    const [procedure] = runbook.procedures;
    assert.deepEqual([procedure?.lines[0], procedure?.anchor], [head.length + 1, 'rotate-jwt_secret'], dialect);
  }
});

test('names: a file of it, a map of it, with other joints, covered by a pattern, behind a shared beginning', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['DB_PASSWORD_FILE', 'DB_PASSWORD', 'Rotate DB_PASSWORD_FILE 70'],
    ['`JWT_SECRETS`', 'jwt_secrets.v1', 'Rotate JWT_SECRETS 100'],
    ['`Jwt:Secret`', 'Jwt__Secret', 'Rotate Jwt:Secret 100'],
    ['`VAPID_*`', 'VAPID_PRIVATE_KEY', 'Rotate VAPID_* 70'],
    ['`*_api_key`', 'acme_api_key', 'Rotate *_api_key 70'],
    ['`CLERK_KEY` / `_SECRET`', 'CLERK_SECRET', 'Rotate CLERK_KEY / _SECRET 100'],
    ['SIGNING_KEY_A/B', 'SIGNING_KEY_B', 'Rotate SIGNING_KEY_A/B 100'],
    ['`TWILIO_SID/TOKEN`', 'TWILIO_TOKEN', 'Rotate TWILIO_SID/TOKEN 100'],
    ['repo_db_password', 'REPO_DB_PASSWORD', 'Rotate repo_db_password 100'],
  ];
  for (const [heading, name, link] of cases) {
    const found = best(page(['# Rotation', '', `## Rotate ${heading}`, ...STEPS]), name) ?? '';
    assert.equal(found.split(' ').slice(0, -1).join(' '), link.split(' ').slice(0, -1).join(' '), heading);
    assert.ok(Number(found.split(' ').at(-1)) >= Number(link.split(' ').at(-1)), found);
  }
});

test('plans, contents and examples are no procedures; a rollback is none either', () => {
  const future = ['# Secret rotation', '', '## Future improvements', ...STEPS];
  const runbook = page([...future, '## Rotate JWT_SECRET', ...STEPS, '### Rollback', ...STEPS]);
  assert.deepEqual(
    runbook.procedures.map(({ heading, steps }) => [heading, steps.length]),
    [['Rotate JWT_SECRET', 4]],
  );
});

test('sections by kind below "Rotation procedures", and "Procedure: …" headings, stand for themselves', () => {
  const kinds = ['### Database credentials', ...STEPS, '### LLM API keys', ...STEPS];
  const runbook = page(['# Secret rotation', '', '## Rotation procedures', '', ...kinds, '## Procedure: device keys', ...STEPS]);
  assert.deepEqual(
    runbook.procedures.map(({ heading, steps }) => `${heading} ${steps.length}`),
    ['Database credentials 4', 'LLM API keys 4', 'Procedure: device keys 4'],
  );
  assert.equal(best(runbook, 'POSTGRES_PASSWORD', 'password'), 'Database credentials 50');
});

test('a section is for any secret only when its heading says nothing else', () => {
  const general = ['Rotating secrets', 'Secret rotation procedure', 'Geheimnisse rotieren', 'Rotation des secrets'];
  for (const heading of general) assert.equal(best(page([`## ${heading}`, ...STEPS]), 'ACME_KEY'), `${heading} 30`);
  const others = ['Test secret rotation', 'Security best practices for keys', 'MCP service key rotation'];
  for (const heading of others) assert.equal(best(page([`## ${heading}`, ...STEPS]), 'ACME_KEY'), undefined, heading);
});

test('a list of what there is, on a page about rotation, is no procedure', () => {
  const runbook = page(['# Secret rotation', '', '## Kinds of secrets', '', '1. Those of the database', '2. Those of the shop']);
  assert.deepEqual(runbook.procedures, []);
});

test('an example of a rhythm is none', () => {
  const days = (line: string): number | undefined =>
    page(['# Rotate JWT_SECRET', ...STEPS, '', line]).procedures[0]?.cadenceDays;
  const examples = ['Rotate on a schedule (e.g. 30 days).', 'Rotate it regularly, for example every 90 days.'];
  for (const line of [...examples, 'Cadence: e.g., every 30 days']) assert.equal(days(line), undefined, line);
  assert.equal(days('Rotate it every 30 days.'), 30);
});

test('a page about leaks whose headings are its phases is one section with a step for each', () => {
  const making = ['## Generate a new one', '```sh', 'make key', '```', ''];
  const looking = ['## Check the logs', '- Look at logins', '- Check exports', ''];
  const lines = ['# Leaked credential', '', '## Revoke the credential', 'In the console.', '', ...making, ...looking];
  const runbook = page([...lines, '## Clean up', 'Rewrite history if it pays.']);
  assert.equal(runbook.procedures.length, 1);
  assert.deepEqual(
    runbook.procedures[0]?.steps.map(({ phase }) => phase),
    ['revoke', 'generate', 'audit', 'cleanup'],
  );
  const [, make, look] = runbook.procedures[0]?.steps ?? [];
  assert.equal(make?.code[0]?.text, 'make key');
  assert.deepEqual(look?.children.map(({ text }) => text), ['Look at logins', 'Check exports']);
  const kinds = ['## Revoke a leaked GitHub token', ...STEPS, '', '## Rotate a leaked AWS key', ...STEPS];
  const apart = page(['# Leaked credential', '', ...kinds]);
  assert.equal(apart.procedures.length, 2);
});

test('a leak section that has steps of their own for some names is for any secret, too', () => {
  const steps = ['1. Rotate immediately', '2. Check the logs', '3. Revoke the old value', '4. For `DB_PASSWORD`: read the login history'];
  const lines = ['# Secrets', '## Rotate STRIPE_KEY', ...STEPS, '', '## Emergency: suspected compromise of a secret', ...steps];
  const links = (name: string): readonly string[] =>
    linkProcedures({ name, kind: 'generic-secret' }, [page(lines)]).map(({ procedure }) => procedure.heading);
  const leak = 'Emergency: suspected compromise of a secret';
  assert.ok(links('STRIPE_KEY').includes(leak));
  assert.ok(links('DB_PASSWORD').includes(leak));
  const own = page(['# Secrets', '## Leaked DB_PASSWORD', ...STEPS]);
  assert.deepEqual(linkProcedures({ name: 'STRIPE_KEY', kind: 'generic-secret' }, [own]), []);
});

test('what is kept in a database is no credential of one', () => {
  assert.equal(best(page(['# Rotation', '', '## DB-backed API keys', ...STEPS]), 'DATABASE_URL'), undefined);
  assert.match(best(page(['# Rotation', '', '## DB credentials', ...STEPS]), 'DATABASE_URL') ?? '', /^DB credentials/);
});

test('a heading announces the same with a picture before it, and principles or reasons are no procedure', () => {
  const reasons = ['## 🎓 ¿Por qué rotar credenciales?', '## Why rotate?', '## Warum rotieren?'];
  for (const title of ['## 🔄 Rollback', '### Principios', '## Principles', ...reasons]) {
    const told = ['', title, '', '1. Verify before old secrets go', '2. Rotate often'];
    const runbook = page(['# Secret rotation', '', '## Rotate JWT_SECRET', ...STEPS, ...told]);
    assert.deepEqual(runbook.procedures.map(({ heading }) => heading), ['Rotate JWT_SECRET'], title);
  }
});

test('pods are rolled, reports are filed, access is stopped, and the secret itself is what is rotated', () => {
  const steps = [
    ['Stop or disable affected access if possible.', 'contain'],
    ['Rotate the secret in production first.', 'generate'],
    ['Disable the old access key', 'revoke'],
    ['Roll the service account key', 'other'],
    ['Roll all affected pods (Step 5).', 'deploy'],
    ['Roll the key', 'generate'],
    ['Rotate all other secrets', 'dependents'],
    ['File a security incident in the ticket system', 'record'],
    ['Write a postmortem and action items.', 'record'],
    ['Conduct a post-incident review within 5 days.', 'record'],
    ['Write a new value to the store', 'store'],
  ] as const;
  const list = steps.map(([text], at) => `${at + 1}. ${text}`);
  const [procedure] = page(['# Secret rotation', '', '## Emergency rotation', '', ...list]).procedures;
  assert.deepEqual(procedure?.steps.map(({ text, phase }) => [text, phase]), steps);
});
