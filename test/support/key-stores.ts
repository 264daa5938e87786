/** Stores of keys in binary, as their formats are documented: what is in them is random, only what a scanner reads is real. */
import { createHash, createHmac } from 'node:crypto';
import { bytes } from './secrets.ts';

const SHA256 = '608648016503040201';
const DATA = '2a864886f70d010701';
const SHROUDED = '2a864886f70d010c0a0102';

export function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const size = content.length < 128 ? 0 : content.length < 256 ? 1 : 2;
  const length = Buffer.alloc(1 + size, size === 0 ? content.length : 0x80 | size);
  if (size > 0) length.writeUIntBE(content.length, 1, size);
  return Buffer.concat([Buffer.from([tag]), length, content]);
}

const sequence = (...parts: readonly Buffer[]): Buffer => der(0x30, ...parts);
const octets = (content: Buffer): Buffer => der(0x04, content);
const identifier = (hex: string): Buffer => der(0x06, Buffer.from(hex, 'hex'));
const number = (value: number): Buffer => der(0x02, Buffer.from([value >> 8, value & 0xff]));

/** PKCS #12 with a MAC of SHA-256 (RFC 7292). @param password undefined: without a password, not even an empty one */
export function pkcs12(
  name: string,
  password: string | undefined,
  { rounds = 2048, bags = [SHROUDED], size = 600, saltBytes = 8 } = {},
): Buffer {
  const inside = bags.map((bag) => sequence(identifier(bag), octets(bytes(`${name} ${bag}`, size))));
  const safe = sequence(sequence(identifier(DATA), der(0xa0, octets(sequence(...inside)))));
  const salt = bytes(`salt ${name}`, saltBytes);
  const text = password === undefined ? Buffer.alloc(0) : Buffer.from(`${password}\0`, 'utf16le').swap16();
  const filled = (part: Buffer): Buffer => Buffer.alloc(Math.ceil(part.length / 64) * 64, part.length === 0 ? 0 : part);
  let key: Buffer = Buffer.concat([Buffer.alloc(64, 3), filled(salt), filled(text)]);
  for (let round = 0; round < rounds; round++) key = createHash('sha256').update(key).digest();
  const mac = createHmac('sha256', key).update(safe).digest();
  const digest = sequence(sequence(identifier(SHA256), Buffer.from([5, 0])), octets(mac));
  const content = sequence(identifier(DATA), der(0xa0, octets(safe)));
  return sequence(Buffer.from([2, 1, 3]), content, sequence(digest, octets(salt), number(rounds)));
}

interface Entry {
  readonly tag: 1 | 2;
  readonly alias: string;
}

/** JKS, or JCEKS by its magic. */
export function javaKeyStore(name: string, password: string, entries: readonly Entry[], magic = 'feedfeed'): Buffer {
  const word = (value: number): Buffer => Buffer.from([value >>> 24, value >>> 16, value >>> 8, value]);
  const short = (text: string): Buffer => Buffer.concat([word(text.length).subarray(2), Buffer.from(text)]);
  const long = (content: Buffer): Buffer => Buffer.concat([word(content.length), content]);
  const certificate = Buffer.concat([short('X.509'), long(bytes(`certificate ${name}`, 300))]);
  const body = Buffer.concat([
    Buffer.from(magic, 'hex'),
    word(2),
    word(entries.length),
    ...entries.flatMap(({ tag, alias }) => [
      word(tag),
      short(alias),
      bytes(`date ${name}`, 8),
      ...(tag === 1 ? [long(bytes(`key ${name} ${alias}`, 400)), word(1), certificate] : [certificate]),
    ]),
  ]);
  const salted = createHash('sha1').update(Buffer.from(password, 'utf16le').swap16()).update('Mighty Aphrodite');
  return Buffer.concat([body, salted.update(body).digest()]);
}
