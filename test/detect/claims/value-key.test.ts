import assert from 'node:assert/strict';
import { test } from 'node:test';
import { valueKey } from '../../../src/detect/claims/value-key.ts';

test('equal values have equal keys, others other ones, and a long value has a short key', () => {
  const long = Buffer.alloc(48_000, 'a body ');
  const other = Buffer.from(long);
  other[47_000]! ^= 1;
  const key = valueKey(long);
  assert.equal(key, valueKey(Buffer.from(long)));
  assert.ok(key.length < 64, String(key.length));
  const keys = [long, other, Buffer.from(key), Buffer.from(key.slice(1)), Buffer.alloc(0), undefined].map(valueKey);
  assert.equal(new Set(keys).size, keys.length);
});
