/** Data that says in its first bytes what it is, and opens nothing. */
import type { SetAsideReason } from '../../model.ts';

/** A key that SSH shows to everybody: `ssh-…`, `ecdsa…`, each behind its length. */
export const SSH_PUBLIC_KEY = 'AAAA(?:[BC]3NzaC1|E2VjZHNh)';
/** Pictures, documents, a program, objects of Java. */
const DATA = new RegExp(`^(?:iVBORw0KGgo|R0lGOD[dl]h|/9j/4|UklGR|JVBERi0|PD94bWwg|PHN2Zy|TVqQAA|f0VMRg|rO0AB|${SSH_PUBLIC_KEY})`);
/** `Salted__`: what `openssl enc` writes before a text that a password opens. */
const SALTED = /^U2FsdGVkX1[89+/]/;

/** Why a value that begins like this is no secret, if so. */
export function beginsInBase64(raw: string): SetAsideReason | undefined {
  if (SALTED.test(raw)) return 'ciphertext';
  return DATA.test(raw) ? 'not-random' : undefined;
}

/** RFC 1952, deflated: files that a generator of code wrote as a string. */
export function isGzip(value: Buffer): boolean {
  return value.length >= 18 && value[0] === 0x1f && value[1] === 0x8b && value[2] === 8;
}
