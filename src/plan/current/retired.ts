/**
 * What a store exports in, that without what it says is out of use: a disabled version of Azure, an item in the trash of
 * a password store or in its archive, a secret that Kubernetes is deleting. No value there is the one of today.
 */
import { isMap, type Json } from './tree.ts';

export interface InUse {
  readonly tree: unknown;
  /** How many were left out. */
  readonly retired: number;
}

/** Of the document itself, or of the list that it is or holds as `items`. */
export function inUse(tree: unknown): InUse {
  if (Array.isArray(tree)) {
    const kept = tree.filter((item) => !isRetired(item));
    return { tree: kept.map(withoutHistory), retired: tree.length - kept.length };
  }
  if (isRetired(tree)) return { tree: {}, retired: 1 };
  if (!isMap(tree) || !Array.isArray(tree['items'])) return { tree: withoutHistory(tree), retired: 0 };
  const { tree: items, retired } = inUse(tree['items']);
  return { tree: { ...tree, items }, retired };
}

/** A password store keeps what a field held before: nothing accepts that any more. */
function withoutHistory(item: unknown): unknown {
  if (!isMap(item) || item['object'] !== 'item') return item;
  return Object.fromEntries(Object.entries(item).filter(([key]) => key !== 'passwordHistory'));
}

function isRetired(item: unknown): boolean {
  if (!isMap(item)) return false;
  return SIGNS.some((sign) => sign(item));
}

const SIGNS: readonly ((item: Json) => boolean)[] = [
  ({ attributes }) => isMap(attributes) && attributes['enabled'] === false,
  ({ object, deletedDate, archivedDate }) => object === 'item' && (deletedDate ?? archivedDate ?? null) !== null,
  ({ state, fields }) => Array.isArray(fields) && (state === 'ARCHIVED' || state === 'DELETED'),
  ({ apiVersion, metadata }) => typeof apiVersion === 'string' && isMap(metadata) && typeof metadata['deletionTimestamp'] === 'string',
];
