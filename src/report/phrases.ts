/**
 * What is known of a secret, in the words of the text reports. Text from outside goes through `clean`, which masks
 * values and keeps to one line; all the rest are our own words.
 */
import type { Exposure, Judged, Occurrence, Reach, Where } from '../model.ts';
import { REACH } from '../model.ts';
import { counted, grouped } from './numbers.ts';
import { sortedOccurrences } from './order.ts';
import { redact } from './redact.ts';

/** Masks values, spells out controls, one line. */
export type Clean = (text: string) => string;

/** Whom it belongs to: user and host of a URL, the prefix of a token that has one, else its name. */
export function subject(secret: Judged, clean: Clean): string {
  const url = secret.occurrences.find((occurrence) => occurrence.host !== undefined);
  if (url) return account(url, clean);
  if (secret.rule.generated && secret.rule.publicPrefix > 0) return redact(secret.value, secret.rule);
  const [first, ...more] = [...new Set(secret.names.map(({ name }) => name))];
  if (first === undefined) return redact(secret.value, secret.rule);
  return clean(first) + (more.length > 0 ? ` +${more.length}` : '');
}

/** hms @ db.internal/hms. */
export function account({ user, host, database }: Occurrence, clean: Clean): string {
  const place = clean(host ?? '') + (database === undefined ? '' : `/${clean(database)}`);
  return user === undefined || user === '' ? place : `${clean(user)} @ ${place}`;
}

/** The place to look at first: in HEAD where there is one, tests and samples (lower confidence) last. */
export function mainPlace(secret: Judged): Occurrence | undefined {
  const rank = { high: 0, medium: 1, low: 2 };
  const sorted = [...sortedOccurrences(secret.occurrences)];
  return sorted.sort((a, b) => Number(b.inHead) - Number(a.inHead) || rank[a.confidence] - rank[b.confidence])[0];
}

const PLACES: Readonly<Partial<Record<Where, string>>> = {
  'commit-message': 'in a commit message',
  'tag-message': 'in a tag message',
  identity: 'in the name or address of an author',
  header: 'in a header of a commit',
  'ref-name': 'in the name of a ref',
  'file-name': 'in a file name',
  note: 'in a note',
  reflog: 'in a reflog',
  stdin: 'in standard input',
};

/** "in .env of HEAD", "gone from HEAD, was in .env", "in a commit message". */
export function whereItStands(secret: Judged, clean: Clean): string {
  const place = mainPlace(secret);
  if (place === undefined) return '';
  const fixed = PLACES[place.where];
  if (fixed !== undefined) return fixed;
  const path = clean(place.path);
  if (place.inHead) return `in ${path} of HEAD`;
  if (place.path === '')
    return place.class === 'unattached' ? 'in the object store, in no commit' : 'in a blob without a path';
  return place.class === 'committed' ? `gone from HEAD, was in ${path}` : `${path}:${place.position.line}`;
}

/** "2025-03-02 → open, 630 days"; nothing where no commit holds it. */
export function dates(exposure: Exposure): string | undefined {
  return exposure.first && `${exposure.first.date} → open, ${counted(exposure.days, 'day')}`;
}

const REACHES: Readonly<Record<Reach, string>> = {
  head: 'in HEAD',
  'remote-tracking': 'on a remote',
  tag: 'in a tag',
  'pull-request': 'in a pull request',
  'was-on-remote': 'was on a remote',
  'local-branch': 'on a local branch',
  stash: 'in a stash',
  note: 'in a note',
  reflog: 'in a reflog',
  dangling: 'on no ref',
  unattached: 'in no commit',
  index: 'staged',
  worktree: 'in the working tree',
};

/** "on origin/main, tag v1.4": by name where refs are known. */
export function reach(exposure: Exposure, clean: Clean): string | undefined {
  const named = [
    ...some(exposure.refs, 'refs/remotes/', 'on ', clean),
    ...some(exposure.refs, 'refs/tags/', 'tag ', clean),
  ];
  if (named.length > 0) return named.join(', ');
  const local = some(exposure.refs, 'refs/heads/', 'on local branch ', clean);
  if (local.length > 0) return local.join(', ');
  const worst = REACH.find((entry) => exposure.reach.includes(entry));
  return worst && REACHES[worst];
}

/** All ways to it, in words, worst first. */
export function allReach(exposure: Exposure): string {
  return REACH.filter((entry) => exposure.reach.includes(entry))
    .map((entry) => REACHES[entry])
    .join(', ');
}

/** "3 paths, 41 versions". */
export function extent(secret: Judged): string | undefined {
  const byPath = new Map<string, number>();
  for (const { repository, path, versions } of secret.occurrences) {
    const key = `${repository}:${path}`;
    // places in one file share its versions
    byPath.set(key, Math.max(versions, byPath.get(key) ?? 0));
  }
  const versions = [...byPath.values()].reduce((sum, count) => sum + count, 0);
  const parts = [
    byPath.size > 1 ? counted(byPath.size, 'path') : undefined,
    versions > 1 ? counted(versions, 'version') : undefined,
  ].filter((part) => part !== undefined);
  return parts.length > 0 ? parts.join(', ') : undefined;
}

/** "43 characters, random": what kind of value it is, without any of it. */
export function looks(secret: Judged, occurrence: Occurrence): string {
  if (secret.nature === 'weak') return 'weak: can be guessed';
  if (occurrence.evidence.strength !== 'random') return '';
  return secret.rule.generated ? '' : `${grouped(secret.value.length)} characters, random`;
}

function some(refs: readonly string[], prefix: string, before: string, clean: Clean): readonly string[] {
  const found = refs.filter((ref) => ref.startsWith(prefix));
  const [first] = found;
  if (first === undefined) return [];
  const more = found.length > 1 ? ` and ${grouped(found.length - 1)} more` : '';
  // masked before it is cut: a value may begin in the prefix
  const ref = clean(first);
  return [`${before}${ref.startsWith(prefix) ? ref.slice(prefix.length) : ref}${more}`];
}
