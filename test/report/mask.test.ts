import assert from 'node:assert/strict';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import process from 'node:process';
import { test } from 'node:test';
import { fc } from '../support/property.ts';
import { MASK, createMasker } from '../../src/report/mask.ts';
import { printable, printableJson } from '../../src/report/printable.ts';
import { SecretValue } from '../../src/secret-value.ts';

const secret = (text: string): SecretValue => new SecretValue(Buffer.from(text));
const random = (bytes: number): string => randomBytes(bytes).toString('base64url');
const everyByte = (text: string, write: (byte: number) => string): string => [...Buffer.from(text)].map(write).join('');
const hex = (number: number, width: number): string => number.toString(16).padStart(width, '0');
const units = (text: string): string =>
  text
    .split('')
    .map((unit) => `\\u${hex(unit.charCodeAt(0), 4)}`)
    .join('');

/** Ways in which a value stands in what git and files say. */
const FORMS: Readonly<Record<string, (text: string) => string>> = {
  plain: (text) => text,
  component: encodeURIComponent,
  'lower percent': (text) => everyByte(text, (byte) => `%${hex(byte, 2)}`),
  'upper percent': (text) => everyByte(text, (byte) => `%${hex(byte, 2).toUpperCase()}`),
  'twice percent': (text) => encodeURIComponent(encodeURIComponent(text)),
  json: (text) => JSON.stringify(text).slice(1, -1),
  'json with slashes': (text) => JSON.stringify(text).slice(1, -1).replaceAll('/', '\\/'),
  'code units': units,
  'quoted path': (text) => everyByte(text, (byte) => `\\${byte.toString(8).padStart(3, '0')}`),
  'percent in json': (text) => JSON.stringify(encodeURIComponent(`"${text}`)).slice(2, -1),
  'json in percent': (text) => encodeURIComponent(JSON.stringify(text)),
};

const windows = (text: string): string[] =>
  Array.from({ length: Math.max(0, text.length - 7) }, (_, at) => text.slice(at, at + 8));
const shows = (output: string, value: string): boolean => windows(value).some((window) => output.includes(window));

const someValue = fc.oneof(
  fc.string({ minLength: 8, maxLength: 70, unit: 'grapheme-ascii' }),
  fc.string({ minLength: 8, maxLength: 40, unit: 'binary' }),
  fc.string({ minLength: 8, maxLength: 40, unit: fc.constantFrom('%', '\\', '4', '1', 'n', 'u', '"', '/') }),
  fc.string({ minLength: 256, maxLength: 400, unit: 'grapheme-ascii' }),
);
const STRAY = ['%', '%4', '\\', '\\u', '\\\\\\'];
const someText = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.constantFrom(...STRAY));

for (const [form, write] of Object.entries(FORMS)) {
  test(`no eight characters of a value pass the masker: ${form}`, () => {
    fc.assert(
      fc.property(someValue, someText, someText, (value, before, after) => {
        fc.pre(!shows(before, value) && !shows(after, value) && !value.includes('•'));
        const masked = createMasker([secret(value)])(before + write(value) + after);
        assert.ok(!shows(masked, value), masked);
        assert.ok(masked.includes(MASK));
        assert.ok(!shows(masked, write(value)), masked);
      }),
      { numRuns: 300 },
    );
  });
}

test('what stands around a value stays', () => {
  const value = random(30);
  const mask = createMasker([secret(value)]);
  assert.equal(mask(`config/${value}/app.env`), `config/${MASK}/app.env`);
  assert.equal(mask(`${value}${value}`), MASK);
  assert.equal(mask('nothing in here, Zoë 山'), 'nothing in here, Zoë 山');
});

test('a mask does not tell how long a value is', () => {
  const [short, long] = [random(9), random(90)];
  const mask = createMasker([secret(short), secret(long)]);
  assert.equal(mask(short), mask(long));
});

test('values of fewer than eight characters are too common to mask everywhere', () => {
  const value = random(30).slice(0, 7);
  assert.equal(createMasker([secret(value)])(`a/${value}/b`), `a/${value}/b`);
});

test('values that overlap are masked from the first to the last of them', () => {
  const [left, middle, right] = [random(9), random(9), random(9)];
  const mask = createMasker([secret(left + middle), secret(middle + right)]);
  assert.equal(mask(`<${left}${middle}${right}>`), `<${MASK}>`);
});

test('a stray sign before an escaped value hides nothing', () => {
  const value = `1%%%\\${random(9)} "`;
  const mask = createMasker([secret(value)]);
  for (const before of STRAY)
    for (const write of Object.values(FORMS)) assert.ok(!shows(mask(before + write(value)), value.slice(3)));
});

test('a stray sign before a value of long characters leaves no end of it', () => {
  const value = `👍${random(14).slice(0, 14)}`;
  const mask = createMasker([secret(value)]);
  assert.equal(mask(`\\${units(value)}`).replace(/^\\/, ''), MASK);
});

test('a piece of sixteen characters of a value is masked too', () => {
  const value = random(48);
  assert.equal(createMasker([secret(value)])(`<${value.slice(20, 40)}>`), `<${MASK}>`);
});

test('a space written as plus is a space', () => {
  const value = `${random(6)} ${random(6)} & ${random(6)}`;
  const written = new URLSearchParams({ q: value }).toString();
  assert.equal(createMasker([secret(value)])(written), `q=${MASK}`);
});

test('hexadecimal digits are masked in either case', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 8, maxLength: 40 }), fc.constantFrom('', ':', '-'), fc.boolean(), (some, between, isUpper) => {
      const lower = Buffer.from(some).toString('hex').match(/../g)!.join(between);
      const mask = createMasker([secret(isUpper ? lower.toUpperCase() : lower)]);
      for (const text of [lower, lower.toUpperCase()]) assert.equal(mask(`a ${text} b`), `a ${MASK} b`);
    }),
  );
});

test('a private key is masked as a file, as one line of JSON, and by any line of it', () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const mask = createMasker([new SecretValue(privateKey.export({ type: 'pkcs8', format: 'der' }))]);
  const body = pem.split('\n').slice(1, -2);
  for (const text of [pem, pem.replaceAll('\n', '\r\n'), JSON.stringify(pem), body.join('\n    ')]) {
    const masked = mask(text);
    assert.ok(masked.includes(MASK));
    for (const line of body) assert.ok(!shows(masked, line), 'a line of the key shows');
  }
  for (const line of body.filter((line) => line.length >= 24)) {
    const masked = mask(`(${line})`);
    assert.ok(masked.startsWith('(') && masked.endsWith(')') && masked.includes(MASK));
    assert.ok(!shows(masked, line));
  }
});

test('a multi-line value is known without its line breaks', () => {
  const lines = Array.from({ length: 8 }, () => random(30));
  const mask = createMasker([secret(lines.join('\n'))]);
  assert.equal(mask(lines.join('')), MASK);
  assert.equal(mask(lines.join('\\n')), MASK);
});

test('text that is no UTF-8 is masked as git shows it and as Latin-1', () => {
  const bytes = Buffer.concat([Buffer.from(random(9)), Buffer.from([0xe9]), Buffer.from(random(9))]);
  const mask = createMasker([new SecretValue(bytes)]);
  assert.equal(mask(`<${bytes.toString('utf8')}>`), `<${MASK}>`);
  assert.equal(mask(`<${bytes.toString('latin1')}>`), `<${MASK}>`);
});

test('controls, bidirectional marks and invisible characters are spelled out', () => {
  assert.equal(printable('a\u001b[31mb\u0000\u007f\u009b'), 'a\\x1b[31mb\\x00\\x7f\\x9b');
  assert.equal(printable('\u202egpj.exe\u2066\u200b'), '\\u202egpj.exe\\u2066\\u200b');
  assert.equal(printable('\u{e0041}\ud800'), '\\u{e0041}\\ud800');
  assert.equal(printable('one\ntwo\t'), 'one\\x0atwo\\x09');
  assert.equal(printable('one\ntwo\t', '\n\t'), 'one\ntwo\t');
  assert.equal(printable('Zoë 山 👍 é'), 'Zoë 山 👍 é');
});

test('the masker spells out controls but leaves lines alone', () => {
  assert.equal(createMasker([])('a\u001b\r\nb\tc'), 'a\\x1b\\x0d\nb\tc');
});

test('a control that becomes readable does not complete a value', () => {
  const [left, right] = [random(6), random(6)];
  const masked = createMasker([secret(`${left}\\x1b${right}`)])(`${left}\u001b${right}`);
  assert.ok(!masked.includes(left));
});

test('JSON keeps every character, and no control reaches a terminal', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const json = printableJson(JSON.stringify(text));
      assert.equal(JSON.parse(json), text);
      assert.equal(printable(json), json);
    }),
  );
});

test('ten thousand values and a megabyte of text cost about as much as the megabyte', () => {
  const values = Array.from({ length: 10_000 }, () => random(30));
  const mask = createMasker(values.map(secret));
  const start = process.cpuUsage().user;
  for (const text of [values.join(' ').repeat(3), '\\u0041'.repeat(170_000), '%41'.repeat(330_000), '\\'.repeat(1e6)])
    assert.ok(!shows(mask(text), values[0] ?? ''));
  const same = createMasker(values.map((_, index) => secret('A'.repeat(40) + index)));
  assert.equal(same('A'.repeat(1_000_000)), MASK);
  // microseconds: what grows with values times text would take hours
  assert.ok(process.cpuUsage().user - start < 60_000_000);
});
