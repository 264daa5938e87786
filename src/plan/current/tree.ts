/** A parsed JSON or YAML document in, its texts with their keys out. */
import { type Entry, entryOf } from './entry.ts';
import { isSecretName } from './names.ts';

export type Json = Readonly<Record<string, unknown>>;

export const isMap = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
export const textAt = (map: Json, key: string): string | undefined =>
  typeof map[key] === 'string' ? map[key] : undefined;

/** Deeper trees and longer lists hold no settings. */
const DEEPEST = 40;
const MOST = 200_000;

/** Every text and number of a tree. `NAME=value` in a list, as compose files have them, counts as a name. */
export function leavesOf(tree: unknown, top: readonly string[] = []): readonly Entry[] {
  const found: Entry[] = [];
  const open: Open[] = [{ value: tree, path: top, depth: 0 }];
  // an alias of YAML may stand for a tree that holds itself
  for (let steps = 0; open.length > 0 && steps < MOST; steps++) {
    const { value, path, depth, isItem } = open.pop() as Open;
    if (typeof value === 'string' || typeof value === 'number') found.push(...leaf(path, String(value), isItem === true));
    else if (depth < DEEPEST && Array.isArray(value))
      for (const item of value.toReversed()) open.push({ value: item, path, depth: depth + 1, isItem: true });
    else if (depth < DEEPEST && isMap(value))
      for (const part of below(value, path, isItem === true).toReversed()) open.push({ ...part, depth: depth + 1 });
  }
  return found;
}

interface Part {
  readonly value: unknown;
  readonly path: readonly string[];
}

interface Open extends Part {
  readonly depth: number;
  /** Of a list. */
  readonly isItem?: boolean;
}

/** `DB_PASSWORD=…` under a name of its own is a value of both; `Host=…;Password=…` is one of the name alone. */
function leaf(path: readonly string[], text: string, isItem: boolean): readonly Entry[] {
  const [, name, value = ''] = /^([A-Za-z_]\w{1,100})=(.*)$/s.exec(text) ?? [];
  const inner = name === undefined ? [] : [entryOf([...path, name], value, placeOf([name]))];
  if (isItem) return inner.length > 0 ? inner : [entryOf(path, text, placeOf(path), { isItem })];
  const whole = entryOf(path, text, placeOf(path));
  return name !== undefined && isSecretName(name) && !value.includes(';') ? [whole, ...inner] : [whole];
}

/**
 * What a map holds. `{name: JWT_SECRET, value: …}`, as container specifications, parameters and items of password stores have
 * it, is that name's value, and what else stands there is below the name; so is all of an item of a list, to tell it from the
 * others. A path in a name has keys: `/shop/prod/JWT_SECRET`.
 */
function below(map: Json, path: readonly string[], isItem: boolean): readonly Part[] {
  const valued = VALUES.find((key) => (map[key] ?? undefined) !== undefined);
  const naming = (valued === undefined ? NAMES : [...NAMES, 'key']).find((key) => textAt(map, key) !== undefined);
  const name = naming === undefined ? [] : (textAt(map, naming) ?? '').split('/').filter((part) => part !== '');
  const isNamed = valued !== undefined && name.length > 0;
  const top = isNamed || isItem ? [...path, ...name] : path;
  const kept = Object.entries(map).filter(([key]) => !isNamed || key !== naming);
  // of a key that has its value below, beside what else is said of it: `jwtSecret: {value: …, secret: true}`
  const isKeys = valued !== undefined && naming === undefined && path.length > 0;
  return kept.map(([key, value]) => ({ value, path: (isNamed || isKeys) && key === valued ? top : [...top, key] }));
}

const VALUES = ['value', 'Value', 'secretValue'];
/** Without a value beside it a `key` is one itself, and no name. */
const NAMES = ['name', 'Name', 'label', 'secretKey'];

/** The last keys are what people look for. */
export function placeOf(path: readonly string[]): string {
  return path.length === 0 ? 'the whole file' : `"${path.slice(-2).join('.')}"`;
}
