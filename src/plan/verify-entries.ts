/** One leaked name and the entries of every file in, what each entry says of it out. */
import { baseName } from '../base-name.ts';
import type { Judged } from '../model.ts';
import type { SecretValue } from '../secret-value.ts';
import { formsOf, isNearCopy, passwordForms, passwordIn } from './current/compare.ts';
import type { CurrentSource, Entry } from './current/entry.ts';
import { isAnotherKey, isKeyKind } from './current/key-file.ts';
import { isPreviousName, isSameName, type MapKey, mapKeyOf, pointsTo } from './current/names.ts';
import { qualityOf, type Weigh } from './current/strength.ts';
import { isGoneFrom, isInMap, leakedAt } from './key-map.ts';
import type { Seen } from './outcome.ts';
import { keyAt, type LeakedKey } from './leaked-keys.ts';
import { listedKey, listedToken } from './listed.ts';
import { mayBeSame, wayOut } from './same-credential.ts';
import type { Whose } from './whose-file.ts';

export interface Opened {
  readonly source: CurrentSource;
  readonly entries: readonly { readonly entry: Entry; readonly marks: ReadonlySet<string> }[];
}

export interface Question {
  readonly secret: Judged;
  /** Empty for a secret without a name. */
  readonly name: string;
  readonly kind: string;
  /** Where it stood in the files that leaked. */
  readonly keys: readonly LeakedKey[];
  /** Another leaked value has this name, and stood in other files. */
  readonly hasRival: boolean;
  readonly sources: readonly Opened[];
  readonly active: ReadonlyMap<string, string>;
  readonly weigh: Weigh;
  /** By what the leaked value is known again. */
  readonly mark: string;
  /** All that leaked, by their marks. */
  readonly burnt: ReadonlyMap<string, Judged>;
  /** Whether a file is the one that a secret leaked from. */
  readonly whose: (source: CurrentSource, secret: Judged) => Whose;
  /** The mark of the key id that belongs to the leaked key. */
  readonly keyId: string | undefined;
}

/** Which key of a map is in use, by the words of the map's name. */
export function activeIds(sources: readonly CurrentSource[]): ReadonlyMap<string, string> {
  const keys = sources.flatMap(({ entries }) => entries.flatMap((entry) => activeKey(entry) ?? []));
  return new Map(keys.map(({ map, id }) => [map, id]));
}

/** JWT_SECRET_ID=v2 says which key of which map is in use. The id is what somebody wrote there, and may be a value. */
export function activeKey({ path, value }: Entry): MapKey | undefined {
  const map = pointsTo(path);
  if (map === undefined) return undefined;
  const id = value?.expose('judge').toString('utf8') ?? '';
  return /^[\w.:-]{1,64}$/.test(id) ? { map, id } : undefined;
}

/** Of what is called alike only, where nothing else says more, it is said why it does not count. */
export function judgeEntries(question: Question): readonly Seen[] {
  const seen = seenIn(question);
  if (seen.length > 0 || question.name === '') return seen;
  for (const { entries, source } of question.sources) {
    const alike = entries.find(({ entry }) => entry.value !== undefined && entry.key === undefined && isFor(entry, source, question));
    if (alike === undefined) continue;
    const way = wayOut(alike.entry, source, question, question.whose(source, question.secret));
    return [unknown(`${source.label} has this name and may be another secret${way}`)];
  }
  return [];
}

function seenIn(question: Question): readonly Seen[] {
  return question.sources.flatMap(({ source, entries }) => {
    const whose = question.whose(source, question.secret);
    const seen = entries.flatMap(({ entry, marks }) => {
      if (marks.has(question.mark)) return [oldValue(entry, source, entries.length, question)];
      if (entry.begins !== undefined) return listedToken(entry, entry.begins, source, question.secret);
      if (entry.state !== undefined) return marks.has(question.keyId ?? '') ? [listedKey(entry, source.label)] : [];
      return entry.key === undefined
        ? newOf(entry, marks, source, whose, question)
        : newKey(entry, entry.key, marks, source, whose, question);
    });
    if (seen.length > 0 || !isGoneFrom(source, question.name) || whose === 'of-another' || whose === 'elsewhere') return seen;
    return whose === 'unsure' ? [ambiguous(source)] : [gone(source)];
  });
}

/** Another value, where it can be the leaked secret's and not that of another that is called alike. */
function newOf(
  entry: Entry,
  marks: ReadonlySet<string>,
  source: CurrentSource,
  whose: Whose,
  question: Question,
): readonly Seen[] {
  // what is called otherwise is most of a file: it is asked for first
  if (entry.isPrevious === true || !isCalledSo(entry, source, question)) return [];
  if (!mayBeSame(entry, source, question, whose)) return [];
  const seen = newValue(entry, marks, source, question);
  return whose === 'unsure' ? seen.map((each) => (each.outcome === 'ROTATED' ? ambiguous(source) : each)) : seen;
}

/** By its name, or by the very place where the leaked one stood. */
function isCalledSo(entry: Entry, source: CurrentSource, question: Question): boolean {
  return keyAt(question.keys, entry) !== undefined || (question.name !== '' && isFor(entry, source, question));
}

function ambiguous({ label }: CurrentSource): Seen {
  return unknown(`${baseName(label)} leaked from more than one folder: name it by its path in the repository`);
}

/** The leaked value is there: in use, accepted beside the one in use, or in use for something else. */
function oldValue(entry: Entry, source: CurrentSource, count: number, question: Question): Seen {
  const { label } = source;
  const { name, active, keys } = question;
  const key = mapKeyOf(entry.path);
  const activeId = key === undefined ? undefined : active.get(key.map);
  const isMapped = source.kind === 'key-map' || isInMap(entry.path, source, name);
  if (entry.state !== undefined) return listedKey(entry, label);
  if (isMapped && (activeId === undefined ? count > 1 : activeId !== key?.id)) return honoured(entry, label, question);
  if (entry.isPrevious === true || isPreviousName(entry.path)) return honoured(entry, label, question);
  if (isMapped || name === '' || entry.key !== undefined || isSameName(name, entry.path) || keyAt(keys, entry) !== undefined)
    return { outcome: 'STILL CURRENT', detail: `${label} holds the old value at ${entry.place}` };
  const other = entry.path.at(-1) ?? 'something else';
  return { outcome: 'REUSED', detail: `${label} uses the old value for ${other}, at ${entry.place}` };
}

function honoured({ place, path }: Entry, label: string, { kind }: Question): Seen {
  const tokens = kind === 'jwt-secret' ? '; tokens signed with it work today' : '';
  const where = place.startsWith('"') ? `under ${place}` : `as ${path.at(-1) ?? ''} (${place})`;
  return { outcome: 'STILL HONOURED', detail: `${label} still accepts it ${where}: remove it${tokens}` };
}

/** Another value under the same name, or in the same map of keys. */
function newValue(
  entry: Entry,
  marks: ReadonlySet<string>,
  source: CurrentSource,
  question: Question,
): readonly Seen[] {
  const { label } = source;
  const { secret, name, kind, keys, weigh } = question;
  const place = keyAt(keys, entry);
  if (entry.value === undefined) return [withoutValue(entry, label, secret)];
  const other = leakedIn(marks, question);
  // a key that leaked beside this one is no successor of it, and has a row of its own
  if (other !== undefined && isInMap(entry.path, source, name) && leakedAt(entry.path, other)) return [];
  if (other !== undefined)
    return [{ outcome: 'REUSED', detail: `${label} holds another leaked value at ${entry.place}: generate a new one` }];
  const value = place?.isPart === true && !ofUrl(kind) ? passwordIn(entry.value) : entry.value;
  if (value === undefined)
    return [unknown(`${label} holds no password at ${entry.place}: name the file that has it`)];
  const quality = qualityOf(value, entry.path.at(-1) ?? '', kind, weigh);
  if (quality.as === 'elsewhere')
    return [unknown(`${label} holds ${quality.what} at ${entry.place}: name the file that it leads to`)];
  if (secret.value.length > 0 && isNear(secret.value, value, kind))
    return [
      { outcome: 'NEAR-COPY', detail: `${label} holds nearly the old value at ${entry.place}: generate a new one` },
    ];
  const isAnother = isKeyKind(kind) ? isAnotherOf(secret.value, value, kind) : true;
  if (isAnother !== true) return [sameKey(entry, label, isAnother)];
  if (quality.as === 'weak')
    return [{ outcome: 'WEAK-NEW', detail: `the new value in ${label} at ${entry.place} is ${quality.why}` }];
  const leaked = secret.exposure.first?.date;
  if (entry.changed !== undefined && leaked !== undefined && entry.changed < leaked)
    return [unknown(`${label}: another value, set on ${entry.changed}, before the leak on ${leaked}: an older version?`)];
  const byId = secret.value.length === 0 ? ' (compared by id: near-copies were not looked for)' : '';
  return [
    {
      outcome: 'ROTATED',
      detail: `${label}: another value, ${quality.words}${byId}`,
      evidence: `${label} holds another value${byId}`,
    },
  ];
}

function leakedIn(marks: ReadonlySet<string>, { burnt }: Question): Judged | undefined {
  return [...marks].map((mark) => burnt.get(mark)).find((other) => other !== undefined);
}

/** A key without a name goes by the name of its file. */
function newKey(
  entry: Entry,
  key: string,
  marks: ReadonlySet<string>,
  source: CurrentSource,
  whose: Whose,
  question: Question,
): readonly Seen[] {
  const { secret, kind } = question;
  const { label } = source;
  if (key !== kind || whose === 'of-another' || whose === 'other-name' || entry.value === undefined) return [];
  if (leakedIn(marks, question) !== undefined)
    return [{ outcome: 'REUSED', detail: `${label} holds another leaked key at ${entry.place}: generate a new one` }];
  const isAnother = isAnotherKey(secret.value, entry.value, kind);
  if (isAnother === true && whose === 'unsure') return [ambiguous(source)];
  if (isAnother === true && whose === 'elsewhere')
    return [unknown(`${label} holds another key, and is in another folder than the file that leaked`)];
  if (isAnother !== true) return [sameKey(entry, label, isAnother)];
  return [{ outcome: 'ROTATED', detail: `${label} holds another key` }];
}

/** Other bytes that are the same key, or may be. */
function sameKey({ place }: Entry, label: string, isAnother: false | undefined): Seen {
  return isAnother === undefined
    ? unknown(`${label} holds other bytes at ${place}; whether it is another key cannot be told of this form`)
    : { outcome: 'STILL CURRENT', detail: `${label} holds the old key at ${place}, in another form` };
}

/** Settings may have a key on one line, or in base64. */
function isAnotherOf(leaked: SecretValue, now: SecretValue, kind: string): boolean | undefined {
  const answers = formsOf(now).map((form) => isAnotherKey(leaked, form, kind));
  return answers.includes(false) ? false : answers.find((answer) => answer);
}

function unknown(detail: string): Seen {
  return { outcome: 'UNKNOWN', detail };
}

function ofUrl(kind: string): boolean {
  return kind === 'database-url' || kind === 'basic-auth-url';
}

/** Of URLs it is the password that must not be nearly the same. */
function isNear(leaked: SecretValue, now: SecretValue, kind: string): boolean {
  if (!ofUrl(kind)) return isNearCopy(leaked, now);
  return passwordForms(now).some((form) => isNearCopy(leaked, form));
}

/** Entries that say what the leaked name is today: the same name, another key of its map. */
function isFor({ path }: Entry, source: CurrentSource, { name }: Question): boolean {
  return isSameName(name, path) || (!isPreviousName(path) && isInMap(path, source, name));
}

/** Only the day of its last change is known: before the leak it proves that nothing was done, later it proves little. */
function withoutValue({ changed, place }: Entry, label: string, { exposure }: Judged): Seen {
  const leaked = exposure.first?.date;
  if (changed === undefined) return unknown(`${label} has no value at ${place}`);
  if (leaked !== undefined && changed < leaked)
    return { outcome: 'STILL CURRENT', detail: `${label}: last changed on ${changed}, before the leak on ${leaked}` };
  return unknown(`${label}: changed on ${changed}, its value was not seen: add --current FILE with it`);
}

function gone({ label }: CurrentSource): Seen {
  return { outcome: 'REMOVED', detail: `${label} is the whole map and does not have it any more` };
}
