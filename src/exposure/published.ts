/**
 * Since when others could read a commit: the earliest time at which a remote was seen to have it, or one that has it in
 * its history. One pass for all commits.
 */
import type { ObjectGraph } from '../object-graph.ts';
import type { Exposure } from '../model.ts';

/** A remote had this commit then. */
export interface Sighting {
  /** Ordinal. */
  readonly commit: number;
  readonly seconds: number;
  /** "pushed to origin/main" */
  readonly evidence: string;
  readonly pushed?: true;
}

export type Published = NonNullable<Exposure['published']>;

/** A remote has it, and no log says since when: a CI job's clone has none. */
export const WITHOUT_DATE: Published = { evidence: 'on a remote when it was fetched; nothing here says since when' };

export interface Sightings {
  /** The earliest for one of the commits. */
  of(commits: readonly number[]): Sighting | undefined;
}

/** @param order parents first */
export function sightingsOf(graph: ObjectGraph, order: Int32Array, sightings: readonly Sighting[]): Sightings {
  if (sightings.length === 0) return { of: () => undefined };
  const { parents, count } = graph.commits;
  /** Of each commit the earliest, by its place in the list sorted by time, and one more. */
  const first = new Int32Array(count);
  const sorted = [...sightings].sort((a, b) => a.seconds - b.seconds || (a.evidence < b.evidence ? -1 : 1));
  sorted.forEach(({ commit }, index) => {
    if (first[commit] === 0) first[commit] = index + 1;
  });
  for (let i = order.length - 1; i >= 0; i--) {
    const own = first[order[i]!]!;
    if (own === 0) continue;
    for (let k = parents.from[order[i]!]!; k < parents.from[order[i]! + 1]!; k++) {
      const parent = parents.items[k]!;
      if (first[parent] === 0 || own < first[parent]!) first[parent] = own;
    }
  }
  return {
    of(commits) {
      const earliest = commits.reduce((best, commit) => (first[commit]! > 0 ? Math.min(best, first[commit]!) : best), Infinity);
      return sorted[earliest - 1];
    },
  };
}
