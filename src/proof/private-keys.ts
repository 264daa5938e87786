/** Found private keys → their public halves, by which everything else is tied to them. */
import { createHash, createPublicKey } from 'node:crypto';
import { keyFromWire, readOpenSshKey, sshFingerprint, wireOf } from '../ssh-wire.ts';
import { createBudget } from './budget.ts';
import { unlock } from './passphrases.ts';
import { privateHalf } from './private-half.ts';
import { readBareNumbers } from './bare-numbers.ts';
import type { Anchors } from './anchors.ts';
import type { Budget } from './budget.ts';
import type { KeyObject } from 'node:crypto';
import type { Proofs } from './proofs.ts';
import type { Secret } from '../model.ts';

export interface PrivateKey {
  readonly secret: Secret;
  readonly publicKey: KeyObject;
  /** The same for all encodings of one key. */
  readonly print: string;
}

const KINDS = new Set(['private-key', 'google-service-account']);

/** Reading one, in steps: mostly big numbers. */
const READING = 100;

/** Every private key whose public half can be told, each with its fingerprint as a proof. */
export function readPrivateKeys(
  secrets: readonly Secret[],
  anchors: Anchors,
  proofs: Proofs,
  budget: Budget = createBudget(),
): readonly PrivateKey[] {
  const keys: PrivateKey[] = [];
  const found = secrets.filter(({ names }) => names.some(({ kind }) => KINDS.has(kind)));
  const unlocked = unlock(found, secrets, anchors, proofs);
  const bareNumbers = readBareNumbers(anchors, budget);
  let unread = 0;
  for (const secret of found) {
    if (!budget.take(READING)) {
      unread++;
      continue;
    }
    const body = secret.value.expose('proof');
    const bare = bareNumbers.halvesOf(secret);
    for (const half of bare.possible) keys.push({ secret, publicKey: half, print: printOf(half) });
    const container = readOpenSshKey(body);
    const inClear = container ? keyFromWire(container.blob) : (bare.certain ?? publicHalf(body));
    const publicKey = inClear ?? unlocked.get(secret);
    if (publicKey !== undefined) keys.push({ secret, publicKey, print: printOf(publicKey) });
    const blob = container?.blob ?? (publicKey && wireOf(publicKey));
    if (blob === undefined) continue;
    const what = publicKey === undefined ? 'SSH key' : describe(publicKey);
    const isClosed = container?.lock !== undefined && !unlocked.has(secret);
    const lock = isClosed ? ', behind a passphrase that can be guessed offline' : '';
    proofs.add(secret, { kind: 'decoded', detail: `${what}, fingerprint ${sshFingerprint(blob)}${lock}` });
  }
  if (unread > 0) proofs.cut('private keys not read (limit key-steps)', 'more keys than are read', unread);
  return keys;
}

/** A hash of its SubjectPublicKeyInfo. */
export function printOf(publicKey: KeyObject): string {
  return createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('base64');
}

const CURVES: ReadonlyMap<string, string> = new Map([
  ['prime256v1', 'P-256'],
  ['secp384r1', 'P-384'],
  ['secp521r1', 'P-521'],
  ['ed25519', 'Ed25519'],
]);

/** "RSA key of 2048 bits", "P-256 key". */
export function describe(publicKey: KeyObject): string {
  const { modulusLength, namedCurve } = publicKey.asymmetricKeyDetails ?? {};
  if (modulusLength !== undefined)
    return `${publicKey.asymmetricKeyType === 'dsa' ? 'DSA' : 'RSA'} key of ${modulusLength} bits`;
  const name = namedCurve ?? publicKey.asymmetricKeyType ?? 'unknown';
  return `${CURVES.get(name) ?? name} key`;
}

function publicHalf(body: Buffer): KeyObject | undefined {
  const key = privateHalf(body);
  return key && createPublicKey(key);
}
