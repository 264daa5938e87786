/** Under which names some blobs stand in any tree, reachable or not. */
import type { MarkedTrees, ObjectGraph } from '../object-graph.ts';

/** @param blobs object numbers, of entries that the trees have marked */
export function namesOfBlobs(
  { names }: Pick<ObjectGraph, 'names'>,
  { entries }: MarkedTrees,
  blobs: ReadonlySet<number>,
): Map<number, Set<string>> {
  const found = new Map([...blobs].map((blob) => [blob, new Set<string>()]));
  for (let at = 0; at < entries.length; at += 2) {
    const [key, target] = [entries[at]!, entries[at + 1]!];
    found.get(target)?.add(names[Math.floor(key / 3)]!);
  }
  return found;
}
