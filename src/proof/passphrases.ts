/**
 * Private keys behind a passphrase (PKCS #8, RFC 5958, with PBES2 of RFC 8018) that was found as well: then it protects
 * nothing. Guessing is slow on purpose; how slow, the key says itself, and that is what a guess costs of the budget.
 */
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { createBudget } from './budget.ts';
import { placeOf } from './place.ts';
import type { Budget } from './budget.ts';
import type { KeyObject } from 'node:crypto';
import type { Proofs } from './proofs.ts';
import type { Secret } from '../model.ts';

/** The object identifier of PBKDF2, then a sequence of salt and rounds. */
const STRETCHED = Buffer.from('06092a864886f70d01050c30', 'hex');
const LONGEST = 512;
/** Reading a key once, in steps; four rounds are one more. */
const GUESS = 25;

export interface Unlocking {
  /** The public half of a key that one of the values opens. */
  publicHalf(key: Secret): KeyObject | undefined;
}

export function createUnlocking(
  secrets: readonly Secret[],
  proofs: Proofs,
  budget: Budget = createBudget(),
): Unlocking {
  let sorted: readonly Secret[] | undefined;
  return {
    publicHalf(key) {
      const body = key.value.expose('proof');
      const rounds = roundsOf(body);
      if (rounds === undefined) return undefined;
      sorted ??= passphrases(secrets);
      for (const secret of sorted) {
        if (!budget.take(GUESS + (rounds >>> 2))) {
          proofs.cut('encrypted private keys not tried with every value (limit key-steps)', 'too slow to try more', 1);
          return undefined;
        }
        const half = opened(body, secret.value.expose('proof'));
        if (half === undefined) continue;
        tell(key, secret, proofs);
        return half;
      }
      return undefined;
    },
  };
}

/** What is called so comes first; what was made by a machine for another purpose last. */
function passphrases(secrets: readonly Secret[]): readonly Secret[] {
  const rank = ({ names }: Secret): number => {
    if (names.some(({ name }) => /phrase/i.test(name))) return 0;
    return names.some(({ kind }) => kind === 'password') ? 1 : 2;
  };
  return secrets
    .filter(({ nature, value }) => nature !== 'identifier' && nature !== 'hash' && value.length <= LONGEST)
    .sort((a, b) => rank(a) - rank(b) || (a.id < b.id ? -1 : 1));
}

/** Undefined for what is not encrypted in this way. */
function roundsOf(body: Buffer): number | undefined {
  const at = body.subarray(0, 64).indexOf(STRETCHED);
  if (at < 0) return undefined;
  const salt = at + STRETCHED.length + 1;
  const number = salt + 2 + (body[salt + 1] ?? 0);
  const length = body[number + 1] ?? 0;
  if (body[salt] !== 0x04 || body[number] !== 0x02 || length < 1 || length > 4) return undefined;
  return number + 2 + length > body.length ? undefined : body.readUIntBE(number + 2, length);
}

function opened(body: Buffer, passphrase: Buffer): KeyObject | undefined {
  try {
    return createPublicKey(createPrivateKey({ key: body, format: 'der', type: 'pkcs8', passphrase }));
  } catch {
    return undefined;
  }
}

function tell(key: Secret, passphrase: Secret, proofs: Proofs): void {
  proofs.relate(passphrase, 'wraps', key);
  proofs.add(passphrase, { kind: 'proven', detail: `opens the private key in ${placeOf(key)}`, unit: placeOf(key) });
  proofs.add(key, {
    kind: 'proven',
    detail: `its passphrase stands in ${placeOf(passphrase)}`,
    unit: placeOf(passphrase),
  });
}
