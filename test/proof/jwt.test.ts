/** JSON Web Tokens tied to what signed them: vectors are made with node:crypto when the test runs. */
import assert from 'node:assert/strict';
import { constants, createHmac, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { test } from 'node:test';
import { readTokens } from '../../src/proof/json-web-token.ts';
import { signedByKeys } from '../../src/proof/jwt-key-pair.ts';
import { signedBySecrets } from '../../src/proof/jwt-secret.ts';
import { createBudget } from '../../src/proof/budget.ts';
import { createProofs } from '../../src/proof/proofs.ts';
import type { Budget } from '../../src/proof/budget.ts';
import type { PrivateKey } from '../../src/proof/private-keys.ts';
import { bytes, jwtSecret } from '../support/secrets.ts';
import { AS_OF, details, found, proved } from './found.ts';

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

type Claims = Readonly<Record<string, unknown>>;

function token(header: Claims, claims: Claims, signature: (signed: string) => Buffer): string {
  const signed = `${part(header)}.${part(claims)}`;
  return `${signed}.${signature(signed).toString('base64url')}`;
}

function hmacToken(key: string | Buffer, bits = 256, header: Claims = {}, claims: Claims = { iss: 'erp' }): string {
  return token({ alg: `HS${bits}`, ...header }, claims, (signed) =>
    createHmac(`sha${bits}`, key).update(signed).digest(),
  );
}

const KEY = bytes('a signing key', 48);

test('a found secret is proved by the token it signs, for all three hashes', () => {
  for (const bits of [256, 384, 512]) {
    const key = found(jwtSecret('signer'), { path: '.env', line: 3 });
    const signed = found(hmacToken(jwtSecret('signer'), bits), { path: 'test/session.txt', line: 4 });
    const [signer, session] = proved(key, signed);
    assert.deepEqual(details(signer, 'proven'), [`signs the token in test/session.txt:4 (HS${bits}, issued by erp)`]);
    assert.equal(signer?.proofs[0]?.unit, 'test/session.txt:4');
    assert.deepEqual(signer?.related, [['signs', signed]]);
    assert.deepEqual(details(session, 'proven'), [`signed with the secret in .env:3 (HS${bits})`]);
    assert.deepEqual(session?.related, [['signed by', key]]);
  }
});

test('a key that was taken from a file with its newline', () => {
  const key = found(jwtSecret('echoed'), { rule: { kind: 'jwt-secret' } });
  const [signer] = proved(key, found(hmacToken(`${jwtSecret('echoed')}\n`)));
  assert.match(details(signer, 'proven')[0] ?? '', /, with a newline behind the key\)$/);
});

test('the private part of a JSON Web Key: symmetric, of curves, and of Ed25519', () => {
  const rule = { id: 'json-web-key', kind: 'private-key' };
  const [shared] = proved(found(KEY.toString('base64url'), { rule }), found(hmacToken(KEY)));
  assert.match(details(shared, 'proven')[0] ?? '', /^signs the token .* as the base64(?:url)? of the key\)$/);
  for (const [alg, hash, { privateKey }] of [
    ['ES256', 'sha256', generateKeyPairSync('ec', { namedCurve: 'P-256' })],
    ['ES256K', 'sha256', generateKeyPairSync('ec', { namedCurve: 'secp256k1' })],
    ['ES384', 'sha384', generateKeyPairSync('ec', { namedCurve: 'P-384' })],
    ['ES512', 'sha512', generateKeyPairSync('ec', { namedCurve: 'P-521' })],
    ['EdDSA', null, generateKeyPairSync('ed25519')],
  ] as const) {
    const signed = token({ alg }, {}, (text) => sign(hash, Buffer.from(text), { key: privateKey, dsaEncoding: 'ieee-p1363' }));
    const [signer, session] = proved(found(privateKey.export({ format: 'jwk' }).d!, { rule }), found(signed));
    assert.match(details(signer, 'proven')[0] ?? '', new RegExp(`^signs the token .*${alg}`), alg);
    assert.match(details(session, 'proven')[0] ?? '', /^signed with the private key/);
    const length = Buffer.from(privateKey.export({ format: 'jwk' }).d!, 'base64url').length;
    const another = bytes(alg, length).fill(1, 0, 1);
    const [other] = proved(found(another.toString('base64url'), { rule }), found(signed));
    assert.deepEqual(details(other, 'proven'), []);
  }
});

test('the key of a service account signs as any other', () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const signed = token({ alg: 'RS256' }, {}, (text) => sign('sha256', Buffer.from(text), privateKey));
  const key = found(privateKey.export({ type: 'pkcs8', format: 'der' }), { rule: { kind: 'google-service-account' } });
  const [signer] = proved(key, found(signed));
  assert.match(details(signer, 'proven')[0] ?? '', /^signs the token .*RS256/);
});

test('a key is recognised as it stands and in hex, base64 and base64url, padded or not', () => {
  const short = KEY.subarray(0, 47);
  // two bytes that base64 and base64url write differently
  const odd = Buffer.concat([KEY, Buffer.from([0xfb, 0xff])]);
  const forms: readonly (readonly [string, Buffer, string])[] = [
    [KEY.toString('hex'), KEY, 'hex'],
    [KEY.toString('hex').toUpperCase(), KEY, 'hex'],
    [short.toString('base64'), short, 'base64'],
    [`base64:${KEY.toString('base64')}`, KEY, 'base64'],
    [odd.toString('base64url'), odd, 'base64url'],
    [`${odd.toString('base64url')}=`, odd, 'base64url'],
  ];
  for (const [written, key, as] of forms) {
    const [signer] = proved(found(written), found(hmacToken(key)));
    assert.match(details(signer, 'proven')[0] ?? '', new RegExp(`, as the ${as} of the key\\)$`), as);
    const [plain] = proved(found(written), found(hmacToken(written)));
    assert.doesNotMatch(details(plain, 'proven')[0] ?? 'as the', /as the/);
  }
});

test('another key, another payload, a cut signature and no signature prove nothing', () => {
  const good = hmacToken(KEY.toString('base64'));
  const [head, , signature] = good.split('.');
  const wrong = [
    hmacToken('another key'),
    `${head}.${part({ iss: 'other' })}.${signature}`,
    good.slice(0, -8),
    `${head}.${part({ iss: 'erp' })}.`,
    `${part({ alg: 'none' })}.${part({ iss: 'erp' })}.${signature}`,
    // names that every object has are no algorithms
    `${part({ alg: 'constructor' })}.${part({ iss: 'erp' })}.${signature}`,
  ];
  for (const text of wrong) {
    const [signer] = proved(found(KEY.toString('base64')), found(text));
    assert.deepEqual(details(signer, 'proven'), [], text.slice(0, 12));
  }
});

test('kid, issuer and expiry are told as of the day, the subject only as a hash, other claims not at all', () => {
  const day = (iso: string): number => Date.parse(iso) / 1000;
  const claims = { iss: 'erp', sub: 'ada@example.org', exp: day('2026-12-24'), email: 'ada@example.org' };
  const key = found(jwtSecret('claims'));
  const valid = found(hmacToken(jwtSecret('claims'), 256, { kid: 'v1' }, claims));
  const [signer, session] = proved(key, valid);
  assert.match(details(signer, 'proven')[0] ?? '', /\(HS256, kid v1, issued by erp, valid until 2026-12-24\)$/);
  assert.match(details(session, 'decoded')[0] ?? '', /subject #[0-9a-f]{8}, kid v1, valid until 2026-12-24, HS256$/);
  assert.doesNotMatch(JSON.stringify([signer?.proofs, session?.proofs]), /ada|example/);
  const old = found(hmacToken(jwtSecret('claims'), 256, {}, { exp: day('2026-11-21') }));
  assert.match(details(proved(key, old)[0], 'proven')[0] ?? '', /expired 2026-11-21/);
  assert.deepEqual(details(proved(key, old)[1], 'expired'), ['expired on 2026-11-21']);
});

test('claims that hold credentials, control characters or too much are not told', () => {
  for (const iss of ['https://app:pass@id.example.org', 'a\u001b[2J', 'x'.repeat(65), 7, null]) {
    const [, session] = proved(found('k'.repeat(9)), found(hmacToken('k'.repeat(9), 256, { kid: iss }, { iss })));
    assert.deepEqual(details(session, 'decoded'), ['never expires, HS256']);
  }
});

test('what signs a token is a JWT secret, whatever found it', () => {
  const key = found(jwtSecret('unnamed'), { rule: { kind: 'high-entropy-string' } });
  assert.deepEqual(proved(key, found(hmacToken(jwtSecret('unnamed'))))[0]?.kinds, ['jwt-secret']);
  assert.deepEqual(proved(key)[0]?.kinds, ['high-entropy-string']);
});

test('many tokens of one key are one proof that counts them', () => {
  const tokens = Array.from({ length: 40 }, (_, index) =>
    found(hmacToken(jwtSecret('many'), 256, {}, { jti: index }), { path: `log/${index}.txt` }),
  );
  const [signer] = proved(found(jwtSecret('many')), ...tokens);
  assert.deepEqual(details(signer, 'proven'), ['signs the token in log/0.txt:1 and 39 more (HS256)']);
  assert.equal(signer?.related.length, 40);
});

test('a budget that runs out is said, and what is likely was tried before', () => {
  const keys = Array.from({ length: 30 }, (_, index) => found(jwtSecret(`key ${index}`)));
  const tokens = Array.from({ length: 20 }, (_, index) =>
    found(hmacToken(jwtSecret('key 7'), 256, { kid: 'a' }, { jti: index })),
  );
  const strangers = Array.from({ length: 20 }, (_, index) => found(hmacToken(`x${index}`, 256, {}, { iss: 'other' })));
  const secrets = [...keys, ...strangers, ...tokens];
  const proofs = createProofs();
  signedBySecrets(readTokens(secrets), secrets, AS_OF, proofs, createBudget(200));
  assert.deepEqual(
    proofs.gaps.map(({ what }) => what),
    ['tokens not tried with every value (limit jwt-steps)'],
  );
  assert.match(proofs.told(keys[7]!).proofs[0]?.detail ?? '', /^signs the token/);
  const enough = createProofs();
  signedBySecrets(readTokens(secrets), secrets, AS_OF, enough);
  assert.deepEqual(enough.gaps, []);
});

interface Pair {
  readonly privateKey: KeyObject;
}

const SCHEMES: readonly (readonly [string, string | null, () => Pair])[] = [
  ['RS256', 'sha256', () => generateKeyPairSync('rsa', { modulusLength: 2048 })],
  ['PS384', 'sha384', () => generateKeyPairSync('rsa', { modulusLength: 2048 })],
  ['ES256', 'sha256', () => generateKeyPairSync('ec', { namedCurve: 'P-256' })],
  ['ES512', 'sha512', () => generateKeyPairSync('ec', { namedCurve: 'P-521' })],
  ['EdDSA', null, () => generateKeyPairSync('ed25519')],
];

for (const [algorithm, hash, make] of SCHEMES) {
  test(`a found private key is proved by the ${algorithm} token it signs, and no other key is`, () => {
    const { privateKey } = make();
    const body = privateKey.export({ format: 'der', type: 'pkcs8' });
    const padding = algorithm.startsWith('PS') ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 48 } : {};
    const text = token({ alg: algorithm }, { iss: 'erp' }, (signed) =>
      sign(hash, Buffer.from(signed), { key: privateKey, dsaEncoding: 'ieee-p1363', ...padding }),
    );
    const kind = { rule: { kind: 'private-key', provider: 'pem' } };
    const key = found(body, { ...kind, path: 'id.pem' });
    const other = found(make().privateKey.export({ format: 'der', type: 'pkcs8' }), kind);
    const [signer, stranger, session] = proved(key, other, found(text, { path: 'a.txt', line: 2 }));
    assert.deepEqual(details(signer, 'proven'), [`signs the token in a.txt:2 (${algorithm}, issued by erp)`]);
    assert.deepEqual(details(stranger, 'proven'), []);
    assert.deepEqual(session?.related, [['signed by', key]]);
  });
}

test('a key costs by what it is: how long a secret is, of which curve or size a private key', () => {
  const taken = (run: (budget: Budget) => void): number => {
    let sum = 0;
    run({ ...createBudget(), take: (steps) => ((sum += steps), true) });
    return sum;
  };
  const [token] = readTokens([found(hmacToken('another'))]);
  const secret = (length: number): number =>
    taken((budget) => signedBySecrets([token!], [found('k'.repeat(length))], AS_OF, createProofs(), budget));
  assert.ok(secret(4096) >= secret(200) + 2 * 3);
  const signed = (alg: string, publicKey: KeyObject): number => {
    const key: PrivateKey = { secret: found('key'), publicKey, print: 'print' };
    return taken((budget) => signedByKeys([{ ...token!, algorithm: alg }], [key], AS_OF, createProofs(), budget));
  };
  const curve = (namedCurve: string): number => signed('ES256', generateKeyPairSync('ec', { namedCurve }).publicKey);
  assert.ok(curve('P-521') >= 5 * curve('P-256'));
  const size = (bits: number): KeyObject => {
    const n = Buffer.alloc(bits / 8, 0xff).toString('base64url');
    return createPublicKey({ key: { kty: 'RSA', n, e: 'AQAB' }, format: 'jwk' });
  };
  assert.equal(signed('RS256', size(16_384)), 16 * signed('RS256', size(2048)));
});
