/**
 * Vaults of Ansible: salt, HMAC and ciphertext in hex, and in hex once more, in lines of eighty. Their keys are
 * stretched on purpose (ten thousand rounds), so only values whose names speak of vaults are tried before the rest, and
 * soon the budget ends it.
 */
import { createHmac, pbkdf2Sync, timingSafeEqual } from 'node:crypto';
import { hashSteps } from './budget.ts';
import type { SealedFormat } from './sealed-format.ts';

const LINE = 80;
const ROUNDS = 10_000;
/** Cipher key, HMAC key, initial vector. */
const STRETCHED = 80;
/** The salt is hashed for each of those that it is made of. */
const BLOCKS = Math.ceil(STRETCHED / 32);
const HMAC_KEY = [32, 64] as const;

export const ansibleVault: SealedFormat = {
  kind: 'ansible-vault',
  says: 'opens the vault',
  opener: 'vault password',
  limit: 'vault-steps',
  isPassword: true,
  likely: /vault|ansible/i,
  read(value) {
    const [salt, hmac, sealed] = Buffer.from(hexOf(value.toString('latin1')), 'hex')
      .toString('latin1')
      .split('\n')
      .map((part) => Buffer.from(part, 'hex'));
    if (salt === undefined || salt.length < 8 || hmac?.length !== 32 || sealed === undefined) return undefined;
    return {
      steps: ROUNDS / 2 + BLOCKS * hashSteps(salt.length) + hashSteps(sealed.length),
      opens(password) {
        const key = pbkdf2Sync(password, salt, ROUNDS, STRETCHED, 'sha256').subarray(...HMAC_KEY);
        return timingSafeEqual(createHmac('sha256', key).update(sealed).digest(), hmac);
      },
    };
  },
};

/** Up to the first line that is not full: what stands behind a vault in YAML can begin like hex. */
function hexOf(text: string): string {
  let hex = '';
  for (const line of text.split('\n').map((each) => each.trim())) {
    hex += line;
    if (line.length !== LINE) break;
  }
  return hex;
}
