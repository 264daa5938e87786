/** The know-how in rules/rotation/, and how the build refuses what contradicts itself. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { UsageError } from '../../src/errors.ts';
import { loadBuiltInRules } from '../../src/detect/rules/built-in.ts';
import { compileRotations } from '../../src/plan/compile.ts';
import { parseRotation } from '../../src/plan/rotation-file.ts';
import { loadRotations, rotationOf } from '../../src/plan/rotations.ts';
import { SEALED } from '../../src/relations.ts';
import { makeFolder } from '../support/repo.ts';

const FOLDER = fileURLToPath(new URL('../../rules/rotation/', import.meta.url));
const rotations = loadRotations();
/** All but what ends by itself or with something else. */
const endsValues = ({ leak: { order } }: (typeof rotations)[number]): boolean => order.includes('revoke') && order.includes('record');
const kinds = [...new Set(loadBuiltInRules().map(({ kind }) => kind))];

test('every kind that a detection rule names has a rotation of its own files, and no kind has two', () => {
  const claimed = rotations.flatMap((rotation) => rotation.kinds);
  assert.deepEqual(
    kinds.filter((kind) => !claimed.includes(kind)),
    [],
  );
  assert.equal(new Set(claimed).size, claimed.length);
  assert.equal(rotations.length, readdirSync(FOLDER).length);
});

test('what counts as ciphertext is what the rules call so, and no kind that is not there', () => {
  assert.deepEqual([...SEALED].sort(), [...rotationOf('ansible-vault', rotations).kinds, 'fernet-token'].sort());
  assert.deepEqual([...SEALED].filter((kind) => !kinds.includes(kind)), []);
});

test('an unknown kind of the user is rotated like any secret', () => {
  assert.equal(rotationOf('acme-badge', rotations).id, 'generic-secret');
  assert.equal(rotationOf('jwt-secret', rotations).id, 'jwt-secret');
});

test('after a leak a rotation ends with the old value dead before history is thought of, and everything is recorded', () => {
  for (const { id, leak } of rotations.filter(endsValues)) {
    const at = (phase: (typeof leak.order)[number]): number => leak.order.indexOf(phase);
    assert.ok(at('revoke') < at('verify-old'), id);
    assert.ok(at('verify-old') < at('cleanup') && at('revoke') < at('cleanup'), id);
    assert.equal(leak.order.at(-1), 'record', id);
    assert.ok(leak.order.includes('audit') && leak.order.includes('dependents'), id);
  }
});

test('planned work waits for what a leak must not wait for, and has no step of a leak', () => {
  const jwt = rotationOf('jwt-secret', rotations);
  assert.match(jwt.planned.phases.revoke?.does ?? '', /expired/);
  assert.doesNotMatch(jwt.leak.phases.revoke?.does ?? '', /expired/);
  for (const { id, planned } of rotations)
    for (const phase of planned.order)
      assert.doesNotMatch(JSON.stringify(planned.phases[phase]), /\bleak|compromised|rewriting/, `${id}: ${phase}`);
});

test('what a phase waits for stands before it in both orders', () => {
  for (const { id, leak, planned } of rotations)
    for (const { order, phases } of [leak, planned])
      for (const [at, phase] of order.entries())
        for (const other of phases[phase]?.after ?? []) assert.ok(order.indexOf(other) < at, `${id}: ${phase} after ${other}`);
});

test('what goes in one change with another phase stands beside it', () => {
  for (const { id, leak, planned } of rotations)
    for (const { order, phases } of [leak, planned])
      for (const [at, phase] of order.entries())
        for (const other of phases[phase]?.with ?? [])
          assert.equal(Math.abs(order.indexOf(other) - at), 1, `${id}: ${phase} with ${other}`);
});

test('a signing key has no overlap after a leak, an encryption key needs one and encrypts again before the old one goes', () => {
  const jwt = rotationOf('jwt-secret', rotations);
  assert.deepEqual([jwt.overlap, jwt.rank, jwt.leak.phases.revoke?.with], ['never', 'signing', ['deploy']]);
  const fernet = rotationOf('fernet-key', rotations);
  assert.deepEqual([fernet.overlap, fernet.rank], ['needed', 'wrapping']);
  assert.ok(fernet.leak.order.indexOf('reencrypt') < fernet.leak.order.indexOf('revoke'));
});

const GOOD = readFileSync(join(FOLDER, 'generic-secret.yaml'), 'utf8');

test('a slip stops the build with file, line and column', () => {
  const slips: readonly (readonly [string, RegExp])[] = [
    ['', /^x\.yaml:1:1: the file is empty$/],
    [GOOD.replace('overlap: short', 'overlap: sometimes'), /^x\.yaml:4:10: overlap: unknown value "sometimes"/],
    [GOOD.replace('[contain, generate', '[contain, contain, generate'), /"contain" stands here twice/],
    [GOOD.replace('[contain, generate, store', '[contain, store, generate'), /"store" comes before "generate"/],
    [GOOD.replace('[contain, generate', '[invalidate, generate'), /no phase "invalidate" says what to do/],
    [GOOD.replaceAll('prevent, record]', 'record]'), /"prevent" stands in neither order/],
    [GOOD.replace(/^  phases:$/m, '  phases:\n    contain:\n      do: Wait'), /planned: "contain" does not stand in the order/],
    [GOOD.replace('P0: 4', 'P0: 400'), /P0 is due first/],
    [GOOD.replace('https://cheat', 'http://cheat'), /must be a link that begins with https/],
    [GOOD.replace('  prevent:', '  prevnt:'), /unknown key "prevnt", did you mean "prevent"/],
    [GOOD.replace(/kinds: .*/, 'kinds: []'), /needs at least one kind/],
  ];
  for (const [text, message] of slips)
    assert.throws(
      () => parseRotation('x', 'x.yaml', text),
      (error: unknown) => error instanceof UsageError && message.test(error.message),
      String(message),
    );
});

test('a kind without a rotation, or with two, stops the build', () => {
  const folder = makeFolder();
  writeFileSync(join(folder, 'generic-secret.yaml'), GOOD);
  assert.throws(() => compileRotations(folder, ['generic-secret', 'acme-badge']), /how a "acme-badge" is rotated/);
  writeFileSync(join(folder, 'other.yaml'), GOOD);
  assert.throws(() => compileRotations(folder, []), /"generic-secret" is claimed by generic-secret\.yaml and other\.yaml/);
});
