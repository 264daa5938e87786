/** Where the other half of a proof stands, in words: `test/session.txt:4`, a commit message. */
import type { Occurrence, Secret, Where } from '../model.ts';

const PLACES: Readonly<Partial<Record<Where, string>>> = {
  'commit-message': 'a commit message',
  'tag-message': 'a tag message',
  identity: 'an author line',
  header: 'a header of a commit',
  'ref-name': 'the name of a ref',
  'file-name': 'a file name',
  reflog: 'a reflog',
  stdin: 'standard input',
};

/** The place to look at first: of HEAD where there is one, then the first by path. */
export function placeOf(secret: Secret): string {
  const { where, path, position, home } = firstOf(secret);
  const words = PLACES[where] ?? (path === '' ? 'a blob without a path' : undefined);
  if (words !== undefined) return home === undefined ? words : `${words} of ${home}`;
  return `${home === undefined ? '' : `${home}/`}${path}:${position.line}`;
}

/** "in a.txt:4", "in a.txt:4 and 3 more". */
export function placesOf(secrets: readonly Secret[]): string {
  const more = secrets.length > 1 ? ` and ${secrets.length - 1} more` : '';
  return `${placeOf(secrets[0]!)}${more}`;
}

/**
 * In the order of their places: which of several is named, and which is tried before a budget ends, is no matter of the
 * order in which threads found them.
 */
export function inOrderOfPlaces(secrets: readonly Secret[]): readonly Secret[] {
  return secrets
    .map((secret) => ({ secret, place: firstOf(secret) }))
    .sort((a, b) => compare(a.place, b.place) || (a.secret.id < b.secret.id ? -1 : 1))
    .map(({ secret }) => secret);
}

function firstOf({ occurrences }: Secret): Occurrence {
  return occurrences.reduce((best, one) => (compare(one, best) < 0 ? one : best));
}

function compare(one: Occurrence, other: Occurrence): number {
  if (one.inHead !== other.inHead) return one.inHead ? -1 : 1;
  if (one.path !== other.path) return one.path < other.path ? -1 : 1;
  if (one.position.line !== other.position.line) return one.position.line - other.position.line;
  return one.home === other.home ? 0 : (one.home ?? '') < (other.home ?? '') ? -1 : 1;
}
