/**
 * What stands in commits and tags themselves and in names of refs: since when and by which refs it could be read. What
 * a tag says is not older than the tag, and its commit's refs do not lead to it.
 */
import { reachNames, reachOfRef } from '../../exposure/reach.ts';
import { peel } from './tips.ts';
import type { Describer } from './describe.ts';
import type { Gathered, HistoryInput } from './gathered.ts';
import type { TextPlace } from '../engine/repository-units.ts';
import type { Tips } from './tips.ts';
import type { Moment } from '../../model.ts';

export interface TextInput extends Pick<HistoryInput, 'graph' | 'tagTargets' | 'texts'> {
  readonly roots: Tips;
  /** Kinds of refs that hold each commit. */
  readonly bits: ArrayLike<number>;
  readonly describe: Describer['describe'];
  /** @param commit ordinal */
  readonly moment: (commit: number) => Moment;
  readonly dayOf: (seconds: number) => string;
}

const ONCE = { versions: 1, inHead: false, class: 'committed' } as const;

export function textPlaces({ graph, tagTargets, texts, roots, bits, describe, moment, dayOf }: TextInput): Gathered[] {
  const { objects } = graph;

  function inRef({ value, finding, path }: TextPlace): Gathered {
    const occurrence = { ...describe(finding, 'ref-name', path), ...ONCE, introductions: [] };
    return { value, introductions: [], last: undefined, reach: [reachOfRef(path)], refs: [path], occurrence };
  }
  function inCommit({ value, finding, where, path, object }: TextPlace): Gathered {
    const commit = objects.ordinalOf(object);
    const reach = reachNames(bits[commit]!);
    return {
      value,
      introductions: [commit],
      last: commit,
      reach: reach.length > 0 ? reach : ['dangling'],
      refs: [],
      occurrence: { ...describe(finding, where, path), ...ONCE, ...at(moment(commit)) },
    };
  }
  function inTag({ value, finding, where, path, object, tagger }: TextPlace): Gathered {
    const holders = roots.tagged.get(object) ?? [];
    const { object: end } = peel(objects.hex(object), objects, tagTargets);
    const commit = end >= 0 && objects.typeOf(end) === 'commit' ? moment(objects.ordinalOf(end)) : undefined;
    const tagged = commit && tagger ? { ...commit, date: dayOf(tagger.seconds), author: tagger.name } : commit;
    return {
      value,
      introductions: [],
      last: undefined,
      reach: holders.length === 0 ? ['dangling'] : [...new Set(holders.map(({ reach }) => reach))],
      refs: [...new Set(holders.flatMap(({ ref, remembered }) => (remembered ? [] : [ref])))],
      ...(tagged === undefined ? {} : { tagged }),
      occurrence: { ...describe(finding, where, path), ...ONCE, ...at(tagged) },
    };
  }
  return texts.map((text) => {
    if (text.object < 0) return inRef(text);
    return objects.typeOf(text.object) === 'commit' ? inCommit(text) : inTag(text);
  });
}

function at(when: Moment | undefined): Pick<Gathered['occurrence'], 'commit' | 'lastCommit' | 'introductions'> {
  return when === undefined
    ? { introductions: [] }
    : { commit: when.commit, lastCommit: when.commit, introductions: [when] };
}

/** The first of the commits, which their order decides, unless a tag or a line of a reflog is older. */
export function firstOf(commit: Moment | undefined, told: readonly Moment[]): Moment | undefined {
  return told.reduce((first, one) => (first === undefined || one.date < first.date ? one : first), commit);
}

/** The last of the commits, unless a tag is younger. */
export function lastOf(commit: Moment | undefined, tags: readonly Moment[]): Moment | undefined {
  return tags.reduce((last, tag) => (last === undefined || tag.date > last.date ? tag : last), commit);
}
