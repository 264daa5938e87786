/** Versions of one ciphertext are one task at the places of all. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Judged, Plan } from '../../src/model.ts';
import { loadRotations } from '../../src/plan/rotations.ts';
import { makePlan } from '../../src/plan/tasks.ts';
import { verify } from '../../src/plan/verify.ts';
import { judged } from './judged.ts';

const KEY = judged({ names: ['ANSIBLE_VAULT_PASSWORD'], kind: 'password', ruleName: 'password' });
const opened = (day: string, path = 'vars.yml', key = KEY.id): Judged => ({
  ...judged({ names: [], kind: 'ansible-vault', ruleName: 'vault of Ansible', path, firstDate: day }),
  related: [{ id: key, how: 'wrapped by' }],
});
const DAYS = Array.from({ length: 40 }, (_, at) => new Date(Date.UTC(2025, 0, 40 - at)).toISOString().slice(0, 10));

const planFor = (...secrets: readonly Judged[]): Plan =>
  makePlan({ asOf: '2026-11-22', rotations: loadRotations(), secrets, runbooks: [] });

test('forty versions of a vault are one task, that of the oldest, with one place, after the key that opens them', () => {
  const versions = DAYS.map((day) => opened(day));
  const { tasks } = planFor(KEY, ...versions);
  assert.deepEqual(tasks.map(({ name }) => name), ['ANSIBLE_VAULT_PASSWORD', 'vault of Ansible']);
  const [, task] = tasks;
  assert.ok(task);
  assert.equal(task.secret.id, versions.at(-1)?.id);
  assert.equal(task.versions.length, 39);
  assert.deepEqual(
    task.secret.occurrences.map(({ path, versions: count, inHead }) => [path, count, inHead]),
    [['vars.yml', 40 * 41, true]],
  );
  const ids = new Set(verify(verifying(versions)).map(({ taskId }) => taskId));
  assert.deepEqual([...ids], [task.id], 'and each of its versions ends it');
});

const verifying = (secrets: readonly Judged[]) => ({
  secrets,
  sources: [],
  weigh: { isKnown: () => false, notASecret: () => undefined, strengthOf: () => 'random' as const },
  sightings: [],
  isHeadOfToday: false,
  keyIds: new Map<string, string>(),
  leakedKeys: new Map(),
});

test('the most urgent version decides, and what is in HEAD stays said', () => {
  const gone = opened('2025-03-01');
  const live = opened('2025-03-02');
  const old = { ...gone, priority: 'P2' as const, exposure: { ...gone.exposure, inHead: false } };
  const [task] = planFor(old, live).tasks;
  assert.deepEqual([task?.secret.id, task?.secret.priority, task?.secret.exposure.inHead], [old.id, 'P0', true]);
});

test('of an adopted version and a later one the open one decides', () => {
  const adopted = { ...opened('2025-03-01'), status: 'known' as const };
  const [task] = planFor(adopted, opened('2025-03-02')).tasks;
  assert.deepEqual([task?.secret.id, task?.secret.status], [adopted.id, 'open']);
});

test('two private keys, or stores of keys, behind one passphrase are no versions of each other', () => {
  const behind = (kind: string): Judged => ({
    ...judged({ names: [], kind, ruleName: kind, path: 'server.key' }),
    related: [{ id: KEY.id, how: 'wrapped by' }],
  });
  for (const kind of ['private-key', 'keystore']) {
    const { tasks } = planFor(behind(kind), behind(kind));
    assert.deepEqual(tasks.map(({ versions }) => versions), [[], []]);
    const boxes = tasks.flatMap((task) => task.boxes);
    assert.equal(boxes.filter(({ text }) => /take the value out of version control/.test(text)).length, 2);
    assert.ok(!boxes.some(({ text }) => text.includes('ciphertext')));
  }
});

test('another file, another key and what no key opens are tasks of their own', () => {
  const plan = planFor(opened('2025-03-01'), opened('2025-03-02', 'other.yml'), opened('2025-03-03', 'vars.yml', 'x'), judged(), judged());
  assert.equal(plan.tasks.length, 5);
});

test('ciphertext stays in git: its values are renewed before it is encrypted again, and verify asks for its key', () => {
  const { related, ...key } = judged({ names: ['VAULT_PASSWORD'], kind: 'password', ruleName: 'password' });
  const vault = opened('2025-03-01', 'vars.yml', key.id);
  const { tasks } = planFor({ ...key, related: [...related, { id: vault.id, how: 'wraps' }] }, vault);
  assert.deepEqual(tasks.map(({ rotation }) => rotation.id), ['application-encryption-key', 'opened-ciphertext']);
  const boxes = tasks[1]?.boxes ?? [];
  assert.deepEqual(
    boxes.map(({ phase }) => phase),
    ['contain', 'dependents', 'reencrypt', 'verify', 'audit', 'cleanup', 'prevent', 'record', 'record'],
  );
  const code = boxes.flatMap((box) => box.code.map(({ text }) => text));
  assert.deepEqual(code, [`burnlist verify --only ${vault.id.slice(0, 10)} --current FILE`], 'and nothing takes it out of git');
});

test('keys of one map in one file are one task; those of a list, of another file or under another name too are not', () => {
  const key = (name: string, path = 'jwt_secrets.json', ...more: readonly string[]): Judged => judged({ names: [name, ...more], path });
  const tasksOf = (...secrets: readonly Judged[]) => planFor(...secrets).tasks;
  const [v1, v2] = [key('jwt_secrets.v1'), key('jwt_secrets.v2')];
  const [task, ...others] = tasksOf(v1, v2);
  assert.equal(others.length, 0);
  assert.deepEqual([task?.name, ...(task?.also ?? [])], ['jwt_secrets.v1', 'jwt_secrets.v2'], 'of one day by their names');
  assert.deepEqual(task?.secret.occurrences.map(({ versions }) => versions), [v1.occurrences[0]?.versions], 'one file has both');
  assert.deepEqual([task?.secret.id, ...(task?.versions ?? [])].sort(), [v1.id, v2.id].sort());
  const again = tasksOf(v1, key('jwt_secrets.v1'));
  assert.deepEqual(again.map(({ areSecrets, also }) => [areSecrets, also]), [[true, []]], 'and so are two values of one key');
  assert.equal(tasksOf(v1, key('jwt_secrets.v2', 'other/jwt_secrets.json')).length, 2);
  assert.equal(tasksOf(v1, key('jwt_secrets.v2', 'jwt_secrets.json', 'COOKIE_SECRET')).length, 3);
  assert.equal(tasksOf(key('passwords[0]'), key('passwords[1]')).length, 2);
  assert.equal(tasksOf(v1, { ...v2, status: 'known' }).length, 2, 'what was adopted is no part of an incident of today');
});

test('values of one variable that replaced each other are one task; two that one commit changed are tasks of their own', () => {
  const valueOf = (first: string, removed?: string, path = '.env'): Judged => {
    const made = judged({ names: ['DATABASE_URL'], kind: 'database-url', ruleName: 'database password', path });
    const moment = (commit: string, date: string) => ({ commit, date, author: 'Ada' });
    const exposure = { ...made.exposure, first: moment(first, `2026-01-0${first.length}`), inHead: removed === undefined };
    return { ...made, exposure: removed === undefined ? exposure : { ...exposure, removed: moment(removed, '2026-02-01') } };
  };
  const idsOf = (...secrets: readonly Judged[]) =>
    planFor(...secrets).tasks.map(({ secret, versions }) => [secret, ...versions.map((id) => ({ id }))].map(({ id }) => id));
  const [one, two, three] = [valueOf('a', 'bb'), valueOf('bb', 'ccc'), valueOf('ccc')];
  assert.deepEqual(idsOf(three, one, two), [[one.id, two.id, three.id]], 'in the order in which they came');
  const { inHead, removed } = planFor(one, two, three).tasks[0]?.secret.exposure ?? {};
  assert.deepEqual([inHead, removed], [true, undefined], 'HEAD has one of them');
  assert.equal(planFor(one, two).tasks[0]?.secret.exposure.removed?.commit, 'ccc', 'who took the last one out');
  const apart = (...secrets: readonly Judged[]) => assert.equal(idsOf(...secrets).length, secrets.length);
  apart(one, valueOf('ccc'));
  apart(one, valueOf('bb', undefined, 'other.env'));
  apart(one, valueOf('bb'), valueOf('bb'));
  apart(one, { ...two, status: 'known' });
  apart(valueOf('a', 'a'), valueOf('ccc', 'ccc'));
  const round = [valueOf('a', 'bb'), valueOf('bb', 'a')];
  assert.equal(idsOf(...round).length, 2, 'a history that goes in a circle has no first value');
});
