/**
 * Stores of keys, PKCS #12 and Java's own, with a password that was found, or that everybody tries first: then it protects
 * nothing. Java's stores end with a hash of the password and all that is before it
 * (https://docs.oracle.com/en/java/javase/21/docs/specs/security/standard-names.html#keystore-types).
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { createBudget, hashSteps } from './budget.ts';
import { placeOf } from './place.ts';
import { readPkcs12, utf16 } from './pkcs12.ts';
import type { Budget } from './budget.ts';
import type { LockedStore } from './pkcs12.ts';
import type { Proofs } from './proofs.ts';
import type { Secret } from '../model.ts';

/** What tools and tutorials set. */
const WELL_KNOWN = ['', 'changeit', 'changeme', 'password', 'secret', '123456'];
const LIKELY = /store|key_?pass|pkcs|p12|pfx|jks/i;
const LONGEST = 128;
const DIGEST = 20;
/** The salt of Java's hash, the same for all. */
const SALT = 'Mighty Aphrodite';

interface Store extends LockedStore {
  readonly secret: Secret;
}

type Password = Secret | string;

export function keyStores(secrets: readonly Secret[], proofs: Proofs, budget: Budget = createBudget()): void {
  const stores = secrets.flatMap(readStore);
  if (stores.length === 0) return;
  const passwords = passwordsAmong(secrets);
  const shares = budget.shared(stores.map(({ steps }) => steps * passwords.length));
  let untried = 0;
  for (const [at, { secret, steps, opens }] of stores.entries()) {
    const share = shares[at]!;
    const opener = passwords.find((password) => share.take(steps) && opens(textOf(password)));
    if (share.spent) untried++;
    if (opener !== undefined) tell(secret, opener, proofs);
  }
  if (untried > 0) proofs.cut('key stores not tried with every value (limit keystore-steps)', 'too slow to try more', untried);
}

function textOf(password: Password): string {
  return typeof password === 'string' ? password : password.value.expose('proof').toString('utf8');
}

function tell(store: Secret, password: Password, proofs: Proofs): void {
  if (typeof password === 'string') {
    const detail = password === '' ? 'opened without a password' : `opened by "${password}", which everybody tries first`;
    proofs.add(store, { kind: 'proven', detail });
    return;
  }
  proofs.relate(password, 'wraps', store);
  proofs.add(password, { kind: 'proven', detail: `opens the key store in ${placeOf(store)}`, unit: placeOf(store) });
  const detail = `opened by ${password.names[0]!.name}, found in ${placeOf(password)}`;
  proofs.add(store, { kind: 'proven', detail, unit: placeOf(password) });
}

/** Those whose names speak of stores, then what everybody tries, then the rest. */
function passwordsAmong(secrets: readonly Secret[]): readonly Password[] {
  const all = secrets
    .filter(({ nature, value, names }) => {
      const isStore = names.some(({ kind }) => kind === 'keystore');
      return nature !== 'identifier' && nature !== 'hash' && !isStore && value.length <= LONGEST;
    })
    .sort((a, b) => rank(a) - rank(b) || (a.id < b.id ? -1 : 1));
  return [...all.filter((secret) => rank(secret) === 0), ...WELL_KNOWN, ...all.filter((secret) => rank(secret) > 0)];
}

function rank({ names }: Secret): number {
  if (names.some(({ name }) => LIKELY.test(name))) return 0;
  return names.some(({ kind }) => kind === 'password') ? 1 : 2;
}

function readStore(secret: Secret): readonly Store[] {
  if (!secret.names.some(({ kind }) => kind === 'keystore')) return [];
  const bytes = secret.value.expose('proof');
  const store = bytes[0] === 0x30 ? readPkcs12(bytes) : readJavaStore(bytes);
  return store === undefined ? [] : [{ secret, ...store }];
}

function readJavaStore(bytes: Buffer): LockedStore {
  const [body, digest] = [bytes.subarray(0, -DIGEST), bytes.subarray(-DIGEST)];
  return {
    steps: hashSteps(body.length),
    opens(password) {
      const made = createHash('sha1').update(utf16(password)).update(SALT).update(body).digest();
      return digest.length === DIGEST && timingSafeEqual(made, digest);
    },
  };
}
