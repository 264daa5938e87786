/** Trees through `git cat-file`, each whole. */
import { walkTree } from './object-parts.ts';
import { readWhole } from './read-objects.ts';
import { ENTRY_KIND, resolveEntry } from './tree-facts.ts';
import type { ObjectTable } from './object-table.ts';
import type { Repository, Unreadable } from './repository.ts';
import type { TreeCollector } from './tree-facts.ts';

/** @param progress called for each tree that is done */
export async function readTrees(
  repository: Repository,
  objects: ObjectTable,
  list: Int32Array,
  unreadable: Unreadable[],
  collector: TreeCollector,
  progress: () => void,
): Promise<void> {
  await readWhole(repository, objects, list, unreadable, {
    read(object, bytes) {
      collector.open(object);
      const sound = walkTree(bytes, objects.hashBytes, (mode, nameStart, nameEnd, at) => {
        const [kind, target] = resolveEntry(objects, ENTRY_KIND[mode], bytes, at);
        const name = collector.name(bytes, nameStart, nameEnd);
        if (kind === ENTRY_KIND.commit) collector.submodules(1);
        if (kind === ENTRY_KIND.tree && target >= 0) collector.folder(target);
        if (collector.isSpecial(name, kind, target)) collector.special(name, kind, target, bytes, at);
      });
      if (!sound) unreadable.push({ what: 'tree', why: `${objects.hex(object)} is malformed` });
      progress();
    },
    lost: () => {},
  });
}
