/** Maps of keys: whether an entry, a file or another leaked value belongs to the map that a leaked name is a key of. */
import { baseName } from '../base-name.ts';
import type { Judged } from '../model.ts';
import type { CurrentSource } from './current/entry.ts';
import { isKeyMap, type MapKey, mapKeyOf, mapKeyOfName } from './current/names.ts';

/** In a file or under a name that is a map of keys: `Jwt: {Secret: …, Issuer: …}` is none. */
export function isInMap(path: readonly string[], { kind }: CurrentSource, name: string): boolean {
  const [here, own] = [mapKeyOf(path), mapKeyOfName(name)];
  return isSameMap(here, own) && (kind === 'key-map' || isKeyMap(path.at(-2) ?? '', here?.id ?? ''));
}

/** A whole map from which the key has gone, with nothing in its place. */
export function isGoneFrom({ kind, label }: CurrentSource, name: string): boolean {
  return kind === 'key-map' && isSameMap(mapKeyOf([stemOf(label), '']), mapKeyOfName(name));
}

/** Whether a secret leaked under that very id of the map. */
export function leakedAt(path: readonly string[], { names }: Judged): boolean {
  const here = mapKeyOf(path);
  const own = names.map(({ name }) => mapKeyOfName(name));
  return own.some((key) => isSameMap(here, key) && here?.id === key?.id);
}

function isSameMap(a: MapKey | undefined, b: MapKey | undefined): boolean {
  return a !== undefined && b !== undefined && a.map === b.map;
}

function stemOf(label: string): string {
  return baseName(label).replace(/\.\w+$/, '');
}
