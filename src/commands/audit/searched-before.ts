/**
 * Files whose content stands in the store: most of a work tree. It was searched there, so what says nothing is not searched
 * once more. Told by the content itself: what git notes of a file, its times and sizes, can be wrong or forged, and filters
 * make something else of it.
 */
import { idOf } from '../../source/object-id.ts';
import { baseName } from '../../base-name.ts';
import type { StoreSeen } from './store-seen.ts';
import type { LoadedPathRules } from '../engine/path-rules.ts';
import type { ObjectTable } from '../../source/object-table.ts';
import type { Repository } from '../../source/repository.ts';

export interface SearchedStore extends Pick<StoreSeen, 'isQuiet'> {
  readonly repository: Pick<Repository, 'objectFormat'>;
  readonly objects: Pick<ObjectTable, 'findHex'>;
  readonly detectors: { readonly byPath: Pick<LoadedPathRules, 'mayFit'> };
}

export function searchedBefore(store: SearchedStore): (path: string, content: Buffer) => boolean {
  const { repository, objects, detectors, isQuiet } = store;
  return (path, content) => {
    // what a rule looks for at this path it did not look for elsewhere
    if (detectors.byPath.mayFit(baseName(path))) return false;
    const blob = objects.findHex(idOf(repository.objectFormat, 'blob', content));
    return blob >= 0 && isQuiet(blob);
  };
}
