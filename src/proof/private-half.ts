/** The body of a private key → the key. */
import { createPrivateKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

/** Which of the encodings a body has is tried: the BEGIN line is not part of the value. Undefined of what is encrypted. */
export function privateHalf(body: Buffer): KeyObject | undefined {
  for (const type of ['pkcs8', 'pkcs1', 'sec1'] as const) {
    try {
      return createPrivateKey({ key: body, format: 'der', type });
    } catch {
      // the next encoding, or encrypted
    }
  }
  return undefined;
}
