/**
 * Values that belong together without any cryptography: near-copies, one value in several encodings, one account's
 * passwords, users and passwords.
 */
import { keyForms } from './key-forms.ts';
import type { Proofs } from './proofs.ts';
import type { Secret } from '../model.ts';

/** Fewer letters say nothing: admin1 and admin2 are everybody's. */
const LETTERS = 5;
/** A generated value that another one begins with is a cut copy from this many characters on. */
const CUT = 16;
/** Bytes of what is compared in its encodings. */
const SHORTEST_FORM = 8;
const LONGEST_FORM = 1024;

/** Each with the first of its kind, so that a thousand of them are a thousand links. */
export function relatedValues(secrets: readonly Secret[], proofs: Proofs): void {
  nearCopies(secrets, proofs);
  otherForms(secrets, proofs);
  accounts(secrets, proofs);
}

/** Summer2024! and Summer2025!; the same value in other case; a value and the beginning of it. */
function nearCopies(secrets: readonly Secret[], proofs: Proofs): void {
  const bySkeleton = new Map<string, Secret>();
  const long: { readonly text: string; readonly secret: Secret }[] = [];
  for (const secret of secrets) {
    if (secret.nature !== 'secret' && secret.nature !== 'weak') continue;
    const text = secret.value.expose('proof').toString('latin1');
    const isRandom = secret.occurrences.some(({ evidence }) => evidence.strength === 'random');
    if (isRandom && text.length >= CUT && text.length <= 1024) long.push({ text, secret });
    const skeleton = isRandom ? text.toLowerCase() : skeletonOf(text);
    if (skeleton.replace(/[^a-z]/g, '').length < LETTERS) continue;
    const first = bySkeleton.get(skeleton);
    if (first === undefined) bySkeleton.set(skeleton, secret);
    else proofs.relate(first, 'near copy', secret);
  }
  long.sort((a, b) => (a.text < b.text ? -1 : 1));
  for (const [index, { text, secret }] of long.entries()) {
    const next = long[index + 1];
    if (next?.text.startsWith(text) === true) proofs.relate(secret, 'near copy', next.secret);
  }
}

/** Letters stay; what people count up, and what they put behind, goes. */
function skeletonOf(text: string): string {
  return text
    .toLowerCase()
    .replace(/[!?.#$*_@-]+$/, '')
    .replace(/\d+/g, '0');
}

/** The bytes of a key in hex, in base64, as they stand: three values to find, and one to rotate. Of guesses a trace tells. */
function otherForms(secrets: readonly Secret[], proofs: Proofs): void {
  const byBytes = new Map<string, Secret>();
  for (const secret of secrets) {
    if ((secret.nature !== 'secret' && secret.nature !== 'weak') || secret.confidence === 'low') continue;
    if (secret.value.length > LONGEST_FORM) continue;
    for (const { key } of keyForms(secret.value.expose('proof'))) {
      if (key.length < SHORTEST_FORM) continue;
      const bytes = key.toString('latin1');
      const first = byBytes.get(bytes);
      if (first === undefined) byBytes.set(bytes, secret);
      else proofs.relate(first, 'other form of', secret);
    }
  }
}

/** Another password of the same user on the same host is an older one, or the next; a user name can be a key id. */
function accounts(secrets: readonly Secret[], proofs: Proofs): void {
  const byValue = new Map<string, Secret>();
  const users = new Set(secrets.flatMap(({ occurrences }) => occurrences.flatMap(({ user }) => user ?? [])));
  if (users.size === 0) return;
  const lengths = new Set([...users].map((user) => Buffer.byteLength(user)));
  for (const secret of secrets) {
    if (lengths.has(secret.value.length)) byValue.set(secret.value.expose('proof').toString('utf8'), secret);
  }
  const byAccount = new Map<string, Secret>();
  for (const secret of secrets) {
    for (const { user, host } of secret.occurrences) {
      if (user === undefined) continue;
      const named = byValue.get(user);
      if (named !== undefined) proofs.relate(named, 'user of', secret);
      if (host === undefined) continue;
      const account = `${user}\0${host.toLowerCase()}`;
      const first = byAccount.get(account);
      if (first === undefined) byAccount.set(account, secret);
      else proofs.relate(first, 'same account', secret);
    }
  }
}
