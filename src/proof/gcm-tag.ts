/**
 * AES-GCM (NIST SP 800-38D): whether a key made a tag. That is over the ciphertext, so checking it means decrypting: into a
 * buffer that is zeroed and never looked at.
 */
import { createDecipheriv } from 'node:crypto';
import { hashSteps } from './budget.ts';

const TAG = 16;

export interface Sealed {
  readonly data: Buffer;
  readonly iv: Buffer;
  readonly tag: Buffer;
  /** What the tag is over besides, unencrypted. */
  readonly covers?: Buffer;
}

/** To set up the cipher, and to be told no, takes as long as three hashes. */
const SETUP = 3;

/** Of one try. */
export function tagSteps({ data, covers }: Sealed): number {
  return SETUP + hashSteps(data.length + (covers?.length ?? 0));
}

/** @param key of 16, 24 or 32 bytes */
export function tagFits(key: Buffer, { data, iv, tag, covers }: Sealed): boolean {
  if (iv.length === 0 || tag.length !== TAG) return false;
  const decipher = createDecipheriv(`aes-${(key.length * 8) as 128 | 192 | 256}-gcm`, key, iv, { authTagLength: TAG });
  if (covers !== undefined) decipher.setAAD(covers);
  decipher.setAuthTag(tag);
  decipher.update(data).fill(0);
  try {
    decipher.final();
    return true;
  } catch {
    return false;
  }
}
