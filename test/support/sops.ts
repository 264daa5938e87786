/** Files as SOPS writes them for one age recipient, from its documentation: one data key, sealed by age, and a tag a value. */
import { createCipheriv, createHash, createPublicKey, diffieHellman, generateKeyPairSync, hkdfSync } from 'node:crypto';
import { bytes } from './secrets.ts';

const SPKI = Buffer.from('302a300506032b656e032100', 'hex');
const LAST = Buffer.from('000000000000000000000001', 'hex');
export const CHANGED = '2025-01-01T00:00:00Z';

/** A file of age with this content, in its armor. @param recipient X25519, 32 bytes */
export function ageArmor(recipient: Buffer, content: Buffer, name: string): string {
  const { privateKey, publicKey } = generateKeyPairSync('x25519');
  const share = Buffer.from(publicKey.export({ format: 'jwk' }).x!, 'base64url');
  const theirs = createPublicKey({ key: Buffer.concat([SPKI, recipient]), format: 'der', type: 'spki' });
  const shared = diffieHellman({ privateKey, publicKey: theirs });
  const wrap = hkdfSync('sha256', shared, Buffer.concat([share, recipient]), 'age-encryption.org/v1/X25519', 32);
  const fileKey = bytes(`file key ${name}`, 16);
  const base64 = (raw: Buffer): string => raw.toString('base64').replaceAll('=', '');
  const stanza = `-> X25519 ${base64(share)}\n${base64(sealed(wrap, Buffer.alloc(12), fileKey))}\n`;
  const head = `age-encryption.org/v1\n${stanza}--- ${base64(bytes(`mac ${name}`, 32))}\n`;
  const nonce = bytes(`nonce ${name}`, 16);
  const payload = sealed(hkdfSync('sha256', fileKey, nonce, 'payload', 32), LAST, content);
  const lines = Buffer.concat([Buffer.from(head), nonce, payload]).toString('base64').match(/.{1,64}/g)!;
  return `-----BEGIN AGE ENCRYPTED FILE-----\n${lines.join('\n')}\n-----END AGE ENCRYPTED FILE-----\n`;
}

function sealed(key: ArrayBuffer, nonce: Buffer, content: Buffer): Buffer {
  const cipher = createCipheriv('chacha20-poly1305', Buffer.from(key), nonce, { authTagLength: 16 });
  return Buffer.concat([cipher.update(content), cipher.final(), cipher.getAuthTag()]);
}

/** @param covers the keys above the value and its own, each with a colon; of the sum a time */
export function sopsValue(dataKey: Buffer, covers: string, text: string): string {
  const iv = createHash('sha256').update(covers).update(text).digest();
  const cipher = createCipheriv('aes-256-gcm', dataKey, iv);
  cipher.setAAD(Buffer.from(covers));
  const data = Buffer.concat([cipher.update(text), cipher.final()]);
  const [body, vector, tag] = [data, iv, cipher.getAuthTag()].map((part) => part.toString('base64'));
  return `ENC[AES256_GCM,data:${body},iv:${vector},tag:${tag},type:str]`;
}
