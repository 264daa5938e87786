/**
 * Encrypted credentials of Rails: ciphertext, initial vector and tag of AES-128-GCM in base64, joined by `--`.
 */
import { tagFits, tagSteps } from './gcm-tag.ts';
import type { SealedFormat } from './sealed-format.ts';

export const railsCredentials: SealedFormat = {
  kind: 'rails-credentials',
  says: 'opens the Rails credentials',
  opener: 'master key',
  limit: 'rails-steps',
  keyLengths: [16],
  likely: /master|rails|credentials/i,
  read(value) {
    const [data, iv, tag] = value
      .toString('latin1')
      .split('--')
      .map((part) => Buffer.from(part, 'base64'));
    if (data === undefined || iv?.length !== 12 || tag?.length !== 16) return undefined;
    const sealed = { data, iv, tag };
    return { steps: tagSteps(sealed), opens: (key) => tagFits(key, sealed) };
  },
};
