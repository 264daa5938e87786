/**
 * Exposure against git itself: on random histories, what is computed from the object graph is what a reading of every
 * commit's whole tree gives, and refs and reach are what `git for-each-ref --contains` says.
 */
import assert from 'node:assert/strict';
import process from 'node:process';
import { test } from 'node:test';
import { commitOrder, childrenOf } from '../../src/exposure/commit-order.ts';
import { placesInHistory, type PlaceHistory } from '../../src/exposure/occurrences.ts';
import { branchesWith } from '../../src/exposure/in-tips.ts';
import { markedHistory } from '../../src/exposure/path-changes.ts';
import { versionTimes, type VersionTimes } from '../../src/exposure/versions.ts';
import { compareLines, holdersOf, reachNames, reachOfCommits, reachOfRef, refsHolding } from '../../src/exposure/reach.ts';
import type { Holders, Tip } from '../../src/exposure/reach.ts';
import type { Placed } from '../../src/exposure/placed.ts';
import { createCommitTables } from '../../src/source/commit-tables.ts';
import { joinGraph, type ReadGraph } from '../../src/source/graph.ts';
import { listObjects } from '../../src/source/list-objects.ts';
import type { ObjectType } from '../../src/source/object-table.ts';
import { readWhole } from '../../src/source/read-objects.ts';
import { readTrees } from '../../src/source/read-trees.ts';
import { createTreeCollector } from '../../src/source/tree-facts.ts';
import { openRepository } from '../../src/source/repository.ts';
import type { Finding } from '../../src/model.ts';
import { blobsOf, randomHistory, type RandomHistory } from './histories.ts';

const HISTORIES = 30;
const VALUES = 'xyz';
const FINDING = { via: [], rule: { id: 'r', kind: 'k' } } as unknown as Finding;
const WEIGHT = { confidence: 'high', allowed: false, nature: 'secret', kind: 'k' } as const;

/** A commit as git shows it. */
interface Read {
  readonly id: string;
  readonly parents: readonly string[];
  readonly time: number;
  /** Path → values in the order of the content, and the blob. */
  readonly files: ReadonlyMap<string, { readonly values: string; readonly blob: string }>;
}

interface Computed {
  readonly graph: ReadGraph;
  readonly order: Int32Array;
  readonly places: readonly PlaceHistory[];
  readonly timesOf: (path: number, blob: number) => VersionTimes | undefined;
  readonly tips: readonly Tip[];
  readonly stillIn: ReadonlyMap<number, Holders>;
  readonly hex: (commit: number) => string;
}

type Blobs = ReturnType<typeof blobsOf>;

const valuesIn = (content: string): string => content.replace(/[^xyz]/g, '');

async function compute({ repo }: RandomHistory, blobs: Blobs): Promise<Computed> {
  const repository = await openRepository(repo.dir, process.env);
  const { objects, order: listed } = await listObjects(repository);
  const ofType = (type: ObjectType): Int32Array => listed.filter((object) => objects.typeOf(object) === type);
  const values = new Map<number, string>();
  for (const blob of ofType('blob')) values.set(blob, valuesIn(blobs.get(objects.hex(blob))!));
  const found = new Uint8Array(objects.count());
  for (const [blob, text] of values) if (text !== '') found[blob] = 1;
  const commits = createCommitTables(objects);
  await readWhole(repository, objects, ofType('commit'), [], {
    read: (object, bytes) => commits.add(object, bytes, () => assert.fail('everything is here')),
    lost: () => assert.fail('everything can be read'),
  });
  const interest = { blobs: found, inName: () => false, watches: () => false };
  const collector = createTreeCollector(objects, interest, undefined);
  await readTrees(repository, objects, ofType('tree'), [], collector, () => {});
  const { graph, marked } = joinGraph(objects, commits, [], [collector.done()]);
  const order = commitOrder(graph);
  const children = childrenOf(graph);
  const ordinal = (id: string): number => objects.ordinalOf(objects.findHex(id));
  const placed = (leaf: number): Placed[] =>
    Array.from(values.get(leaf) ?? '', (value) => ({ value: VALUES.indexOf(value), finding: FINDING }));
  const asked = {
    order,
    history: markedHistory(graph, marked),
    tips: [...order].filter((commit) => children.from[commit] === children.from[commit + 1]),
    head: ordinal(repository.head!),
  };
  const places = placesInHistory({ ...asked, graph, placed, weigh: () => WEIGHT });
  const tips = repository.refs.map(({ name, target }) => ({
    ref: name,
    commit: ordinal(target),
    reach: reachOfRef(name),
  }));
  const rank = new Int32Array(order.length);
  order.forEach((commit, index) => (rank[commit] = index));
  const stillIn = branchesWith(tips, rank, asked.history, placed);
  return { graph, order, places, timesOf: versionTimes(asked), tips, stillIn, hex: (commit) => objects.hex(graph.commits.object[commit]!) };
}

function readAll({ repo, commits }: RandomHistory, blobs: Blobs): Map<string, Read> {
  const heads = repo.git('log', '--no-walk=unsorted', '--format=%H %ct %P', ...commits).split('\n');
  return new Map(
    heads.map((head) => {
      const [id, time, ...parents] = head.trim().split(' ') as [string, string, ...string[]];
      const entries = Array.from(repo.git('ls-tree', '-r', id).matchAll(/^\d+ blob (\w+)\t(.*)$/gm));
      const files = new Map(
        entries.map(([, blob, path]) => [path!, { values: valuesIn(blobs.get(blob!)!), blob: blob! }]),
      );
      return [id, { id, time: Number(time), parents, files }];
    }),
  );
}

/** Parents first; of what could come next the older date, then the smaller id. */
function orderByReading(read: ReadonlyMap<string, Read>): Read[] {
  const order: Read[] = [];
  const waiting = new Set(read.values());
  while (waiting.size > 0) {
    const ready = [...waiting].filter(({ parents }) => parents.every((parent) => order.includes(read.get(parent)!)));
    const next = ready.sort((a, b) => a.time - b.time || (a.id < b.id ? -1 : 1))[0]!;
    waiting.delete(next);
    order.push(next);
  }
  return order;
}

const amount = (commit: Read, path: string, value: string): number =>
  (commit.files.get(path)?.values ?? '').split(value).length - 1;

/** Every place with its history, as text to compare. */
function placesByReading(read: ReadonlyMap<string, Read>, order: readonly Read[], head: string): string[] {
  const paths = new Set(order.flatMap(({ files }) => [...files.keys()]));
  const lines: string[] = [];
  const childrenOf = ({ id }: Read): Read[] => order.filter(({ parents }) => parents.includes(id));
  const inHead = historyByReading(read, head);
  for (const path of paths) {
    for (const value of VALUES) {
      for (let nth = 1; order.some((commit) => amount(commit, path, value) >= nth); nth++) {
        const holds = (commit: Read): boolean => amount(commit, path, value) >= nth;
        const holding = order.filter(holds);
        const introduced = holding.filter(({ parents }) => !parents.some((parent) => holds(read.get(parent)!)));
        const blobs = holding.map(({ files }) => files.get(path)!.blob);
        const isLeft = holding.some((commit) => childrenOf(commit).length === 0);
        lines.push(
          describe({
            path,
            value,
            introductions: introduced.map((commit) => `${commit.id}${movedByReading(read, commit, value)}`),
            blob: introduced[0]!.files.get(path)!.blob,
            last: holding.at(-1)!.id,
            removal: isLeft ? null : removalByReading(read, order, holds),
            headRemoval: removalByReading(read, order.filter(({ id }) => inHead.has(id)), holds),
            lastBlob: holding.at(-1)!.files.get(path)!.blob,
            versions: [...new Set(blobs)].map((blob) => {
              const having = holding.filter(({ files }) => files.get(path)!.blob === blob);
              const inHead = read.get(head)!.files.get(path)?.blob === blob;
              return [blob, having[0]!.id, having.at(-1)!.id, inHead];
            }),
            inHead: holds(read.get(head)!),
          }),
        );
      }
    }
  }
  return lines.sort();
}

function historyByReading(read: ReadonlyMap<string, Read>, head: string): ReadonlySet<string> {
  const seen = new Set([head]);
  // a set goes on to what is added meanwhile
  for (const id of seen) for (const parent of read.get(id)!.parents) seen.add(parent);
  return seen;
}

/**
 * Since it last came with a commit of which no parent had it: the last commit of which all parents had it and that has not,
 * else the first merge that dropped what one side had.
 */
function removalByReading(read: ReadonlyMap<string, Read>, order: readonly Read[], holds: (commit: Read) => boolean): string | null {
  const having = ({ parents }: Read): number => parents.filter((id) => holds(read.get(id)!)).length;
  const since = order.slice(order.findLastIndex((commit) => holds(commit) && having(commit) === 0));
  const dropped = since.filter((commit) => !holds(commit) && having(commit) > 0);
  const own = dropped.findLast((commit) => having(commit) === commit.parents.length);
  return (own ?? dropped[0])?.id ?? null;
}

/** By the number of the value. */
function branchesByReading(read: ReadonlyMap<string, Read>, { repo }: RandomHistory): Map<number, Holders> {
  const heads = repo.git('for-each-ref', '--format=%(objectname) %(refname)', 'refs/heads', 'refs/remotes', 'refs/pull').split('\n');
  const branches = heads.filter(Boolean).map((line) => ({ holds: [...read.get(line.slice(0, 40))!.files.values()], ref: line.slice(41) }));
  const entries = Array.from(VALUES, (value, index): [number, Holders] => {
    const having = branches.filter(({ holds }) => holds.some(({ values }) => values.includes(value)));
    return [index, holdersOf(having.map(({ ref }) => ref), compareLines)];
  });
  return new Map(entries.filter(([, { refCount }]) => refCount > 0));
}

function movedByReading(read: ReadonlyMap<string, Read>, commit: Read, value: string): string {
  const parents = commit.parents.map((id) => read.get(id)!);
  const paths = new Set([commit, ...parents].flatMap(({ files }) => [...files.keys()]));
  const touched = [...paths].filter((path) =>
    parents.some(({ files }) => files.get(path)?.blob !== commit.files.get(path)?.blob),
  );
  const count = (side: Read): number => touched.reduce((sum, path) => sum + amount(side, path, value), 0);
  const most = Math.max(0, ...parents.map(count));
  if (most === 0) return '';
  return count(commit) > most ? ' more-often' : ' as-often';
}

function describe(place: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(place);
}

function placesAsComputed({ graph, places, timesOf, hex }: Computed): string[] {
  const blob = (object: number): string => graph.objects.hex(object);
  return places
    .map((place) =>
      describe({
        path: place.path,
        value: VALUES[place.value],
        introductions: place.introductions.map((commit) =>
          [hex(commit), place.moved.get(commit)].filter(Boolean).join(' '),
        ),
        blob: blob(place.blob),
        last: hex(place.lastCommit),
        removal: place.removal < 0 ? null : hex(place.removal),
        headRemoval: place.headRemoval < 0 ? null : hex(place.headRemoval),
        lastBlob: blob(place.lastBlob),
        versions: [...place.versions].map((version) => {
          const { first, last, inHead } = timesOf(place.at, version)!;
          return [blob(version), hex(first), hex(last), inHead];
        }),
        inHead: place.headFinding !== undefined,
      }),
    )
    .sort();
}

test(`on ${HISTORIES} random histories, places, order, refs and reach are what git says`, async () => {
  for (let seed = 1; seed <= HISTORIES; seed++) {
    const history = randomHistory(seed);
    const { repo } = history;
    const blobs = blobsOf(repo);
    const computed = await compute(history, blobs);
    const { graph, order, tips, hex } = computed;
    const read = readAll(history, blobs);
    const expected = orderByReading(read);
    assert.deepEqual(
      [...order].map(hex),
      expected.map(({ id }) => id),
      `order, seed ${seed}`,
    );
    assert.deepEqual(
      placesAsComputed(computed),
      placesByReading(read, expected, repo.git('rev-parse', 'HEAD')),
      `places, seed ${seed}`,
    );

    const branches = new Map([...computed.stillIn].sort());
    assert.deepEqual(branches, branchesByReading(read, history), `branches, seed ${seed}`);

    const holding = expected.map(({ id }) =>
      repo.git('for-each-ref', '--format=%(refname)', '--contains', id).split('\n').filter(Boolean),
    );
    const refs = refsHolding(
      graph,
      order,
      tips,
      [...order].map((commit) => [commit]),
    );
    assert.deepEqual(refs, holding.map((names) => holdersOf(names)), `refs, seed ${seed}`);
    const bits = reachOfCommits(graph, order, tips);
    const kinds = [...order].map((commit) => reachNames(bits[commit]!).sort());
    assert.deepEqual(
      kinds,
      holding.map((names) => [...new Set(names.map(reachOfRef))].sort()),
      `reach, seed ${seed}`,
    );
  }
});

test('refs of a set of commits are those of any of them, for many sets at once', async () => {
  const history = randomHistory(99);
  const { graph, order, tips } = await compute(history, blobsOf(history.repo));
  const single = refsHolding(
    graph,
    order,
    tips,
    [...order].map((commit) => [commit]),
  );
  const sets = Array.from({ length: 100 }, (_, index) =>
    [...order].filter((_commit, place) => (place * 7 + index) % 5 === 0),
  );
  const expected = sets.map((set) => holdersOf(set.flatMap((commit) => single[order.indexOf(commit)]!.refs)));
  assert.deepEqual(refsHolding(graph, order, tips, sets), expected);
});
