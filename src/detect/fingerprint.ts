/**
 * `id@1`: what a secret is called in reports, to-dos and the ledger. A frozen formula over the value alone, the same on
 * every machine. Values that people choose can be guessed, so theirs is slow (scrypt, about 1.3 ms, on libuv's threads);
 * long machine-made ones cannot, so theirs is a plain hash.
 */
import { createHash, scrypt } from 'node:crypto';
import { toBase32 } from '../base32.ts';
import type { SecretValue } from '../secret-value.ts';

const DOMAIN = 'burnlist id@1';
const ID_BYTES = 16;
/** Values with fewer bytes, or fewer distinct ones, are taken for guessable. */
const LONG = 24;
const DISTINCT = 12;
const SCRYPT = { N: 1024, r: 8, p: 1 };

/** 26 characters of base32, lower case: 128 bits. */
export async function fingerprint(value: SecretValue): Promise<string> {
  const raw = value.expose('id');
  if (raw.length >= LONG && new Set(raw).size >= DISTINCT) {
    return idOf(createHash('sha256').update(`${DOMAIN}\0`).update(raw).digest().subarray(0, ID_BYTES));
  }
  return new Promise((resolve, reject) => {
    scrypt(raw, DOMAIN, ID_BYTES, SCRYPT, (error, key) => (error ? reject(error) : resolve(idOf(key))));
  });
}

function idOf(bytes: Uint8Array): string {
  return toBase32(bytes).toLowerCase();
}
