/** What was found × the object graph → secrets with occurrences and exposure. */
import { baseName } from '../../base-name.ts';
import { fingerprint } from '../../detect/fingerprint.ts';
import { commitOrder, childrenOf } from '../../exposure/commit-order.ts';
import { firstPaths } from '../../exposure/first-paths.ts';
import { inHeadAt } from '../../exposure/in-head.ts';
import { placesInHistory } from '../../exposure/occurrences.ts';
import { versionTimes } from '../../exposure/versions.ts';
import { lacksOf } from '../../exposure/lacks.ts';
import { oddDate } from '../../exposure/odd-dates.ts';
import { markedHistory, NAMED } from '../../exposure/path-changes.ts';
import { holdersOf, isOnRef, isStashAtMost, reachNames, reachOfCommits, refsHolding } from '../../exposure/reach.ts';
import { branchesWith } from '../../exposure/in-tips.ts';
import { byStrength, makeSecret, worstNature } from '../../exposure/secrets.ts';
import { isSameUse } from '../../exposure/uses.ts';
import { trackedPaths } from '../../source/tracked-paths.ts';
import { besidePlaces } from './beside-places.ts';
import { describer } from './describe.ts';
import { eachVersion } from './each-version.ts';
import { standings } from './ledger-facts.ts';
import { outsideCommits } from './outside-commits.ts';
import { allowanceOf } from '../policy/allowance.ts';
import { publishedBy } from './published.ts';
import { firstOf, lastOf, textPlaces } from './text-places.ts';
import { resolveTips } from './tips.ts';
import type { Placed } from '../engine/collect.ts';
import type { Described } from './describe.ts';
import type { Tips } from './tips.ts';
import type { PlaceHistory } from '../../exposure/occurrences.ts';
import type { Holders } from '../../exposure/reach.ts';
import type { Introduction, Moment, Secret, SetAside, Where } from '../../model.ts';
import type { ReadGraph } from '../../source/graph.ts';
import type { ReflogEntry } from '../../source/reflogs.ts';
import type { TrackedPaths } from '../../source/tracked-paths.ts';
import type { LedgerFacts } from './judge-all.ts';
import type { HistoryInput, Gathered } from './gathered.ts';

export interface History extends LedgerFacts {
  readonly secrets: readonly Secret[];
  /** Tracked files of HEAD. */
  readonly head: TrackedPaths;
  /** By object number: a ref or reflog has the commit in its history. */
  readonly isReachable: (commit: number) => boolean;
  readonly roots: Tips;
  /** A path for each of some blobs that were marked. */
  readonly pathsOf: (blobs: ReadonlySet<number>) => ReadonlyMap<number, string>;
}

export async function traceHistory(input: HistoryInput): Promise<History> {
  const { repository, graph, collector, policy, asOf } = input;
  const { objects, commits } = graph;
  const order = commitOrder(graph);
  const children = childrenOf(graph);
  const roots = resolveTips(repository, input.reflogs, graph, input.tagTargets);
  const { tips, fetched, pinned } = roots;
  const kept = reachOfCommits(graph, order, tips);
  const bits = fetched.length === 0 ? kept : reachOfCommits(graph, order, [...tips, ...fetched]);
  const head = repository.head === null ? -1 : commitAt(graph, repository.head);
  const allowance = await allowanceOf(policy);
  const { describe, weigh } = describer(allowance);

  const moment = (commit: number): Moment => ({
    commit: objects.hex(commits.object[commit]!),
    date: dayOf(commits.time[commit]!),
    author: graph.authors[commits.author[commit]!] ?? '',
  });
  const logged = ({ id, who, seconds }: ReflogEntry): Moment | undefined =>
    commitAt(graph, id) < 0 ? undefined : { commit: id, date: dayOf(seconds), author: who };
  const publishedIn = publishedBy({ graph, order, reflogs: input.reflogs, bits, dayOf });
  const daysBefore = (commit: number): string[] => {
    if (commit < 0) return [];
    const { from, items } = commits.parents;
    return [...items.subarray(from[commit]!, from[commit + 1]!)].map((parent) => dayOf(commits.time[parent]!));
  };
  /** A merge that nobody made: it joins what was in the index and what was untracked, and takes nothing out of either. */
  const isStash = (commit: number): boolean =>
    // of a dropped one, the commit of its index looks like any other
    commit >= 0 && isStashAtMost(bits[commit]!) && (bits[commit] !== 0 || isMadeAsStash(graph, commit));
  const lacks = lacksOf(graph, repository.partial);
  const placedAt = placedByPath(input);
  const history = markedHistory(graph, input.marked);
  const tipCommits: number[] = [];
  for (const commit of order) if (children.from[commit] === children.from[commit + 1]) tipCommits.push(commit);
  const places = placesInHistory({ graph, order, history, tips: tipCommits, head, placed: placedAt, weigh });
  const timesOf = input.allVersions ? versionTimes({ order, history, tips: tipCommits, head }) : undefined;
  const gathered: Gathered[] = places.map((place) => fromPlace(place));

  function fromPlace(place: PlaceHistory): Gathered {
    const { finding, lastFinding, introductions, path } = place;
    const reach = new Set(introductions.flatMap((commit) => reachNames(bits[commit]!)));
    if (reach.size === 0 || introductions.some((commit) => bits[commit] === 0)) reach.add('dangling');
    const isNote = reach.has('note') && [...reach].every((kind) => kind === 'note' || kind === 'reflog' || kind === 'dangling');
    const where: Where = place.kind === 'name' ? 'file-name' : isNote ? 'note' : 'blob';
    const readings = place.readings.map((reading) => describe(reading.finding, where, path));
    const [{ mark: _any, missed: _none, ...strongest }, ...others] = readings.sort(byStrength) as [Described, ...Described[]];
    const otherUses = others.filter((use) => !isSameUse(use, strongest));
    const brought = introductions.map((commit) => objects.hex(commits.object[commit]!));
    const { mark = allowance.in(path, finding, brought), missed } = describe(lastFinding, where, path);
    const each = timesOf && eachVersion({ place, where, timesOf, placedAt, describe, moment, objects });
    return {
      value: place.value,
      introductions,
      last: place.lastCommit,
      removal: place.removal,
      headRemoval: place.headRemoval,
      reach: [...(place.headFinding ? (['head'] as const) : []), ...reach],
      refs: [],
      occurrence: {
        ...strongest,
        position: finding.position,
        nature: worstNature([strongest, ...others].map(({ nature }) => nature)),
        ...(otherUses.length === 0 ? {} : { otherUses }),
        ...(mark === undefined ? {} : { mark }),
        ...(mark !== undefined || missed === undefined ? {} : { missed }),
        commit: objects.hex(commits.object[introductions[0] ?? place.lastCommit]!),
        ...(place.kind === 'name' ? {} : { blob: objects.hex(place.blob), lastBlob: objects.hex(place.lastBlob) }),
        lastCommit: objects.hex(commits.object[place.lastCommit]!),
        versions: Math.max(1, place.versions.size),
        inHead: place.headFinding !== undefined,
        ...inHeadAt(finding.position, place.headFinding?.position),
        class: 'committed',
        introductions: introductions.map((commit): Introduction => {
          const moved = place.moved.get(commit);
          return moved === undefined ? moment(commit) : { ...moment(commit), moved };
        }),
        ...(each === undefined || each.length === 0 ? {} : { each }),
      },
    };
  }

  for (const item of textPlaces({ ...input, roots, bits, describe, moment, dayOf })) gathered.push(item);
  for (const item of outsideCommits({ ...input, places, history, pinned, placedAt, weigh, describe })) gathered.push(item);
  gathered.push(...besidePlaces(input.beside, gathered, describe, logged));

  const byValue = new Map<number, Gathered[]>();
  for (const item of gathered) {
    const known = byValue.get(item.value);
    if (known === undefined) byValue.set(item.value, [item]);
    else known.push(item);
  }
  const values = [...byValue.keys()].filter((value) => collector.holds(value));
  const refs = refsHolding(
    graph,
    order,
    tips,
    values.map((value) => byValue.get(value)!.flatMap(({ introductions }) => introductions)),
  );
  const rank = new Int32Array(commits.count);
  order.forEach((commit, index) => (rank[commit] = index));
  const branches = branchesWith(tips, rank, history, placedAt);
  const secrets: Secret[] = [];
  for (const [index, value] of values.entries()) {
    const items = byValue.get(value)!;
    const introductions = items.flatMap((item) => item.introductions);
    const first = introductions.reduce((a, b) => (a === -1 || rank[b]! < rank[a]! ? b : a), -1);
    const last = items.reduce((a, { last: b }) => (b !== undefined && (a === -1 || rank[b]! > rank[a]!) ? b : a), -1);
    const tags = items.flatMap(({ tagged }) => tagged ?? []);
    const published = publishedIn(introductions);
    const removal = removalOf(items, rank);
    const removed = removal === undefined || lacks.content || isStash(removal) ? undefined : moment(removal);
    const told = [...tags, ...items.flatMap((item) => item.logged ?? [])];
    const begun = first < 0 ? undefined : moment(first);
    const firstMoment = firstOf(begun, told);
    const parents = firstMoment === begun ? daysBefore(first) : [];
    secrets.push(
      makeSecret({
        id: await fingerprint(collector.values[value]!),
        value: collector.values[value]!,
        occurrences: items.map(({ occurrence }) => occurrence),
        reach: [...new Set(items.flatMap(({ reach }) => reach))],
        holders: withOwn(refs[index]!, new Set(items.flatMap((item) => item.refs))),
        stillIn: branches.get(value),
        first: firstMoment,
        published,
        removed,
        longerElsewhere: removed !== undefined && rank[last]! > rank[removal!]!,
        oddDate: oddDate({ first: firstMoment, parents, published, lacks: lacks.before(first, items), asOf }),
        last: lastOf(last < 0 ? undefined : moment(last), tags),
        headless: repository.head === null,
        asOf,
      }),
    );
  }

  return {
    secrets,
    roots,
    pathsOf: (blobs) => firstPaths(graph, input.marked, order, blobs),
    head: repository.head === null ? { paths: [], why: undefined } : await trackedPaths(repository.git, repository.head),
    isReachable: (commit) => kept[commit] !== 0 || commit === head,
    standing: standings(graph, children, order),
    onRef: (commit) => isOnRef(bits[commitAt(graph, commit)] ?? 0),
    isBoundary: (commit) => repository.shallow.includes(commit),
  };
}

/** Refs by their history, and those that hold it themselves, by their name or by what they point at. */
function withOwn(holders: Holders, own: ReadonlySet<string>): Holders {
  return own.size === 0 ? holders : holdersOf([...holders.refs, ...own]);
}

/** Findings that count at a path: a rule whose evidence is a path only where the path fits, and then before others. */
function placedByPath({ blobs, names, pathRules, collector }: HistoryInput): (leaf: number, path: string) => readonly Placed[] {
  const none: readonly Placed[] = [];
  return (leaf, path) => {
    if (leaf === NAMED) return names.get(baseName(path)) ?? none;
    const found = blobs.get(leaf);
    if (found === undefined) return none;
    const leave = (aside: SetAside): void => void collector.add({ findings: [], limits: [], setAside: [aside] }, path);
    return pathRules.at(path, found.plain, found.byPath, ({ finding }) => finding, leave);
  };
}

/**
 * Who took the last of it out of HEAD's history. Where that never had it, out of all; nobody did while a commit that nothing
 * builds on has it.
 */
function removalOf(items: readonly Gathered[], rank: Int32Array): number | undefined {
  const latest = (removals: readonly number[]): number | undefined =>
    removals.length === 0 ? undefined : removals.reduce((a, b) => (rank[b]! > rank[a]! ? b : a));
  const fromHead = items.flatMap(({ headRemoval = -1 }) => (headRemoval < 0 ? [] : [headRemoval]));
  if (fromHead.length > 0 && !items.some(({ occurrence }) => occurrence.inHead)) return latest(fromHead);
  const all = items.flatMap(({ removal }) => removal ?? []);
  return all.includes(-1) ? undefined : latest(all);
}

/** Of a commit and another one upon it: that of the index. */
function isMadeAsStash({ commits: { parents } }: ReadGraph, commit: number): boolean {
  const parentsOf = (one: number): Int32Array => parents.items.subarray(parents.from[one], parents.from[one + 1]);
  const [base, index] = parentsOf(commit);
  return index !== undefined && parentsOf(index).length === 1 && parentsOf(index)[0] === base;
}

function commitAt({ objects }: ReadGraph, id: string): number {
  const object = objects.findHex(id);
  return object >= 0 && objects.typeOf(object) === 'commit' ? objects.ordinalOf(object) : -1;
}

function dayOf(seconds: number): string {
  const date = new Date(Math.max(0, Math.min(seconds, 253402300799)) * 1000);
  return date.toISOString().slice(0, 10);
}
