/** What well-known commands say of a step, whatever words surround them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadRotations } from '../../src/plan/rotations.ts';
import { makePlan } from '../../src/plan/tasks.ts';
import { clausesOf, phaseOf } from '../../src/runbook/phases.ts';
import { judged } from '../plan/judged.ts';
import { page } from './pages.ts';

const INACTIVE = 'aws iam update-access-key --status Inactive --user-name d --access-key-id OLD';
const DELETE = 'aws iam delete-access-key --user-name d --access-key-id OLD';

test('a command that ends a key says so, whatever the words; one that makes, stores or deploys where they are silent', () => {
  for (const text of [INACTIVE, `Switch the old one off: ${INACTIVE}.`, `3. ${INACTIVE}`]) assert.equal(phaseOf(text), 'contain', text);
  for (const command of [
    DELETE, 'gcloud iam service-accounts keys delete OLD', 'az ad app credential delete --id A', 'vault lease revoke a/b', 'DROP ROLE app',
  ])
    for (const words of ['', 'A day later get rid of it: ', 'Put an end to it: '])
      assert.equal(phaseOf(`${words}${command}`), 'revoke', command);
  const made = { 'openssl rand -hex 48': 'generate', 'Fernet.generate_key()': 'generate', 'ALTER ROLE app PASSWORD x': 'generate' };
  const kept = { 'gh secret set SHOP_KEY': 'store', 'kubectl create secret generic shop': 'store' };
  const used = { 'kubectl rollout restart deploy/shop': 'deploy', 'docker compose up -d': 'deploy', 'systemctl restart app': 'deploy' };
  for (const [command, phase] of Object.entries({ ...made, ...kept, ...used })) {
    assert.equal(phaseOf(`Now it is time for ${command}.`), phase, command);
    assert.equal(phaseOf('By hand:', command), phase, command);
  }
});

test('where words and commands make different things the earlier one counts, and what is looked at stays a look', () => {
  assert.equal(phaseOf('Generate a new one. Then systemctl restart app'), 'generate');
  assert.equal(phaseOf('Put the output of openssl rand -hex 48 into the vault'), 'generate');
  assert.equal(phaseOf('Check that systemctl restart app went well'), 'verify');
  assert.equal(phaseOf('See ssh-keygen -l for the fingerprint'), phaseOf('See the fingerprint'));
});

test('everyday words', () => {
  assert.equal(phaseOf('Make a fresh one'), 'generate');
  assert.equal(phaseOf('Switch the old one off'), 'revoke');
  assert.equal(phaseOf('A day later get rid of it'), 'revoke');
  for (const text of ['Tell support.', 'Inform customers', 'Warn whoever is on call']) assert.equal(phaseOf(text), 'contain', text);
  assert.notEqual(phaseOf('Tell the proxy to reload its settings'), 'contain');
  const effect = ['Effect: every customer is signed out.', '', '1. Generate', '2. Deploy'];
  const [impact] = page(['# Rotation', '## JWT_SECRET', ...effect]).procedures;
  assert.deepEqual(impact?.impact.map(({ text }) => text), ['every customer is signed out.']);
});

test('storing and restarting in one sentence are two boxes, also in one word or by a command', () => {
  const split = (text: string): unknown => clausesOf(text)?.map((clause) => phaseOf(clause));
  const host = 'Put it in .env on the app host, then systemctl restart app.';
  for (const text of [host, 'Change .env, restart', 'Put it into .env and redeploy.'])
    assert.deepEqual(split(text), ['store', 'deploy'], text);
});

/** Phases of the page's own boxes, and what it lacks. */
function todo(lines: readonly string[]): { readonly phases: readonly string[]; readonly missing: readonly string[] } {
  const secrets = [judged({ names: ['AWS_SECRET_ACCESS_KEY'], kind: 'aws-access-key' })];
  const plan = makePlan({ asOf: '2026-11-22', rotations: loadRotations(), secrets, runbooks: [page(lines)] });
  const [task] = plan.tasks;
  return { phases: (task?.boxes ?? []).filter(({ source }) => source).map(({ phase }) => phase), missing: task?.missing ?? [] };
}

test('an AWS key is switched off first and deleted last, as a list and as commands with comments', () => {
  const heading = ['# Rotation', '## AWS_SECRET_ACCESS_KEY', ''];
  const list = ['1. Create a second key.', '2. Put it in the vault.', `3. \`${INACTIVE}\``, '4. Redeploy.', `5. \`${DELETE}\``];
  const comments = [
    '```sh', '# 1. new key', 'aws iam create-access-key --user-name d', '# 2. put it in .env, redeploy',
    '# 3. switch the old one off', INACTIVE, '# 4. a day later take it away', DELETE, '```',
  ];
  const bare = ['```sh', 'aws iam create-access-key --user-name d', 'kubectl rollout restart deploy/shop', INACTIVE, DELETE, '```'];
  for (const [lines, phases] of [
    [list, ['contain', 'generate', 'store', 'deploy', 'revoke']],
    [comments, ['contain', 'generate', 'store', 'deploy', 'revoke']],
    [bare, ['contain', 'generate', 'deploy', 'revoke']],
  ] as const) {
    const made = todo([...heading, ...lines]);
    assert.deepEqual(made.phases, phases);
    assert.ok(!made.missing.includes('revoke the old value'), made.missing.join());
  }
});

test('commands that only make a value are no procedure', () => {
  const lines = ['# Secret rotation', '## Making a strong JWT_SECRET', '```sh', 'python -c "print(secrets.token_urlsafe(48))"', '```', ''];
  assert.deepEqual(page(lines).procedures, []);
});
