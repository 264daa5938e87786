/**
 * How OpenSSH stretches a passphrase: bcrypt as a round of PBKDF2, over hashes of the passphrase and the salt
 * (https://man.openbsd.org/bcrypt_pbkdf.3).
 */
import { createHash } from 'node:crypto';
import { createBlowfish } from './blowfish.ts';

const BLOCK = 32;
const EXPANSIONS = 64;
/** What bcrypt encrypts again and again. */
const TEXT = words(Buffer.from('OxychromaticBlowfishSwatDynamite'));

export function stretched(passphrase: Buffer, salt: Buffer, rounds: number, length: number): Buffer {
  const key = Buffer.alloc(length);
  const pass = words(sha512(passphrase));
  const blocks = Math.ceil(length / BLOCK);
  for (let block = 0; block < blocks; block++) {
    const number = Buffer.alloc(4);
    number.writeUInt32BE(block + 1);
    let round = hashed(pass, words(sha512(salt, number)));
    const sum = Buffer.from(round);
    for (let count = 1; count < rounds; count++) {
      round = hashed(pass, words(sha512(round)));
      for (let at = 0; at < BLOCK; at++) sum[at]! ^= round[at]!;
    }
    // bytes of the blocks take turns
    for (let at = block; at < length; at += blocks) key[at] = sum[(at - block) / blocks]!;
  }
  return key;
}

function hashed(pass: Int32Array, salt: Int32Array): Buffer {
  const cipher = createBlowfish();
  cipher.expand(pass, salt);
  for (let count = 0; count < EXPANSIONS; count++) {
    cipher.expand(salt);
    cipher.expand(pass);
  }
  const text = TEXT.slice();
  for (let count = 0; count < EXPANSIONS; count++) for (let at = 0; at < text.length; at += 2) cipher.encrypt(text, at);
  const bytes = Buffer.alloc(BLOCK);
  text.forEach((word, index) => bytes.writeInt32LE(word, index * 4));
  return bytes;
}

function sha512(...parts: readonly Buffer[]): Buffer {
  return createHash('sha512').update(Buffer.concat(parts)).digest();
}

function words(bytes: Buffer): Int32Array {
  return Int32Array.from({ length: bytes.length / 4 }, (_, index) => bytes.readInt32BE(index * 4));
}
