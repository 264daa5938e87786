/**
 * Private keys behind a passphrase, in each of the forms that are in use: PKCS #8 (RFC 5958, with the schemes of RFC 8018
 * and RFC 7292, and scrypt of RFC 7914), PEM as OpenSSL first had it (RFC 1421 § 4.6), and OpenSSH's container. Guessing is slow
 * on purpose; how slow, the key says itself, and that is what a guess costs of the budget.
 */
import { createDecipheriv, createHash, createPrivateKey, createPublicKey, getCipherInfo } from 'node:crypto';
import { elementsOf, numberIn } from './der.ts';
import { hashSteps } from './budget.ts';
import { keyFromWire, readOpenSshKey } from '../ssh-wire.ts';
import { privateHalf } from './private-half.ts';
import { stretched } from './bcrypt.ts';
import type { KeyObject } from 'node:crypto';

export interface LockedKey {
  /** Steps of one guess. */
  readonly steps: number;
  /** The public half, where the passphrase is the right one; undefined where Node's crypto does not know its type. */
  readonly opens: (passphrase: Buffer) => { readonly publicKey: KeyObject | undefined } | undefined;
}

/** Reading a key once, in steps. */
const READING = 25;

/** Undefined for what is not encrypted in a way that is known here: another may cost what it does not say. */
export function lockedKey(body: Buffer, pemHeader: string | undefined): LockedKey | undefined {
  return openSshKey(body) ?? pkcs8Key(body) ?? (pemHeader === undefined ? undefined : pemKey(body, pemHeader));
}

interface Cipher {
  readonly name: string;
  readonly keyLength: number;
  readonly ivLength: number;
}

/** A chain or a counter of blocks. Of old ones Node knows all but how they are done. */
function cipherCalled(called: string): Cipher | undefined {
  const { mode, name, keyLength, ivLength } = getCipherInfo(called) ?? {};
  if ((mode !== 'cbc' && mode !== 'ctr') || name === undefined || keyLength === undefined || ivLength === undefined) return undefined;
  try {
    createDecipheriv(name, Buffer.alloc(keyLength), Buffer.alloc(ivLength));
    return { name, keyLength, ivLength };
  } catch {
    return undefined;
  }
}

/** What schemes are called, as far as it is the same for all of a kind, in hex. */
const SCHEMES = { pbes2: '2a864886f70d01050d', pkcs5: '2a864886f70d0105', pkcs12: '2a864886f70d010c01' };
const STRETCHINGS = { pbkdf2: '2a864886f70d01050c', scrypt: '2b06010401da47040b' };

function pkcs8Key(body: Buffer): LockedKey | undefined {
  const [scheme, parameters] = elementsOf(body)[0]?.inner()[0]?.inner() ?? [];
  const stretching = stretchingSteps(scheme?.bytes.toString('hex') ?? '', parameters?.inner() ?? []);
  if (stretching === undefined) return undefined;
  return {
    steps: READING + stretching + hashSteps(body.length),
    opens(passphrase) {
      try {
        return { publicKey: createPublicKey(createPrivateKey({ key: body, format: 'der', type: 'pkcs8', passphrase })) };
      } catch {
        return undefined;
      }
    },
  };
}

/** A few rounds of a hash are a step. Undefined for another scheme. */
function stretchingSteps(scheme: string, parameters: ReturnType<typeof elementsOf>): number | undefined {
  const rounds = (number: Buffer | undefined, ofOneStep: number): number | undefined =>
    number === undefined ? undefined : Math.floor(numberIn(number) / ofOneStep);
  if (scheme !== SCHEMES.pbes2)
    return scheme.startsWith(SCHEMES.pkcs5) || scheme.startsWith(SCHEMES.pkcs12) ? rounds(parameters[1]?.bytes, 2) : undefined;
  const [derivation, stretching] = parameters[0]?.inner() ?? [];
  const [, ...numbers] = stretching?.inner() ?? [];
  const name = derivation?.bytes.toString('hex');
  if (name === STRETCHINGS.pbkdf2) return rounds(numbers[0]?.bytes, 4);
  if (name !== STRETCHINGS.scrypt || numbers.length < 3) return undefined;
  return Math.ceil(numbers.slice(0, 3).reduce((product, { bytes }) => product * numberIn(bytes), 1 / 6));
}

const SALT = 8;

/** @param header of DEK-Info: cipher and initial vector, whose first bytes are the salt */
function pemKey(body: Buffer, header: string): LockedKey | undefined {
  const [cipher = '', vector = ''] = header.split(',');
  const used = cipherCalled(cipher.toLowerCase());
  const iv = Buffer.from(vector, 'hex');
  if (iv.length !== used?.ivLength) return undefined;
  return {
    steps: READING + hashSteps(body.length),
    opens(passphrase) {
      const key = chained(passphrase, iv.subarray(0, SALT), used.keyLength);
      const plain = decrypted(used.name, key, iv, body);
      const half = plain && privateHalf(plain);
      plain?.fill(0);
      return half && { publicKey: createPublicKey(half) };
    },
  };
}

/** Hashes of each other, one behind the other. */
function chained(passphrase: Buffer, salt: Buffer, length: number): Buffer {
  let key = Buffer.alloc(0);
  for (let last = Buffer.alloc(0); key.length < length; key = Buffer.concat([key, last]))
    last = createHash('md5').update(last).update(passphrase).update(salt).digest();
  return key.subarray(0, length);
}

function decrypted(cipher: string, key: Buffer, iv: Buffer, body: Buffer): Buffer | undefined {
  const decipher = createDecipheriv(cipher, key, iv);
  const start = decipher.update(body);
  try {
    return Buffer.concat([start, decipher.final()]);
  } catch {
    return undefined;
  } finally {
    start.fill(0);
  }
}

/** One round of bcrypt for two blocks of key, in steps. */
const ROUND = 2_500;
/** Two equal words stand in front of what is private. */
const CHECK = 4;

function openSshKey(body: Buffer): LockedKey | undefined {
  const container = readOpenSshKey(body);
  if (container?.lock === undefined) return undefined;
  const { blob, lock } = container;
  const used = cipherCalled(lock.cipher.replace(/^aes(\d+)-(ctr|cbc)$/, 'aes-$1-$2'));
  if (used === undefined || lock.rounds === 0) return undefined;
  const { keyLength, ivLength, name } = used;
  return {
    steps: READING + lock.rounds * ROUND + 2 * hashSteps(lock.salt.length),
    opens(passphrase) {
      const made = stretched(passphrase, lock.salt, lock.rounds, keyLength + ivLength);
      const decipher = createDecipheriv(name, made.subarray(0, keyLength), made.subarray(keyLength));
      const start = decipher.setAutoPadding(false).update(lock.sealed.subarray(0, 2 * ivLength));
      const isRight = start.length >= 2 * CHECK && start.subarray(0, CHECK).equals(start.subarray(CHECK, 2 * CHECK));
      start.fill(0);
      return isRight ? { publicKey: keyFromWire(blob) } : undefined;
    },
  };
}
