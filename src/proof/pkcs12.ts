/**
 * The MAC of a PKCS #12 store (RFC 7292 § 4 and appendix B): a key made of the password by hashing it over and over, and an
 * HMAC over what the store holds. Nothing is decrypted.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { hashSteps } from './budget.ts';
import { elementsOf, numberIn } from './der.ts';

/** A store of keys that a password protects. */
export interface LockedStore {
  /** Steps to try one password. */
  readonly steps: number;
  readonly opens: (password: string) => boolean;
}

interface Hash {
  readonly name: string;
  /** Bytes that it takes at a time. */
  readonly block: number;
}

const HASHES: ReadonlyMap<string, Hash> = new Map([
  ['2b0e03021a', { name: 'sha1', block: 64 }],
  ['608648016503040201', { name: 'sha256', block: 64 }],
  ['608648016503040202', { name: 'sha384', block: 128 }],
  ['608648016503040203', { name: 'sha512', block: 128 }],
]);
/** Says that the key is to authenticate, not to encrypt. */
const FOR_MAC = 3;

/** Undefined for a store without such a MAC. */
export function readPkcs12(der: Buffer): LockedStore | undefined {
  const [, authSafe, macData] = elementsOf(der)[0]?.inner() ?? [];
  const content = authSafe?.inner()[1]?.inner()[0]?.bytes;
  const [digestInfo, salt, rounds] = macData?.inner() ?? [];
  const [algorithm, digest] = digestInfo?.inner() ?? [];
  const hash = HASHES.get(algorithm?.inner()[0]?.bytes.toString('hex') ?? '');
  const count = rounds === undefined ? 1 : numberIn(rounds.bytes);
  if (content === undefined || salt === undefined || digest === undefined || hash === undefined) return undefined;
  if (count < 1) return undefined;
  return {
    steps: count + hashSteps(salt.bytes.length + content.length),
    opens(password) {
      // people without a password write an empty one, or nothing at all
      const forms = password === '' ? [Buffer.alloc(2), Buffer.alloc(0)] : [utf16(`${password}\0`)];
      return forms.some((form) => {
        const key = macKey(hash, form, salt.bytes, count);
        const expected = createHmac(hash.name, key).update(content).digest();
        return expected.length === digest.bytes.length && timingSafeEqual(expected, digest.bytes);
      });
    },
  };
}

function macKey({ name, block }: Hash, password: Buffer, salt: Buffer, rounds: number): Buffer {
  const parts = [Buffer.alloc(block, FOR_MAC), repeated(salt, block), repeated(password, block)];
  let key: Buffer = Buffer.concat(parts);
  for (let round = 0; round < rounds; round++) key = createHash(name).update(key).digest();
  return key;
}

/** Up to a whole number of blocks. */
function repeated(bytes: Buffer, block: number): Buffer {
  return bytes.length === 0 ? bytes : Buffer.alloc(block * Math.ceil(bytes.length / block), bytes);
}

/** Big end first. */
export function utf16(text: string): Buffer {
  return Buffer.from(text, 'utf16le').swap16();
}
