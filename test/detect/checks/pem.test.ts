import assert from 'node:assert/strict';
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';
import { bytes, jsonWebToken, pemKey } from '../../support/secrets.ts';
import { scan, valueOf } from '../scanning.ts';

const key = pemKey('pem', 'rsa');
const lines = key.trim().split('\n');
const der = Buffer.from(lines.slice(1, -1).join(''), 'base64');
const body = lines.slice(1, -1).join('');

/** The key as people keep it. */
const FORMS: Readonly<Record<string, string>> = {
  file: key,
  'no newline at the end': key.trim(),
  'Windows lines': key.replaceAll('\n', '\r\n'),
  'in YAML': `key: |\n${key.replace(/^(?=.)/gm, '    ')}`,
  'escaped in JSON': JSON.stringify({ private_key: key }),
  'escaped in JSON in JSON': JSON.stringify({ body: JSON.stringify({ key }) }),
  'escaped in an env file': `PRIVATE_KEY="${key.replaceAll('\n', '\\n')}"`,
  'wrapped at 76': `${lines[0]}\n${body.replace(/.{76}/g, '$&\n')}\n${lines.at(-1)}\n`,
  'on one line': lines.join(' '),
  'on one line without blanks': `${lines[0]}${body}${lines.at(-1)}`,
  'joined strings': lines.map((line) => `"${line}\\n"`).join(' +\n  '),
  'joined strings, sign first': `  "${lines.join('\\n"\n    + "')}\\n"`,
  'adjacent strings': lines.map((line) => `    '${line}\\n'`).join('\n'),
  'list of strings': `[${lines.map((line) => `'${line}'`).join(', ')}].join('\\n')`,
  commented: key.replace(/^(?=.)/gm, '# '),
  'in a log': key.replace(/^(?=.)/gm, '2026-04-26 12:36:01 '),
  'in a patch': key.replace(/^(?=.)/gm, '+'),
  'in a build log': key.replace(/^(?=.)/gm, '#6 0.245 '),
  'in base64': `tls.key: ${Buffer.from(key).toString('base64')}\n`,
};

for (const [what, text] of Object.entries(FORMS)) {
  test(`a private key is the same value ${what}`, () => {
    const found = scan(text).findings.filter(({ rule }) => rule.kind === 'private-key');
    assert.equal(found.length, 1);
    assert.deepEqual(found[0]?.value.expose('judge'), der);
    assert.equal(found[0]?.evidence.checksum, true);
  });
}

/** What is left of it where its end is lost, and of how many bytes. */
const CUT: readonly (readonly [what: string, text: string, bytes: number])[] = [
  ['in a log that was cut', lines.slice(0, 9).join('\n').replace(/^/gm, '#6 0.245 '), 8 * 48],
  ['before another one', `${lines.slice(0, 9).join('\n')}\n-----BEGIN CERTIFICATE-----\n`, 8 * 48],
  ['in the middle of a line', lines.slice(0, 9).join('\n').slice(0, -20), 7 * 48],
  ['escaped', `PRIVATE_KEY="${lines.slice(0, 9).join('\\n')}\\n`, 8 * 48],
  ['before other text', `${lines.slice(0, 9).join('\n')}\n${'Error: connection reset by peer\n'.repeat(2000)}`, 8 * 48],
  ['encrypted', `${lines[0]}\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,${'0F'.repeat(16)}\n\n${lines.slice(1, 9).join('\n')}`, 8 * 48],
  ['all but its last line', lines.slice(0, -1).join('\n').replace(/^/gm, '> '), der.length],
];

for (const [what, text, size] of CUT) {
  test(`of a private key without its END line the beginning counts: ${what}`, () => {
    const found = scan(text).findings.filter(({ rule }) => rule.kind === 'private-key');
    assert.deepEqual(
      found.map(({ value }) => value.expose('judge')),
      [der.subarray(0, size)],
    );
  });
}

test('a BEGIN line alone, before what is no key, or before one that was left out, is none', () => {
  const begin = '-----BEGIN PRIVATE KEY-----';
  const noise = bytes('no key', 480).toString('base64').replace(/.{64}/g, '$&\n');
  const code = `if (!text.startsWith("${begin}")) {\n${'  throw new TypeError("this is no key");\n'.repeat(12)}}\n`;
  for (const text of [begin, `${begin}\n${noise}`, `${begin}\n${lines[1]}\n...\n${' '.repeat(200)}`, code])
    assert.deepEqual(scan(text).findings.filter(({ rule }) => rule.kind === 'private-key'), [], text);
});

test('a private key stands from its first line on', () => {
  const [found] = scan(`a\n\n${key}`).findings;
  assert.deepEqual(
    [found?.position.line, found?.position.column, found?.position.endLine],
    [3, 1, 3 + lines.length - 1],
  );
});

test('an encrypted key is a find, its header lines are no part of it', () => {
  const header = 'Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,0123456789ABCDEF0123456789ABCDEF\n\n';
  const text = `-----BEGIN RSA PRIVATE KEY-----\n${header}${lines.slice(1, -1).join('\n')}\n-----END RSA PRIVATE KEY-----\n`;
  const [found] = scan(text).findings;
  assert.deepEqual(found?.value.expose('judge'), der);
  assert.ok(found?.evidence.notes.includes('encrypted key body'));
});

test('a body that begins like BER of open length, as one behind a passphrase may, breaks nothing', () => {
  const sealed = Buffer.concat([Buffer.from([0x30, 0x80]), bytes('sealed', 600)]).toString('base64');
  const found = scan(`-----BEGIN PRIVATE KEY-----\n${sealed}\n-----END PRIVATE KEY-----\n`).findings;
  assert.deepEqual(
    found.map(({ rule }) => rule.id),
    ['private-key'],
  );
});

test('public keys, placeholders and short bodies are no finds', () => {
  for (const text of [
    createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString(),
    `${lines[0]}\n...\n${lines.at(-1)}`,
    `${lines[0]}\n${'x'.repeat(64)}\n${lines.at(-1)}`,
    `${lines[0]}\n<your key>${' '.repeat(40)}\n${lines.at(-1)}`,
    `${lines[0]}\n${'A'.repeat(64)}\n${lines.at(-1)}`,
    `${lines[0]}\n${lines[1]?.slice(0, 24)}\n${lines.at(-1)}`,
    `${lines[0]} and ${lines.at(-1)}`,
  ])
    assert.deepEqual(
      scan(text).findings.filter(({ rule }) => rule.kind === 'private-key'),
      [],
      text,
    );
});

test('a JSON Web Token in base64 is the same value as the token', () => {
  const token = jsonWebToken({ sub: 'system:serviceaccount:default' }, 'k');
  const [plain] = scan(`token: ${token}`).findings;
  const [packed] = scan(`token: ${Buffer.from(token).toString('base64')}`).findings;
  assert.equal(plain && valueOf(plain), token);
  assert.ok(packed && plain?.value.equals(packed.value));
});

test('a Basic header holds the password, decoded', () => {
  const secret = pemKey('basic').slice(60, 76);
  const [found] = scan(`Authorization: Basic ${Buffer.from(`app:${secret}`).toString('base64')}\r\n`).findings;
  assert.equal(found && valueOf(found), secret);
  assert.deepEqual(scan('Authorization: Basic YWJjZGVmZ2hpamts').findings, []);
});

test('a key in whose body chance wrote an x four times is one', () => {
  const key = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'der' });
  key.set(Buffer.from('xXxX', 'base64'), 30); // at a multiple of three
  const pem = `-----BEGIN PRIVATE KEY-----\n${key.toString('base64')}\n-----END PRIVATE KEY-----\n`;
  assert.match(pem, /xXxX/);
  assert.equal(scan(pem).findings.length, 1);
});

test('a body without its BEGIN and END is found by its DER, on one line or on many, and ends where the DER does', () => {
  const wrapped = body.replace(/.{64}/g, '$&\n').trimEnd();
  const bodies: Readonly<Record<string, readonly [before: string, body: string, behind: string]>> = {
    'in an env file': ['SAML_PRIVATE_KEY=', body, '\nPORT=80\n'],
    'in quotes': ["decryptionPvk: '", body, "',\n"],
    'in XML': ['<md:PrivateKey>\n', wrapped, '\n</md:PrivateKey>\n'],
    'in YAML': ['saml:\n  key: |\n    ', wrapped.replaceAll('\n', '\n    '), '\n  other: value\n'],
    'with Windows lines': ['', wrapped.replaceAll('\n', '\r\n'), '\r\n'],
    'with words below': ['', wrapped, '\nmore\nwords\nbelow\n'],
  };
  for (const [form, [before, text, behind]] of Object.entries(bodies)) {
    const { findings } = scan(before + text + behind);
    assert.deepEqual(
      findings.map(({ rule, start, end, value }) => [rule.id, start, end, value.expose('judge').equals(der)]),
      [['private-key-body', before.length, before.length + text.length, true]],
      form,
    );
  }
  assert.equal(scan(`${body.slice(0, -40)}\n`).findings.filter(({ rule }) => rule.id === 'private-key-body').length, 0);
});
