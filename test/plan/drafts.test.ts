/** What `runbook init` drafts is a runbook that we read whole: nothing is missing in it, in either order. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkRunbooks } from '../../src/plan/check.ts';
import { loadRotations } from '../../src/plan/rotations.ts';
import { makePlan } from '../../src/plan/tasks.ts';
import { draftSection } from '../../src/report/runbook-draft.ts';
import { page, versionedKeys } from '../runbook/pages.ts';
import { judged } from './judged.ts';

const rotations = loadRotations();
const NAMES: Readonly<Record<string, string>> = { 'jwt-secret': 'JWT_SECRET', 'fernet-key': 'FERNET_KEY' };
const plan = (name: string, kind: string, text: string) =>
  makePlan({ asOf: '2026-11-22', secrets: [judged({ names: [name], kind })], runbooks: [page(text)], rotations });

test('a draft is linked by its heading, both its orders are read, and every phase that ends a leak is in it', () => {
  for (const rotation of rotations.filter(({ leak: { order } }) => order.includes('revoke') && order.includes('record'))) {
    const name = NAMES[rotation.id] ?? 'ACME_SECRET';
    const [task] = plan(name, rotation.kinds[0] ?? '', `# Secret rotation\n\n${draftSection(name, rotation)}`).tasks;
    assert.ok((task?.links[0]?.score ?? 0) >= 95, rotation.id);
    assert.ok(task?.chosen.some(({ mode }) => mode === 'leak'), rotation.id);
    const lacks = task?.missing.filter((facet) => facet !== 'verification' || rotation.leak.order.includes('verify'));
    assert.deepEqual(lacks, [], rotation.id);
  }
});

test('what is checked in a step of two digits stands below it', () => {
  const rotation = rotations.find(({ leak }) => leak.order.length > 10 && (leak.phases[leak.order[9]!]?.checks.length ?? 0) > 0);
  assert.ok(rotation !== undefined);
  const { runbooks } = plan('ACME_SECRET', rotation.kinds[0]!, draftSection('ACME_SECRET', rotation));
  const steps = runbooks[0]!.procedures.find(({ mode }) => mode === 'leak')?.steps ?? [];
  assert.equal(steps.length, rotation.leak.order.length);
  assert.equal(steps[9]?.children.length, rotation.leak.phases[rotation.leak.order[9]!]?.checks.length);
});

test('a name cannot break out of its heading', () => {
  const text = draftSection('X](https://evil.example)\n# <b>', rotations[0]!);
  assert.ok(text.startsWith('## Rotating X\\](https://evil.example)'));
  assert.ok(!/^# /m.test(text));
});

test('the check: planned work that keeps a signing key alive, without a word on leaks, is dangerous', () => {
  const all = makePlan({ asOf: '2026-11-22', secrets: [judged()], runbooks: [versionedKeys()], rotations });
  const { lint, missing } = checkRunbooks(all, { lint: [], held: [], burnt: new Set(all.tasks.map(({ secret }) => secret.id)) });
  assert.deepEqual([...new Set(lint.map(({ rule, isDangerous }) => `${rule} ${isDangerous}`))], ['unsafe-overlap true']);
  assert.deepEqual(missing, []);
});

test('the check: a secret in a runbook is dangerous, a compromised name without a section is missing, an adopted one not', () => {
  const inPage = judged({ names: ['ACME_KEY'], kind: 'generic-secret', path: 'docs/secret-rotation.md' });
  const adopted = judged({ names: ['OLD_KEY'], kind: 'generic-secret', status: 'known' });
  const text = '# Rotation\n\n## Rotate JWT_SECRET\n\n1. Generate\n';
  const all = makePlan({ asOf: '2026-11-22', secrets: [inPage, adopted], runbooks: [page(text)], rotations });
  const { lint, missing } = checkRunbooks(all, { lint: [], held: [inPage], burnt: new Set([inPage.id, adopted.id]) });
  assert.deepEqual(
    lint.map(({ rule, path, lines }) => [rule, path, lines[0]]),
    [['secret-in-fence', 'docs/secret-rotation.md', 3]],
  );
  assert.deepEqual(
    missing.map(({ name }) => name),
    ['ACME_KEY'],
  );
});
