/**
 * Files that are keys and give them no name: private keys in PEM, identities of age. Whether another one is in use now
 * shows in the public halves: the same key saved once more, in another form, has other bytes.
 */
import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { type Entry, entryOf } from './entry.ts';
import { keyFromWire, readOpenSshKey } from '../../ssh-wire.ts';
import type { SecretValue } from '../../secret-value.ts';

const PEM = /-----BEGIN (?:[A-Z]{1,16} ){0,2}PRIVATE KEY-----[^-]{16,65536}-----END [A-Z ]{1,32}-----/g;
const AGE_IDENTITY = /\bAGE-SECRET-KEY-1[A-Z0-9]{58}\b/g;

/** The keys of a text, as entries without a path. */
export function keysIn(text: string): readonly Entry[] {
  const found = (pattern: RegExp, key: string): readonly Entry[] =>
    [...text.matchAll(pattern)].map(({ 0: value, index }) =>
      entryOf([], value, `line ${text.slice(0, index).split('\n').length}`, { key }),
    );
  return [...found(PEM, 'private-key'), ...found(AGE_IDENTITY, 'age-identity')];
}

/** Whether values of that kind are told apart by what `isAnotherKey` says. */
export function isKeyKind(kind: string): boolean {
  return kind === 'private-key' || kind === 'age-identity';
}

/** Undefined where that cannot be told: of PKCS #8 behind a passphrase, or of a form that Node does not read. */
export function isAnotherKey(leaked: SecretValue, now: SecretValue, kind: string): boolean | undefined {
  if (leaked.length === 0) return undefined;
  if (kind === 'age-identity') return !leaked.expose('judge').equals(now.expose('judge'));
  const [old, current] = [publicHalf(leaked), publicHalf(now)];
  return old === undefined || current === undefined ? undefined : !old.equals(current);
}

/** Of PEM, or of the bytes that it stands for. OpenSSH keeps it in clear, also where a passphrase protects the rest. */
function publicHalf(value: SecretValue): Buffer | undefined {
  const bytes = value.expose('judge');
  const isPem = bytes.toString('latin1', 0, 11) === '-----BEGIN ';
  const openSsh = readOpenSshKey(isPem ? bodyOf(bytes) : bytes);
  if (openSsh !== undefined) return spki(keyFromWire(openSsh.blob));
  const readers: readonly (() => KeyObject)[] = isPem
    ? [() => createPrivateKey(bytes)]
    : (['pkcs8', 'pkcs1', 'sec1'] as const).map((type) => () => createPrivateKey({ key: bytes, format: 'der', type }));
  for (const read of readers) {
    try {
      return spki(createPublicKey(read()));
    } catch {
      continue; // of another form
    }
  }
  return undefined;
}

function spki(key: KeyObject | undefined): Buffer | undefined {
  return key?.export({ format: 'der', type: 'spki' });
}

function bodyOf(pem: Buffer): Buffer {
  return Buffer.from(pem.toString('latin1').replace(/-----[^-]+-----/g, ''), 'base64');
}
