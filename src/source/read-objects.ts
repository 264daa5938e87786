/** Objects of one type through `git cat-file`, each whole: what the plain engine reads, and what packs could not give. */
import { readObjects } from './cat-file.ts';
import type { ObjectTable } from './object-table.ts';
import type { Repository, Unreadable } from './repository.ts';

export interface Reader {
  /** `bytes` is only valid during the call. */
  read(object: number, bytes: Buffer): void;
  /** The object is in the list but cannot be read: tables keep a place for it. */
  lost(object: number): void;
}

/** @param unreadable what git cannot read is added to it, with its reason */
export async function readWhole(
  repository: Repository,
  objects: ObjectTable,
  list: Int32Array,
  unreadable: Unreadable[],
  reader: Reader,
): Promise<void> {
  if (list.length === 0) return;
  function lose(index: number, why: string): void {
    const object = list[index]!;
    unreadable.push({ what: objects.typeOf(object), why: `${objects.hex(object)}: ${why}` });
    reader.lost(object);
  }
  await readObjects(repository, list.length, (index) => objects.hex(list[index]!), {
    object: (index, _type, bytes) => reader.read(list[index]!, bytes),
    open(index) {
      const pieces: Buffer[] = [];
      return { push: (piece) => void pieces.push(piece), end: () => reader.read(list[index]!, Buffer.concat(pieces)) };
    },
    missing: (index) => lose(index, 'missing'),
    unreadable: lose,
  });
}
