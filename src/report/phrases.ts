/**
 * What is known of a secret, in the words of the text reports. Text from outside goes through `clean`, which masks
 * values and keeps to one line; all the rest are our own words.
 */
import type { Exposure, Judged, Occurrence, Reach, Use } from '../model.ts';
import { EXPOSURE_CLASSES, REACH } from '../model.ts';
import { cutFront, displayWidth } from './columns.ts';
import { counted, grouped } from './numbers.ts';
import { sortedOccurrences } from './order.ts';
import { redact } from './redact.ts';
import { refPhrase } from './refs.ts';

/** Masks values, spells out controls, one line. */
export type Clean = (text: string) => string;

/** Whom it belongs to: user and host of a URL, else its name, as in the to-do, else how a token begins that has a prefix. */
export function subject(secret: Judged, clean: Clean): string {
  const sure = secret.occurrences.filter((occurrence) => !isGuess(occurrence, secret));
  const url = [mainPlace(secret), ...sure].find((occurrence) => occurrence?.host !== undefined);
  if (url) return account(url, clean);
  // a name that is the rule's says nothing that the rule does not
  const [first, ...more] = [...new Set(secret.names.filter(({ name, rule }) => name !== rule.name).map(({ name }) => name))];
  if (first === undefined) return redact(secret.value, secret.rule).replace(/^•+$/, 'unnamed');
  return clean(first) + (more.length > 0 ? ` +${more.length}` : '');
}

/** hms @ db.internal/hms. */
export function account({ user, host, database }: Pick<Use, 'user' | 'host' | 'database'>, clean: Clean): string {
  const place = clean(host ?? '') + (database === undefined ? '' : `/${clean(database)}`);
  return user === undefined || user === '' ? place : `${clean(user)} @ ${place}`;
}

/** Through what layers it stands there, and the name of the member that holds it; '' in a file's own bytes. */
export function through({ via, member }: Occurrence, clean: Clean): string {
  if (via.length === 0) return '';
  return `through ${clean(via.join(', '))}${member === undefined ? '' : `, as ${clean(member)}`}`;
}

const CONFIDENCE = ['high', 'medium', 'low'];

/**
 * The place to look at first: the worst class, one that makes the secret as sure as it is before mere guesses, in HEAD where
 * there is one, tests and samples (lower confidence) and blobs without a path last.
 */
export function mainPlace(secret: Judged): Occurrence | undefined {
  const sorted = [...sortedOccurrences(secret.occurrences)];
  return sorted.sort(
    (a, b) =>
      EXPOSURE_CLASSES.indexOf(a.class) - EXPOSURE_CLASSES.indexOf(b.class) ||
      Number(isGuess(a, secret)) - Number(isGuess(b, secret)) ||
      Number(b.inHead) - Number(a.inHead) ||
      CONFIDENCE.indexOf(a.confidence) - CONFIDENCE.indexOf(b.confidence) ||
      Number(a.path === '') - Number(b.path === ''),
  )[0];
}

/** A place by itself not worth a line, of a secret that others make sure: whoever opens it sees no secret. */
function isGuess({ confidence }: Occurrence, secret: Judged): boolean {
  return confidence === 'low' && secret.confidence !== 'low';
}

/** Characters of an object's id: enough for git to know it by. */
const SHORT_ID = 10;
const TAGS = 'refs/tags/';
/** Columns of a path below which its end says too little. */
const SHORTEST_PATH = 24;

/** Our own words around a path; only the path may be shortened. */
export interface Place {
  readonly before: string;
  readonly path: string;
  readonly after: string;
}

/** What holds it, without line: a path, a blob, the message of a commit or tag, a name. */
export function placeOf(occurrence: Occurrence, clean: Clean): Place {
  const { where, home } = occurrence;
  const of = ofHome(home, clean);
  const path = clean(occurrence.path);
  const commit = `commit ${shortId(occurrence.commit)}${of}`;
  const named = (before: string, name = path, after = of): Place => ({ before, path: name, after });
  switch (where) {
    case 'commit-message':
      return named(occurrence.commit === undefined ? 'commit message' : `the message of ${commit}`, '', '');
    case 'tag-message':
      return named('the message of tag ', tagName(path));
    case 'identity':
    case 'header':
      if (!path.startsWith(TAGS)) return named(`the ${path} of ${commit}`, '', '');
      return named(where === 'identity' ? 'the tagger of tag ' : 'a header of tag ', tagName(path));
    case 'ref-name':
      return named('the name of ');
    case 'file-name':
      return named('the file name ');
    case 'note':
      return named('a note on ', shortId(path.replaceAll('/', '')));
    case 'stdin':
      return named('standard input', '');
    default:
      if (path === '') return named('', `blob ${shortId(occurrence.blob)}`);
      return named('', home === undefined ? path : `${clean(home)}/${path}`, '');
  }
}

/** A place as text, its path cut in front to what fits a width. */
export function fitted({ before, path, after }: Place, width: number): string {
  const words = displayWidth(before) + displayWidth(after);
  return before + cutFront(path, Math.max(SHORTEST_PATH, width - words)) + after;
}

/** Columns that a place cannot do with less of. */
export function leastWidth({ before, path, after }: Place): number {
  return displayWidth(before) + displayWidth(after) + Math.min(SHORTEST_PATH, displayWidth(path));
}

/** Line and column mean something where there is content: not in names. */
export function hasLines({ where }: Occurrence): boolean {
  return where !== 'ref-name' && where !== 'file-name';
}

/** " of api", in a report of several repositories. */
export function ofHome(home: string | undefined, clean: Clean): string {
  return home === undefined ? '' : ` of ${clean(home)}`;
}

/** An id as people read it. */
export function shortId(id: string | undefined): string {
  return (id ?? '').slice(0, SHORT_ID);
}

function tagName(ref: string): string {
  return ref.startsWith(TAGS) ? ref.slice(TAGS.length) : ref;
}

/** "in .env of HEAD", "gone from HEAD, was in .env", "in the message of tag v1.4"; nothing is gone that is still in use. */
export function whereItStands(secret: Judged, clean: Clean): Place {
  const occurrence = mainPlace(secret);
  if (occurrence === undefined) return { before: '', path: '', after: '' };
  const { before, path: file, after } = placeOf(occurrence, clean);
  const { where, inHead, class: exposure, position, member } = occurrence;
  const path = member === undefined ? file : `${file}!${clean(member)}`;
  if (before !== '') return { before: `in ${before}`, path, after: where === 'stdin' ? `:${position.line}` : after };
  if (exposure === 'unattached') return { before: 'in the object store, in no commit: ', path, after };
  if (inHead) return { before: `${stillInUse(secret)}in `, path, after: ' of HEAD' };
  if (exposure === 'committed' && occurrence.path === '') return { before: 'in ', path, after: `${after}, without a path` };
  if (where === 'reflog') return { before: 'in ', path, after: `:${position.line}` };
  if (exposure === 'committed') return { before: `${sinceThen(secret)}was in `, path, after: '' };
  return { before: where === 'index' ? 'staged in ' : '', path, after: `:${position.line}` };
}

/** Which file says so is among the reasons. */
function stillInUse({ verdict }: Judged): string {
  return verdict === 'still-current' ? 'still in use, ' : '';
}

/** Nothing is gone from a HEAD that there is not, or that no branch ever had it in. */
function sinceThen(secret: Judged): string {
  if (secret.verdict === 'still-current') return stillInUse(secret);
  return mayHaveLeftHead(secret) ? 'gone from HEAD, ' : '';
}

function mayHaveLeftHead({ exposure: { headless, inHead, reach: [worst] } }: Judged): boolean {
  return headless !== true && !inHead && worst !== 'stash' && worst !== 'reflog' && worst !== 'dangling';
}

/** No place of it is in HEAD, and commits of a branch or a tag had it. */
export function isGoneFromHead(secret: Judged): boolean {
  return secret.exposure.class === 'committed' && mayHaveLeftHead(secret);
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
  worktree: 'in a file on disk',
};

/** "on origin/main, tag v1.4": by name where refs are known. */
export function reach(exposure: Exposure, clean: Clean): string | undefined {
  const named = [
    ...refPhrase(exposure.refs, 'refs/remotes/', 'on ', clean),
    ...refPhrase(exposure.refs, 'refs/tags/', 'tag ', clean),
  ];
  if (named.length > 0) return named.join(', ');
  const local = refPhrase(exposure.refs, 'refs/heads/', 'on local branch ', clean);
  if (local.length > 0) return local.join(', ');
  const worst = REACH.find((entry) => exposure.reach.includes(entry));
  return worst && REACHES[worst];
}

/** All ways to it, in words, worst first; of what is on a remote it goes without saying that it was. */
export function allReach({ reach: all }: Exposure): string {
  return REACH.filter((entry) => all.includes(entry) && !(entry === 'was-on-remote' && all.includes('remote-tracking')))
    .map((entry, at) => (entry === 'dangling' && at > 0 ? 'also in commits on no ref' : REACHES[entry]))
    .join(', ');
}

/** "3 paths, 41 versions". */
export function extent(secret: Judged): string | undefined {
  const byPath = new Map<string, number>();
  for (const { repository, path, versions } of secret.occurrences) {
    if (path === '') continue;
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

/**
 * Asked for with --all-versions, one line a version: "blob 4f1c9d0a2b:12:5 · since 2024-03-01, commit 8a7c5e1f03 · in HEAD".
 */
export function versionLines({ each }: Occurrence): readonly string[] {
  return (each ?? []).map(({ blob, position, introductions, commit, lastCommit, inHead }) => {
    const until = inHead ? 'in HEAD' : lastCommit === commit ? '' : `last in ${shortId(lastCommit)}`;
    const parts = [
      `blob ${shortId(blob)}:${position.line}:${position.column}`,
      `since ${introductions[0]?.date}, commit ${shortId(commit)}`,
      until,
    ];
    return parts.filter((part) => part !== '').join(' · ');
  });
}

/** "43 characters, random": what kind of value it is, without any of it. */
export function looks(secret: Judged, occurrence: Occurrence): string {
  if (secret.nature === 'weak') return 'weak: can be guessed';
  if (occurrence.evidence.strength !== 'random') return '';
  return secret.rule.generated ? '' : `${grouped(secret.value.length)} characters, random`;
}
