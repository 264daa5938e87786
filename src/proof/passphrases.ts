/**
 * Private keys behind a passphrase (PKCS #8, RFC 5958, with PBES2 of RFC 8018) that was found as well: then it protects
 * nothing. Guessing is slow on purpose; how slow, the key says itself, and that is what a guess costs of the budget.
 */
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { createBudget, hashSteps } from './budget.ts';
import { elementsOf, numberIn } from './der.ts';
import { placeOf } from './place.ts';
import type { Budget } from './budget.ts';
import type { KeyObject } from 'node:crypto';
import type { Proofs } from './proofs.ts';
import type { Secret } from '../model.ts';

const PBES2 = '2a864886f70d01050d';
const PBKDF2 = '2a864886f70d01050c';
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
        if (!budget.take(GUESS + Math.floor(rounds / 4) + hashSteps(body.length))) {
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

/** Undefined for what is not encrypted in this way: another way may cost what it does not say here. */
function roundsOf(body: Buffer): number | undefined {
  const [scheme, parameters] = elementsOf(body)[0]?.inner()[0]?.inner() ?? [];
  const [derivation, stretching] = parameters?.inner()[0]?.inner() ?? [];
  const rounds = stretching?.inner()[1];
  if (scheme?.bytes.toString('hex') !== PBES2 || derivation?.bytes.toString('hex') !== PBKDF2) return undefined;
  return rounds === undefined ? undefined : numberIn(rounds.bytes);
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
