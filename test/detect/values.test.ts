import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { test } from 'node:test';
import { fc } from '../support/property.ts';
import { knownValue } from '../../src/detect/checks/known-values.ts';
import { isCommonPassword, notASecret } from '../../src/detect/checks/placeholders.ts';
import { look, looksRandom, strengthOf } from '../../src/detect/checks/randomness.ts';
import { characters, fernetKey, jwtSecret, password } from '../support/secrets.ts';
import { scan } from './scanning.ts';
import { workFromNow } from '../support/work.ts';

const ALPHABETS = {
  hex: '0123456789abcdef',
  base32: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567',
  alnum: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789',
  base64: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/',
  symbols: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!$%&*+-=?@^',
};

test('what generators make looks random: at least 97 of 100 values', () => {
  for (const [what, alphabet] of Object.entries(ALPHABETS)) {
    for (const length of [20, 32, 64]) {
      const values = Array.from({ length: 400 }, (_, i) => characters(`${what}/${length}/${i}`, alphabet, length));
      const missed = values.filter((value) => !looksRandom(value));
      assert.ok(missed.length <= 12, `${what} of ${length}: ${missed.length} of 400, such as ${missed[0]}`);
    }
  }
});

test('a UUID is made by chance, whatever digits it came to', () => {
  const uuids = Array.from({ length: 400 }, (_, i) => characters(`uuid ${i}`, ALPHABETS.hex, 32));
  const values = uuids.map((digits) => digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'));
  assert.deepEqual(values.filter((value) => !looksRandom(value)), []);
  assert.equal(looksRandom('00000000-0000-0000-0000-000000000000'), false);
});

test('names, sentences, paths and versions do not', () => {
  for (const value of [
    'userPasswordConfirmation',
    'com.example.application.config',
    'my-very-long-service-name-2',
    'NotARandomValueAtAll',
    'decodeKeyByBitmapUint8Stream',
    'correct horse battery staple',
    'application/x-www-form-urlencoded',
    'us-east-1.elb.amazonaws.com',
    'Summer2024',
    'getElementsByTagName2',
    '/usr/local/share/ca-certificates',
    '2024-01-31T12:00:00',
    'kubernetes.io/service-account-token',
    'aaaaaaaaaaaaaaaaaaaaaaaa',
    'passwordpasswordpassword',
  ])
    assert.equal(looksRandom(value), false, value);
});

test('a value is made by a machine, chosen with care, or a word', () => {
  assert.equal(strengthOf(jwtSecret('strength')), 'random');
  assert.equal(strengthOf(fernetKey('strength')), 'random');
  assert.equal(strengthOf(password('strength')), 'random');
  for (const value of ['Summer2024!', 'hunter2', 's3cr3t!', 'ncc-1701'])
    assert.equal(strengthOf(value), 'mixed', value);
  for (const value of ['letmein', 'canal', 'Tr', 'a1']) assert.equal(strengthOf(value), 'word', value);
});

test('look counts what is there, for any bytes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
      const raw = Buffer.from(text).toString('latin1');
      const seen = look(raw);
      assert.equal(seen.lower + seen.upper + seen.digits + seen.symbols, raw.length);
      assert.ok(seen.entropy >= 0 && seen.entropy <= 8 && Number.isFinite(seen.surprise));
      strengthOf(raw);
      notASecret(raw, 'jwt_secret', 'signing');
    }),
  );
});

test('judging a value takes no longer than its length allows', () => {
  const work = workFromNow();
  for (const piece of ['a', '-', 'aA', 'a-', '{', '${', '/', 'x.', 'your-', '=', '1.']) {
    const value = piece.repeat(20_000 / piece.length);
    notASecret(value, 'jwt_secret', 'signing');
    isCommonPassword(value);
    strengthOf(value);
  }
  assert.ok(work() < 4);
});

test('values that the whole world knows are known by hash', () => {
  const key = ['wJalrXUtnFEMI', 'K7MDENG', 'bPxRfiCYEXAMPLEKEY'].join('/');
  assert.equal(knownValue(Buffer.from(key))?.as, 'documentation');
  assert.equal(knownValue(Buffer.from(['JBSWY3DP', 'EHPK3PXP'].join('')))?.as, 'documentation');
  assert.equal(knownValue(Buffer.from(['your', '256', 'bit', 'secret'].join('-')))?.as, 'public-default');
  assert.equal(knownValue(randomBytes(20)), undefined);
  assert.notEqual(createHash('sha256').update(key).digest('hex'), key);
});

test('a known default is reported as one, under whatever name', () => {
  const value = ['your', '256', 'bit', 'secret'].join('-');
  const [found] = scan(`JWT_SECRET=${value}\n`).findings;
  assert.deepEqual([found?.nature, found?.rule.id], ['public-default', 'jwt-signing-secret']);
  assert.ok(found?.evidence.notes.includes('jwt.io example secret'));
});

test('a signing secret that can be guessed is weak, a long random one is not', () => {
  const nature = (value: string): string | undefined => scan(`JWT_SECRET=${value}\n`).findings[0]?.nature;
  assert.equal(nature(jwtSecret('nature')), 'secret');
  assert.equal(nature(jwtSecret('nature').slice(0, 31)), 'weak');
  assert.equal(nature('Sommer2024'), 'weak');
  assert.equal(nature(`${'ab1'.repeat(3)}cab2ab3ab1${'cab'.repeat(6)}b`), 'weak');
});

test('the letter model is small, and what its recipe makes of the locked packages', () => {
  const root = join(import.meta.dirname, '..', '..');
  const recipe = join(root, 'bench', 'train-letters.mjs');
  const made = execFileSync(process.execPath, [recipe], { encoding: 'utf8' });
  const committed = readFileSync(join(root, 'src', 'detect', 'checks', 'letters.ts'), 'utf8');
  assert.equal(committed.replaceAll('\r', ''), made, 'node bench/train-letters.mjs > src/detect/checks/letters.ts');
  assert.ok(made.length < 20_000);
});

test('of a list of hosts all are read, and of one that is too long only whole ones', () => {
  const shard = (at: number): string => `shop-shard-00-0${at}.a1b2c.mongodb.net:27017`;
  const hostsOf = (count: number): unknown => {
    const hosts = Array.from({ length: count }, (_, at) => shard(at)).join(',');
    return scan(`MONGO=mongodb://app:${password('mongo')}@${hosts}/shop?ssl=true\n`).findings.map(({ host, database }) => [host, database]);
  };
  assert.deepEqual(hostsOf(3), [[`${shard(0)},${shard(1)},${shard(2)}`, 'shop']]);
  assert.deepEqual(hostsOf(9), [[`${[0, 1, 2, 3, 4, 5].map(shard).join(',')},…`, undefined]]);
});
