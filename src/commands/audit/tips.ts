/**
 * Refs, HEADs and reflogs → the commits from which history is reachable; blobs and trees that a ref keeps itself, and
 * what a ref names and the store does not have, apart.
 */
import { reachOfRef } from '../../exposure/reach.ts';
import { fetchedIds } from '../../source/fetch-head.ts';
import type { Tip } from '../../exposure/reach.ts';
import type { Reach } from '../../model.ts';
import type { ReadGraph } from '../../source/graph.ts';
import type { ReflogTip } from '../../source/reflogs.ts';
import type { Repository } from '../../source/repository.ts';

export interface Tips {
  readonly tips: readonly Tip[];
  /** Commits that were fetched, whether or not git keeps them. */
  readonly fetched: readonly Tip[];
  /** Object number of a blob or tree → full names of the refs that point at it. */
  readonly pinned: ReadonlyMap<number, readonly string[]>;
  /** Object number of a tag object → what leads to it. */
  readonly tagged: ReadonlyMap<number, readonly TagHolder[]>;
  /** Where a ref, or a tag that it leads to, names what the store does not have. */
  readonly lost: readonly LostTip[];
}

export interface TagHolder {
  /** Full name. */
  readonly ref: string;
  readonly reach: Reach;
  /** A reflog remembers it, no ref points at it. */
  readonly remembered: boolean;
}

export interface LostTip {
  readonly ref: string;
  readonly id: string;
  /** A reflog remembers it, no ref points at it. */
  readonly remembered: boolean;
}

/** So many tags may point at tags; what a longer chain ends in counts as not found. */
const DEEPEST = 100;

/**
 * @param reflogs read before the objects were listed: what is committed meanwhile is not missing
 * @param tagTargets tag object → id it points at; '' where it names none
 */
export function resolveTips(
  repository: Repository,
  reflogs: readonly ReflogTip[],
  { objects }: ReadGraph,
  tagTargets: ReadonlyMap<number, string>,
): Tips {
  const tips: Tip[] = [];
  const pinned = new Map<number, string[]>();
  const tagged = new Map<number, TagHolder[]>();
  const lost: LostTip[] = [];

  function add(ref: string, id: string, reach: Reach, remembered = false): void {
    const { tags, end, object } = peel(id, objects, tagTargets);
    for (const tag of tags) pushTo(tagged, tag, { ref, reach, remembered });
    if (end === undefined) return; // a tag that could not be read is reported as such
    if (object < 0 || objects.typeOf(object) === 'tag') lost.push({ ref, id: end, remembered });
    else if (objects.typeOf(object) === 'commit') tips.push({ ref, commit: objects.ordinalOf(object), reach });
    else pushTo(pinned, object, ref);
  }
  for (const { name, target } of repository.refs) add(name, target, reachOfRef(name));
  for (const { name, target } of repository.elsewhere) add(name, target, 'local-branch');
  const isListed = repository.refs.some(({ name }) => name === repository.headRef);
  if (repository.head !== null && !isListed) add('HEAD', repository.head, 'local-branch');
  for (const { ref, id, seen } of reflogs) add(ref, id, seen === undefined ? reachOfLog(ref) : 'was-on-remote', true);
  const fetched = fetchedIds(repository).flatMap((id): Tip[] => {
    const { object } = peel(id, objects, tagTargets);
    if (object < 0 || objects.typeOf(object) !== 'commit') return [];
    return [{ ref: 'FETCH_HEAD', commit: objects.ordinalOf(object), reach: 'was-on-remote' }];
  });
  return { tips, fetched, pinned, tagged, lost };
}

/** Through tags of tags to what is no tag. @returns end: undefined behind a tag that could not be read */
export function peel(
  id: string,
  objects: ReadGraph['objects'],
  tagTargets: ReadonlyMap<number, string>,
): { tags: readonly number[]; end: string | undefined; object: number } {
  const tags: number[] = [];
  let end: string | undefined = id;
  let object = objects.findHex(id);
  while (tags.length < DEEPEST && object >= 0 && objects.typeOf(object) === 'tag') {
    tags.push(object);
    end = tagTargets.get(object);
    object = objects.findHex(end ?? '');
  }
  return { tags, end, object };
}

function pushTo<Item>(map: Map<number, Item[]>, key: number, item: Item): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [item]);
  else known.push(item);
}

/** git keeps all stashes but the last in the log of refs/stash alone. */
function reachOfLog(ref: string): Reach {
  if (ref === 'refs/stash') return 'stash';
  return ref.startsWith('refs/remotes/') ? 'was-on-remote' : 'reflog';
}
