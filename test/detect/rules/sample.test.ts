import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { fc } from '../../support/property.ts';
import { crc32 } from '../../../src/detect/checks/crc.ts';
import { expand, seeded } from '../../../src/detect/rules/sample.ts';

const text = (template: string, seed = 'seed'): string => expand(template, seeded(seed)).text;

test('the same seed gives the same text, another seed another', () => {
  assert.equal(text('{alnum:36} {jwt}'), text('{alnum:36} {jwt}'));
  assert.notEqual(text('{alnum:36}'), text('{alnum:36}', 'other'));
});

test('every part has the length and the letters it promises', () => {
  assert.match(text('{alnum:36}'), /^[A-Za-z0-9]{36}$/);
  assert.match(text('{hex:64}'), /^[0-9a-f]{64}$/);
  assert.match(text('{upper32:16}'), /^[A-Z2-7]{16}$/);
  assert.match(text('{digits:12}'), /^\d{12}$/);
  assert.match(text('{lower:8}'), /^[a-z]{8}$/);
  assert.match(text('{word}-{words:3}'), /^[a-z]+-[a-z]+ [a-z]+ [a-z]+$/);
  assert.match(text('{aws-key-id}'), /^[A-Z]{4}[A-Z2-7]{16}$/);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 300 }), fc.string(), (length, seed) => {
      assert.match(text(`{base64:${length}}`, seed), new RegExp(`^[A-Za-z0-9+/]{${length}}$`));
      assert.match(text(`{base64url:${length}}`, seed), new RegExp(`^[\\w-]{${length}}$`));
    }),
  );
});

test('base64 is what an encoder would have written', () => {
  for (const length of [40, 42, 43, 44, 86]) {
    const sample = text(`{base64:${length}}`);
    assert.equal(Buffer.from(sample, 'base64').toString('base64').replace(/=+$/, ''), sample);
  }
});

test('a Fernet key has 32 bytes, a Fernet token its version, whole blocks and a signature', () => {
  assert.equal(Buffer.from(text('{fernet-key}'), 'base64url').length, 32);
  const token = Buffer.from(text('{fernet-token}'), 'base64url');
  assert.equal(token[0], 0x80);
  assert.equal((token.length - 57) % 16, 0);
});

test('a JSON Web Token has a header, claims and a signature of 32 bytes', () => {
  const [header = '', claims = '', signature = ''] = text('{jwt}').split('.');
  assert.equal(JSON.parse(Buffer.from(header, 'base64url').toString()).alg, 'HS256');
  assert.equal(typeof JSON.parse(Buffer.from(claims, 'base64url').toString()).sub, 'string');
  assert.equal(Buffer.from(signature, 'base64url').length, createHmac('sha256', '').digest().length);
});

test('a checksum is the CRC32 of the body in base 62', () => {
  const [, body = '', sum = ''] = /^ghp_(.{30})(.{6})$/.exec(text('{github-checksum:ghp_}')) ?? [];
  const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
  assert.equal(
    [...sum].reduce((number, digit) => number * 62 + digits.indexOf(digit), 0),
    crc32(Buffer.from(body)),
  );
});

test('the body of a PEM block is DER of its own length and keeps the margin of its first line', () => {
  for (const lines of [1, 2, 3, 8, 26]) {
    const der = Buffer.from(text(`{pem-body:${lines}}`), 'base64');
    const size = der[1]! < 0x80 ? der[1]! + 2 : der.readUInt16BE(2) + 4;
    assert.equal(der[0], 0x30);
    assert.equal(size, der.length);
  }
  assert.match(text('key: |\n  {pem-body:2}\nend'), /^key: \|\n  \S{64}\n  \S{64}\nend$/);
  assert.match(text('"{pem-escaped:2}"'), /^"[^"\\]{64}\\n[^"\\]{64}"$/);
});

test('the value is what stands between the marks, and the marks are gone', () => {
  const sample = expand('a: «{lower:4} {lower:2}» b', seeded('x'));
  assert.match(sample.text, /^a: [a-z]{4} [a-z]{2} b$/);
  assert.equal(sample.value, sample.text.slice(3, 10));
  assert.deepEqual(expand('none', seeded('x')), { text: 'none' });
});

test('braces around anything else are text', () => {
  for (const plain of ['{}', '{"a": 1}', '${HOME}', '{{ value }}', '{name}', '{constructor}', '{a:b}']) {
    assert.equal(text(plain), plain);
  }
});

test('slips in a template are told to its author', () => {
  for (const [slip, message] of [
    ['{alnum}', /say how many/],
    ['{hex:0}', /say how many/],
    ['{hex:99999}', /say how many/],
    ['{alnmu:36}', /is not known/],
    ['«a', /mark one value/],
    ['a»b«', /mark one value/],
    ['«a» «b»', /mark one value/],
  ] as const) {
    assert.throws(() => text(slip), { message });
  }
});
