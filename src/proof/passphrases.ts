/** Private keys behind a passphrase that was found as well: then it protects nothing. */
import { besideIn } from './beside.ts';
import { createBudget } from './budget.ts';
import { lockedKey } from './locked-keys.ts';
import { placeOf } from './place.ts';
import type { Anchors } from './anchors.ts';
import type { Budget } from './budget.ts';
import type { KeyObject } from 'node:crypto';
import type { LockedKey } from './locked-keys.ts';
import type { Proofs } from './proofs.ts';
import type { Secret } from '../model.ts';

const LONGEST = 512;

interface Closed extends LockedKey {
  readonly key: Secret;
}

/** Public halves of the keys that one of the values opens; undefined where Node's crypto does not know the type. */
export type Unlocked = ReadonlyMap<Secret, KeyObject | undefined>;

export function unlock(
  keys: readonly Secret[],
  secrets: readonly Secret[],
  anchors: Anchors,
  proofs: Proofs,
  budget: Budget = createBudget(),
): Unlocked {
  const unlocked = new Map<Secret, KeyObject | undefined>();
  const headersBeside = besideIn(anchors.of('pem-encryption'));
  let closed: readonly Closed[] = keys
    .flatMap((key): Closed[] => {
      const header = headersBeside(key.occurrences[0]!).at(-1)?.secret.value.expose('proof').toString('latin1');
      const locked = lockedKey(key.value.expose('proof'), header);
      return locked === undefined ? [] : [{ key, ...locked }];
    })
    .sort((a, b) => a.steps - b.steps);
  if (closed.length === 0) return unlocked;

  function isOpened({ key, steps, opens }: Closed, group: readonly Secret[]): boolean {
    for (const passphrase of group) {
      if (passphrase === key) continue;
      if (!budget.take(steps)) return false;
      const opened = opens(passphrase.value.expose('proof'));
      if (opened === undefined) continue;
      unlocked.set(key, opened.publicKey);
      tell(key, passphrase, proofs);
      return true;
    }
    return false;
  }
  // all keys meet the likely ones before any of them meets the rest
  for (const group of passphrases(secrets)) closed = closed.filter((key) => !isOpened(key, group));
  if (budget.spent && closed.length > 0)
    proofs.cut('encrypted private keys not tried with every value (limit key-steps)', 'too slow to try more', closed.length);
  return unlocked;
}

/** What is called so, other passwords, and what was made by a machine for another purpose. */
function passphrases(secrets: readonly Secret[]): readonly (readonly Secret[])[] {
  const groups: [Secret[], Secret[], Secret[]] = [[], [], []];
  for (const secret of secrets) {
    const { nature, value, names } = secret;
    if (nature === 'identifier' || nature === 'hash' || value.length > LONGEST) continue;
    const isPassword = names.some(({ kind }) => kind === 'password');
    groups[names.some(({ name }) => /phrase/i.test(name)) ? 0 : isPassword ? 1 : 2].push(secret);
  }
  return groups.map((group) => group.sort((a, b) => (a.id < b.id ? -1 : 1)));
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
