/**
 * What rules whose evidence is a path found, and what others found there: their own comes first, and others stay where they
 * do not overlap it. An anchor takes no other's place.
 */
import type { Rule, Span } from '../../model.ts';

interface Placed extends Span {
  readonly rule: Rule;
}

/** @param own of such rules; @param placed where one stands, and whose it is @returns sorted by start */
export function joinByPath<T>(plain: readonly T[], own: readonly T[], placed: (item: T) => Placed): readonly T[] {
  if (own.length === 0) return plain;
  const taken = joined(own.map(placed).filter(({ rule }) => rule.anchor !== true));
  const others = plain.filter((item) => !overlaps(taken, placed(item)));
  return [...own, ...others].sort((a, b) => placed(a).start - placed(b).start);
}

/** Overlapping ones as one, in order. */
function joined(spans: readonly Span[]): readonly Span[] {
  const all: { start: number; end: number }[] = [];
  for (const { start, end } of [...spans].sort((a, b) => a.start - b.start)) {
    const last = all.at(-1);
    if (last !== undefined && start < last.end) last.end = Math.max(last.end, end);
    else all.push({ start, end });
  }
  return all;
}

/** @param spans in order, none of them in another: the first that ends behind the start decides */
function overlaps(spans: readonly Span[], { start, end }: Span): boolean {
  let [low, high] = [0, spans.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (spans[middle]!.end <= start) low = middle + 1;
    else high = middle;
  }
  return low < spans.length && spans[low]!.start < end;
}
