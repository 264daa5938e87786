/**
 * Files that hold private keys in binary: how long they are, they say themselves. The value is the whole file, so that a
 * store in base64 is the same secret. Stores of certificates alone hold no key, and are none.
 */
import { ASIDE, DROP } from './outcome.ts';
import { derLength } from './pem.ts';
import type { Candidate, Outcome } from './outcome.ts';

/** keyBag and pkcs8ShroudedKeyBag (RFC 7292 § 4.2), up to their last byte. */
const KEY_BAG = Buffer.from('060b2a864886f70d010c0a01', 'hex');
const KEY_BAGS = [1, 2];

/** PKCS #8, PKCS #1 or SEC 1 in DER. */
export function derFile({ raw }: Candidate): Outcome {
  const whole = wholeDer(Buffer.from(raw, 'latin1'));
  return whole === undefined ? ASIDE('not-well-formed') : whole;
}

export function pkcs12({ raw }: Candidate): Outcome {
  const inBase64 = raw.startsWith('MII');
  const whole = wholeDer(inBase64 ? Buffer.from(raw, 'base64') : Buffer.from(raw, 'latin1'));
  if (whole === undefined) return ASIDE('not-well-formed');
  const at = whole.value.indexOf(KEY_BAG);
  if (at < 0 || !KEY_BAGS.includes(whole.value[at + KEY_BAG.length] ?? 0)) return DROP;
  return inBase64 ? { value: whole.value } : whole;
}

function wholeDer(bytes: Buffer): { readonly value: Buffer; readonly length: number } | undefined {
  const length = derLength(bytes);
  return length < 0 || length > bytes.length ? undefined : { value: bytes.subarray(0, length), length };
}

const HEAD = 12;
const DATE = 8;
const DIGEST = 20;
const KEY = 1;
const CERTIFICATE = 2;

/**
 * JKS and JCEKS, entry by entry: tag, alias, date, and a key with its chain or a certificate. How long a symmetric key of
 * JCEKS is, nothing says: such a store goes on to the end of what is here.
 */
export function javaKeyStore({ raw }: Candidate): Outcome {
  const bytes = Buffer.from(raw, 'latin1');
  const hasTypes = bytes[7] === 2;
  let keys = 0;
  let at = HEAD;
  /** Lengths beyond the end lead beyond it, and are refused there. */
  const number = (size: 2 | 4): number => {
    const from = at;
    at += size;
    return at > bytes.length ? bytes.length : bytes.readUIntBE(from, size);
  };
  const skip = (size: number): void => void (at += size);
  const certificate = (): void => {
    if (hasTypes) skip(number(2));
    skip(number(4));
  };
  for (let left = bytes.readUInt32BE(8); left > 0 && at < bytes.length; left--) {
    const tag = number(4);
    skip(number(2));
    skip(DATE);
    if (tag === CERTIFICATE) certificate();
    else if (tag === KEY) {
      keys++;
      skip(number(4));
      for (let chain = number(4); chain > 0 && at < bytes.length; chain--) certificate();
    } else return { value: bytes };
  }
  if (at + DIGEST > bytes.length) return ASIDE('longer-than-reach');
  return keys === 0 ? DROP : { value: bytes.subarray(0, at + DIGEST), length: at + DIGEST };
}
