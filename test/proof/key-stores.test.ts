/** Stores of keys that are not as their formats say, and what trying passwords may cost. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createBudget } from '../../src/proof/budget.ts';
import { keyStores } from '../../src/proof/key-stores.ts';
import { readPkcs12 } from '../../src/proof/pkcs12.ts';
import { createProofs } from '../../src/proof/proofs.ts';
import { javaKeyStore, pkcs12 } from '../support/key-stores.ts';
import { bytes, password } from '../support/secrets.ts';
import { details, found, proved } from './found.ts';

const STORE = { path: 'app.p12', rule: { kind: 'keystore' } };
const KEY = [{ tag: 1, alias: 'app' }] as const;

test('cut and changed stores, and random bytes, are opened by nothing', () => {
  const word = password('store');
  const whole = [pkcs12('a', word), javaKeyStore('a', word, KEY)];
  const broken = whole.flatMap((store) => [
    ...[0, 1, 2, 5, 19, 20, 21, 60, store.length - 1].map((length) => store.subarray(0, length)),
    ...[3, 40, store.length - 30].map((at) => Buffer.concat([store.subarray(0, at), Buffer.from([0xff]), store.subarray(at + 1)])),
    Buffer.concat([store.subarray(0, 2), bytes('random', 400)]),
  ]);
  const opener = found(word, { path: 'app.env' });
  for (const store of broken.filter(({ length }) => length > 0))
    assert.deepEqual(details(proved(found(store, STORE), opener)[0], 'proven'), []);
  for (const store of whole) assert.equal(details(proved(found(store, STORE), opener)[0], 'proven').length, 1);
});

test('a store that is slow on purpose takes nothing from the others, and is counted', () => {
  const proofs = createProofs();
  const [slow, quick] = [found(pkcs12('slow', 'unknown', { rounds: 60_000 }), STORE), found(pkcs12('quick', 'changeit'), STORE)];
  keyStores([slow, quick], proofs, createBudget(30_000));
  assert.deepEqual([proofs.told(slow).proofs.length, proofs.told(quick).proofs.length], [0, 1]);
  assert.deepEqual(proofs.gaps.map(({ count }) => count), [1]);
});

test('a long salt costs what it takes to hash it', () => {
  const [short, long] = [8, 30_000].map((saltBytes) => readPkcs12(pkcs12('salt', 'word', { rounds: 1, saltBytes }))!);
  assert.equal(long!.steps - short!.steps, (30_000 + 600) >> 10);
  assert.equal(long!.opens('word'), true);
});
