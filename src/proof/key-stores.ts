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
/** A store that wants more steps for one password would leave none to the others. */
const MOST_STEPS = 50_000;
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
  let closed = stores.filter(({ steps }) => steps <= MOST_STEPS);
  const slow = stores.length - closed.length;
  const [likely, rest] = passwords(secrets);
  // all stores meet the likely ones before any of them meets the rest
  for (const group of [likely, WELL_KNOWN, rest]) closed = closed.filter((store) => !isOpened(store, group, proofs, budget));
  const untried = slow + (budget.spent ? closed.length : 0);
  if (untried > 0) proofs.cut('key stores not tried with every value (limit keystore-steps)', 'too slow to try more', untried);
}

function isOpened(store: Store, group: readonly Password[], proofs: Proofs, budget: Budget): boolean {
  for (const password of group) {
    if (!budget.take(store.steps)) return false;
    const text = typeof password === 'string' ? password : password.value.expose('proof').toString('utf8');
    if (!store.opens(text)) continue;
    tell(store.secret, password, proofs);
    return true;
  }
  return false;
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

function passwords(secrets: readonly Secret[]): readonly [likely: readonly Secret[], rest: readonly Secret[]] {
  const all = secrets
    .filter(({ nature, value, names }) => {
      const isStore = names.some(({ kind }) => kind === 'keystore');
      return nature !== 'identifier' && nature !== 'hash' && !isStore && value.length <= LONGEST;
    })
    .sort((a, b) => rank(a) - rank(b) || (a.id < b.id ? -1 : 1));
  return [all.filter((secret) => rank(secret) === 0), all.filter((secret) => rank(secret) > 0)];
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
