/**
 * The audit of one repository: its whole object store through the plain engine, every object once, then exposure of
 * what was found, then verdicts. Composes stages; renders nothing.
 */
import { createDetector } from '../detect/unit.ts';
import { readObjects } from '../source/cat-file.ts';
import { readIndex } from '../source/read-index.ts';
import { listObjects } from '../source/list-objects.ts';
import { pathsOf } from '../source/paths-of.ts';
import { readGraph } from '../source/read-graph.ts';
import { readMarkedTrees } from '../source/read-marked-trees.ts';
import { createCollector } from './collect.ts';
import { coverageOf } from './coverage.ts';
import { traceHistory } from './history.ts';
import { baseName, openPathRules } from './path-rules.ts';
import { scanHeaded, scanNames } from './repository-units.ts';
import { gapsOfLimits } from './limits.ts';
import { judgeAll } from './judge-all.ts';
import { environmentFiles } from './risks.ts';
import type { Collector, Placed } from './collect.ts';
import type { Policy } from './policy.ts';
import type { ObjectTable } from '../source/object-table.ts';
import type { Gap, Report, SetAsideReason, UnitFindings } from '../model.ts';
import type { Repository } from '../source/repository.ts';
import type { TextPlace } from './repository-units.ts';

export interface Tally {
  readonly done: number;
  readonly of: number;
  readonly bytes: number;
  readonly found: number;
}

export interface InspectOptions {
  readonly command: string;
  readonly asOf: string;
  readonly progress?: (tally: Tally) => void;
  /** Asked for with --explain: where each candidate that was set aside stands. */
  readonly setAside?: (places: readonly SetAsidePlace[]) => void;
}

export interface SetAsidePlace {
  readonly reason: SetAsideReason;
  readonly rule: string;
  readonly path: string;
  readonly line: number;
  readonly name?: string;
}

/** What stands in a blob, and what stands in it where its path says so. */
export interface BlobFindings {
  readonly plain: readonly Placed[];
  readonly byPath: readonly Placed[];
}

export async function inspect(repository: Repository, policy: Policy, options: InspectOptions): Promise<Report> {
  const marks = { marks: policy.config?.marks !== 'ignore' };
  const local = policy.rules.filter(({ paths }) => paths === undefined);
  const content = createDetector(local, marks);
  const text = createDetector(
    local.filter(({ runOf }) => runOf === undefined),
    marks,
  );
  const pathRules = openPathRules(policy.rules, marks);
  const loadedPathRules = await pathRules.load();
  const collector = createCollector();

  const listing = await listObjects(repository);
  const { objects } = listing;
  const index = await readIndex(repository);
  const tally = { done: 0, of: objects.count(), bytes: 0, found: 0 };
  const step = (): void => {
    tally.done++;
    if ((tally.done & 255) === 0) options.progress?.({ ...tally, found: collector.values.length });
  };

  const texts: TextPlace[] = [];
  const tagTargets = new Map<number, string>();
  const byPath = new Set<number>();
  const { graph, unreadable } = await readGraph(repository, objects, {
    headed(object, type, bytes) {
      if (type === 'tag')
        tagTargets.set(object, /^object ([0-9a-f]+)$/m.exec(bytes.toString('latin1', 0, 80))?.[1] ?? '');
      texts.push(...scanHeaded(text, collector, object, type, bytes));
    },
    named: (name, blob) => void (pathRules.mayFit(name) && byPath.add(blob)),
    progress: step,
  });
  for (const { path, id } of index.entries) {
    const blob = objects.findHex(id);
    if (blob >= 0 && pathRules.mayFit(baseName(path))) byPath.add(blob);
  }

  const blobs = await scanBlobs(repository, listing.objects, collector, step, tally, (blob) => ({
    content,
    byPath: byPath.has(blob) ? loadedPathRules.detector : undefined,
  }));
  const names = scanNames(text, collector, graph.names);
  for (const { name } of repository.refs) {
    for (const placed of scanNames(text, collector, [name]).get(name) ?? [])
      texts.push({ ...placed, where: 'ref-name', path: name, object: -1 });
  }

  const nameNumbers = new Set(graph.names.flatMap((name, number) => (names.has(name) ? [number] : [])));
  const marked = await readMarkedTrees(repository, graph, new Set(blobs.found.keys()), nameNumbers);
  const history = await traceHistory({
    repository,
    graph,
    marked,
    tagTargets,
    index,
    blobs: blobs.found,
    names,
    texts,
    policy,
    pathRules: loadedPathRules,
    collector,
    asOf: options.asOf,
  });

  const coverage = coverageOf({
    repository,
    listing,
    graph,
    unreadable: [...unreadable, ...blobs.unreadable],
    index,
    tagTargets,
    limits: await limitsOf(repository, objects, collector, policy),
    bytes: tally.bytes,
    lfs: blobs.lfs,
    history,
  });
  if (options.setAside !== undefined) options.setAside(await placesSetAside(repository, objects, collector));
  return {
    command: options.command,
    asOf: options.asOf,
    repositories: [
      {
        name: repository.name,
        head: repository.head,
        shallow: repository.shallow.length > 0,
        partial: repository.partial,
        objectFormat: repository.objectFormat,
      },
    ],
    coverage,
    secrets: judgeAll(history.secrets, policy.ledger, options.asOf, history),
    risks: environmentFiles(history.head.paths),
    setAside: collector.setAside(),
    notices: [],
  };
}

async function limitsOf(
  repository: Repository,
  objects: ObjectTable,
  { limits }: Collector,
  { config }: Policy,
): Promise<readonly Gap[]> {
  if (limits.length === 0) return [];
  const blobs = limits.map(({ unit }) => (typeof unit === 'number' ? objects.hex(unit) : undefined));
  const paths = await pathsOf(repository, new Set(blobs.filter((blob) => blob !== undefined)));
  const places = blobs.map((blob) => (blob === undefined ? { path: '' } : { path: paths.get(blob) ?? '', blob }));
  return gapsOfLimits(places, config);
}

async function placesSetAside(
  repository: Repository,
  objects: ObjectTable,
  collector: Collector,
): Promise<SetAsidePlace[]> {
  const places = [...collector.asidePlaces];
  const paths = await pathsOf(
    repository,
    new Set(places.flatMap(({ unit }) => (typeof unit === 'number' ? [objects.hex(unit)] : []))),
  );
  return places.map(({ unit, ...place }) => ({
    ...place,
    path: typeof unit === 'number' ? (paths.get(objects.hex(unit)) ?? '') : (unit ?? ''),
  }));
}

interface Scanned {
  readonly found: Map<number, BlobFindings>;
  readonly unreadable: { what: string; why: string }[];
  /** Pointers to content that git LFS keeps elsewhere. */
  readonly lfs: number;
}

type Detectors = { content: ReturnType<typeof createDetector>; byPath: ReturnType<typeof createDetector> | undefined };

const LFS_POINTER = 'version https://git-lfs.github.com/spec/';

async function scanBlobs(
  repository: Repository,
  objects: ObjectTable,
  collector: Collector,
  step: () => void,
  tally: { bytes: number },
  detectors: (blob: number) => Detectors,
): Promise<Scanned> {
  const list = objects.ofType('blob');
  const found = new Map<number, BlobFindings>();
  const unreadable: { what: string; why: string }[] = [];
  let lfs = 0;
  function keep(blob: number, plain: UnitFindings, byPath: UnitFindings | undefined): void {
    const placed = {
      plain: collector.add(plain, blob),
      byPath: byPath === undefined ? [] : collector.add(byPath, blob),
    };
    if (placed.plain.length + placed.byPath.length > 0) found.set(blob, placed);
    step();
  }
  const lose = (index: number, why: string): void =>
    void unreadable.push({ what: 'blob', why: `${objects.hex(list[index]!)}: ${why}` });

  await readObjects(repository.git, list.length, (index) => objects.hex(list[index]!), {
    object(index, _type, bytes) {
      tally.bytes += bytes.length;
      if (bytes.length < 1024 && bytes.toString('latin1', 0, LFS_POINTER.length) === LFS_POINTER) lfs++;
      const { content, byPath } = detectors(list[index]!);
      keep(list[index]!, content.scan(bytes), byPath?.scan(bytes));
    },
    open(index) {
      const { content, byPath } = detectors(list[index]!);
      const scans = [content.open(), ...(byPath === undefined ? [] : [byPath.open()])];
      return {
        push(piece) {
          tally.bytes += piece.length;
          for (const scan of scans) scan.push(piece);
        },
        end: () => keep(list[index]!, scans[0]!.end(), scans[1]?.end()),
      };
    },
    missing: (index) => lose(index, 'missing'),
    unreadable: lose,
  });
  return { found, unreadable, lfs };
}
