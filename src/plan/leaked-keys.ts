/**
 * The keys under which a value stood in the file that leaked: what tells `stripe.api_key` from `sendgrid.api_key`, which
 * have one name. Read as files of today are, so that both come out alike.
 */
import type { Judged } from '../model.ts';
import { formsOf, passwordForms } from './current/compare.ts';
import type { Entry } from './current/entry.ts';
import { wordsOf } from './current/names.ts';
import { readCurrent } from './current/read.ts';

export interface LeakedKey {
  /** From the top of the file. */
  readonly path: readonly string[];
  /** The value is a part of what stands there: a password in a connection string. */
  readonly isPart: boolean;
}

/** By the secret's id; no entry for what stood in code, or under no keys. */
export type LeakedKeys = ReadonlyMap<string, readonly LeakedKey[]>;

/** Where in a version of a file values stand. @param bytes UTF-8, without a mark */
export function keysOfValues(path: string, bytes: Buffer, secrets: readonly Judged[]): readonly (readonly [string, LeakedKey])[] {
  const wanted = new Map(secrets.map(({ id, value }) => [value.key(), id]));
  return readCurrent(path, bytes).entries.flatMap((entry) => {
    const { value } = entry;
    if (value === undefined || entry.path.length === 0) return [];
    const passwords = new Set(passwordForms(value).map((form) => form.key()));
    const ids = formsOf(value).map((form) => ({
      id: wanted.get(form.key()),
      isPart: form.key() !== value.key() && passwords.has(form.key()),
    }));
    return ids.flatMap(({ id, isPart }) => (id === undefined ? [] : [[id, { path: entry.path, isPart }] as const]));
  });
}

/** The very place, or its name in settings without levels: the same words from the top on, SENDGRID_API_KEY for `sendgrid.api_key`. */
export function keyAt(keys: readonly LeakedKey[], { path }: Entry): LeakedKey | undefined {
  const spelled = (keysTo: readonly string[]): string => wordsOf(keysTo.join('.')).join('_');
  const here = spelled(path);
  return keys.find((key) => key.path.length > 1 && spelled(key.path) === here);
}

/** Whether the keys above the places say what they are for and the keys above the entry say something else, or nothing. */
export function areApart(keys: readonly LeakedKey[], { path }: Entry): boolean {
  const here = parentsOf(path);
  return keys.every((key) => {
    const above = parentsOf(key.path);
    return above.length > 0 && !above.some((word) => here.includes(word));
  });
}

/** Whether keys above both say the same. */
export function areTogether(keys: readonly LeakedKey[], { path }: Entry): boolean {
  const here = parentsOf(path);
  return keys.some((key) => parentsOf(key.path).some((word) => here.includes(word)));
}

function parentsOf(path: readonly string[]): readonly string[] {
  return path.slice(0, -1).flatMap(wordsOf).filter((word) => !PLUMBING.has(word));
}

/** Stand above settings of anything. */
const PLUMBING: ReadonlySet<string> = new Set(
  ('app application auth base common config configuration container cred credential data default dev development env environment ' +
    'extra global item key local main option param process parameter prod production property root secret server service setting spec ' +
    'stage staging string template test this value var variable').split(' '),
);
