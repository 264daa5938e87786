/**
 * The keys under which a value stood in the file that leaked: what tells `stripe.api_key` from `sendgrid.api_key`, which
 * have one name. Read as files of today are, so that both come out alike.
 */
import type { Judged } from '../model.ts';
import type { SecretValue } from '../secret-value.ts';
import { formsOf, passwordForms } from './current/compare.ts';
import type { Entry } from './current/entry.ts';
import { levelsOf, spelled, wordsOf } from './current/names.ts';
import { readCurrent } from './current/read.ts';

export interface LeakedKey {
  /** From the top of the file, as settings without levels spell it; empty for a name alone, which is no place of what is known by it. */
  readonly place: string;
  /** All keys above it, spelled alike. */
  readonly above: string;
  /** What it is for, by the nearest key above it that says so. */
  readonly parent: string;
  /** The value is a part of what stands there: a password in a connection string. */
  readonly isPart: boolean;
  /** Another value stood there as well: items of a list, several documents. */
  readonly isShared: boolean;
}

/** By the secret's id; no entry for what stood in code, or under no keys. */
export type LeakedKeys = ReadonlyMap<string, readonly LeakedKey[]>;

/** @param isPlace a name alone is one of what has no name in reports: a private key behind `TLS_KEY=` */
export function leakedKey(path: readonly string[], isPart: boolean, isShared: boolean, isPlace = levelsOf(path).length > 1): LeakedKey {
  return { place: isPlace ? spelled(path) : '', above: aboveOf(path), parent: parentOf(path), isPart, isShared };
}

/** Where in a version of a file values stand. @param bytes UTF-8, without a mark */
export function keysOfValues(path: string, bytes: Buffer, secrets: readonly Judged[]): readonly (readonly [string, LeakedKey])[] {
  const wanted = new Map(secrets.map((secret) => [secret.value.key(), secret]));
  const { entries } = readCurrent(path, bytes);
  const isShared = sharedPlaces(entries);
  return entries.flatMap((entry) => {
    const { value } = entry;
    if (value === undefined || entry.path.length === 0) return [];
    const passwords = new Set(passwordForms(value).map((form) => form.key()));
    return formsOf(value).flatMap((form) => {
      const secret = wanted.get(form.key());
      if (secret === undefined) return [];
      const isPart = form.key() !== value.key() && passwords.has(form.key());
      const isPlace = isNameless(secret) || undefined;
      return [[secret.id, leakedKey(entry.path, isPart, isShared(entry), isPlace)] as const];
    });
  });
}

/** What a rule calls it is no name of anything in a file. */
function isNameless({ names, occurrences }: Judged): boolean {
  return names.every(({ name, rule }) => name === rule.name) && occurrences.every(({ name }) => name === undefined);
}

/** Of each secret: what stands in more places is known by its name. */
const MOST_KEYS = 50;

/** Gathers the keys of many versions, which mostly have the same. */
export function collectKeys(): { add(found: ReturnType<typeof keysOfValues>): void; keys(): LeakedKeys } {
  const all = new Map<string, Map<string, LeakedKey>>();
  return {
    add: (found) => {
      for (const [id, key] of found) {
        const keys = all.get(id) ?? new Map<string, LeakedKey>();
        all.set(id, keys);
        if (keys.size < MOST_KEYS) keys.set(JSON.stringify(key), key);
      }
    },
    keys: () => new Map([...all].map(([id, keys]) => [id, [...keys.values()]])),
  };
}

/** Whether a place has several values. */
function sharedPlaces(entries: readonly Entry[]): (entry: Entry) => boolean {
  const values = new Map<string, SecretValue>();
  const shared = new Set<string>();
  for (const { path, value } of entries) {
    if (value === undefined) continue;
    const place = spelled(path);
    const first = values.get(place);
    if (first === undefined) values.set(place, value);
    else if (!first.equals(value)) shared.add(place);
  }
  return ({ path }) => shared.has(spelled(path));
}

/** The very place, or its name in settings without levels: the same words from the top on, SENDGRID_API_KEY for `sendgrid.api_key`. */
export function keyAt(keys: readonly LeakedKey[], { path, isItem }: Entry): LeakedKey | undefined {
  if (isItem === true || keys.length === 0) return undefined;
  const here = spelled(path);
  const there = keys.filter(({ place }) => place !== '' && place === here);
  return there.some(({ isShared }) => isShared) ? undefined : there[0];
}

/** Whether the keys above the places and those above the entry say different things; to say nothing is another thing, too. */
export function areApart(keys: readonly LeakedKey[], { path }: Entry): boolean {
  const here = parentOf(path);
  return keys.every(({ parent }) => parent !== here);
}

/** Whether the keys above both say the same. */
export function areTogether(keys: readonly LeakedKey[], { path }: Entry): boolean {
  const here = parentOf(path);
  return here !== '' && keys.some(({ parent }) => parent === here);
}

/** Whether an entry stands below other keys than the places: `default` is not `prod`, though both stand above settings of anything. */
export function areElsewhere(keys: readonly LeakedKey[], entry: Entry): boolean {
  if (keys.length === 0 || keys.some(({ place }) => place === '')) return false;
  const above = aboveOf(entry.path);
  return !areTogether(keys, entry) && keys.every((key) => key.above !== above);
}

function aboveOf(path: readonly string[]): string {
  return spelled(levelsOf(path).slice(0, -1));
}

/** Its words: higher up stands what several services share. */
function parentOf(path: readonly string[]): string {
  return nearest(levelsOf(path).slice(0, -1));
}

/** The nearest of some keys that says what is below it is for; empty when none does. */
export function nearest(above: readonly string[]): string {
  return above
    .map((level) => wordsOf(level).filter((word) => !PLUMBING.has(word)).join('_'))
    .findLast((words) => words !== '') ?? '';
}

/** Stand above settings of anything. */
const PLUMBING: ReadonlySet<string> = new Set(
  ('app application auth base common config configuration container cred credential data default dev development env environment ' +
    'extra global item key local main option param process parameter prod production property root secret server service setting spec ' +
    'stage staging string template test this value var variable').split(' '),
);
