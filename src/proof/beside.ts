/** What stands next to each other in one file, as the halves of a pair do. */
import { groupBy } from '../group-by.ts';
import type { Occurrence, Secret } from '../model.ts';

export interface Placed {
  readonly secret: Secret;
  readonly occurrence: Occurrence;
}

/** Of the given ones the last before an occurrence, or at its place, and the first behind it, in its file. */
export function besideIn(all: readonly Secret[]): (occurrence: Occurrence) => readonly Placed[] {
  const places = all.flatMap((secret) => secret.occurrences.map((occurrence) => ({ secret, occurrence })));
  const byFile = groupBy(places, ({ occurrence }) => fileOf(occurrence));
  for (const same of byFile.values()) same.sort((a, b) => apart(a.occurrence, b.occurrence));
  return (occurrence) => {
    const same = byFile.get(fileOf(occurrence)) ?? [];
    let low = 0;
    for (let high = same.length; low < high;) {
      const middle = (low + high) >> 1;
      if (apart(same[middle]!.occurrence, occurrence) <= 0) low = middle + 1;
      else high = middle;
    }
    return [same[low - 1], same[low]].filter((place) => place !== undefined);
  };
}

/** What begins within another's span. */
export function isWithin({ position: inner }: Occurrence, { position: outer }: Occurrence): boolean {
  const isBehindStart = inner.line - outer.line || inner.column - outer.column;
  const isBeforeEnd = outer.endLine - inner.line || outer.endColumn - inner.column;
  return isBehindStart >= 0 && isBeforeEnd > 0;
}

export function fileOf({ repository, where, path }: Occurrence): string {
  return `${repository}\0${where}\0${path}`;
}

/** Less than zero: the first one stands before the second. */
function apart({ position: one }: Occurrence, { position: other }: Occurrence): number {
  return one.line - other.line || one.column - other.column;
}
