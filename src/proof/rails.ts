/**
 * Encrypted credentials of Rails: ciphertext, initial vector and tag of AES-128-GCM in base64, joined by `--`. The tag
 * is over the ciphertext, so checking it means decrypting: into a buffer that is zeroed and never looked at.
 */
import { createDecipheriv } from 'node:crypto';
import { hashSteps } from './budget.ts';
import type { SealedFormat } from './wrapping-keys.ts';

export const railsCredentials: SealedFormat = {
  kind: 'rails-credentials',
  says: 'opens the Rails credentials',
  opener: 'master key',
  limit: 'rails-steps',
  keyLengths: [16],
  likely: /master|rails|credentials/i,
  read(value) {
    const [sealed, vector, tag] = value
      .toString('latin1')
      .split('--')
      .map((part) => Buffer.from(part, 'base64'));
    if (sealed === undefined || vector?.length !== 12 || tag?.length !== 16) return undefined;
    return { steps: hashSteps(sealed.length), opens: (key) => tagFits(key, sealed, vector, tag) };
  },
};

function tagFits(key: Buffer, sealed: Buffer, vector: Buffer, tag: Buffer): boolean {
  const decipher = createDecipheriv('aes-128-gcm', key, vector, { authTagLength: 16 });
  decipher.setAuthTag(tag);
  decipher.update(sealed).fill(0);
  try {
    decipher.final();
    return true;
  } catch {
    return false;
  }
}
