/** What a shallow or partial clone has left out of history, and of which commits nobody can say that they came first. */
import type { ObjectGraph } from '../object-graph.ts';

/** The parents of a commit, or content of any. */
export type Lack = 'parents' | 'content';

export interface Lacks {
  /** Versions of files, or whole folders, may be missing in any commit. */
  readonly content: boolean;
  /** @param places where the commit may have brought something; of those in no tree nothing is lacking */
  before(commit: number, places: readonly Place[]): Lack | undefined;
}

interface Place {
  readonly introductions: readonly number[];
  /** Absent: it stands in no tree. */
  readonly removal?: number;
}

export function lacksOf({ commits, missing }: Pick<ObjectGraph, 'commits' | 'missing'>, isPartial: boolean): Lacks {
  const cutOff = new Set(missing.filter(({ type }) => type === 'commit').map(({ from }) => from));
  // of what a remote has promised the graph names only who lacks it first
  const content = isPartial && missing.some(({ type }) => type === 'tree' || type === 'blob');
  return {
    content,
    before(commit, places) {
      if (!places.some(({ introductions, removal }) => removal !== undefined && introductions.includes(commit))) return undefined;
      if (cutOff.has(commits.object[commit]!)) return 'parents';
      const { from } = commits.parents;
      return content && from[commit] !== from[commit + 1] ? 'content' : undefined;
    },
  };
}
