/** `sweep --value-from`: a value that is known, in every form. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fc } from '../support/property.ts';
import { followValues } from '../../src/detect/rules/follow-value.ts';
import { createDetector } from '../../src/detect/unit.ts';
import { SecretValue } from '../../src/secret-value.ts';
import { makeFolder, makeRepo, runCli, type Repo } from '../support/repo.ts';
import { bytes, characters, jwtSecret, pemKey } from '../support/secrets.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
/** A value without any sign of being one. */
const VALUE = `${characters('followed', ALPHABET, 23)}/"&`;

const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le');
const utf32 = (text: string): Buffer => Buffer.from(Uint32Array.from(text, (character) => character.charCodeAt(0)).buffer);
const base32 = (content: string | Uint8Array): string => {
  const bits = Array.from(Buffer.from(content), (byte) => byte.toString(2).padStart(8, '0')).join('');
  return bits.replace(/.{1,5}/g, (five) => `${ALPHABET.slice(0, 26)}234567`[Number(`0b${five.padEnd(5, '0')}`)]!);
};
const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** What history holds of it, by the layer that the report names. */
const FORMS: Readonly<Record<string, string | Buffer>> = {
  plain: `x ${VALUE} y`,
  'base64 at the start': base64(VALUE),
  'base64, one behind': base64(`a${VALUE} and more`),
  'base64, two behind': base64(`ab${VALUE}`).replaceAll('+', '-').replaceAll('/', '_'),
  'base64 of utf-16': utf16(VALUE).toString('base64'),
  hex: Buffer.from(VALUE).toString('hex').toUpperCase(),
  'hex of a certificate': Buffer.from(VALUE).toString('hex').match(/../g)!.join(':'),
  'hex of a dump': Buffer.from(VALUE).toString('hex').match(/../g)!.join(' '),
  'hex of a program': `{ 0x${Buffer.from(VALUE).toString('hex').match(/../g)!.join(', 0x')} }`,
  percent: `https://example.org/?q=${encodeURIComponent(VALUE)}`,
  'percent, all': Array.from(Buffer.from(VALUE), (byte) => `%${byte.toString(16)}`).join(''),
  json: JSON.stringify({ a: VALUE }),
  'json of PHP': JSON.stringify({ a: VALUE }).replaceAll('/', '\\/'),
  'json of Go': JSON.stringify({ a: VALUE }).replaceAll('&', '\\u0026'),
  html: `<b>${VALUE.replace('&', '&amp;').replace('"', '&quot;')}</b>`,
  'utf-16, little end first': utf16(`a ${VALUE}`),
  'utf-16, big end first': Buffer.from(utf16(`a ${VALUE}`)).swap16(),
  'base32 at the start': base32(VALUE),
  'base32, three behind': base32(`abc${VALUE} and more`).toLowerCase(),
  'bytes of a Buffer': JSON.stringify(Buffer.from(VALUE)),
  'bytes of a program': `{ ${[...Buffer.from(VALUE)].join(', ')} }`,
  'percent, twice': `https://example.org/?to=${encodeURIComponent(`https://example.net/?q=${encodeURIComponent(VALUE)}`)}`,
  'utf-32, little end first': utf32(`a ${VALUE}`),
  'utf-32, big end first': utf32(`a ${VALUE}`).swap32(),
  'other case': `x ${VALUE.toUpperCase()} y`,
  'cut at its end': `x ${VALUE.slice(0, 18)}... y`,
  'cut at its start': `x ...${VALUE.slice(-18)} y`,
};

function withForms(): Repo {
  const repo = makeRepo();
  for (const [name, content] of Object.entries(FORMS)) repo.write(`${name}.txt`, content);
  repo.write('nothing.txt', `${characters('other', ALPHABET, 60)}\n`);
  repo.commit('start');
  repo.git('rm', '--quiet', '-r', '.');
  repo.commit('clean up');
  return repo;
}

interface Seen {
  readonly id: string;
  readonly names: readonly { readonly name: string }[];
  readonly verdict: string;
  readonly confidence: string;
  readonly nature: string;
  readonly redacted: string;
  readonly occurrences: readonly { readonly path: string; readonly via: readonly string[] }[];
}

function sweep(repo: Repo, args: readonly string[], input = ''): { status: number | null; stdout: string; secrets: Seen[] } {
  const { status, stdout, stderr } = runCli(['sweep', '--format', 'json', ...args], { cwd: repo.dir, input });
  assert.ok(stdout !== '', stderr);
  return { status, stdout, secrets: JSON.parse(stdout).secrets };
}

test('a known value is found in every form, as one secret', () => {
  const repo = withForms();
  const { status, secrets, stdout } = sweep(repo, ['--value-from', '-'], `${VALUE}\n`);
  assert.equal(status, 1);
  assert.equal(secrets.length, 1);
  assert.deepEqual(secrets[0]!.occurrences.map(({ path }) => path), Object.keys(FORMS).map((name) => `${name}.txt`).sort());
  const via = new Map(secrets[0]!.occurrences.map(({ path, via: layers }) => [path.replace('.txt', ''), layers.join()]));
  assert.equal(via.get('plain'), '');
  assert.equal(via.get('base64, one behind'), 'base64');
  assert.equal(via.get('base64 of utf-16'), 'base64,utf-16');
  for (const name of ['hex', 'hex of a certificate', 'hex of a dump', 'hex of a program']) assert.equal(via.get(name), 'hex');
  for (const name of ['json', 'json of PHP', 'json of Go']) assert.equal(via.get(name), 'escapes');
  assert.equal(via.get('other case'), 'other case');
  assert.equal(via.get('cut at its start'), 'cut');
  assert.deepEqual([secrets[0]!.verdict, secrets[0]!.redacted], ['compromised', '••••••••']);
  assert.equal(sweep(repo, ['--value-from', '-', '--engine', 'plain'], `${VALUE}\n`).stdout, stdout);
});

test('what was asked for counts, also where a rule by itself is unsure', () => {
  const repo = makeRepo();
  const value = characters('unsure', ALPHABET, 40);
  repo.write('z.rs', `let conn = open('h', '${value}')\n`);
  repo.commit('start');
  assert.equal(sweep(repo, []).status, 0);
  const { status, stdout } = runCli(['sweep', '--value-from', '-'], { cwd: repo.dir, input: value });
  assert.equal(status, 1);
  assert.match(stdout, /in z\.rs of HEAD/);
  for (const engine of ['packs', 'plain'])
    assert.deepEqual(sweep(repo, ['--value-from', '-', '--engine', engine], value).secrets.map(({ confidence }) => confidence), ['high']);
  assert.equal(sweep(repo, ['--value-from', '-', '--fail-on', 'none'], value).status, 0);
});

test('what is asked for is a secret, also where a rule takes it for a hash or a default', () => {
  const repo = makeRepo();
  const hash = characters('hash', '0123456789abcdef', 64);
  repo.write('a.yaml', `password_hash: ${hash}\npassword: changeme\n`);
  repo.commit('start');
  assert.equal(sweep(repo, []).status, 0);
  for (const value of [hash, 'changeme']) {
    const { status, secrets } = sweep(repo, ['--value-from', '-'], value);
    const seen = secrets.map(({ nature, verdict, confidence }) => [nature, verdict, confidence]);
    assert.deepEqual([status, seen], [1, [['secret', 'compromised', 'high']]]);
  }
});

test('a value that is asked for is found also where it is only in an ignored file, or in no commit', () => {
  const repo = makeRepo();
  const value = characters('only here', ALPHABET, 40);
  repo.write('.gitignore', '.env\n');
  repo.commit('start');
  repo.write('.env', `TOKEN=${value}\n`);
  assert.equal(sweep(repo, []).status, 0);
  assert.deepEqual(
    [sweep(repo, ['--value-from', '-'], value)].map(({ status, secrets: [only] }) => [status, only?.verdict]),
    [[1, 'local']],
  );
  const { stdout } = runCli(['sweep', '--value-from', '-'], { cwd: repo.dir, input: value });
  assert.match(stdout, /next: what was asked for is in use here, and in no history that was seen/);
  assert.match(runCli(['sweep'], { cwd: repo.dir }).stdout, /next: nothing to do/);
  repo.remove('.env');
  repo.gitWith(`x ${value}`, 'hash-object', '-w', '--stdin');
  assert.deepEqual(
    [sweep(repo, ['--value-from', '-'], value)].map(({ status, secrets: [only] }) => [status, only?.verdict]),
    [[1, 'unattached']],
  );
});

test('what the team has settled stays so, also when it is asked for', () => {
  const repo = makeRepo();
  repo.write('a.txt', `x ${VALUE} y\n`);
  repo.commit('start');
  const [found] = sweep(repo, ['--value-from', '-'], VALUE).secrets;
  repo.write('.burnlist/ledger.yaml', `- {id: ${found!.id}, status: false-positive, reason: r, owner: ada}\n`);
  repo.commit('settle');
  assert.equal(sweep(repo, ['--value-from', '-'], VALUE).status, 0);
});

test('no form of it is in any report', () => {
  const repo = withForms();
  repo.write(`${VALUE.replace('/', '-')}.txt`, 'x');
  for (const format of ['text', 'json', 'sarif', 'github', 'markdown']) {
    const { stdout, stderr } = runCli(['sweep', '--value-from', '-', '--format', format], { cwd: repo.dir, input: VALUE });
    for (let at = 0; at + 8 <= VALUE.length; at++) assert.ok(!`${stdout}${stderr}`.includes(VALUE.slice(at, at + 8)), format);
  }
});

test('several values, from files: a key of several lines, and the password in a line of settings', () => {
  const repo = makeRepo();
  const key = pemKey('a');
  repo.write('deploy.pem', key);
  repo.write('a.txt', `we use ${jwtSecret('a')} for now\n`);
  repo.write('b.txt', `token ${characters('b', ALPHABET, 30)} here\n`);
  repo.commit('start');
  const folder = makeFolder();
  writeFileSync(join(folder, 'key'), key);
  writeFileSync(join(folder, 'settings'), `JWT_SECRET=${jwtSecret('a')}\r\n`);
  const { secrets } = sweep(repo, ['--value-from', join(folder, 'key'), '--value-from', join(folder, 'settings')]);
  assert.deepEqual(secrets.flatMap(({ occurrences }) => occurrences.map(({ path }) => path)).sort(), ['a.txt', 'deploy.pem']);
});

test('values in UTF-16, with a byte order mark or without, are those values', () => {
  const repo = makeRepo();
  repo.write('a.txt', `we use ${VALUE} for now\n`);
  repo.commit('start');
  const folder = makeFolder();
  const text = `${VALUE}\r\n`;
  const forms = [Buffer.from(`\ufeff${text}`, 'utf16le'), Buffer.from(text, 'utf16le').swap16(), Buffer.from(`\ufeff${text}`)];
  for (const [at, bytes] of forms.entries()) {
    writeFileSync(join(folder, `values-${at}`), bytes);
    assert.equal(sweep(repo, ['--value-from', join(folder, `values-${at}`)]).secrets.length, 1, String(at));
  }
});

test('what is no value to follow is said without it', () => {
  const repo = makeRepo();
  for (const input of ['short', '', '\n\n']) {
    const { status, stderr } = runCli(['sweep', '--value-from', '-'], { cwd: repo.dir, input });
    assert.equal(status, 2);
    assert.match(stderr, /^burnlist: --value-from -: /);
    assert.ok(!stderr.includes('short\n'));
  }
  assert.equal(runCli(['sweep', '--value-from', 'nowhere'], { cwd: repo.dir }).status, 2);
  assert.equal(runCli(['sweep', '--suspect', 'a b'], { cwd: repo.dir }).status, 2);
});

test('whatever the value, each of its forms is found where it stands', () => {
  const someValue = fc.uint8Array({ minLength: 6, maxLength: 80 }).map((some) => Buffer.from(some));
  fc.assert(
    fc.property(someValue, fc.uint8Array({ maxLength: 5 }), fc.uint8Array({ maxLength: 5 }), (value, before, behind) => {
      const detector = createDetector(followValues([new SecretValue(value)], 'known'), { marks: false });
      const holds = (unit: Buffer): void => assert.ok(detector.scan(unit).findings.length > 0, unit.toString('hex'));
      const whole = Buffer.concat([Buffer.from(before), value, Buffer.from(behind)]);
      holds(whole);
      holds(Buffer.from(whole.toString('base64')));
      holds(Buffer.from(whole.toString('base64url')));
      holds(Buffer.from(whole.toString('hex')));
      holds(Buffer.from(base32(whole)));
      holds(Buffer.from(JSON.stringify(whole)));
    }),
    { numRuns: 200 },
  );
});

test('of bytes that are not the value nothing is found', () => {
  const rules = followValues([new SecretValue(bytes('a', 32))], 'known');
  assert.deepEqual(createDetector(rules, { marks: false }).scan(bytes('b', 1 << 16)).findings, []);
});
