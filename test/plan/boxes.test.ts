/** Which words of a runbook become boxes. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Box } from '../../src/model.ts';
import { loadRotations } from '../../src/plan/rotations.ts';
import { makePlan } from '../../src/plan/tasks.ts';
import { page } from '../runbook/pages.ts';
import { judged } from './judged.ts';

/** Boxes of the runbook's own for JWT_SECRET. */
function boxesOf(lines: readonly string[]): readonly Box[] {
  const input = { asOf: '2026-11-22', rotations: loadRotations(), secrets: [judged()], runbooks: [page(lines)] };
  return (makePlan(input).tasks[0]?.boxes ?? []).filter(({ source }) => source !== undefined);
}

test('sentences that tell how things are become no boxes, sentences and entries that ask for something do', () => {
  const lines = (...under: readonly string[]): readonly string[] =>
    ['# Keys', '## JWT_SECRET', '1. Generate', '2. Deploy', ...under.flatMap((line) => ['', line])];
  const boxes = (...under: readonly string[]): readonly string[] =>
    boxesOf(lines(...under)).map(({ text }) => text);
  const told = [
    ['### Verification', 'After a rotation the API logs the new key id. The dashboard shows 401 rates.'],
    ['### Audit', 'The audit trail is kept for 90 days.'],
    ['### Audit', 'Audit logs are kept for 90 days.'],
    ['### Cleanup', 'Old keys are dropped by a nightly job.'],
  ];
  for (const under of told) assert.deepEqual(boxes(...under), ['Generate', 'Deploy'], under.join());
  const asked = [
    ['### Verification', 'Check that login is possible.'],
    ['### Verification', 'Then, confirm the new key id.'],
    ['### Verification', '- login works'],
    ['Verification: login works'],
    ['### Audit', 'If it leaked, search the logs for its id.'],
    ['### Verifikation', 'Prüfen, dass die Anmeldung geht.'],
  ];
  for (const under of asked) assert.equal(boxes(...under).length, 3, under.join());
});

test('what the planned section and the one for leaks both say is one box, with what a leak changes', () => {
  const planned = ['# Keys', '## JWT_SECRET', '1. Generate', '2. Deploy', '3. Remove the old key after expiry'];
  const leak = ['', '## If JWT_SECRET leaked', '1. Remove the old key after expiry', '2. Audit the logs'];
  const boxes = boxesOf([...planned, ...leak]);
  assert.deepEqual(
    boxes.map(({ text, source }) => [text, source?.anchor]),
    [
      ['Generate', 'jwt_secret'],
      ['Remove the old key after expiry', 'jwt_secret'],
      ['Deploy', 'jwt_secret'],
      ['Audit the logs', 'if-jwt_secret-leaked'],
    ],
  );
});

test('a sentence with several things to do is a box for each, in the order of the leak path', () => {
  const boxes = (step: string): readonly (readonly [string, string])[] =>
    boxesOf(['# Keys', '## JWT_SECRET', `1. ${step}`]).map(({ text, phase }) => [text, phase]);
  assert.deepEqual(boxes('Generate a new value, update the secret store, and restart the API.'), [
    ['Generate a new value', 'generate'],
    ['Update the secret store', 'store'],
    ['Restart the API', 'deploy'],
  ]);
  assert.deepEqual(boxes('Revoke the old key and then generate a new one').map(([text]) => text).sort(), [
    'Generate a new one',
    'Revoke the old key',
  ]);
  assert.deepEqual(boxes('If it leaked, rotate the key, and deploy it'), [
    ['If it leaked, rotate the key', 'generate'],
    ['If it leaked, deploy it', 'deploy'],
  ]);
  const whole = [
    'Generate a value (32 bytes, and store it nowhere)',
    'Update the secret and the configuration',
    'Restart the API and the workers, and wait for them',
    'Generate: run the script, deploy the app',
  ];
  for (const step of whole) assert.deepEqual(boxes(step).length, 1, step);
});

test('the box to verify names settings that held it and are there or will be, and what the procedure speaks of and is there', () => {
  const code = (lines: readonly string[], inHead = true, present: readonly string[] = []): string => {
    const secret = judged();
    const placed = { ...secret, occurrences: secret.occurrences.map((place) => ({ ...place, inHead })) };
    const input = { asOf: '2026-11-22', rotations: loadRotations(), secrets: [placed], runbooks: [page(lines)], present: new Set(present) };
    const boxes = makePlan(input).tasks[0]?.boxes ?? [];
    return boxes.flatMap((box) => box.code).map(({ text }) => text).find((text) => text.startsWith('burnlist verify')) ?? '';
  };
  const steps = ['1. Generate and append it to `config/jwt_secrets.json`', '2. Write `logs/jwt_rotation.log`', '3. Set it in `.env`'];
  const files = ['config/jwt_secrets.json', 'logs/jwt_rotation.log', '.env'];
  assert.match(
    code(['# Keys', '## JWT_SECRET', ...steps], true, files),
    /--current config\/app\.env --current config\/jwt_secrets\.json --current logs\/jwt_rotation\.log --current \.env$/,
  );
  const alone = /--only \w+ --current config\/app\.env$/;
  assert.match(code(['# Keys', '## JWT_SECRET', ...steps]), alone, 'what is not there stops the command');
  assert.match(code(['# Keys', '## JWT_SECRET', '1. Generate', '2. Write it to `app.env`'], false), alone);
  assert.match(code(['# Keys', '## JWT_SECRET', '1. Generate', '2. Deploy'], false), /--current FILE$/);
  const untracked = code(['# Keys', '## JWT_SECRET', '1. Generate', '2. Deploy'], false, ['config/app.env', 'web.env']);
  assert.match(untracked, /--current config\/app\.env$/, 'taken out of git, and on the disk');
  const sentence = ['1. It records the rotation in `logs/jwt_rotation.log`. A test reads it.', '2. Set it in `.env.production`.'];
  const spoken = ['logs/jwt_rotation.log', '.env.production'];
  const all = code(['# Keys', '## JWT_SECRET', ...sentence], false, spoken);
  assert.match(all, /--current logs\/jwt_rotation\.log --current \.env\.production$/);
});

test('a new password for the user in use leaves no old one to revoke, one for another user does', () => {
  const task = (kind: string, ...steps: readonly string[]) => {
    const runbook = page(['# Rotation', '## Rotate ADMIN_PASSWORD and DB_PASSWORD', ...steps.map((step, at) => `${at + 1}. ${step}`)]);
    const secrets = [judged({ names: [kind === 'password' ? 'ADMIN_PASSWORD' : 'DB_PASSWORD'], kind })];
    return makePlan({ asOf: '2026-11-22', rotations: loadRotations(), secrets, runbooks: [runbook] }).tasks[0]!;
  };
  const same = [
    'Set a new password for the user `shop` in the database.',
    "Change the database user's password",
    'Generate a password and apply it:\n\n   ```sql\n   ALTER USER shop WITH PASSWORD :new;\n   ```\n',
    'Reset the password of the role',
  ];
  for (const step of same)
    for (const kind of ['database-url', 'password']) {
      const { boxes, missing, rotation } = task(kind, step, 'Restart the backend');
      assert.ok(!boxes.some(({ phase, source }) => phase === 'revoke' && source === undefined), `${kind}: ${step}`);
      assert.ok(!missing.includes('revoke the old value'), step);
      assert.equal(boxes.find(({ source }) => source !== undefined)?.phase, 'generate', step);
      assert.equal(boxes.some(({ change }) => /ends the old password at once/.test(change ?? '')), rotation.id === 'database-url', step);
    }
  const other = [
    'Create a second user with a new password',
    'Set a new password for the second user',
    'ALTER USER shop IDENTIFIED BY … RETAIN CURRENT PASSWORD',
  ];
  for (const step of other)
    assert.ok(task('database-url', step, 'Restart the backend').boxes.some(({ phase }) => phase === 'revoke'), step);
});

test('an audit that speaks of another kind is not this one’s; one in words that no kind has may be', () => {
  const own = (...audit: readonly string[]): readonly string[] => {
    const lines = ['# Keys', '## DATABASE_URL', '1. Create a password', `2. ${audit[0]}`, ...audit.slice(1).map((line) => `   - ${line}`)];
    const secrets = [judged({ names: ['DATABASE_URL'], kind: 'database-url' })];
    const plan = makePlan({ asOf: '2026-11-22', rotations: loadRotations(), secrets, runbooks: [page(lines)] });
    return plan.tasks[0]!.boxes.filter(({ phase, source }) => phase === 'audit' && source === undefined).map(({ text }) => text);
  };
  const database = ['Read the login and query logs of the database'];
  assert.deepEqual(own('Audit the logs for:', 'refresh tokens that were used twice'), database);
  for (const audit of [
    ['Audit the logs for:', 'dumps at night'],
    ['Audit the logs'],
    ['Audit the logs for:', 'Anmeldungen von fremden Adressen'],
  ])
    assert.deepEqual(own(...audit), [], audit.join());
});
