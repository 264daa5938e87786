/**
 * Which objects came from the remote of a partial clone: those in packs that have a `.promisor` file beside them. What
 * they name and the clone does not have, the remote has promised to keep; nothing else is. Ids are read from the packs'
 * indexes (gitformat-pack, versions 1 and 2), a piece at a time.
 */
import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { filesOfPacks, looseIn } from './object-folders.ts';
import { createObjectTable, sortIds } from './object-table.ts';
import type { ObjectTable } from './object-table.ts';
import type { Repository } from './repository.ts';

const PROMISOR = '.promisor';
const INDEX = '.idx';
const FANOUT = 256 * 4;
const V2_HEADER = 8;
const V2_MAGIC = 0xff744f63;
const IDS_AT_ONCE = 1 << 16;

/** By object number: 1 for what came from the remote. Undefined where nothing is promised: no partial clone. */
export function promisedBy(
  { commonDir, partial }: Repository,
  objects: ObjectTable,
): Uint8Array<SharedArrayBuffer> | undefined {
  if (!partial) return undefined;
  const held = new Uint8Array(new SharedArrayBuffer(objects.count()));
  const own = join(commonDir, 'objects');
  for (const path of filesOfPacks(own, PROMISOR)) {
    const index = `${path.slice(0, -PROMISOR.length)}${INDEX}`;
    eachId(index, objects, (object) => (held[object] = 1));
  }
  return held;
}

/**
 * Of objects that could not be read those that are here: what is here is not promised, however corrupt it is. git itself
 * says of both that they are missing.
 * @param ids in hex
 */
export function hereOf({ commonDir, objectFormat }: Repository, ids: readonly string[]): ReadonlySet<string> {
  const own = join(commonDir, 'objects');
  const here = new Set(ids.filter(looseIn(own)));
  const hashBytes = objectFormat === 'sha256' ? 32 : 20;
  const distinct = [...new Set(ids)];
  const objects = createObjectTable(hashBytes, sortIds(Buffer.from(distinct.join(''), 'hex'), hashBytes, distinct.length));
  for (const path of filesOfPacks(own, INDEX)) eachId(path, objects, (object) => void here.add(objects.hex(object)));
  return here;
}

/** An index that cannot be read promises nothing; git has complained of it when it listed the objects. */
function eachId(path: string, objects: ObjectTable, visit: (object: number) => void): void {
  if (!existsSync(path)) return;
  const file = openSync(path, 'r');
  try {
    const head = Buffer.alloc(V2_HEADER + FANOUT);
    if (readSync(file, head, 0, head.length, 0) < head.length) return;
    const isSecond = head.readUInt32BE(0) === V2_MAGIC;
    const start = isSecond ? V2_HEADER + FANOUT : FANOUT;
    const count = head.readUInt32BE(start - 4);
    // version 1 has the place in the pack before each id
    const before = isSecond ? 0 : 4;
    const size = before + objects.hashBytes;
    const piece = Buffer.alloc(IDS_AT_ONCE * size);
    for (let done = 0; done < count;) {
      const wanted = Math.min(IDS_AT_ONCE, count - done);
      const read = Math.floor(readSync(file, piece, 0, wanted * size, start + done * size) / size);
      if (read === 0) return;
      for (let k = 0; k < read; k++) {
        const object = objects.find(piece, k * size + before);
        if (object >= 0) visit(object);
      }
      done += read;
    }
  } finally {
    closeSync(file);
  }
}
