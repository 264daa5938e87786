/**
 * Secrets that never were: made at run time, the same for the same name, so that no file of the repository holds one.
 * The formats are those of their providers, checksums included.
 */
import { createCipheriv, createHash, createHmac, createPrivateKey, generateKeyPairSync, pbkdf2Sync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const DIGITS = '0123456789';
/** PKCS #8 of an Ed25519 key up to its 32 bytes (RFC 8410 § 7). */
const ED25519_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');

/** Bytes that look random and depend on the name alone. */
export function bytes(name: string, length: number): Buffer {
  const blocks: Buffer[] = [];
  for (let block = 0; block * 32 < length; block++) {
    blocks.push(createHash('sha256').update(`${name}/${block}`).digest());
  }
  return Buffer.concat(blocks).subarray(0, length);
}

/** Characters of an alphabet that look random and depend on the name alone. */
export function characters(name: string, alphabet: string, length: number): string {
  return Array.from(bytes(name, length), (byte) => alphabet[byte % alphabet.length]).join('');
}

/** What `openssl rand -base64 36` prints: 48 characters. */
export function jwtSecret(name: string): string {
  return bytes(`jwt secret ${name}`, 36).toString('base64');
}

/** 32 bytes in URL-safe base64, padded: what `Fernet.generate_key()` returns. */
export function fernetKey(name: string): string {
  return `${bytes(`fernet ${name}`, 32).toString('base64url')}=`;
}

/** A classic personal access token: 30 characters and their CRC32 in six digits of base 62. */
export function githubToken(name: string, prefix = 'ghp_'): string {
  const payload = characters(`github ${name}`, BASE62, 30);
  return `${prefix}${payload}${base62(crc32(Buffer.from(payload))).padStart(6, '0')}`;
}

export function awsPair(name: string): { readonly id: string; readonly secret: string } {
  const id = `AKIA${characters(`aws id ${name}`, BASE32, 16)}`;
  return { id, secret: bytes(`aws secret ${name}`, 30).toString('base64') };
}

/** Twelve digits, the first of them no zero. */
export function awsAccount(name: string): string {
  return `4${characters(`aws account ${name}`, DIGITS, 11)}`;
}

/** Nineteen letters and digits, as password managers make them. */
export function password(name: string): string {
  return `${characters(`password ${name}`, BASE62, 18)}7`;
}

export function databaseUrl(name: string): { readonly url: string; readonly password: string } {
  const secret = password(`database ${name}`);
  return { url: `postgresql://app:${secret}@db.internal.example.org:5432/app`, password: secret };
}

/** A PKCS #8 private key in PEM; RSA keys take a tenth of a second and differ from run to run. */
export function pemKey(name: string, type: 'ed25519' | 'rsa' = 'ed25519'): string {
  const key = type === 'rsa' ? generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey : ed25519(name);
  return key.export({ format: 'pem', type: 'pkcs8' }).toString();
}

function ed25519(name: string): KeyObject {
  const key = Buffer.concat([ED25519_HEAD, bytes(`pem ${name}`, 32)]);
  return createPrivateKey({ key, format: 'der', type: 'pkcs8' });
}

/** A JSON Web Token, signed with HS256. */
export function jsonWebToken(claims: Readonly<Record<string, unknown>>, key: string): string {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}`;
  return `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`;
}

/** Sealed with a password, as `ansible-vault encrypt_string` prints it. */
export function ansibleVault(secret: string, text: string): string {
  const salt = bytes(`salt of ${text}`, 32);
  const keys = pbkdf2Sync(secret, salt, 10_000, 80, 'sha256');
  const cipher = createCipheriv('aes-256-ctr', keys.subarray(0, 32), keys.subarray(64));
  const sealed = Buffer.concat([cipher.update(text.padEnd(64)), cipher.final()]);
  const hmac = createHmac('sha256', keys.subarray(32, 64)).update(sealed).digest('hex');
  const inner = Buffer.from([salt.toString('hex'), hmac, sealed.toString('hex')].join('\n')).toString('hex');
  return ['$ANSIBLE_VAULT;1.1;AES256', ...(inner.match(/.{1,80}/g) ?? [])].map((line) => `          ${line}\n`).join('');
}

function base62(value: number): string {
  const digit = BASE62[value % 62] ?? '';
  return value < 62 ? digit : base62(Math.floor(value / 62)) + digit;
}

/** CRC-32 as in zlib, whose own function is not in every Node 20. */
function crc32(data: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of data) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}
