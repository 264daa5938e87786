/**
 * Whether an entry under the leaked name can be the leaked secret of today, or is another secret that is called alike: a
 * task that ends for a value that nobody touched is worse than one that stays open.
 */
import type { Judged } from '../model.ts';
import type { SecretValue } from '../secret-value.ts';
import type { CurrentSource, Entry } from './current/entry.ts';
import { isKeyKind } from './current/key-file.ts';
import { spelled } from './current/names.ts';
import { areApart, areTogether, keyAt, leakedKey, type LeakedKey } from './leaked-keys.ts';
import type { Whose } from './whose-file.ts';

/** Every file has its own. */
const SAYS_NOTHING = /^(?:pass|password|passwd|passphrase|pwd|secret|token|key|auth|credential|url|uri|dsn)$/;
/** Every service that others offer has its own. */
const SAYS_LITTLE =
  /^(?:(?:access|api|app|auth|bot|client|consumer|refresh|secret|service|shared|signing|webhook)_(?:key|password|secret|token)|private_key|user_password)$/;

export interface Leaked {
  readonly secret: Judged;
  readonly name: string;
  /** Where it stood in the files that leaked. */
  readonly keys: readonly LeakedKey[];
}

/** @param whose the file's */
export function mayBeSame(entry: Entry, source: CurrentSource, { secret, name, keys }: Leaked, whose: Whose): boolean {
  if (whose === 'of-another') return false;
  if (name === '' && !mayBeNameless(entry, source, secret, whose)) return false;
  const parts = name.split(/[.:]/);
  const last = spelled(parts.slice(-1));
  const saysNothing = SAYS_NOTHING.test(last);
  if (saysNothing || SAYS_LITTLE.test(last)) {
    // names from code have what they are for in them, or a variable's name
    const known = keys.length > 0 ? keys : [leakedKey(parts, false, false)];
    if (known.every(({ isShared }) => isShared)) return false;
    const isPlace = keyAt(known, entry) !== undefined && isAlone(entry, source);
    const isLevelled = keys.length > 0 || entry.path.length > 1;
    if (!isPlace && isLevelled && areApart(known, entry)) return false;
    if (saysNothing && whose !== 'its' && whose !== 'unsure') return false;
    if (!isPlace && (saysNothing || !areTogether(known, entry)) && !isOnly(entry, source)) return false;
  }
  return isSameAccount(entry, secret);
}

/** Only the file and the place say which it is; there may stand something else today, such as a command. */
function mayBeNameless(entry: Entry, source: CurrentSource, { value, rule }: Judged, whose: Whose): boolean {
  if ((whose !== 'its' && whose !== 'unsure') || !isAlone(entry, source)) return false;
  return isKeyKind(rule.kind) || hasBlanks(value) || !hasBlanks(entry.value);
}

function hasBlanks(value: SecretValue | undefined): boolean {
  return /\s/.test(value?.expose('judge').toString('utf8').trim() ?? '');
}

/** Nothing else in the file stands under the same keys, as items of a list do. */
function isAlone({ path }: Entry, source: CurrentSource): boolean {
  return countsOf(source).places.get(spelled(path)) === 1;
}

/** Nothing else in the file has that name. */
function isOnly({ path }: Entry, source: CurrentSource): boolean {
  return countsOf(source).names.get(spelled(path.slice(-1))) === 1;
}

interface Counts {
  /** Of entries, by all their keys: items of a list have the same. */
  readonly places: ReadonlyMap<string, number>;
  /** By the last one. */
  readonly names: ReadonlyMap<string, number>;
}

const counted = new WeakMap<CurrentSource, Counts>();

/** Once for each file: it is asked for every secret and entry. */
function countsOf(source: CurrentSource): Counts {
  const known = counted.get(source);
  if (known !== undefined) return known;
  const paths = source.entries.map(({ path }) => path);
  const counts = { places: countBy(paths.map(spelled)), names: countBy(paths.map((path) => spelled(path.slice(-1)))) };
  counted.set(source, counts);
  return counts;
}

function countBy(texts: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}

/** Of URLs: a user, a host and a database. After a rotation one of the three may be new, hardly two. */
function isSameAccount({ value }: Entry, { occurrences }: Judged): boolean {
  const accounts = occurrences.filter(({ host }) => host !== undefined);
  if (accounts.length === 0) return true;
  const text = value?.expose('judge').toString('utf8') ?? '';
  const now = accountIn(text);
  if (now === undefined) return !text.includes('://'); // a password alone, or a URL that is not understood
  return accounts.some(({ user, host, database }) => {
    const alike = [sameText(user, now.user), sameText(host?.replace(/:\d+$/, ''), now.host), sameText(database, now.database)];
    const known = [user, host, database].filter((part) => part !== undefined && part !== '').length;
    return alike.filter(Boolean).length >= Math.min(2, known);
  });
}

function accountIn(text: string): { user: string; host: string; database: string } | undefined {
  const [, user = '', host, database = ''] =
    /^[a-z][a-z0-9+.-]{1,30}:\/\/([^\s:/@]{0,200}):[^\s/]{1,400}@([^\s:/?#,]{1,253})[^\s/?#]{0,300}(?:\/([^\s/?#]{1,100}))?/i.exec(text) ?? [];
  return host === undefined ? undefined : { user, host, database };
}

function sameText(a: string | undefined, b: string): boolean {
  return a !== undefined && a !== '' && a.toLowerCase() === b.toLowerCase();
}
