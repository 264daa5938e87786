/**
 * Values that the whole world knows, as hashes, so that this repository holds none of them: examples of documentation,
 * which were never valid, and defaults that products ship with, which are valid wherever nobody changed them.
 */
import { createHash } from 'node:crypto';

export interface KnownValue {
  readonly as: 'documentation' | 'public-default';
  readonly what: string;
}

/** First 96 bits of the SHA-256 of the value. */
const KNOWN: readonly (readonly [string, KnownValue['as'], string])[] = [
  ['78314b11be2e581549ac1c4f', 'documentation', 'AWS documentation, secret key'],
  ['e21b597ba6b9cafa59d9ebc4', 'documentation', 'AWS documentation, secret key'],
  ['1a5d44a2dca19669d72edf4c', 'documentation', 'AWS documentation, key id'],
  ['c6ea27c534f993d31f0aef88', 'documentation', 'AWS documentation, key id'],
  ['d88a2cb53b61ef4d6fe8923a', 'documentation', 'Fernet specification'],
  ['4c7c765bca9674eab6f42502', 'documentation', 'Fernet specification'],
  ['2cafc0970149a84f3b9e62ea', 'documentation', 'Stripe documentation'],
  ['f7d838701b86c5dfb57bf95f', 'public-default', 'jwt.io example secret'],
  ['465d9ad5d5528ebe287b5dce', 'public-default', 'jwt.io example secret'],
  ['7f75367e7881255134e1375e', 'public-default', 'jwt.io example token'],
  ['a064b502e61d27e94b871729', 'public-default', 'Supabase local development'],
  ['422b6cfd76dcf88d5d37a901', 'public-default', 'express-session documentation'],
  ['2598f7d6adc142d88161630f', 'public-default', 'Flask documentation'],
  ['9cb335cb7b5fb805934637d8', 'public-default', 'Flask documentation'],
  ['9d0f4f5072c13dbd970c045e', 'public-default', 'Flask documentation'],
  ['ad9858116e63b0c5a4d7dc7f', 'public-default', 'MinIO default'],
  ['3f7aa5c0b56cad6ccbfc8481', 'public-default', 'Superset default'],
  ['00810cf8b94d6fcb9c5de484', 'public-default', 'Java keystore default'],
];

const BY_HASH = new Map(KNOWN.map(([hash, as, what]) => [hash, { as, what }]));

export function knownValue(value: Buffer): KnownValue | undefined {
  return BY_HASH.get(createHash('sha256').update(value).digest('hex').slice(0, 24));
}
