/** Where the object store keeps its files: the repository's own folder and those of its alternates. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';

/** git does not look for alternates further down, and says so. */
const DEEPEST_ALTERNATE = 5;

/**
 * Alternates may have alternates themselves.
 * @param own `objects` of the repository
 * @returns undefined where git has to say what it makes of them
 */
export function objectFolders(own: string): string[] | undefined {
  const folders = [own];
  const depths = [0];
  for (const [index, folder] of folders.entries()) {
    const file = join(folder, 'info', 'alternates');
    if (!existsSync(file)) continue;
    for (const line of readFileSync(file, 'utf8').split('\n')) {
      if (line === '' || line.startsWith('#')) continue;
      const path = isAbsolute(line) ? line : resolve(folder, line);
      if (line.startsWith('"') || !existsSync(path) || folders.length > 16) return undefined;
      if (folders.includes(path)) continue;
      if (depths[index] === DEEPEST_ALTERNATE) return undefined;
      depths.push(depths[index]! + 1);
      folders.push(path);
    }
  }
  return folders;
}

/** Those of which something is known: of alternates that only git understands nothing is. */
function knownFolders(own: string): readonly string[] {
  return objectFolders(own) ?? [own];
}

/** Paths of the files beside packs that end so, in an order that depends on their names alone. */
export function filesOfPacks(own: string, ending: string): string[] {
  return knownFolders(own).flatMap((folder) => {
    const packs = join(folder, 'pack');
    if (!existsSync(packs)) return [];
    return readdirSync(packs)
      .filter((name) => name.endsWith(ending))
      .sort()
      .map((name) => join(packs, name));
  });
}

/** Ids, in hex, of all loose objects. */
export function looseIds(own: string, hashBytes: number): string[] {
  return knownFolders(own).flatMap((folder) => looseIdsIn(folder, hashBytes));
}

/** Ids, in hex, of the loose objects of one folder. */
export function looseIdsIn(folder: string, hashBytes: number): string[] {
  return readdirSync(folder)
    .filter((name) => /^[0-9a-f]{2}$/.test(name))
    .flatMap((first) =>
      readdirSync(join(folder, first))
        .filter((rest) => rest.length === hashBytes * 2 - 2 && /^[0-9a-f]+$/.test(rest))
        .map((rest) => first + rest),
    );
}

export function looseIn(own: string): (id: string) => boolean {
  let folders: readonly string[] | undefined;
  return (id) => {
    folders ??= knownFolders(own);
    return folders.some((folder) => existsSync(join(folder, id.slice(0, 2), id.slice(2))));
  };
}
