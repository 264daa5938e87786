/**
 * The private half of a key as a bare number, `d` of a JSON Web Key (RFC 7518 § 6.2 and 6.3, RFC 8037) or of .NET's XML →
 * the public half. Curve and modulus stand beside it, and are not part of the value. Of a curve the number leads to all that
 * could be meant; of RSA only the modulus beside it makes a key, and two powers tell whether it does.
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
/** Of nearly every key, in base64url as well. */
const PUBLIC_EXPONENT = { number: 65_537n, text: 'AQAB' };
const LEAST_RSA_BYTES = 64;
const MOST_RSA_BYTES = 1024;

/** A number in base64url or base64, without zeros in front; undefined for other text. */
export function bareNumber(value: Buffer): Buffer | undefined {
  const text = value.toString('latin1');
  if (text.length > MOST_RSA_BYTES * 1.5 || !/^[\w+/-]+={0,2}$/.test(text)) return undefined;
  const bytes = Buffer.from(text, 'base64');
  return bytes.subarray(bytes.findIndex((byte) => byte !== 0));
}

/** Of elliptic curves, all that the number can be the private half of. */
export function curveHalves(value: Buffer): readonly KeyObject[] {
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

/** What a public key is known by: the modulus of RSA, a coordinate of the point. Undefined for what JWK has no name for. */
export function publicNumber(key: KeyObject): Buffer | undefined {
  try {
    const { n, x } = key.export({ format: 'jwk' });
    return bareNumber(Buffer.from(n ?? x ?? '', 'latin1'));
  } catch {
    return undefined;
  }
}

/** Whether two numbers can be exponent and modulus of one key. */
export function mayBeRsa(exponent: Buffer, modulus: Buffer): boolean {
  const { length } = modulus;
  return length >= LEAST_RSA_BYTES && length <= MOST_RSA_BYTES && exponent.length <= length && exponent.length > length / 2;
}

/** Raised to one exponent and then to the other, a number is itself again. */
export function rsaHalf(exponent: Buffer, modulus: Buffer): KeyObject | undefined {
  const n = integer(modulus);
  if (n % 2n === 0n || power(power(2n, integer(exponent), n), PUBLIC_EXPONENT.number, n) !== 2n) return undefined;
  return createPublicKey({ key: { kty: 'RSA', n: modulus.toString('base64url'), e: PUBLIC_EXPONENT.text }, format: 'jwk' });
}

function integer(bytes: Buffer): bigint {
  return BigInt(`0x${bytes.toString('hex')}`);
}

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  for (const bit of exponent.toString(2)) {
    result = (result * result) % modulus;
    if (bit === '1') result = (result * base) % modulus;
  }
  return result;
}
