/** Found private keys → their public halves, by which everything else is tied to them. */
import { createHash, createPrivateKey, createPublicKey } from 'node:crypto';
import { keyFromWire, readOpenSshKey, sshFingerprint, wireOf } from '../ssh-wire.ts';
import { createBudget } from './budget.ts';
import { publicHalves } from './json-web-key.ts';
import { createUnlocking } from './passphrases.ts';
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
  proofs: Proofs,
  budget: Budget = createBudget(),
): readonly PrivateKey[] {
  const keys: PrivateKey[] = [];
  const unlocking = createUnlocking(secrets, proofs);
  let unread = 0;
  for (const secret of secrets) {
    if (!secret.names.some(({ kind }) => KINDS.has(kind))) continue;
    if (!budget.take(READING)) {
      unread++;
      continue;
    }
    const body = secret.value.expose('proof');
    for (const half of publicHalves(body)) keys.push({ secret, publicKey: half, print: printOf(half) });
    const container = readOpenSshKey(body);
    const publicKey = container ? keyFromWire(container.blob) : (publicHalf(body) ?? unlocking.publicHalf(secret));
    if (publicKey !== undefined) keys.push({ secret, publicKey, print: printOf(publicKey) });
    const blob = container?.blob ?? (publicKey && wireOf(publicKey));
    if (blob === undefined) continue;
    const what = publicKey === undefined ? 'SSH key' : describe(publicKey);
    const lock = container?.isEncrypted === true ? ', behind a passphrase that can be guessed offline' : '';
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

/** Which of the encodings a body has is tried: the BEGIN line is not part of the value. Undefined of what is encrypted. */
export function privateHalf(body: Buffer): KeyObject | undefined {
  for (const type of ['pkcs8', 'pkcs1', 'sec1'] as const) {
    try {
      return createPrivateKey({ key: body, format: 'der', type });
    } catch {
      // the next encoding, or encrypted
    }
  }
  return undefined;
}
