/**
 * The object store as files: packs with their indexes, loose objects, alternates. Read only when everything is as git
 * leaves it; of anything else git itself has to say what is wrong, so the plain engine reads it all.
 */
import { closeSync, existsSync, fstatSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { createObjectTable } from '../object-table.ts';
import { readFamilies, TYPE } from './families.ts';
import { readPackIndex } from './pack-index.ts';
import type { ObjectTable, ObjectType } from '../object-table.ts';
import type { PackIndex } from './pack-index.ts';
import type { Pack } from './walk.ts';
import type { Repository } from '../repository.ts';

export interface PackStore {
  readonly packs: readonly Pack[];
  readonly objects: ObjectTable;
  /** Ids of loose objects that no pack has; their types are not known yet. */
  readonly loose: readonly string[];
  /** Objects that are made from each other in a circle. git must not be asked for them: it goes round until memory ends. */
  readonly circular: readonly number[];
  close(): void;
}

interface OpenPack {
  readonly descriptor: number;
  readonly bytes: number;
  readonly index: PackIndex;
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
  const close = (): void => open.forEach(({ descriptor }) => closeSync(descriptor));
  try {
    for (const folder of folders) if (!openPacks(folder, hashBytes, open)) return (close(), undefined);
    const objects = createObjectTable(hashBytes, open.reduce((sum, { index }) => sum + index.count, 0) + 64);
    const packs: Pack[] = [];
    const circular: number[] = [];
    for (const pack of open) {
      const read = readPack(pack, hashBytes, objects, circular);
      if (read === undefined) return (close(), undefined);
      packs.push(read);
    }
    const loose = new Set(folders.flatMap((folder) => looseIds(folder, hashBytes)));
    return { packs, objects, loose: [...loose].filter((id) => objects.findHex(id) < 0), circular, close };
  } catch (error) {
    close();
    if ((error as NodeJS.ErrnoException).syscall === undefined) throw error;
    return undefined; // git will say it better
  }
}

/** The repository's own and those of its alternates, which may have alternates themselves. */
function objectFolders(own: string): string[] | undefined {
  const folders = [own];
  for (const folder of folders) {
    const file = join(folder, 'info', 'alternates');
    if (!existsSync(file)) continue;
    for (const line of readFileSync(file, 'utf8').split('\n')) {
      if (line === '' || line.startsWith('#')) continue;
      const path = isAbsolute(line) ? line : resolve(folder, line);
      if (line.startsWith('"') || !existsSync(path) || folders.length > 16) return undefined;
      if (!folders.includes(path)) folders.push(path);
    }
  }
  return folders;
}

function openPacks(folder: string, hashBytes: number, open: OpenPack[]): boolean {
  if (!existsSync(join(folder, 'pack'))) return true;
  const names = readdirSync(join(folder, 'pack')).sort();
  for (const name of names) {
    if (!name.endsWith('.pack')) continue; // by any name: git reads it too
    if (!names.includes(name.replace(/pack$/, 'idx'))) return false;
    const descriptor = openSync(join(folder, 'pack', name), 'r');
    const bytes = fstatSync(descriptor).size;
    const index = readPackIndex(join(folder, 'pack', name.replace(/pack$/, 'idx')), hashBytes, bytes);
    if (index === undefined || !isWhole(descriptor, bytes, index, hashBytes)) {
      closeSync(descriptor);
      return false;
    }
    open.push({ descriptor, bytes, index });
  }
  return true;
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

/** Adds a pack's objects to the table, in the order in which they stand in it. */
function readPack(
  { descriptor, index }: OpenPack,
  hashBytes: number,
  table: ObjectTable,
  circular: number[],
): Pack | undefined {
  const { count, ids, places, offsets } = index;
  let entryAt: Int32Array | undefined;
  const families = readFamilies(descriptor, index, hashBytes, (id) => {
    if (entryAt === undefined) {
      entryAt = new Int32Array(count);
      for (let entry = 0; entry < count; entry++) entryAt[places[entry]!] = entry;
    }
    const place = placeOf(ids, hashBytes, id);
    return place < 0 ? -1 : entryAt[place]!;
  });
  if (families === undefined) return undefined;
  const objects = new Int32Array(new SharedArrayBuffer(count * 4));
  for (let entry = 0; entry < count; entry++) {
    // what hangs in a circle of bases has no type
    const type = TYPE_NAMES.get(families.types[entry]!);
    const known = table.count();
    const object = table.addId(ids, places[entry]! * hashBytes, type ?? 'blob');
    objects[entry] = object === known ? object : -1;
    if (type === undefined && object === known) circular.push(object);
  }
  return { descriptor, end: offsets[count]!, count, offsets, families, objects };
}

function placeOf(ids: Buffer, hashBytes: number, id: Buffer): number {
  let low = 0;
  let high = ids.length / hashBytes;
  while (low < high) {
    const middle = (low + high) >> 1;
    const order = ids.compare(id, 0, hashBytes, middle * hashBytes, (middle + 1) * hashBytes);
    if (order === 0) return middle;
    if (order < 0) low = middle + 1;
    else high = middle;
  }
  return -1;
}

function looseIds(folder: string, hashBytes: number): string[] {
  return readdirSync(folder)
    .filter((name) => /^[0-9a-f]{2}$/.test(name))
    .flatMap((first) =>
      readdirSync(join(folder, first))
        .filter((rest) => rest.length === hashBytes * 2 - 2 && /^[0-9a-f]+$/.test(rest))
        .map((rest) => first + rest),
    );
}
