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
export function placeOf({ occurrences }: Secret): string {
  const place = occurrences.reduce((best, one) => (isBefore(one, best) ? one : best));
  const { where, path, position, home } = place;
  const words = PLACES[where] ?? (path === '' ? 'a blob without a path' : undefined);
  if (words !== undefined) return home === undefined ? words : `${words} of ${home}`;
  return `${home === undefined ? '' : `${home}/`}${path}:${position.line}`;
}

/** "in a.txt:4", "in a.txt:4 and 3 more". */
export function placesOf(secrets: readonly Secret[]): string {
  const more = secrets.length > 1 ? ` and ${secrets.length - 1} more` : '';
  return `${placeOf(secrets[0]!)}${more}`;
}

function isBefore(one: Occurrence, other: Occurrence): boolean {
  if (one.inHead !== other.inHead) return one.inHead;
  if (one.path !== other.path) return one.path < other.path;
  return one.position.line < other.position.line;
}
