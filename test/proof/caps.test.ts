/**
 * What provers may spend: with less than all would take it is said by its name how much was left untried, with enough it is not, and
 * the same is left whatever the order in which threads found things.
 */
import assert from 'node:assert/strict';
import { createHmac, generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';
import { splitAnchors } from '../../src/proof/anchors.ts';
import { readAwsKeys } from '../../src/proof/aws-keys.ts';
import { smtpPasswords } from '../../src/proof/aws-smtp.ts';
import { createBudget, STEPS } from '../../src/proof/budget.ts';
import { dotenvxKeys } from '../../src/proof/dotenvx.ts';
import { wrappedByFernet } from '../../src/proof/fernet.ts';
import { signedByKeys } from '../../src/proof/jwt-key-pair.ts';
import { readTokens } from '../../src/proof/json-web-token.ts';
import { keyPairs } from '../../src/proof/key-pairs.ts';
import { readPrivateKeys } from '../../src/proof/private-keys.ts';
import { createProofs } from '../../src/proof/proofs.ts';
import { prove } from '../../src/proof/prove.ts';
import { sealedSecrets } from '../../src/proof/sealed-secrets.ts';
import { wrappingKeys } from '../../src/proof/wrapping-keys.ts';
import { awsPair, bytes, characters, fernetKey, jsonWebToken } from '../support/secrets.ts';
import { anchor, AS_OF, found } from './found.ts';
import type { KeyPairKeyObjectResult } from 'node:crypto';
import type { Anchors } from '../../src/proof/anchors.ts';
import type { Budget } from '../../src/proof/budget.ts';
import type { Proofs } from '../../src/proof/proofs.ts';
import type { Secret } from '../../src/model.ts';

interface Case {
  readonly limit: string;
  readonly all: readonly Secret[];
  readonly run: (secrets: readonly Secret[], anchors: Anchors, proofs: Proofs, budget: () => Budget) => void;
  /** Too few steps, and how many are left untried with them. */
  readonly few: number;
  readonly untried: number;
}

const several = <T>(count: number, make: (at: number) => T): readonly T[] => Array.from({ length: count }, (_, at) => make(at));
const awsKey = { rule: { id: 'aws-secret-access-key', kind: 'aws-access-key', provider: 'aws' } };
const pem = { rule: { kind: 'private-key', provider: 'pem' } };
const ec = (): KeyPairKeyObjectResult => generateKeyPairSync('ec', { namedCurve: 'P-256' });
const body = ({ privateKey }: KeyPairKeyObjectResult): Buffer => privateKey.export({ format: 'der', type: 'pkcs8' });
const spki = ({ publicKey }: KeyPairKeyObjectResult): Buffer => publicKey.export({ format: 'der', type: 'spki' });

const NOBODY = bytes('nobody', 32);
/** Of a value that nobody found. */
const signature = (text: string, hash = 'sha1'): Buffer => createHmac(hash, NOBODY).update(text).digest();
const laravel = (name: string): string =>
  Buffer.from(JSON.stringify({ iv: name, value: 'y', mac: '0'.repeat(64), tag: '' })).toString('base64');
const rails = (name: string): string =>
  [bytes(name, 60), bytes('iv', 12), bytes('tag', 16)].map((part) => part.toString('base64')).join('--');
const fernetToken = (name: string): string => {
  const token = Buffer.concat([Buffer.of(0x80, 0, 0, 0, 0), bytes(name, 84)]);
  return token.toString('base64url');
};
const sealedSecret = (name: string): string => Buffer.concat([Buffer.of(1, 0), bytes(name, 300)]).toString('base64');
const es256 = (name: string): string => {
  const [, claims] = jsonWebToken({ iss: name }, 'key').split('.');
  return `${Buffer.from('{"alg":"ES256"}').toString('base64url')}.${claims}.${bytes(name, 64).toString('base64url')}`;
};

/** Formats that are tried one by one with every value. */
const SEALED: readonly (readonly [limit: string, kind: string, text: (name: string) => string])[] = [
  ['laravel-steps', 'laravel-payload', laravel],
  ['rails-steps', 'rails-credentials', rails],
  ['rails-cookie-steps', 'rails-encrypted', rails],
  ['rails-message-steps', 'rails-signed', (name) => `eyJ${characters(name, 'abcd', 20)}--${signature(name).toString('hex')}`],
  ['cookie-steps', 'signed-cookie', (name) => `eyJ${characters(name, 'abcd', 20)}.${signature(name).toString('base64url')}`],
  ['cookie-steps', 'django-signed', (name) => `${name}:1xabcd:${signature(name, 'sha256').toString('base64url')}`],
  ['webhook-steps', 'webhook-delivery', (name) => `X-Hub-Signature-256: sha256=${signature(name, 'sha256').toString('hex')}\n\n${name}\n`],
];

const CASES: readonly Case[] = [
  ...SEALED.map(([limit, kind, text]) => ({
    limit,
    all: [
      ...several(6, (at) => found(bytes(`key ${at}`, 16).toString('hex'))),
      ...several(3, (at) => found(text(`sealed ${at}`), anchor(kind, `${at}.txt`))),
    ],
    run: wrappingKeys,
    few: 4,
    untried: 3,
  })),
  {
    limit: 'fernet-steps',
    all: [found(fernetKey('cap')), ...several(5, (at) => found(fernetToken(`token ${at}`)))],
    run: (secrets, _, proofs, budget) => wrappedByFernet(secrets, proofs, budget()),
    few: 3,
    untried: 2,
  },
  {
    limit: 'jwt-steps',
    all: [...several(2, () => found(body(ec()), pem)), ...several(5, (at) => found(es256(`${at}`)))],
    run: (secrets, anchors, proofs, budget) =>
      signedByKeys(readTokens(secrets), readPrivateKeys(secrets, anchors, createProofs()), AS_OF, proofs, budget()),
    few: 100,
    untried: 4,
  },
  {
    limit: 'key-steps',
    all: several(4, () => found(body(ec()), pem)),
    run: (secrets, anchors, proofs, budget) => void readPrivateKeys(secrets, anchors, proofs, budget()),
    few: 1,
    untried: 4,
  },
  {
    limit: 'key-steps',
    all: [found(body(ec()), pem), ...several(4, () => found(spki(ec()), anchor('public-key')))],
    run: (secrets, anchors, proofs, budget) =>
      keyPairs(readPrivateKeys(secrets, anchors, createProofs()), anchors, AS_OF, proofs, budget()),
    few: 1,
    untried: 4,
  },
  {
    limit: 'sealed-steps',
    all: [
      found(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'der', type: 'pkcs1' }), pem),
      ...several(4, (at) => found(sealedSecret(`${at}`), anchor('sealed-secret', `${at}.yaml`))),
    ],
    run: (secrets, anchors, proofs, budget) => sealedSecrets(readPrivateKeys(secrets, anchors, createProofs()), anchors, proofs, budget()),
    few: 1,
    untried: 4,
  },
  {
    limit: 'dotenvx-steps',
    all: [...several(4, (at) => found(bytes(`env ${at}`, 32).toString('hex'))), found('02'.repeat(33), anchor('dotenvx-public-key'))],
    run: (secrets, anchors, proofs, budget) => dotenvxKeys(secrets, anchors, proofs, budget()),
    few: 1,
    untried: 4,
  },
  {
    limit: 'aws-steps',
    all: [
      ...several(3, (at) => found(awsPair(`${at}`).secret, awsKey)),
      found(Buffer.concat([Buffer.of(4), bytes('smtp', 32)]).toString('base64')),
    ],
    run: (secrets, _, proofs, budget) => smtpPasswords(readAwsKeys(secrets), secrets, proofs, budget()),
    few: 1,
    untried: 3,
  },
];

for (const { limit, all, run, few, untried } of CASES) {
  test(`${limit}: what is left untried of ${all.at(-1)!.rule.kind} is said, in whatever order it was found`, () => {
    const gaps = (some: readonly Secret[], steps: number): readonly (readonly [what: string, count: number])[] => {
      const { secrets, anchors } = splitAnchors(some);
      const proofs = createProofs();
      run(secrets, anchors, proofs, () => createBudget(steps));
      return proofs.gaps.map(({ what, count }) => [what, count]);
    };
    const [gap, ...others] = gaps(all, few);
    assert.match(gap?.[0] ?? '', new RegExp(`\\(limit ${limit}\\)$`));
    assert.deepEqual([gap?.[1], others.length], [untried, 0]);
    assert.deepEqual(gaps(all.toReversed(), few), [gap]);
    assert.deepEqual(gaps(all, STEPS), []);
  });
}

test('where making keys alone costs more than there is, the others are tried all the same, and the report says what was left', () => {
  const texts = SEALED.flatMap(([, kind, text]) => several(10, (at) => found(text(`${kind} ${at}`), anchor(kind, `${kind}/${at}.txt`))));
  const values = several(400, (at) => found(bytes(`value ${at}`, 16).toString('hex'), { line: at }));
  const limits = prove([...values, ...texts], AS_OF).gaps.map(({ what }) => /limit ([\w-]+)/.exec(what)?.[1]);
  assert.deepEqual(limits, ['rails-message-steps']);
});
