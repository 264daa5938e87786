/**
 * The object store as files: packs with their indexes, loose objects, alternates. Read only when everything is as git
 * leaves it; of anything else git itself has to say what is wrong, so the plain engine reads it all.
 */
import { closeSync, existsSync, fstatSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { looseIdsIn, objectFolders } from '../object-folders.ts';
import { createObjectTable, decodeHex, sharedBytes, sortIds } from '../object-table.ts';
import { makeRoom } from '../sort.ts';
import { readFamilies, TYPE, TYPE_BITS } from './families.ts';
import { offsetAt } from './pack-offsets.ts';
import { readPackIndex } from './pack-index.ts';
import type { Stats } from 'node:fs';
import type { ObjectTable, ObjectType } from '../object-table.ts';
import type { PackIndex } from './pack-index.ts';
import type { Room } from '../sort.ts';
import type { Pack } from './walk.ts';
import type { Repository } from '../repository.ts';

export interface PackStore {
  readonly packs: readonly Pack[];
  readonly objects: ObjectTable;
  /** Loose objects that no pack has; their types are not known yet. */
  readonly loose: readonly number[];
  /** Objects that are made from each other in a circle. git must not be asked for them: it goes round until memory ends. */
  readonly circular: readonly number[];
  /** Which files its packs and their indexes are: alike for stores that share them through alternates or hard links. */
  readonly files: string;
  /** Lets go of the packs: there are none from here on. */
  close(): void;
}

interface OpenPack {
  readonly descriptor: number;
  readonly bytes: number;
  readonly index: PackIndex;
  readonly file: string;
}

const TYPE_NAMES = new Map<number, ObjectType>([
  [TYPE.commit, 'commit'],
  [TYPE.tree, 'tree'],
  [TYPE.blob, 'blob'],
  [TYPE.tag, 'tag'],
]);

/** Undefined when something about the store is out of the ordinary. */
export function openPackStore({ commonDir, objectFormat }: Repository): PackStore | undefined {
  const hashBytes = objectFormat === 'sha256' ? 32 : 20;
  const folders = objectFolders(join(commonDir, 'objects'));
  if (folders === undefined) return undefined;
  const open: OpenPack[] = [];
  const packs: Pack[] = [];
  const close = (): void => {
    for (const { descriptor } of open.splice(0)) closeSync(descriptor);
    packs.length = 0;
  };
  const room = oneRoom();
  try {
    for (const folder of folders) if (!openPacks(folder, hashBytes, open, room.of)) return (close(), undefined);
    const looseIds = folders.flatMap((folder) => looseIdsIn(folder, hashBytes));
    const objects = createObjectTable(hashBytes, allIds(open, looseIds, hashBytes));
    for (const pack of open) {
      const read = readPack(pack, objects, room.of(pack.index.count));
      if (read === undefined) return (close(), undefined);
      packs.push(read);
    }
    const loose = [...new Set(looseIds.map((id) => objects.findHex(id)))].filter((object) => !objects.hasType(object));
    const files = open.map(({ file }) => file).sort().join();
    return { packs, objects, loose, circular: typeCircular(objects, new Set(loose)), files, close };
  } catch (error) {
    close();
    if ((error as NodeJS.ErrnoException).syscall === undefined) throw error;
    return undefined; // git will say it better
  } finally {
    room.free();
  }
}

/** For one pack after the other, as large as the largest so far needs it. */
function oneRoom(): { of(rows: number): Room; free(): void } {
  let room = makeRoom(0);
  return {
    of(rows) {
      if (rows <= room.rows) return room;
      room.free();
      return (room = makeRoom(rows));
    },
    free: () => room.free(),
  };
}

/** What has no type and is not loose either hangs in a circle of bases. @returns those objects, as blobs now */
function typeCircular(objects: ObjectTable, loose: ReadonlySet<number>): number[] {
  const circular: number[] = [];
  for (let object = 0; object < objects.count(); object++) {
    if (objects.hasType(object) || loose.has(object)) continue;
    objects.setType(object, 'blob');
    circular.push(object);
  }
  return circular;
}

/** Of one pack alone they are in order as they are. */
function allIds(open: readonly OpenPack[], loose: readonly string[], hashBytes: number): Uint8Array<SharedArrayBuffer> {
  const [only, another] = open;
  if (only !== undefined && another === undefined && loose.length === 0) return only.index.ids;
  const count = open.reduce((sum, { index }) => sum + index.count, loose.length);
  const ids = sharedBytes(count * hashBytes);
  let at = 0;
  for (const { index } of open) {
    ids.set(index.ids, at);
    at += index.ids.length;
  }
  for (const id of loose) {
    decodeHex(Buffer.from(id, 'latin1'), 0, ids, at, hashBytes);
    at += hashBytes;
  }
  return sortIds(ids, hashBytes, count);
}

function openPacks(folder: string, hashBytes: number, open: OpenPack[], roomFor: (count: number) => Room): boolean {
  if (!existsSync(join(folder, 'pack'))) return true;
  const names = readdirSync(join(folder, 'pack')).sort();
  for (const name of names) {
    if (!name.endsWith('.pack')) continue; // by any name: git reads it too
    if (!names.includes(name.replace(/pack$/, 'idx'))) return false;
    const descriptor = openSync(join(folder, 'pack', name), 'r');
    const stat = fstatSync(descriptor);
    const bytes = stat.size;
    const indexPath = join(folder, 'pack', name.replace(/pack$/, 'idx'));
    const index = readPackIndex(indexPath, hashBytes, bytes, roomFor);
    if (index === undefined || !isWhole(descriptor, bytes, index, hashBytes)) {
      closeSync(descriptor);
      return false;
    }
    open.push({ descriptor, bytes, index, file: `${identityOf(stat)} ${identityOf(statSync(indexPath))}` });
  }
  return true;
}

/** By what it is, not by what it says of itself: a repository can give its packs the names, checksums and days of others. */
function identityOf({ dev, ino, size, mtimeMs, ctimeMs }: Stats): string {
  return [dev, ino, size, mtimeMs, ctimeMs].join(':');
}

/** "PACK", version 2 or 3, the number of entries; the checksum that the index knows. */
function isWhole(descriptor: number, bytes: number, { count, packChecksum }: PackIndex, hashBytes: number): boolean {
  if (bytes < 12 + hashBytes) return false;
  const head = Buffer.alloc(12);
  const tail = Buffer.alloc(hashBytes);
  readSync(descriptor, head, 0, 12, 0);
  readSync(descriptor, tail, 0, hashBytes, bytes - hashBytes);
  const version = head.readUInt32BE(4);
  return (
    head.toString('latin1', 0, 4) === 'PACK' &&
    (version === 2 || version === 3) &&
    head.readUInt32BE(8) === count &&
    tail.equals(packChecksum)
  );
}

/** Finds a pack's objects in the table, and says of which types they are, in the order in which they stand in the pack. */
function readPack({ descriptor, index }: OpenPack, table: ObjectTable, room: Room): Pack | undefined {
  const { count, ids, places, offsets } = index;
  const { hashBytes } = table;
  // in place: a pack that has all objects has them in the table's order
  const objects = places;
  if (count < table.count())
    for (let entry = 0; entry < count; entry++) objects[entry] = table.find(ids, places[entry]! * hashBytes);
  let entryOf: Int32Array | undefined;
  const families = readFamilies(descriptor, index, hashBytes, (id) => {
    if (entryOf === undefined) {
      entryOf = new Int32Array(table.count()).fill(-1);
      for (let entry = 0; entry < count; entry++) entryOf[objects[entry]!] = entry;
    }
    return entryOf[table.find(id, 0)] ?? -1;
  }, room);
  if (families === undefined) return undefined;
  for (let entry = 0; entry < count; entry++) {
    const type = TYPE_NAMES.get(families.entries[entry]! & TYPE_BITS);
    if (type === undefined || table.hasType(objects[entry]!)) objects[entry] = -1;
    else table.setType(objects[entry]!, type);
  }
  return { descriptor, end: offsetAt(offsets, count), count, offsets, families, objects };
}
