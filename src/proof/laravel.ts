/** Laravel's encrypted values: base64 of JSON with an HMAC over initial vector and value, both in base64. */
import { createHmac } from 'node:crypto';
import { hashSteps } from './budget.ts';
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
    const { iv, value: sealed, mac } = jsonObject(value.toString('latin1')) ?? {};
    if (typeof iv !== 'string' || typeof sealed !== 'string' || typeof mac !== 'string') return undefined;
    if (!/^[0-9a-f]{64}$/.test(mac)) return undefined;
    return {
      steps: hashSteps(iv.length + sealed.length),
      opens: (key) => createHmac('sha256', key).update(iv).update(sealed).digest('hex') === mac,
    };
  },
};
