/**
 * Files that hold private keys in binary: how long they are, they say themselves. The value is the whole file, so that a
 * store in base64 is the same secret. Stores of certificates alone hold no key, and are none.
 */
import { ASIDE, DROP } from './outcome.ts';
import { derLength } from './pem.ts';
import type { Candidate, Outcome } from './outcome.ts';

/** What every bag's name begins with (RFC 7292 § 4.2), and how those of keyBag, pkcs8ShroudedKeyBag and secretBag end. */
const BAG = Buffer.from('060b2a864886f70d010c0a01', 'hex');
const OF_KEYS = [1, 2, 5];

/** PKCS #8, PKCS #1 or SEC 1 in DER. */
export function derFile({ raw }: Candidate): Outcome {
  const whole = wholeDer(Buffer.from(raw, 'latin1'));
  return whole === undefined ? ASIDE('not-well-formed') : whole;
}

export function pkcs12({ raw }: Candidate): Outcome {
  const inBase64 = raw.startsWith('MII');
  const bytes = inBase64 ? Buffer.from(raw, 'base64') : Buffer.from(raw, 'latin1');
  const whole = wholeDer(bytes);
  if (whole === undefined) return ASIDE(derLength(bytes) < 0 ? 'not-well-formed' : 'longer-than-reach');
  if (!holdsKey(whole.value)) return DROP;
  return inBase64 ? { value: whole.value } : whole;
}

/** A certificate may stand before its key. */
function holdsKey(store: Buffer): boolean {
  for (let at = store.indexOf(BAG); at >= 0; at = store.indexOf(BAG, at + BAG.length))
    if (OF_KEYS.includes(store[at + BAG.length] ?? 0)) return true;
  return false;
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
