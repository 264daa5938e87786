/**
 * What rules whose evidence is a path found, and what others found there: of those that overlap the more specific comes
 * first, and by path where neither is. An anchor takes no other's place. Who gives way is told here, among those that are
 * for the path, and not where they were found: there nobody knew which of them are.
 */
import type { Rule, Span } from '../../model.ts';

interface Placed extends Span {
  readonly rule: Rule;
}

/** @param own of such rules; @param placed where one stands, and whose it is @returns sorted by start */
export function joinByPath<T>(plain: readonly T[], own: readonly T[], placed: (item: T) => Placed): readonly T[] {
  if (own.length === 0) return plain;
  const isOwn = new Set(own);
  const comesFirst = (one: T, other: T): boolean => {
    const specific = placed(one).rule.specificity - placed(other).rule.specificity;
    if (specific !== 0) return specific > 0;
    if (isOwn.has(one) !== isOwn.has(other)) return isOwn.has(one);
    return lengthOf(placed(one)) >= lengthOf(placed(other));
  };
  const all = [...own, ...plain].sort((a, b) => placed(a).start - placed(b).start);
  const rivals = all.filter((item) => placed(item).rule.anchor !== true);
  const gone = new Set<T>();
  for (const [index, one] of rivals.entries())
    for (let next = index + 1; next < rivals.length && placed(rivals[next]!).start < placed(one).end; next++) {
      const other = rivals[next]!;
      // what others found was settled where it was found
      if (isOwn.has(one) || isOwn.has(other)) gone.add(comesFirst(one, other) ? other : one);
    }
  return all.filter((item) => !gone.has(item));
}

function lengthOf({ start, end }: Span): number {
  return end - start;
}
