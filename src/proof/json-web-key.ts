/**
 * The private half `d` of a JSON Web Key (RFC 7518 § 6.2, RFC 8037) → the public halves that it can have: the curve stands
 * beside it, and is not part of the value. Of an RSA key `d` alone says nothing.
 */
import { createECDH, createPrivateKey, createPublicKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

interface Curve {
  /** As JSON Web Keys call it, and as Node does. */
  readonly crv: string;
  readonly name: string;
  readonly bytes: number;
}

const CURVES: readonly Curve[] = [
  { crv: 'P-256', name: 'prime256v1', bytes: 32 },
  { crv: 'secp256k1', name: 'secp256k1', bytes: 32 },
  { crv: 'P-384', name: 'secp384r1', bytes: 48 },
  { crv: 'P-521', name: 'secp521r1', bytes: 66 },
];
/** PKCS #8 of an Ed25519 key up to its 32 bytes (RFC 8410 § 7). */
const ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex');

/** @param value as it is written: base64url */
export function publicHalves(value: Buffer): readonly KeyObject[] {
  if (value.length > 88 || /[^\w-]/.test(value.toString('latin1'))) return [];
  const d = Buffer.from(value.toString('latin1'), 'base64url');
  const halves = CURVES.flatMap((curve) => (curve.bytes === d.length ? onCurve(d, curve) : []));
  if (d.length !== 32) return halves;
  const own = createPrivateKey({ key: Buffer.concat([ED25519, d]), format: 'der', type: 'pkcs8' });
  return [...halves, createPublicKey(own)];
}

function onCurve(d: Buffer, { crv, name, bytes }: Curve): readonly KeyObject[] {
  const pair = createECDH(name);
  try {
    pair.setPrivateKey(d);
  } catch {
    return []; // no number of this curve
  }
  const point = pair.getPublicKey();
  const x = point.subarray(1, 1 + bytes).toString('base64url');
  const y = point.subarray(1 + bytes).toString('base64url');
  return [createPublicKey({ key: { kty: 'EC', crv, x, y }, format: 'jwk' })];
}
