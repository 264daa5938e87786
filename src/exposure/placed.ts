/** What stands in a version of a file, each place of a value told from its others. */
import type { Finding } from '../model.ts';

/** What stands in a leaf at a path. */
export interface Placed {
  /** Number of the value. */
  readonly value: number;
  readonly finding: Finding;
}

/** The n-th time that a value stands in a version, or in a member: `value/via/member/n` → what stands there. */
export type Numbered = ReadonlyMap<string, Placed>;

export const NOTHING: Numbered = new Map();

/** Versions stand still while history goes by: most are asked for again and again. */
const known = new WeakMap<readonly Placed[], Numbered>();

export function numbered(items: readonly Placed[]): Numbered {
  if (items.length === 0) return NOTHING;
  const before = known.get(items);
  if (before !== undefined) return before;
  const counts = new Map<string, number>();
  const all = new Map<string, Placed>();
  for (const item of items) {
    const { via, member = '' } = item.finding;
    const key = `${item.value}/${via.join('>')}/${member}`;
    const nth = (counts.get(key) ?? 0) + 1;
    counts.set(key, nth);
    all.set(`${key}/${nth}`, item);
  }
  known.set(items, all);
  return all;
}

/** What stands at a place in one of its versions. @param items of that version, at the place's path */
export function itemAt(items: readonly Placed[], { nth }: { readonly nth: string }): Placed | undefined {
  return numbered(items).get(nth);
}
