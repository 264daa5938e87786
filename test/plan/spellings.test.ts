/** An old value in another encoding is no new one. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { deflateSync, gzipSync } from 'node:zlib';
import { isNearCopy } from '../../src/plan/current/compare.ts';
import { SecretValue } from '../../src/secret-value.ts';
import { jwtSecret } from '../support/secrets.ts';

const [OLD, NEW] = [jwtSecret('leaked'), jwtSecret('fresh')];
const isNear = (old: string, now: string): boolean => isNearCopy(new SecretValue(Buffer.from(old)), new SecretValue(Buffer.from(now)));

const ENCODED: Readonly<Record<string, (bytes: Buffer) => string>> = {
  'gzip in base64': (bytes) => gzipSync(bytes).toString('base64'),
  'zlib in base64': (bytes) => deflateSync(bytes).toString('base64'),
  'base64 with its name in front': (bytes) => `base64:${bytes.toString('base64')}`,
  'a data URL': (bytes) => `data:text/plain;base64,${bytes.toString('base64')}`,
  'an assignment in base64': (bytes) => Buffer.concat([Buffer.from('KEY='), bytes]).toString('base64'),
  'hexadecimal with colons': (bytes) => bytes.toString('hex').replace(/(..)(?=.)/g, '$1:'),
  'hexadecimal with 0x': (bytes) => `0x${bytes.toString('hex')}`,
  'hexadecimal with \\x': (bytes) => bytes.toString('hex').replace(/../g, '\\x$&'),
};

for (const [name, encode] of Object.entries(ENCODED)) {
  test(`${name} makes no new value of an old one`, () => {
    assert.ok(isNear(OLD, encode(Buffer.from(OLD))));
    assert.ok(!isNear(OLD, encode(Buffer.from(NEW))));
  });
}

const turned = (text: string): string => [...text].toReversed().join('');
const shifted = (text: string): string =>
  text.replace(/[A-Za-z]/g, (letter) => {
    const code = letter.charCodeAt(0);
    return String.fromCharCode(code + ((code & 31) > 13 ? -13 : 13));
  });
const twice = (text: string): string => text.replace(/./g, '$&$&');

const DISGUISED: Readonly<Record<string, (text: string) => string>> = {
  'backwards, then base64': (text) => Buffer.from(turned(text)).toString('base64'),
  'backwards, with something behind': (text) => `${turned(text)}-2026`,
  'base64, then hexadecimal, of what is backwards': (text) => Buffer.from(Buffer.from(turned(text)).toString('base64')).toString('hex'),
  ROT13: shifted,
  'ROT13 backwards': (text) => shifted(turned(text)),
  'ROT13, then base64': (text) => Buffer.from(shifted(text)).toString('base64'),
  'every sign twice': twice,
  'the second half first, with a dash between': (text) => `${text.slice(24)}-${text.slice(0, 24)}`,
  'base64 on several lines': (text) => Buffer.from(text).toString('base64').replace(/.{20}/g, '$&\n'),
  'UTF-16 in base64': (text) => Buffer.from(text, 'utf16le').toString('base64'),
  'escapes of JSON': (text) => text.replace(/./g, (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`),
  'entities of HTML, decimal': (text) => text.replace(/./g, (sign) => `&#${sign.charCodeAt(0)};`),
  'entities of HTML, some in hexadecimal': (text) =>
    text.replace(/[^A-Z]/g, (sign) => `&#x${sign.charCodeAt(0).toString(16)};`),
  'codes of characters': (text) => `[${[...text].map((sign) => sign.charCodeAt(0)).join(', ')}]`,
  'octal escapes': (text) => text.replace(/./g, (sign) => `\\${sign.charCodeAt(0).toString(8).padStart(3, '0')}`),
  'full-width letters': (text) => text.replace(/./g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0)),
  'SHA-256': (text) => createHash('sha256').update(text).digest('hex'),
  'SHA-256 with its name in front': (text) => `sha256:${createHash('sha256').update(text).digest('hex')}`,
  'SHA-512 of a line, in base64': (text) => createHash('sha512').update(`${text}\n`).digest('base64'),
};

for (const [name, disguise] of Object.entries(DISGUISED)) {
  test(`${name} makes no new value of an old one`, () => {
    assert.ok(isNear(OLD, disguise(OLD)));
    assert.ok(!isNear(OLD, disguise(NEW)));
  });
}

test('letters beyond ASCII are the same in base64, in hexadecimal and percent-encoded', () => {
  const bytes = Buffer.from(`Schlüssel-${OLD.slice(0, 12)}-é`);
  for (const text of [bytes.toString('base64'), bytes.toString('hex'), encodeURIComponent(bytes.toString())])
    assert.ok(isNear(bytes.toString(), text), text);
});

test('what unpacks to more than a value is none', () => {
  assert.ok(!isNear(OLD, gzipSync(Buffer.alloc(1 << 20, OLD)).toString('base64')));
});

test('two tokens that begin alike are two', () => {
  const head = Buffer.from('{"alg":"HS256","typ":"JWT"}').toString('base64url');
  assert.ok(!isNear(`${head}.${Buffer.from(OLD).toString('base64url')}`, `${head}.${Buffer.from(NEW).toString('base64url')}`));
});
