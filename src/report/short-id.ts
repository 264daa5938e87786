/** Ids as people type them. */
import { UsageError } from '../errors.ts';
import { compareText } from './order.ts';

const SHORTEST = 6;
/** Ids that a message names. */
const MOST = 5;

/** Each id's shortest prefix, of six characters at least, that no other one begins with. */
export function shortIds(ids: Iterable<string>): (id: string) => string {
  const sorted = [...new Set(ids)].sort(compareText);
  const short = new Map<string, string>();
  sorted.forEach((id, index) => {
    const shared = Math.max(sharedPrefix(id, sorted[index - 1] ?? ''), sharedPrefix(id, sorted[index + 1] ?? ''));
    short.set(id, id.slice(0, Math.max(SHORTEST, shared + 1)));
  });
  return (id) => short.get(id) ?? id;
}

/**
 * The one entry whose id begins so; a UsageError when there is none, or more than one.
 * @param entries in the order in which a message should name them @param named names were tried before
 */
export function byPrefix<T extends { readonly id: string }>(entries: readonly T[], prefix: string, named = false): T {
  const wanted = prefix.toLowerCase();
  const found = entries.filter((entry) => entry.id.startsWith(wanted));
  const [first, second] = found;
  if (entries.length === 0) throw new UsageError('there is no secret here, so none has this id');
  const short = shortIds(entries.map((entry) => entry.id));
  const list = (some: readonly T[]): string => {
    const more = some.length > MOST ? ` and ${some.length - MOST} more` : '';
    return `${some.slice(0, MOST).map(({ id }) => short(id)).join(', ')}${more}`;
  };
  // what was typed is not repeated: it may be a value that was taken for an id
  if (wanted === '' || first === undefined)
    throw new UsageError(
      `no secret here has ${named ? 'this name, or an id that begins so' : 'an id that begins so, and names are none'}; ` +
        `the ids are ${list(entries)}`,
    );
  if (second === undefined) return first;
  throw new UsageError(`${found.length} ids begin so, take more of one: ${list(found)}`);
}

function sharedPrefix(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}
