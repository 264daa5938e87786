/**
 * Which objects came from the remote of a partial clone: those in packs that have a `.promisor` file beside them. What
 * they name and the clone does not have, the remote has promised to keep; nothing else is. Ids are read from the packs'
 * indexes (gitformat-pack, versions 1 and 2), a piece at a time.
 */
import { closeSync, existsSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { ObjectTable } from './object-table.ts';
import type { Repository } from './repository.ts';

const PROMISOR = '.promisor';
const FANOUT = 256 * 4;
const V2_HEADER = 8;
const V2_MAGIC = 0xff744f63;
const IDS_AT_ONCE = 1 << 16;
/** Stores that borrow from stores that borrow. */
const DEEPEST = 5;

/** By object number: 1 for what came from the remote. Undefined where nothing is promised: no partial clone. */
export function promisedBy(
  { commonDir, partial }: Repository,
  objects: ObjectTable,
): Uint8Array<SharedArrayBuffer> | undefined {
  if (!partial) return undefined;
  const held = new Uint8Array(new SharedArrayBuffer(objects.count()));
  for (const store of stores(join(commonDir, 'objects'), DEEPEST)) {
    for (const name of namesIn(join(store, 'pack'))) {
      if (!name.endsWith(PROMISOR)) continue;
      const index = join(store, 'pack', `${name.slice(0, -PROMISOR.length)}.idx`);
      eachId(index, objects, (object) => (held[object] = 1));
    }
  }
  return held;
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

/** The object store, and those it borrows from. */
function stores(folder: string, depth: number): string[] {
  const list = join(folder, 'info/alternates');
  if (depth === 0 || !existsSync(list)) return [folder];
  const others = readFileSync(list, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  return [folder, ...others.flatMap((other) => stores(resolve(folder, other), depth - 1))];
}

function namesIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}
