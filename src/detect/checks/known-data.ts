/** Data that says in its first bytes what it is, and opens nothing. */
import type { SetAsideReason } from '../../model.ts';

/** A key that SSH shows to everybody: `ssh-…`, `ecdsa…`, each behind its length. */
export const SSH_PUBLIC_KEY = 'AAAA(?:[BC]3NzaC1|E2VjZHNh)';
/** A certificate of version 3 (RFC 5280): a sequence whose first field is a sequence whose first field is the version. */
const CERTIFICATE = 'MII..DCC...gAwIB';
/** Keys that are published for Encrypted Client Hello: their length, then the version 0xfe0d. */
const ECH = 'A[A-P].[+]D[QR]';
/** Pictures, documents, a program, objects of Java, what was packed by gzip, and what is published. */
const DATA = new RegExp(
  `^(?:iVBORw0KGgo|R0lGOD[dl]h|/9j/4|UklGR|JVBERi0|PD94bWwg|PHN2Zy|TVqQAA|f0VMRg|rO0AB|H4sI|${SSH_PUBLIC_KEY}|${CERTIFICATE}|${ECH})`,
);
/** `Salted__`: what `openssl enc` writes before a text that a password opens; `vault:v1:` of Vault's transit. */
const SALTED = /^(?:U2FsdGVkX1[89+/]|dmF1bHQ6dj)/;

/** Why a value that begins like this is no secret, if so. */
export function beginsInBase64(raw: string): SetAsideReason | undefined {
  if (SALTED.test(raw)) return 'ciphertext';
  return DATA.test(raw) ? 'not-random' : undefined;
}

/** RFC 1952, deflated: files that a generator of code wrote as a string. */
export function isGzip(value: Buffer): boolean {
  return value.length >= 18 && value[0] === 0x1f && value[1] === 0x8b && value[2] === 8;
}
