/** Private keys behind a passphrase that was found as well: then it protects nothing. */
import { besideIn, isWithin } from './beside.ts';
import { createBudget } from './budget.ts';
import { lockedKey } from './locked-keys.ts';
import { placeOf } from './place.ts';
import type { Anchors } from './anchors.ts';
import type { Budget } from './budget.ts';
import type { KeyObject } from 'node:crypto';
import type { Proofs } from './proofs.ts';
import type { Secret } from '../model.ts';

const LONGEST = 512;

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
  const headerOf = headersIn(anchors);
  const locked = keys.flatMap((key) => {
    const lock = lockedKey(key.value.expose('proof'), headerOf(key));
    return lock === undefined ? [] : [{ key, ...lock }];
  });
  const passphrases = passphrasesAmong(secrets);
  const shares = budget.shared(locked.map(({ steps }) => steps * passphrases.length));
  let untried = 0;
  for (const [at, { key, steps, opens }] of locked.entries()) {
    const share = shares[at]!;
    let opened: ReturnType<typeof opens>;
    const passphrase = passphrases.find(
      (one) => one !== key && share.take(steps) && (opened = opens(one.value.expose('proof'))) !== undefined,
    );
    if (share.spent) untried++;
    if (passphrase === undefined) continue;
    unlocked.set(key, opened!.publicKey);
    tell(key, passphrase, proofs);
  }
  if (untried > 0) proofs.cut('encrypted private keys not tried with every value (limit key-steps)', 'too slow to try more', untried);
  return unlocked;
}

/** What the header that stands within a key in PEM says of its encryption. */
function headersIn(anchors: Anchors): (key: Secret) => string | undefined {
  const beside = besideIn(anchors.of('pem-encryption'));
  return ({ occurrences }) => {
    for (const place of occurrences) {
      const header = beside(place).find(({ occurrence }) => isWithin(occurrence, place));
      if (header !== undefined) return header.secret.value.expose('proof').toString('latin1');
    }
    return undefined;
  };
}

/** What is called so, then other passwords, then what was made by a machine for another purpose. */
function passphrasesAmong(secrets: readonly Secret[]): readonly Secret[] {
  const rank = ({ names }: Secret): number => {
    if (names.some(({ name }) => /phrase/i.test(name))) return 0;
    return names.some(({ kind }) => kind === 'password') ? 1 : 2;
  };
  return secrets
    .filter(({ nature, value }) => nature !== 'identifier' && nature !== 'hash' && value.length <= LONGEST)
    .sort((a, b) => rank(a) - rank(b) || (a.id < b.id ? -1 : 1));
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
