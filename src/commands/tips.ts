/** Refs and reflogs → the commits from which history is reachable; blobs and trees that a ref keeps itself, apart. */
import { reachOfRef } from '../exposure/reach.ts';
import { reflogTips } from '../source/reflogs.ts';
import type { Tip } from '../exposure/reach.ts';
import type { Reach } from '../model.ts';
import type { ReadGraph } from '../source/graph.ts';
import type { Repository } from '../source/repository.ts';

export interface Tips {
  readonly tips: readonly Tip[];
  /** Object number of a blob or tree → full names of the refs that point at it. */
  readonly pinned: ReadonlyMap<number, readonly string[]>;
}

/** So many tags may point at tags. */
const DEEPEST = 100;

/** @param tagTargets tag object → id it points at */
export function resolveTips(
  repository: Repository,
  { objects }: ReadGraph,
  tagTargets: ReadonlyMap<number, string>,
): Tips {
  const tips: Tip[] = [];
  const pinned = new Map<number, string[]>();
  function add(ref: string, id: string, reach: Reach): void {
    let object = objects.findHex(id);
    for (let depth = 0; depth < DEEPEST && object >= 0 && objects.typeOf(object) === 'tag'; depth++) {
      object = objects.findHex(tagTargets.get(object) ?? '');
    }
    if (object < 0) return;
    const type = objects.typeOf(object);
    if (type === 'commit') tips.push({ ref, commit: objects.ordinalOf(object), reach });
    else if (type !== 'tag') pinned.set(object, [...(pinned.get(object) ?? []), ref]);
  }
  for (const { name, target } of repository.refs) add(name, target, reachOfRef(name));
  if (repository.head !== null && repository.headRef === undefined) add('HEAD', repository.head, 'local-branch');
  for (const { ref, id } of reflogTips(repository)) add(ref, id, reachOfLog(ref));
  return { tips, pinned };
}

/** git keeps all stashes but the last in the log of refs/stash alone. */
function reachOfLog(ref: string): Reach {
  if (ref === 'refs/stash') return 'stash';
  return ref.startsWith('refs/remotes/') ? 'was-on-remote' : 'reflog';
}
