import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Procedure, Runbook } from '../../src/model.ts';
import { parseRunbook } from '../../src/runbook/parse.ts';
import { fixtureText, page, signingSecret, versionedKeys } from './pages.ts';

const procedure = (runbook: Runbook, anchor: string): Procedure => {
  const found = runbook.procedures.find((each) => each.anchor === anchor);
  assert.ok(found, `${anchor} among ${runbook.procedures.map((each) => each.anchor).join(', ')}`);
  return found;
};
const texts = (list: readonly { readonly text: string }[]): readonly string[] => list.map((each) => each.text);

/** The 1-based line on which a text stands in a fixture. */
const lineOf = (name: string, text: string): number => {
  const at = fixtureText(name)
    .split('\n')
    .findIndex((line) => line.includes(text));
  assert.ok(at >= 0, text);
  return at + 1;
};

test('sections with steps are procedures, scope, rules and inventories are none', () => {
  assert.deepEqual(
    signingSecret().procedures.map((each) => each.anchor),
    ['rotation-procedure-jwt_secret', 'incident-note-suspected-leak'],
  );
  assert.deepEqual(
    versionedKeys().procedures.map((each) => each.anchor),
    ['jwt-secret-rotation', 'fernet-encryption-key-rotation', 'moving-secret-rotation-to-aws-secrets-manager'],
  );
});

test('a procedure spans from its heading to its last line', () => {
  const jwt = procedure(versionedKeys(), 'jwt-secret-rotation');
  const first = lineOf('versioned-keys.md', '## JWT Secret Rotation');
  const last = lineOf('versioned-keys.md', 'variable: remove the old key');
  assert.deepEqual(jwt.lines, [first, last]);
  assert.deepEqual(jwt.parents, ['Key Rotation Handbook']);
  assert.equal(jwt.mode, 'planned');
});

test('a step has its title, its prose, its commands and the lines it stands on', () => {
  const [add, check, deploy, clean] = procedure(versionedKeys(), 'jwt-secret-rotation').steps;
  assert.match(add?.text ?? '', /^Add a key: The tool writes one more random key into jwt_secrets\.json, points JWT_/);
  assert.deepEqual(add?.code, [
    { language: 'bash', text: './tools/add_signing_key.py', line: lineOf('versioned-keys.md', './tools/add_') - 1 },
  ]);
  assert.equal(add?.lines[0], lineOf('versioned-keys.md', '1. **Add a key**'));
  assert.deepEqual([check?.phase, deploy?.phase, clean?.phase], ['verify', 'deploy', 'cleanup']);
});

test('bullets under a step are its children and share its phase', () => {
  const verify = procedure(signingSecret(), 'rotation-procedure-jwt_secret').steps[3];
  assert.equal(verify?.text, 'Verify:');
  assert.deepEqual(texts(verify?.children ?? []), [
    'logins work',
    'refresh works',
    'impersonation can be started and stopped',
  ]);
  assert.ok(verify?.children.every((child) => child.phase === 'verify'));
});

test('a command under "Generating …" belongs to the step that refers to it', () => {
  const [generate, store] = procedure(signingSecret(), 'rotation-procedure-jwt_secret').steps;
  assert.match(generate?.code[0]?.text ?? '', /token_urlsafe/);
  assert.equal(generate?.code[0]?.line, lineOf('signing-secret.md', 'token_urlsafe') - 1);
  assert.deepEqual(store?.code, []);
});

test('the impact of an inventory belongs to the procedure of the same name only', () => {
  const runbook = signingSecret();
  const [first] = procedure(runbook, 'rotation-procedure-jwt_secret').impact;
  assert.equal(first?.text, 'every access and refresh token ends; everybody has to log in again.');
  assert.equal(first?.lines[0], lineOf('signing-secret.md', 'Rotation impact:'));
  assert.deepEqual(procedure(runbook, 'incident-note-suspected-leak').impact, []);
});

test('a verification section joins the procedure that speaks of the same file', () => {
  const runbook = versionedKeys();
  const jwt = texts(procedure(runbook, 'jwt-secret-rotation').verification);
  assert.ok(
    jwt.includes(
      'Every push runs checks/test_key_change.py, and the log is kept as an artifact for the yearly review.',
    ),
  );
  assert.deepEqual(procedure(runbook, 'fernet-encryption-key-rotation').verification, []);
});

test('a section about a suspected leak is for leaks and keeps its audit', () => {
  const incident = procedure(signingSecret(), 'incident-note-suspected-leak');
  assert.equal(incident.mode, 'leak');
  assert.equal(incident.audit.length, 3);
  assert.deepEqual(
    incident.steps.map((step) => step.phase),
    ['contain', 'audit', 'revoke'],
  );
});

test('anchors count up as on GitHub, headings in quotes included', () => {
  const runbook = page([
    '# Secrets',
    '## Rotate keys',
    '1. Rotate A_KEY',
    '',
    '> ## Rotate keys',
    '',
    '## Rotate keys',
    '1. Rotate B_KEY',
    '## `C_KEY` / **D_KEY** — 緊急',
    '1. Rotate it',
  ]);
  assert.deepEqual(
    runbook.procedures.map((each) => each.anchor),
    ['rotate-keys', 'rotate-keys-2', 'c_key--d_key--緊急'],
  );
});

test('names in headings are read in every spelling', () => {
  const runbook = page([
    '# Rotation',
    '## `A_KEY` / `_SECRET`, **OTHER_TOKEN** or VAPID_*',
    '1. Rotate',
    '',
    '## `Jwt:Secret`',
    '1. Rotate',
    '### repo_db_password',
    '1. Rotate',
  ]);
  const names = runbook.procedures.map((each) =>
    each.targets.filter(({ kind, where }) => where === 'heading' && /name|glob/.test(kind)).map(({ raw }) => raw),
  );
  assert.deepEqual(names, [['A_KEY', 'A_SECRET', 'OTHER_TOKEN', 'VAPID_*'], ['Jwt:Secret'], ['repo_db_password']]);
});

test('lists that a fence interrupts are one list, and the fence belongs to the step before', () => {
  const [only] = page([
    '## Rotate API_KEY',
    '1. Create a key',
    '```sh',
    'make key',
    '```',
    '2. Deploy it',
    '',
    '```sh',
    'make deploy',
    '```',
    '1) Revoke the old one',
  ]).procedures;
  assert.deepEqual(texts(only?.steps ?? []), ['Create a key', 'Deploy it', 'Revoke the old one']);
  assert.deepEqual(
    only?.steps.map((step) => step.code.map((code) => code.text)),
    [['make key'], ['make deploy'], []],
  );
  assert.deepEqual(only?.steps[0]?.lines, [2, 5]);
});

test('numbered headings are steps, named ones are procedures', () => {
  const steps = page([
    '# Rotating `TOKEN_KEY`',
    '### Step 1: Generate a key',
    'Use the tool.',
    '```',
    'tool new',
    '```',
    '### Step 2 — Deploy',
    '- restart api',
    '- restart worker',
    '### Impact',
    'Everybody has to log in again.',
  ]).procedures;
  assert.equal(steps.length, 1);
  assert.deepEqual(texts(steps[0]?.steps ?? []), ['Generate a key: Use the tool.', 'Deploy']);
  assert.deepEqual(texts(steps[0]?.steps[1]?.children ?? []), ['restart api', 'restart worker']);
  assert.deepEqual(steps[0]?.impact, [{ text: 'Everybody has to log in again.', lines: [11, 11] }]);
  const named = page(['# Rotation', '## 1. JWT_SECRET', '1. Rotate', '## 2. DATABASE_URL', '1. Rotate']).procedures;
  assert.deepEqual(
    named.map((each) => each.heading),
    ['1. JWT_SECRET', '2. DATABASE_URL'],
  );
});

test('subsections with facets belong to the section above', () => {
  const [only] = page([
    '## STRIPE_KEY',
    '### What it protects',
    'Payments.',
    '### Rotation Procedure',
    '1. Create a key',
    '2. Deploy it',
    '### Verification',
    '- a payment goes through',
    '### Cleanup',
    'Delete the old key.',
    '### Rollback',
    '1. Go back',
    '### Audit',
    '- refunds',
    '**Owner:** payments team',
    '',
    'Rotation interval: 90 days',
  ]).procedures;
  assert.equal(only?.anchor, 'stripe_key');
  assert.deepEqual(texts(only?.steps ?? []), ['Create a key', 'Deploy it']);
  assert.deepEqual(texts(only?.verification ?? []), ['a payment goes through']);
  assert.deepEqual(texts(only?.cleanup ?? []), ['Delete the old key.']);
  assert.ok(texts(only?.audit ?? []).some((text) => text.startsWith('refunds')));
});

test('owner and rhythm come from labels and front matter', () => {
  const [first, second] = page([
    '---',
    'title: Rotation of keys',
    'owner_slack: "#platform"',
    '---',
    '## A_KEY',
    'Owner: team red',
    '',
    'Rotate it every 90 days.',
    '',
    '1. Create a key',
    '## B_KEY',
    'Cadence: quarterly',
    '',
    '1. Create a key',
  ]).procedures;
  assert.deepEqual([first?.owner, first?.cadenceDays], ['team red', 90]);
  assert.deepEqual([second?.owner, second?.cadenceDays], ['#platform', 91]);
});

test('tables of contents, plans for the future and set-up guides are no procedures', () => {
  const runbook = page([
    '# Rotation',
    '## Table of contents',
    '1. [A_KEY](#a_key)',
    '## Future work',
    '1. Rotate everything',
    '## A_KEY',
    '1. Rotate it',
  ]);
  assert.deepEqual(
    runbook.procedures.map((each) => each.anchor),
    ['a_key'],
  );
  const guide = ['# Getting started', '## Configuration', '1. Set `DATABASE_URL`', '2. Run the server'];
  assert.deepEqual(page(guide, 'docs/setup.md').procedures, []);
});

test('a row of a table points to the section it links to', () => {
  const [only] = page([
    '# Rotation',
    '| Secret | Impact | How |',
    '|---|---|---|',
    '| SMTP_LOGIN | mails wait | [see](#the-mailer) |',
    '',
    '## The mailer',
    '1. Create a login',
    '2. Deploy it',
  ]).procedures;
  assert.deepEqual(
    only?.targets.filter(({ where }) => where === 'table').map(({ raw, line }) => [raw, line]),
    [['SMTP_LOGIN', 4]],
  );
  assert.deepEqual(texts(only?.impact ?? []), ['mails wait']);
});

test('a page without headings is a procedure under its title', () => {
  const [only] = page(['---', 'title: Rotate the CDN_API_KEY', '---', '1. Revoke it', '1. Create one']).procedures;
  assert.deepEqual([only?.heading, only?.anchor, only?.lines], ['Rotate the CDN_API_KEY', '', [4, 5]]);
});

test('line ends, byte order marks and other encodings change nothing', () => {
  const text = fixtureText('signing-secret.md');
  const plain = page(text);
  assert.deepEqual(page(`\ufeff${text}`), plain);
  assert.deepEqual(page(text.replaceAll('\n', '\r\n')), plain);
  const latin = Buffer.from('## Rotation du cl\u00e9 A_KEY\n1. Rotate', 'latin1');
  assert.equal(parseRunbook('docs/r.md', latin).procedures[0]?.heading, 'Rotation du clé A_KEY');
});
