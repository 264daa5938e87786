/**
 * Whether an entry under the leaked name can be the leaked secret of today, or is another secret that is called alike: a
 * task that ends for a value that nobody touched is worse than one that stays open.
 */
import type { Judged } from '../model.ts';
import type { SecretValue } from '../secret-value.ts';
import { A_COMMAND, type CurrentSource, type Entry, STANDARD_INPUT } from './current/entry.ts';
import { isKeyKind } from './current/key-file.ts';
import { spelled } from './current/names.ts';
import { areDisjoint, environmentsIn, namingFolders } from './address.ts';
import { areApart, areElsewhere, areTogether, keyAt, leakedKey, type LeakedKey, nearest } from './leaked-keys.ts';
import type { Whose } from './whose-file.ts';

/** Every file has its own. */
const SAYS_NOTHING = /^(?:pass|password|passwd|passphrase|pwd|secret|token|key|auth|credential|url|uri|dsn)$/;
/** Every service that others offer has its own. */
const OF_ANY_SERVICE =
  /^(?:(?:access|api|bot|client|consumer|refresh|service|shared|webhook)_(?:key|password|secret|token)|private_key|user_password)$/;
/** An application has one of them, and several may be described in one file. */
const OF_THE_APPLICATION = /^(?:app|auth|secret|signing)_(?:key|password|secret|token)$/;

export interface Leaked {
  readonly secret: Judged;
  readonly name: string;
  /** Where it stood in the files that leaked. */
  readonly keys: readonly LeakedKey[];
  /** Another leaked value has this name, and stood in other files. */
  readonly hasRival: boolean;
}

/** @param whose the file's */
export function mayBeSame(entry: Entry, source: CurrentSource, leaked: Leaked, whose: Whose): boolean {
  const { secret, name, keys, hasRival } = leaked;
  if (whose === 'of-another' || whose === 'elsewhere') return false;
  const isFile = whose === 'its' || whose === 'unsure';
  if (!isFile && (name === '' || hasRival || source.kind === 'code')) return false;
  if (name === '' && !mayBeNameless(entry, source, secret)) return false;
  if (isOfAnother(entry, source, leaked, isFile)) return false;
  // where several stood in one place, nothing tells which of them is there today
  if (keys.length > 0 && keys.every(({ isShared }) => isShared)) return false;
  const parts = name.split(/[.:]/);
  const last = spelled(parts.slice(-1));
  const isBare = SAYS_NOTHING.test(last);
  const isOfAny = OF_ANY_SERVICE.test(last);
  if (isBare || isOfAny || OF_THE_APPLICATION.test(last)) {
    // names from code have what they are for in them, or a variable's name
    const known = keys.length > 0 ? keys : [leakedKey(parts, false, false)];
    const isPlace = keyAt(known, entry) !== undefined && isAlone(entry, source);
    const isTogether = areTogether(known, entry);
    // `Jwt: {Secret: …}` is JWT_SECRET where settings have no levels: all its keys say what it is for
    const isSpelledOut = isPlace && known.some(({ parent }) => parent !== '');
    if (isBare && !isFile && !isSpelledOut) return false;
    if (isOfAny && !isFile && !isPlace && !isTogether) return false;
    const isLevelled = keys.length > 0 || entry.path.length > 1;
    if (!isPlace && isLevelled && areApart(known, entry)) return false;
    if (!isPlace && (isBare || !isTogether) && !isOnly(entry, source)) return false;
  }
  return isSameAccount(entry, secret);
}

/** What can be done about an entry that may be another's; of standard input, and of the very file, nothing more can be said. */
export function wayOut(entry: Entry, source: CurrentSource, leaked: Leaked, whose: Whose): string {
  if (source.label === STANDARD_INPUT || source.label === A_COMMAND || whose === 'its') return '';
  const { place: _, ...handed } = { ...source, label: STANDARD_INPUT };
  return `: name the file that leaked${mayBeSame(entry, handed, leaked, 'other-name') ? ', or hand this one to standard input' : ''}`;
}

/** Whether what stands above both, or what the export is of, says that they belong to different services or environments. */
function isOfAnother(entry: Entry, source: CurrentSource, { secret, name, keys }: Leaked, isFile: boolean): boolean {
  const above = aboveName(name, entry.path);
  const paths = isFile ? NOTHING_SAID : saidByPaths(secret);
  const now = environmentsIn([...(isFile ? [] : [source.place ?? source.label]), source.of ?? '', ...above]);
  const then = new Set([...paths.environments, ...environmentsIn(keys.map(({ place }) => place))]);
  if (areDisjoint(now, then)) return true;
  if (isFile && keyAt(keys, entry) === undefined && areElsewhere(keys, entry)) return true;
  if (keys.length > 0 && keys.every(({ parent }) => parent !== '')) return nearest(above) !== '' && areApart(keys, entry);
  const service = nearest([...(source.of ?? '').split('/').slice(0, -1), ...above]);
  return service !== '' && paths.words.size > 0 && !service.split('_').some((word) => paths.words.has(word));
}

interface Said {
  readonly environments: ReadonlySet<string>;
  /** Of the folders that name a service. */
  readonly words: ReadonlySet<string>;
}

const NOTHING_SAID: Said = { environments: new Set(), words: new Set() };

const said = new WeakMap<Judged, Said>();

/** Once for each secret, which may have leaked from thousands of paths: it is asked for every entry. */
function saidByPaths(secret: Judged): Said {
  const known = said.get(secret);
  if (known !== undefined) return known;
  const paths = secret.occurrences.map(({ path }) => path);
  const words = new Set(paths.flatMap(namingFolders).flatMap((folder) => folder.split('_')));
  const found = { environments: environmentsIn(paths), words };
  said.set(secret, found);
  return found;
}

/** The keys above those that spell the name. */
function aboveName(name: string, path: readonly string[]): readonly string[] {
  const wanted = spelled([name]);
  const at = path.findLastIndex((_, index) => spelled(path.slice(index)) === wanted);
  return path.slice(0, at < 0 ? -1 : at);
}

/** Only the place and the form say which it is; there may stand something else today, such as a command. */
function mayBeNameless(entry: Entry, source: CurrentSource, { value, rule }: Judged): boolean {
  if (!isAlone(entry, source)) return false;
  return isKeyKind(rule.kind) || hasBlanks(value) || (!hasBlanks(entry.value) && isOfItsForm(entry.value, value));
}

/** A second part only of words that issuers use (`sk_live_`, `github_pat_`): what is random may look like one. */
const PREFIX = /^[A-Za-z]{2,12}(?:[_-](?:admin|ant|live|or|pat|proj|svcacct|test))?[_-]/;

/** It begins as the leaked one does (`ghp_`), or is as long and as mixed. */
function isOfItsForm(now: SecretValue | undefined, leaked: SecretValue): boolean {
  const [a, b] = [now, leaked].map((value) => value?.expose('judge').toString('utf8').trim() ?? '');
  const prefix = PREFIX.exec(b ?? '')?.[0];
  if (prefix !== undefined) return a?.startsWith(prefix) === true && a.length * 2 > (b?.length ?? 0);
  return a?.length === b?.length && /\d/.test(a ?? '') && /[A-Za-z]/.test(a ?? '');
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
