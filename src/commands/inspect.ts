/**
 * The audit of one repository: its whole object store through the plain engine, every object once, then exposure of
 * what was found, then verdicts. Composes stages; renders nothing.
 */
import { createCommitTables } from '../source/commit-tables.ts';
import { joinGraph } from '../source/graph.ts';
import { pathsOf } from '../source/paths-of.ts';
import { namesIn, readIndex } from '../source/read-index.ts';
import { reflogTips } from '../source/reflogs.ts';
import { infoOf } from '../source/repository.ts';
import { createCollector } from './collect.ts';
import { coverageOf } from './coverage.ts';
import { createDetectors, openEngine } from './engine.ts';
import { traceHistory } from './history.ts';
import { gapsOfLimits } from './limits.ts';
import { judgeAll } from './judge-all.ts';
import { baseName } from './path-rules.ts';
import { scanHeaded, scanNames } from './repository-units.ts';
import { hideQuoted } from './quoted.ts';
import { environmentFiles } from './risks.ts';
import { scanBlobs } from './scan-blobs.ts';
import type { Collector, Placed } from './collect.ts';
import type { Detectors, Engine, EngineOptions } from './engine.ts';
import type { Policy } from './policy.ts';
import type { Missing } from '../object-graph.ts';
import type { ObjectTable } from '../source/object-table.ts';
import type { Index } from '../source/read-index.ts';
import type { ReflogTip } from '../source/reflogs.ts';
import type { Gap, Report, SetAsideReason } from '../model.ts';
import type { Repository } from '../source/repository.ts';
import type { TextPlace } from './repository-units.ts';

export interface InspectOptions extends EngineOptions {
  readonly command: string;
  readonly asOf: string;
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
  const detectors = await createDetectors(policy.rules, policy.config?.marks !== 'ignore');
  const collector = createCollector();
  // before the objects are listed: what is staged or committed meanwhile is not missing
  const index = await readIndex(repository);
  const reflogs = reflogTips(repository);
  const engine = await openEngine(repository, detectors, options);
  try {
    const report = await inspectStore(engine, { repository, policy, detectors, collector, index, reflogs, options });
    return hideQuoted(report, policy.rules);
  } finally {
    await engine.close();
  }
}

interface Inspection {
  readonly repository: Repository;
  readonly policy: Policy;
  readonly detectors: Detectors;
  readonly collector: Collector;
  readonly index: Index;
  readonly reflogs: readonly ReflogTip[];
  readonly options: InspectOptions;
}

async function inspectStore(engine: Engine, inspection: Inspection): Promise<Report> {
  const { repository, policy, detectors, collector, index, reflogs, options } = inspection;
  const { objects } = engine;
  const { text, byPath } = detectors;
  const commits = createCommitTables(objects);
  const missing: Missing[] = [];
  const texts: TextPlace[] = [];
  const tagTargets = new Map<number, string>();
  const holders = new Map<number, BlobFindings>();

  await engine.readContent({
    headed(object, type, bytes, mayHold) {
      if (type === 'commit') commits.add(object, bytes, (id, of, from) => void missing.push({ id, type: of, from }));
      else tagTargets.set(object, /^object ([0-9a-f]+)$/m.exec(bytes.toString('latin1', 0, 80))?.[1] ?? '');
      if (mayHold) texts.push(...scanHeaded(text, collector, object, type, Buffer.from(bytes)));
    },
    lost: (object) => commits.lost(object),
    blob(blob, found) {
      const plain = collector.add(found, blob);
      if (plain.length > 0) holders.set(blob, { plain, byPath: [] });
    },
  });
  // by id, in whatever order they were read
  const blobs = new Map([...holders].sort(([a], [b]) => a - b));

  const flags = new Uint8Array(new SharedArrayBuffer(objects.count()));
  for (const blob of blobs.keys()) flags[blob] = 1;
  const facts = await engine.readTrees(flags);
  const { graph, marked } = joinGraph(objects, commits, missing, facts);
  const watched = new Set(facts.flatMap((one) => [...one.watched]));
  for (const { path, id } of index.entries) {
    const blob = objects.findHex(id);
    if (blob >= 0 && byPath.mayFit(baseName(path))) watched.add(blob);
  }
  const unreadable = [...engine.unreadable];
  await scanBlobs(repository, objects, Int32Array.from(watched).sort(), byPath.detector, {
    found(blob, findings) {
      const placed = collector.add(findings, blob);
      if (placed.length > 0) blobs.set(blob, { plain: blobs.get(blob)?.plain ?? [], byPath: placed });
    },
    done: () => {},
    unreadable: () => {}, // said already: all blobs were read before
  });

  const names = scanNames(text, collector, graph.names);
  for (const [name, placed] of scanNames(text, collector, namesIn(index))) names.set(name, placed);
  for (const { name } of repository.refs) {
    for (const placed of scanNames(text, collector, [name]).get(name) ?? [])
      texts.push({ ...placed, where: 'ref-name', path: name, object: -1 });
  }
  const history = await traceHistory({
    repository,
    graph,
    marked,
    tagTargets,
    index,
    reflogs,
    blobs,
    names,
    texts,
    policy,
    pathRules: byPath,
    collector,
    asOf: options.asOf,
  });

  const { secrets, gaps } = judgeAll(history.secrets, policy, options.asOf, history);
  const coverage = coverageOf({
    repository,
    graph,
    unreadable,
    index,
    tagTargets,
    limits: await limitsOf(repository, objects, collector, policy),
    bytes: engine.bytes,
    lfs: engine.lfs,
    throughGit: engine.throughGit,
    history,
  });
  if (options.setAside !== undefined) options.setAside(await placesSetAside(repository, objects, collector));
  return {
    command: options.command,
    asOf: options.asOf,
    repositories: [infoOf(repository)],
    coverage: { ...coverage, outOfScope: [...coverage.outOfScope, ...gaps] },
    secrets,
    risks: environmentFiles(history.head.paths),
    setAside: collector.setAside(),
    hidden: [],
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
  const units = limits.flatMap(({ unit }) => (typeof unit === 'number' ? [unit] : []));
  const paths = await pathsOf(repository, new Set(units.map((unit) => objects.hex(unit))));
  const places = limits.map(({ unit }) => {
    if (typeof unit !== 'number') return { path: '', unit: unit ?? 'the name of a file or ref' };
    const [id, type] = [objects.hex(unit), objects.typeOf(unit)];
    return type === 'blob' ? { path: paths.get(id) ?? '', blob: id } : { path: '', unit: `${type} ${id}` };
  });
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
