/**
 * Keys of frameworks, tied to what they encrypted or signed: each format has a check of its own that needs no
 * decryption, but for AES-GCM (Rails, newer Laravel), whose tag is checked over bytes that are zeroed unread. One format
 * is one entry: how to take its text apart, and whether a key fits.
 */
import { ansibleVault } from './ansible-vault.ts';
import { createBudget } from './budget.ts';
import { djangoSigned } from './django.ts';
import { fileOf } from './beside.ts';
import { groupBy } from '../group-by.ts';
import { keyForms } from './key-forms.ts';
import { laravelPayload } from './laravel.ts';
import { tellOpened } from './opened.ts';
import { placeOf, placesOf } from './place.ts';
import { railsCredentials } from './rails.ts';
import { railsEncrypted, railsSigned } from './rails-messages.ts';
import { signedCookie } from './signed-cookie.ts';
import { webhookDelivery } from './webhooks.ts';
import type { Anchors } from './anchors.ts';
import type { Budget } from './budget.ts';
import type { Proofs } from './proofs.ts';
import type { Secret } from '../model.ts';
import type { DerivedKeys, Sealed, SealedFormat } from './sealed-format.ts';

const FORMATS: readonly SealedFormat[] = [
  laravelPayload,
  railsCredentials,
  railsSigned,
  railsEncrypted,
  signedCookie,
  djangoSigned,
  webhookDelivery,
  ansibleVault,
];
const LONGEST_KEY = 512;

interface Candidate {
  readonly secret: Secret;
  /** None when there is nothing left to make them with. */
  readonly keys: () => readonly Buffer[];
  readonly count: number;
}

export function wrappingKeys(
  secrets: readonly Secret[],
  anchors: Anchors,
  proofs: Proofs,
  budgetFor: () => Budget = createBudget,
): void {
  for (const format of FORMATS) {
    const sealed = anchors.of(format.kind);
    if (sealed.length === 0) continue;
    const making = budgetFor();
    tryAll(format, sealed, candidatesFor(format, secrets, making), proofs, { making, trying: budgetFor() });
  }
}

interface Text extends Sealed {
  readonly anchor: Secret;
}

/** Versions of one file share what may be spent on it: what opens one of them most likely opens the others. */
function tryAll(
  { read, says, opener, limit }: SealedFormat,
  sealed: readonly Secret[],
  candidates: readonly Candidate[],
  proofs: Proofs,
  { making, trying }: Readonly<Record<'making' | 'trying', Budget>>,
): void {
  const opened = new Map<Candidate, Secret[]>();
  const texts = sealed.flatMap((anchor): Text[] => {
    const text = read(anchor.value.expose('proof'));
    return text === undefined ? [] : [{ anchor, ...text }];
  });
  const files = [...groupBy(texts, ({ anchor }) => fileOf(anchor.occurrences[0]!)).values()];
  const keyCount = candidates.reduce((sum, { count }) => sum + count, 0);
  const shares = trying.shared(files.map((file) => file.reduce((sum, { steps }) => sum + steps, 0) * keyCount));
  let untried = 0;
  for (const [at, file] of files.entries()) {
    const share = shares[at]!;
    for (const { anchor, steps, opens } of file) {
      const fits = ({ keys }: Candidate): boolean => keys().some((key) => share.take(steps) && opens(key));
      const candidate = [...opened.keys(), ...candidates.filter((one) => !opened.has(one))].find(fits);
      if (candidate === undefined) {
        if (share.spent || making.spent) untried++;
        continue;
      }
      const known = opened.get(candidate);
      if (known === undefined) opened.set(candidate, [anchor]);
      else known.push(anchor);
    }
  }
  for (const [{ secret }, places] of opened) {
    proofs.add(secret, { kind: 'proven', detail: `${says} in ${placesOf(places)}`, unit: placeOf(places[0]!) });
    if (opener !== undefined) for (const sealed of places) tellOpened(secret, sealed, opener, proofs);
  }
  if (untried > 0) proofs.cut(`values not tried with every key (limit ${limit})`, 'more than are tried', untried);
}

function candidatesFor(
  { keyLengths, isPassword, derived, likely }: SealedFormat,
  secrets: readonly Secret[],
  making: Budget,
): readonly Candidate[] {
  const rank = ({ names }: Secret): number => (names.some(({ name }) => likely.test(name)) ? 0 : 1);
  return secrets
    .filter(({ nature, value }) => nature !== 'identifier' && nature !== 'hash' && value.length <= LONGEST_KEY)
    .sort((a, b) => rank(a) - rank(b) || (a.id < b.id ? -1 : 1))
    .flatMap((secret) => {
      const value = secret.value.expose('proof');
      if (derived !== undefined) return [{ secret, keys: madeOnce(derived, value, making), count: derived.count }];
      const forms = isPassword === true ? [value] : keyForms(value).map(({ key }) => key);
      const keys = forms.filter(({ length }) => keyLengths?.includes(length) ?? true);
      return keys.length === 0 ? [] : [{ secret, keys: () => keys, count: keys.length }];
    });
}

/** When the first text is tried that no better candidate opens. */
function madeOnce({ steps, from }: DerivedKeys, value: Buffer, making: Budget): () => readonly Buffer[] {
  let made: readonly Buffer[] | undefined;
  return () => {
    if (made === undefined && making.take(steps)) made = from(value);
    return made ?? [];
  };
}
