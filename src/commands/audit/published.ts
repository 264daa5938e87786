/** Logs of remotes' branches and of clones, and what refs say → since when others could read what some commits brought. */
import { isRemote } from '../../exposure/reach.ts';
import { sightingsOf, WITHOUT_DATE } from '../../exposure/published.ts';
import type { Published, Sighting } from '../../exposure/published.ts';
import type { ReadGraph } from '../../source/graph.ts';
import type { ReflogTip } from '../../source/reflogs.ts';

export interface PublishedInput {
  readonly graph: ReadGraph;
  /** Parents first. */
  readonly order: Int32Array;
  readonly reflogs: readonly ReflogTip[];
  /** Reach of each commit. */
  readonly bits: Uint16Array;
  readonly dayOf: (seconds: number) => string;
}

/** @returns for commits by ordinal */
export function publishedBy(input: PublishedInput): (commits: readonly number[]) => Published | undefined {
  const { graph, order, bits, dayOf } = input;
  const sightings = sightingsOf(graph, order, sightingsIn(input));
  return (commits) => {
    const seen = sightings.of(commits);
    if (seen !== undefined)
      return { date: dayOf(seen.seconds), evidence: seen.evidence, ...(seen.pushed === true && { pushed: true }) };
    return commits.some((commit) => isRemote(bits[commit]!)) ? WITHOUT_DATE : undefined;
  };
}

function sightingsIn({ reflogs, graph: { objects } }: PublishedInput): Sighting[] {
  return reflogs.flatMap(({ ref, id, seen }) => {
    const object = seen === undefined ? -1 : objects.findHex(id);
    if (seen === undefined || object < 0 || objects.typeOf(object) !== 'commit') return [];
    const evidence = seen.how === 'cloned from' ? 'cloned from a remote' : `${seen.how} ${ref.slice('refs/remotes/'.length)}`;
    const pushed = seen.how === 'pushed to' && { pushed: true as const };
    return [{ commit: objects.ordinalOf(object), seconds: seen.seconds, evidence, ...pushed }];
  });
}
