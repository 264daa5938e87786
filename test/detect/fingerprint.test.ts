import assert from 'node:assert/strict';
import { createHash, scryptSync } from 'node:crypto';
import { test } from 'node:test';
import { fingerprint } from '../../src/detect/fingerprint.ts';
import { SecretValue } from '../../src/secret-value.ts';
import { bytes, characters, jwtSecret } from '../support/secrets.ts';

const ALNUM = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const idOf = (value: Buffer | string): Promise<string> => fingerprint(new SecretValue(Buffer.from(value)));

/** What `id@1` of the values in the first test has been since it was frozen. */
const FROZEN = [
  'wxb6tr7vjcglzvtots57iy6giy',
  'hxzcoshjh7yh27q6d5jojefcfi',
  'wc6ji2tvfcesks5pjjlqb4llxa',
  'hfo5des5g2omhm2gs7bjl3qq4i',
  'qjzcpqfe5zaqfyrplc5toiojti',
  '7sygvzvk4ryz4xk7wer3umwvau',
];

/** Node's own names for the two formulas, to tell which one was used. */
const hashed = (value: string): Buffer =>
  createHash('sha256').update('burnlist id@1\0').update(value).digest().subarray(0, 16);
const stretched = (value: string): Buffer => scryptSync(value, 'burnlist id@1', 16, { N: 1024, r: 8, p: 1 });

function base32(raw: Buffer): string {
  const bits = Array.from(raw, (byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? [])
    .map((five) => 'abcdefghijklmnopqrstuvwxyz234567'[Number.parseInt(five.padEnd(5, '0'), 2)])
    .join('');
}

test('ids of fixed values never change', async () => {
  const ids = await Promise.all(
    [jwtSecret('frozen'), characters('frozen', ALNUM, 40), 'a', 'correct horse', bytes('frozen', 64), ''].map(idOf),
  );
  assert.deepEqual(ids, FROZEN);
});

test('an id is 26 characters of base32, the same every time', async () => {
  for (const value of ['x', jwtSecret('again')]) {
    assert.match(await idOf(value), /^[a-z2-7]{26}$/);
    assert.equal(await idOf(value), await idOf(value));
  }
});

test('values of 24 bytes with 12 distinct ones are hashed, all others stretched', async () => {
  const twelve = 'abcdefghijkl';
  for (const value of [twelve + twelve, jwtSecret('long'), `${twelve}${'a'.repeat(12)}`])
    assert.equal(await idOf(value), base32(hashed(value)), value);
  for (const value of [`${twelve}${'a'.repeat(11)}`, `abcdefghijk${'a'.repeat(40)}`, '', 'short', 'x'.repeat(500)]) {
    assert.equal(await idOf(value), base32(stretched(value)), value);
  }
});

test('values that differ in one byte, or in case, have other ids', async () => {
  const value = characters('apart', ALNUM, 32);
  const ids = await Promise.all([value, `${value} `, value.toLowerCase(), value.slice(1)].map(idOf));
  assert.equal(new Set(ids).size, 4);
});
