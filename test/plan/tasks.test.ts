import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Box, Judged, Plan, Task } from '../../src/model.ts';
import { loadRotations } from '../../src/plan/rotations.ts';
import { makePlan } from '../../src/plan/tasks.ts';
import { fixtureText, page, signingSecret, versionedKeys } from '../runbook/pages.ts';
import { judged } from './judged.ts';

const JWT = () => judged();
const FERNET = () => judged({ names: ['FERNET_KEY'], kind: 'fernet-key', ruleName: 'Fernet key' });
const DATABASE = () => judged({ names: ['DATABASE_URL'], kind: 'database-url', ruleName: 'database password' });

const planFor = (secrets: readonly Judged[], ...runbooks: ReturnType<typeof page>[]): Plan =>
  makePlan({ asOf: '2026-11-22', rotations: loadRotations(), secrets, runbooks });
const taskFor = (secret: Judged, ...runbooks: ReturnType<typeof page>[]): Task => {
  const [task] = planFor([secret], ...runbooks).tasks;
  assert.ok(task);
  return task;
};
const flat = (boxes: readonly Box[]): readonly Box[] => boxes.flatMap((box) => [box, ...flat(box.children)]);
const ofRunbook = (task: Task): readonly Box[] => task.boxes.filter(({ source }) => source !== undefined);
const idsOf = (task: Task): readonly string[] => flat(task.boxes).map((box) => box.id);

test('JWT_SECRET with versioned keys: steps, script, CI check as the gate of the deployment, removal; the rest is missing', () => {
  const task = taskFor(JWT(), versionedKeys());
  assert.equal(task.links[0]?.procedure.anchor, 'jwt-secret-rotation');
  assert.deepEqual(
    ofRunbook(task).map((box) => box.phase),
    ['generate', 'revoke', 'deploy', 'deploy', 'prevent'],
  );
  assert.equal(ofRunbook(task)[0]?.code[0]?.text, './tools/add_signing_key.py');
  assert.equal(ofRunbook(task)[2]?.code[0]?.text, 'pytest checks/test_key_change.py');
  const [byHand] = ofRunbook(task)[2]?.children ?? [];
  assert.deepEqual([byHand?.text, byHand?.code[0]?.text], ['By hand:', 'pytest checks/test_key_change.py -k change']);
  assert.deepEqual(byHand?.source?.lines, [52, 57]);
  assert.equal(
    task.missing.join(', '),
    'impact, containment, storing it, verification after the deployment, test of the old value, end of sessions, audit, ' +
      'what depends on it, record',
  );
});

test('FERNET_KEY with versioned keys: steps, command, re-encryption, removal', () => {
  const task = taskFor(FERNET(), versionedKeys());
  assert.deepEqual(
    ofRunbook(task).map((box) => box.phase),
    ['generate', 'deploy', 'reencrypt', 'revoke', 'prevent'],
  );
  assert.match(ofRunbook(task)[0]?.code[0]?.text ?? '', /generate_key/);
  assert.ok(!ofRunbook(task)[1]?.text.includes('re-encrypted'), 'two things to do are two boxes');
  assert.equal(ofRunbook(task)[2]?.text, 'Stored data has to be re-encrypted with the new key in the same deployment.');
  assert.ok(ofRunbook(task)[2]?.children.some(({ source, text }) => source === undefined && /MultiFernet/.test(text)));
  assert.equal(
    task.missing.join(', '),
    'impact, containment, verification, test of the old value, audit, what depends on it, record',
  );
});

test('JWT_SECRET with one signing secret: command, impact, verification and the audit of the incident note', () => {
  const task = taskFor(JWT(), signingSecret());
  const boxes = ofRunbook(task);
  assert.equal(boxes[0]?.reminders[0]?.text, 'Rotate immediately.', 'it says when, and is nothing to tick');
  assert.match(task.boxes[1]?.text ?? '', /^Announce/, 'to hurry is not to contain');
  assert.match(boxes[0]?.code[0]?.text ?? '', /token_urlsafe/);
  const [demand] = boxes[0]?.children ?? [];
  assert.deepEqual([demand?.text, demand?.source?.lines], ['At least 32 characters, from a random generator.', [18, 18]]);
  assert.match(task.links[0]?.procedure.impact[0]?.text ?? '', /log in again/);
  const checks = flat(boxes)
    .filter((box) => box.phase === 'verify')
    .map((box) => box.text);
  assert.deepEqual(checks, ['Verify:', 'logins work', 'refresh works', 'impersonation can be started and stopped']);
  const audit = boxes.find((box) => box.phase === 'audit');
  assert.equal(audit?.children.length, 3);
  assert.equal(audit?.source?.anchor, 'incident-note-suspected-leak');
  assert.equal(
    task.missing.join(', '),
    'containment, revoke the old value, test of the old value, end of sessions, what depends on it, cleanup, prevention, record',
  );
  assert.ok(!boxes.some(({ text }) => text.startsWith('Expect')), 'what will happen is an impact, no box');
});

test('DATABASE_URL with one signing secret: what the incident note says of it, and its audit', () => {
  const task = taskFor(DATABASE(), signingSecret());
  assert.deepEqual(ofRunbook(task).map(({ phase }) => phase), ['generate', 'invalidate', 'audit']);
  const [renewal, sessions] = ofRunbook(task).map(({ text }) => text);
  assert.match(renewal ?? '', /^If .*, rotate the password of the DB user$/);
  assert.match(sessions ?? '', /^If .*, invalidate active sessions$/, 'two things to do are two boxes');
  assert.ok(!task.boxes.some(({ phase }) => phase === 'revoke'), 'a new password for the user in use ends the old one');
  assert.match(task.boxes.find(({ phase, source }) => phase === 'audit' && !source)?.text ?? '', /^Read the login and query logs/);
  assert.equal(
    task.missing.join(', '),
    'impact, containment, storing it, deployment, verification, test of the old value, audit of what this one opens, ' +
      'what depends on it, cleanup, prevention, record',
  );
});

test('a guess is no task, unless today’s configuration holds it', () => {
  const guess = { ...JWT(), confidence: 'low' as const };
  assert.deepEqual(planFor([guess]).tasks, []);
  assert.equal(planFor([{ ...guess, verdict: 'still-current' as const }]).tasks.length, 1);
});

test('without its page a section that a saved report knew is named, and is no gap', () => {
  const secret = DATABASE();
  const section = { path: 'docs/db.md', heading: 'Databases', anchor: 'databases', lines: [3, 9] as const };
  const input = { asOf: '2026-11-22', rotations: loadRotations(), secrets: [secret], runbooks: [] };
  const [task] = planFor([secret]).tasks;
  const plan = makePlan({ ...input, remembered: new Map([[task?.id ?? '', section]]) });
  assert.deepEqual([plan.tasks[0]?.remembered, plan.gaps], [section, []]);
  const read = makePlan({ ...input, runbooks: [signingSecret()], remembered: new Map([[task?.id ?? '', section]]) });
  assert.equal(read.tasks[0]?.remembered, undefined, 'the page that is here counts');
});

test('a step for another secret is no box', () => {
  const texts = flat(taskFor(JWT(), signingSecret()).boxes).map((box) => box.text);
  assert.ok(!texts.some((text) => text.includes('DB user')));
});

test('a secret without a section gets the boxes of its kind, none of them said to be in the runbook, and a gap', () => {
  const plan = planFor([FERNET(), FERNET(), JWT()], signingSecret());
  const task = plan.tasks.find((each) => each.name === 'FERNET_KEY');
  assert.deepEqual([task?.links, task?.warnings], [[], []]);
  assert.ok(task !== undefined && task.boxes.length > 8 && flat(task.boxes).every(({ source }) => source === undefined));
  assert.deepEqual(task.missing.slice(0, 2), ['steps', 'impact']);
  assert.equal(task.missing.length, 2 + task.rotation.leak.order.length);
  assert.deepEqual(plan.gaps, [{ name: 'FERNET_KEY', kind: 'fernet-key' }]);
  assert.deepEqual(planFor([DATABASE()], versionedKeys()).gaps, [{ name: 'DATABASE_URL', kind: 'database-url' }]);
});

test('every phase of the leak path has a box, and the boxes stand in its order', () => {
  const cases = [JWT(), FERNET(), DATABASE(), judged({ names: ['GH_PAT'], kind: 'github-token' })];
  for (const secret of cases)
    for (const runbooks of [[], [versionedKeys()], [signingSecret()], [versionedKeys(), signingSecret()]]) {
      const { boxes, rotation } = taskFor(secret, ...runbooks);
      const ranks = boxes.map(({ phase }) => rotation.leak.order.indexOf(phase));
      assert.deepEqual(ranks, [...ranks].sort((a, b) => a - b));
      const sessions = boxes.some(({ text }) => /invalidate active sessions/.test(text));
      const missing = rotation.leak.order.filter((phase) => !boxes.some((box) => box.phase === phase));
      assert.deepEqual(missing, sessions ? ['revoke'] : []);
    }
});

test('every box names a line of the runbook that holds its words', () => {
  const lines = fixtureText('signing-secret.md').split('\n');
  for (const box of flat(ofRunbook(taskFor(JWT(), signingSecret())))) {
    assert.equal(box.source?.path, 'docs/signing-secret.md');
    const [first, last] = box.source?.lines ?? [1, 1];
    assert.ok(
      lines
        .slice(first - 1, last)
        .join(' ')
        .includes(box.text.split(':')[0] ?? ''),
      box.text,
    );
  }
});

test('box ids stay when lines of the runbook move, and differ by secret, name and words', () => {
  const secret = JWT();
  const text = fixtureText('signing-secret.md');
  const path = 'docs/signing-secret.md';
  const before = taskFor(secret, page(text, path));
  const moved = text.replaceAll('\n## ', '\n\nMore words.\n\n## ');
  const after = taskFor(secret, page(`---\nowner: us\n---\n\n${moved}`, path));
  assert.notDeepEqual(ofRunbook(after)[0]?.source?.lines, ofRunbook(before)[0]?.source?.lines);
  assert.deepEqual(idsOf(after), idsOf(before));
  const ids = idsOf(before);
  assert.equal(new Set(ids).size, ids.length);
  assert.ok(ids.every((id) => /^[0-9a-f]{10}$/.test(id)));
  assert.ok(idsOf(taskFor(JWT(), page(text, path))).every((id) => !ids.includes(id)));
  const reworded = taskFor(secret, page(text.replace('refresh works', 'refreshing works'), path));
  assert.equal(idsOf(reworded).filter((id) => !ids.includes(id)).length, 1);
});

test('the same words twice are two boxes', () => {
  const twice = page(['## Rotate JWT_SECRET', '1. Restart', '2. Deploy', '3. Restart']);
  const ids = flat(ofRunbook(taskFor(JWT(), twice))).map(({ id }) => id);
  assert.equal(new Set(ids).size, 3);
});

test('only what is compromised or still in use is a task, adopted or not', () => {
  const plan = planFor([
    judged({ names: ['A_KEY'], verdict: 'compromised', status: 'known' }),
    judged({ names: ['B_KEY'], verdict: 'still-current', status: 'still-current', priority: 'P1' }),
    judged({ names: ['C_KEY'], verdict: 'rotated', status: 'rotated' }),
    judged({ names: ['D_KEY'], verdict: 'accepted', status: 'accepted' }),
    judged({ names: ['E_KEY'], verdict: 'public-default', nature: 'public-default' }),
    judged({ names: ['F_KEY'], verdict: 'uncommitted' }),
  ]);
  assert.deepEqual(
    plan.tasks.map((task) => task.name),
    ['B_KEY', 'A_KEY'],
    'what is new comes first',
  );
});

test('a value under two names is two tasks, one without a name goes by its rule', () => {
  const shared = judged({ names: ['JWT_SECRET', 'DATABASE_URL', 'JWT_SECRET'] });
  assert.deepEqual(
    planFor([shared])
      .tasks.map((task) => task.name)
      .sort(),
    ['DATABASE_URL', 'JWT_SECRET'],
  );
  const bare = judged({ names: [], kind: 'github-token', ruleName: 'GitHub token' });
  const [task] = planFor([bare], page(['# Rotation', '## GitHub tokens', '1. Revoke it'])).tasks;
  assert.deepEqual([task?.name, task?.links.length], ['GitHub token', 1]);
});

test('where the rule saw no more than a secret, the name says how it is rotated; a token is nobody\'s signing key', () => {
  const rotationFor = (name: string, kind = 'generic-secret') => taskFor(judged({ names: [name], kind })).rotation.id;
  assert.deepEqual(
    [rotationFor('TOKEN_SIGNING_SECRET'), rotationFor('DB_PASSWORD', 'password'), rotationFor('AUTH_TOKEN'), rotationFor('ACME')],
    ['jwt-secret', 'database-url', 'generic-secret', 'generic-secret'],
  );
});

test('a key that opens other secrets comes right before them, whatever its own priority', () => {
  const stored = judged({ names: ['STRIPE_KEY'], kind: 'generic-secret', priority: 'P0' });
  const key = { ...FERNET(), priority: 'P2' as const, related: [{ id: stored.id, how: 'wraps' as const }] };
  const jwt = judged({ priority: 'P0', firstDate: '2026-01-01' });
  const plan = planFor([stored, jwt, key]);
  assert.deepEqual(
    plan.tasks.map(({ name }) => name),
    ['JWT_SECRET', 'FERNET_KEY', 'STRIPE_KEY'],
  );
  assert.deepEqual(plan.tasks[1]?.before, ['STRIPE_KEY']);
});

test('tasks of one kind go by priority, then by the day of the leak, then by id', () => {
  const x = judged({ firstDate: '2025-01-01', priority: 'P1' });
  const y = judged({ firstDate: '2025-01-01', priority: 'P1' });
  const late = judged({ firstDate: '2026-01-01', priority: 'P0' });
  const early = judged({ firstDate: '2024-01-01', priority: 'P2' });
  const same = [x, y].map((secret) => secret.id).sort();
  for (const order of [
    [x, y, late, early],
    [early, late, y, x],
  ]) {
    const ids = planFor(order).tasks.map((task) => task.secret.id);
    assert.deepEqual(ids, [late.id, ...same, early.id]);
  }
});

test('what is in use today waits for P0 only', () => {
  const [proven, pushed] = [judged({ priority: 'P0' }), judged({ priority: 'P1', firstDate: '2024-01-01' })];
  const used = judged({ priority: 'P3', verdict: 'still-current', firstDate: '2026-01-01' });
  assert.deepEqual(planFor([used, pushed, proven]).tasks.map(({ secret }) => secret.id), [proven.id, used.id, pushed.id]);
});

test('of one priority, what is in use goes before what is in HEAD, and that before what is gone', () => {
  const gone = judged({ firstDate: '2024-01-01' });
  const old = { ...gone, exposure: { ...gone.exposure, inHead: false } };
  const live = judged({ firstDate: '2025-01-01' });
  const used = judged({ firstDate: '2026-01-01', verdict: 'still-current' });
  assert.deepEqual(
    planFor([old, live, used]).tasks.map(({ secret }) => secret.id),
    [used.id, live.id, old.id],
  );
});

test('a leak section that renews the secret needs no planned one beside it', () => {
  const both = page([
    '# Rotation',
    '## JWT_SECRET',
    '1. Create a key and keep both',
    '2. Deploy it',
    '## Emergency: JWT_SECRET leaked',
    '1. Create a key',
    '2. Deploy it alone',
  ]);
  const task = taskFor(JWT(), both);
  assert.deepEqual(
    ofRunbook(task).map((box) => box.text),
    ['Create a key', 'Deploy it alone'],
  );
  assert.equal(task.links.length, 2);
});

test('identifiers are grouped by account, which is not spelled out', () => {
  const arn = (account: string, name: string) =>
    judged({
      value: `arn:aws:iam::${account}:role/${name}`,
      names: [],
      kind: 'aws-arn',
      nature: 'identifier',
      verdict: 'identifier',
    });
  const [one, two] = [`2109${'8765'}4321`, `3456${'7890'}1234`];
  const plan = planFor([arn(one, 'a'), arn(two, 'b'), arn(one, 'c')]);
  assert.deepEqual(plan.tasks, []);
  const groups = plan.identifiers.map(({ group, secrets }) => `${group}: ${secrets.length}`).sort();
  assert.deepEqual(groups, ['AWS account ending in 1234: 1', 'AWS account ending in 4321: 2']);
});

test('no value is anywhere in a plan as JSON', () => {
  const secret = JWT();
  const text = JSON.stringify(planFor([secret], versionedKeys(), signingSecret()));
  assert.ok(!text.includes(secret.value.expose('judge').toString()));
});
