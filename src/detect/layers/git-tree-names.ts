/**
 * Names that trees of a pack give to what is in them → paths.
 *   (mode (octal digits) " " name 0 id (20))*
 */
import { LONGEST_NAME, nameIn } from './inner.ts';

const ID_SIZE = 20;
/** More would cost more memory than they are worth: what has no path is named by its id. */
const MOST_NAMES = 1 << 18;
/** Deeper folders are a circle, which a hash allows nobody to make, but a damaged pack may be read as. */
const DEEPEST = 64;

export interface PathNames {
  add(tree: string, content: Buffer): void;
  /** One of the paths that an object has; of a longer one than names may be, the end, which says what it is. */
  pathOf(id: string): string | undefined;
}

export function createPathNames(): PathNames {
  const places = new Map<string, { readonly name: string; readonly tree: string }>();
  return {
    add(tree, content) {
      for (let at = 0; places.size < MOST_NAMES;) {
        const name = content.indexOf(' ', at) + 1;
        const end = content.indexOf(0, name);
        if (name === 0 || end < 0 || end + 1 + ID_SIZE > content.length) return;
        at = end + 1 + ID_SIZE;
        const id = content.toString('hex', end + 1, at);
        if (!places.has(id)) places.set(id, { name: nameIn(content.subarray(name, end)) ?? '', tree });
      }
    },
    pathOf(id) {
      const names: string[] = [];
      let length = 0;
      for (let place = places.get(id); place !== undefined && names.length < DEEPEST; place = places.get(place.tree)) {
        names.unshift(place.name);
        length += place.name.length + 1;
        if (length > LONGEST_NAME) break; // a part of a longer text would keep all of it in memory
      }
      return names.length === 0 ? undefined : names.join('/').slice(-LONGEST_NAME);
    },
  };
}
