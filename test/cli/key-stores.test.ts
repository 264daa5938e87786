/** Stores of keys and keys in binary, by their content whatever their name, and the passwords that open them. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { javaKeyStore, pkcs12 } from '../support/key-stores.ts';
import { makeFolder, makeRepo, runCli } from '../support/repo.ts';
import { jwtSecret, password } from '../support/secrets.ts';

interface Seen {
  readonly id: string;
  readonly rule: string;
  readonly verdict: string;
  readonly nature: string;
  readonly names: readonly { readonly name: string; readonly kind: string }[];
  readonly proofs: readonly { readonly kind: string; readonly detail: string }[];
  readonly related: readonly { readonly id: string; readonly how: string }[];
  readonly occurrences: readonly { readonly path: string }[];
}

function audited(files: Readonly<Record<string, string | Buffer>>): readonly Seen[] {
  const repo = makeRepo();
  for (const [path, content] of Object.entries(files)) repo.write(path, content);
  repo.commit('all of it');
  const { stdout, stderr } = runCli(['audit', '--format', 'json'], { cwd: repo.dir });
  assert.ok(stdout !== '', stderr);
  return (JSON.parse(stdout) as { secrets: Seen[] }).secrets;
}

const of = (kind: string, secrets: readonly Seen[]): readonly Seen[] =>
  secrets.filter(({ names }) => names.some((name) => name.kind === kind));
const proven = ({ proofs }: Seen): readonly string[] =>
  proofs.filter(({ kind }) => kind === 'proven').map(({ detail }) => detail);

const KEY = [{ tag: 1, alias: 'app' }] as const;
const MIXED = [{ tag: 2, alias: 'root' }, ...KEY] as const;

const [SHROUDED, CERTIFICATE, SECRET] = ['02', '03', '05'].map((end) => `2a864886f70d010c0a01${end}`) as [string, string, string];

/** By what makes one with a password. */
const STORES: Readonly<Record<string, (password: string) => Buffer>> = {
  'PKCS #12': (word) => pkcs12('store', word),
  JKS: (word) => javaKeyStore('store', word, KEY),
  'JKS that begins with a certificate': (word) => javaKeyStore('store', word, MIXED),
  JCEKS: (word) => javaKeyStore('store', word, KEY, 'cececece'),
  'PKCS #12 of openssl': (word) => ofOpenssl(word),
  'PKCS #12 of keytool': (word) => ofKeytool(word, 'PKCS12'),
  'JKS of keytool': (word) => ofKeytool(word, 'JKS'),
  'JCEKS of keytool': (word) => ofKeytool(word, 'JCEKS'),
};

function hasTool(name: string, ...args: readonly string[]): boolean {
  return spawnSync(name, args).status === 0;
}

const MISSING = new Map([
  ['openssl', !hasTool('openssl', 'version') && 'openssl is not here'],
  ['keytool', !hasTool('keytool', '-help') && 'keytool is not here'],
]);

function ofOpenssl(word: string): Buffer {
  const dir = makeFolder();
  const run = (...args: readonly string[]): Buffer => {
    const { status, stdout, stderr } = spawnSync('openssl', args, { cwd: dir });
    assert.equal(status, 0, stderr.toString());
    return stdout;
  };
  run('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'k.pem', '-out', 'c.pem', '-subj', '/CN=a');
  return run('pkcs12', '-export', '-inkey', 'k.pem', '-in', 'c.pem', '-passout', `pass:${word}`);
}

function ofKeytool(word: string, type: string): Buffer {
  const path = join(makeFolder(), 'store');
  const store = ['-keystore', path, '-storetype', type, '-storepass', word, '-keypass', word];
  const { status, stderr } = spawnSync('keytool', ['-genkeypair', '-alias', 'a', '-keyalg', 'RSA', '-dname', 'CN=a', ...store]);
  assert.equal(status, 0, stderr.toString());
  return readFileSync(path);
}

for (const [what, make] of Object.entries(STORES)) {
  const tool = what.split(' of ')[1] ?? '';
  test(`${what}: opened by the password that stands in the settings, and by no other`, { skip: MISSING.get(tool) ?? false }, () => {
    const word = password('store');
    const file = make(word);
    const files = { 'conf/identity.bin': file, 'app.env': `KEYSTORE_PASSWORD=${word}\nJWT_SECRET=${jwtSecret('a')}\n` };
    const secrets = audited(files);
    const [store, ...others] = of('keystore', secrets);
    assert.ok(store !== undefined && others.length === 0);
    assert.deepEqual([store.verdict, store.nature], ['compromised', 'secret']);
    assert.deepEqual(proven(store), ['opened by KEYSTORE_PASSWORD, found in app.env:1']);
    const opener = secrets.find(({ names }) => names.some(({ name }) => name === 'KEYSTORE_PASSWORD'));
    assert.deepEqual(proven(opener!), ['opens the key store in conf/identity.bin:1']);
    assert.deepEqual(store.related, [{ id: opener!.id, how: 'wrapped by' }]);
    const closed = of('keystore', audited({ ...files, 'app.env': `KEYSTORE_PASSWORD=${password('other')}\n` }));
    assert.deepEqual(closed.map(proven), [[]]);
  });
}

test('a password that everybody tries first opens it without having been found, and so does none', () => {
  const stores = {
    'a.jks': javaKeyStore('a', 'changeit', KEY),
    'b.p12': pkcs12('b', 'changeit'),
    'c.p12': pkcs12('c', ''),
    'd.p12': pkcs12('d', undefined),
  };
  const said = of('keystore', audited(stores)).map((store) => [store.occurrences[0]!.path, ...proven(store)]);
  assert.deepEqual(said.sort(), [
    ['a.jks', 'opened by "changeit", which everybody tries first'],
    ['b.p12', 'opened by "changeit", which everybody tries first'],
    ['c.p12', 'opened without a password'],
    ['d.p12', 'opened without a password'],
  ]);
});

test('a store in base64 and the same in binary are one secret', () => {
  const store = pkcs12('both', password('both'));
  const [one, ...others] = of('keystore', audited({ 'a.pfx': store, 'ci.env': `P12=${store.toString('base64')}\n` }));
  assert.deepEqual(one?.occurrences.map(({ path }) => path), ['a.pfx', 'ci.env']);
  assert.equal(others.length, 0);
});

test('stores of certificates alone, and what is cut, are no find', () => {
  const files = {
    'trust.jks': javaKeyStore('trust', 'changeit', [{ tag: 2, alias: 'root' }]),
    'trust.p12': pkcs12('trust', 'changeit', { bags: [CERTIFICATE] }),
    'cut.p12': pkcs12('cut', 'changeit').subarray(0, -40),
    'cut.jks': javaKeyStore('cut', 'changeit', KEY).subarray(0, -40),
  };
  assert.deepEqual(of('keystore', audited(files)), []);
});

test('a store is found wherever in a file it begins, and a key behind certificates, and a secret that is none', () => {
  const files = {
    'behind.bin': Buffer.concat([Buffer.from('x'), pkcs12('behind', 'changeit')]),
    'chain.p12': pkcs12('chain', 'changeit', { bags: [CERTIFICATE, CERTIFICATE, SHROUDED] }),
    'secret.p12': pkcs12('secret', 'changeit', { bags: [SECRET] }),
    'large.p12': pkcs12('large', 'changeit', { bags: [...Array.from({ length: 50 }, () => CERTIFICATE), SHROUDED], size: 1000 }),
  };
  const found = of('keystore', audited(files)).map(({ occurrences }) => occurrences[0]!.path);
  assert.deepEqual(found.sort(), Object.keys(files).sort());
});

test('what stands behind a store in the same file is found as well', () => {
  const file = Buffer.concat([pkcs12('first', 'changeit'), Buffer.from(`\nJWT_SECRET=${jwtSecret('behind')}\n`)]);
  assert.deepEqual(audited({ 'all.bin': file }).map(({ rule }) => rule).sort(), ['jwt-signing-secret', 'pkcs12-file']);
});

const ENCRYPTED = { type: 'pkcs8', format: 'der', cipher: 'aes-256-cbc', passphrase: 'x' } as const;
const PLAIN = { type: 'pkcs8', format: 'der' } as const;
const rsa = (modulusLength: number) => generateKeyPairSync('rsa', { modulusLength }).privateKey;
const curve = (namedCurve: string) => generateKeyPairSync('ec', { namedCurve }).privateKey;

/** Keys in binary. */
const KEYS: Readonly<Record<string, () => Buffer>> = {
  'RSA in PKCS #8': () => rsa(2048).export(PLAIN),
  'RSA of 4096 bits in PKCS #1': () => rsa(4096).export({ type: 'pkcs1', format: 'der' }),
  'RSA in PKCS #1': () => rsa(2048).export({ type: 'pkcs1', format: 'der' }),
  'P-256 in PKCS #8': () => curve('P-256').export(PLAIN),
  'P-384 in PKCS #8': () => curve('P-384').export(PLAIN),
  'P-256 in SEC 1': () => curve('P-256').export({ type: 'sec1', format: 'der' }),
  'Ed25519 in PKCS #8': () => generateKeyPairSync('ed25519').privateKey.export(PLAIN),
  'encrypted PKCS #8': () => rsa(2048).export(ENCRYPTED),
};

for (const [what, make] of Object.entries(KEYS)) {
  test(`a private key in binary: ${what}, the same secret as in PEM`, () => {
    const key = make();
    const pem = `-----BEGIN PRIVATE KEY-----\n${key.toString('base64').match(/.{1,64}/g)!.join('\n')}\n-----END PRIVATE KEY-----\n`;
    const [before, behind] = [Buffer.from('x'), Buffer.from('\nmore\n')];
    const files = { 'in.bin': Buffer.concat([before, key, behind]), 'key.der': Buffer.concat([key, behind]), 'key.pem': pem };
    const found = of('private-key', audited(files));
    assert.deepEqual(found.map(({ occurrences }) => occurrences.map(({ path }) => path)), [Object.keys(files)]);
  });
}

test('public keys and certificates in binary are no find', () => {
  const spki = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey;
  const files = { 'a.der': spki.export({ type: 'spki', format: 'der' }), 'b.der': spki.export({ type: 'pkcs1', format: 'der' }) };
  assert.deepEqual(of('private-key', audited(files)), []);
});
