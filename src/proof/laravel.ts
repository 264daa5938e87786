/** Laravel's encrypted values: base64 of JSON with an HMAC over initial vector and value, both in base64, or with the tag of AES-GCM. */
import { createHmac } from 'node:crypto';
import { hashSteps } from './budget.ts';
import { tagFits, tagSteps } from './gcm-tag.ts';
import { jsonObject } from './json-web-token.ts';
import type { SealedFormat } from './sealed-format.ts';

export const laravelPayload: SealedFormat = {
  kind: 'laravel-payload',
  says: 'opens the Laravel payload',
  opener: 'Laravel key',
  limit: 'laravel-steps',
  keyLengths: [16, 32],
  likely: /app_?key/i,
  read(value) {
    const { iv, value: sealed, mac, tag } = jsonObject(value.toString('latin1')) ?? {};
    if (typeof iv !== 'string' || typeof sealed !== 'string' || typeof mac !== 'string') return undefined;
    if (/^[0-9a-f]{64}$/.test(mac))
      return {
        steps: hashSteps(iv.length + sealed.length),
        opens: (key) => createHmac('sha256', key).update(iv).update(sealed).digest('hex') === mac,
      };
    if (mac !== '' || typeof tag !== 'string') return undefined;
    const bytes = (text: string): Buffer => Buffer.from(text, 'base64');
    const parts = { data: bytes(sealed), iv: bytes(iv), tag: bytes(tag) };
    return { steps: tagSteps(parts), opens: (key) => tagFits(key, parts) };
  },
};
