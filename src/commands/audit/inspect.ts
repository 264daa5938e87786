/**
 * A look into one repository: its whole object store, every object once, then exposure of what was found. Composes
 * stages; decides and renders nothing.
 */
import { baseName } from '../../base-name.ts';
import { createCommitTables } from '../../source/commit-tables.ts';
import { joinGraph } from '../../source/graph.ts';
import { namesOfBlobs } from '../../source/names-of-blobs.ts';
import { namesIn, readIndex } from '../../source/read-index.ts';
import { readReflogs } from '../../source/reflogs.ts';
import { createCollector } from '../engine/collect.ts';
import { coverageOf } from './coverage.ts';
import { openEngine } from '../engine/open-engine.ts';
import { createDetectors } from '../engine/detectors.ts';
import { risksByPath } from './foreign-risks.ts';
import { traceHistory } from './history.ts';
import { scanHeaded, scanNames } from '../engine/repository-units.ts';
import { risksInTree } from './risks.ts';
import { rememberingEngine } from '../engine/remembering-engine.ts';
import { scanBlobs } from '../engine/scan-blobs.ts';
import { tracingEngine } from '../engine/tracing-engine.ts';
import { limitsOf, placesSetAside, unitsOf } from './unit-paths.ts';
import type { Beside, StoreSeen } from './store-seen.ts';
import type { BlobFindings, Collector } from '../engine/collect.ts';
import type { Engine, EngineOptions } from '../engine/engine.ts';
import type { Detectors } from '../engine/detectors.ts';
import type { LedgerFacts } from './judge-all.ts';
import type { Policy } from '../policy/policy.ts';
import type { Missing } from '../../object-graph.ts';
import type { SecretValue } from '../../secret-value.ts';
import type { Index } from '../../source/read-index.ts';
import type { Reflogs } from '../../source/reflogs.ts';
import type { Coverage, Risk, Secret, SetAsideReason } from '../../model.ts';
import type { Repository } from '../../source/repository.ts';
import type { SetAsidePlace } from './unit-paths.ts';
import type { Remembering } from '../engine/remembering-engine.ts';
import type { Traced } from './traced.ts';
import type { TextPlace } from '../engine/repository-units.ts';

export interface InspectOptions extends EngineOptions {
  readonly command: string;
  readonly asOf: string;
  /** Asked for with --explain: where each candidate that was set aside stands. */
  readonly setAside?: (places: readonly SetAsidePlace[]) => void;
  /** Values that rules of the policy know by number. */
  readonly followed?: readonly SecretValue[];
  /** Spares a store that was searched before. */
  readonly remembering?: Remembering;
  /** Of values that an earlier look found, by which the rules have grown: what else it found is known. */
  readonly traced?: Pick<Traced, 'rules' | 'question'>;
  /** Reads what stands beside the store, once it is known what stands in it. */
  readonly beside?: (store: StoreSeen) => Promise<Beside>;
}

/** Everything that was found in a repository, and nothing decided yet. */
export interface Inspected {
  readonly secrets: readonly Secret[];
  readonly facts: LedgerFacts;
  readonly coverage: Coverage;
  readonly risks: readonly Risk[];
  readonly setAside: readonly { readonly reason: SetAsideReason; readonly count: number }[];
  /** Ids of values that were not looked for once more, because there were too many. */
  readonly untraced?: ReadonlySet<string>;
}

/** Looks into the whole store, once. */
export async function lookOnce(repository: Repository, policy: Policy, options: InspectOptions): Promise<Inspected> {
  const detectors = await createDetectors(policy.rules, policy.config?.marks !== 'ignore');
  const collector = createCollector();
  // before the objects are listed: what is staged or committed meanwhile is not missing
  const index = await readIndex(repository);
  const reflogs = readReflogs(repository);
  const engine = sparing(await openEngine(repository, detectors, options), repository, options);
  try {
    return await lookIntoStore(engine, { repository, policy, detectors, collector, index, reflogs, options });
  } finally {
    await engine.close();
  }
}

/** An engine that searches nothing again of which the answer is known. */
function sparing(engine: Engine, repository: Repository, options: InspectOptions): Engine {
  const { remembering, traced } = options;
  if (traced !== undefined && engine.recalled !== undefined) {
    const { engine: name, jobs, pool, asked } = options;
    const alike = asked && { asked: { ...asked, question: traced.question } };
    const reading = { ...(name && { engine: name }), ...(jobs && { jobs }), ...(pool && { pool }), ...alike };
    return tracingEngine(engine, engine.recalled, repository, { rules: traced.rules, reading, remembering });
  }
  return remembering === undefined ? engine : rememberingEngine(engine, repository, remembering);
}

interface Inspection {
  readonly repository: Repository;
  readonly policy: Policy;
  readonly detectors: Detectors;
  readonly collector: Collector;
  readonly index: Index;
  readonly reflogs: Reflogs;
  readonly options: InspectOptions;
}

async function lookIntoStore(engine: Engine, inspection: Inspection): Promise<Inspected> {
  const { repository, policy, detectors, collector, index, reflogs, options } = inspection;
  const { objects } = engine;
  const { text, byPath } = detectors;
  const commits = createCommitTables(objects);
  const missing: Missing[] = [];
  const texts: TextPlace[] = [];
  const tagTargets = new Map<number, string>();
  const holders = new Map<number, BlobFindings>();
  const limited = new Set<number>();

  await engine.readContent({
    headed(object, type, bytes, mayHold) {
      if (type === 'commit') commits.add(object, bytes, (id, of, from) => void missing.push({ id, type: of, from }));
      else tagTargets.set(object, /^object ([0-9a-f]+)$/m.exec(bytes.toString('latin1', 0, 80))?.[1] ?? '');
      if (mayHold(0, bytes.length)) texts.push(...scanHeaded(text, mayHold, collector, object, type, Buffer.from(bytes)));
    },
    lost: (object) => commits.lost(object),
    blob(blob, found) {
      const plain = collector.add(found, blob);
      if (plain.length > 0) holders.set(blob, { plain, byPath: [] });
      if (found.limits.length > 0) limited.add(blob);
    },
  });
  // by id, in whatever order they were read
  const blobs = new Map([...holders].sort(([a], [b]) => a - b));

  const isQuiet = (object: number): boolean =>
    objects.typeOf(object) === 'blob' && !holders.has(object) && !limited.has(object) && engine.unreadable.length === 0;
  const beside = await options.beside?.({ repository, objects, detectors, collector, isQuiet, blobs });
  const flags = new Uint8Array(new SharedArrayBuffer(objects.count()));
  const told = options.setAside === undefined ? [] : collector.asidePlaces;
  for (const object of [...blobs.keys(), ...unitsOf(collector.limits), ...unitsOf(told)]) flags[object] = 1;
  const facts = await engine.readTrees(flags);
  const { graph, marked } = joinGraph(objects, commits, missing, facts);
  const watched = namesOfBlobs(graph, marked, new Set(facts.flatMap((one) => [...one.watched])));
  for (const { path, id } of index.entries) {
    const [blob, name] = [objects.findHex(id), baseName(path)];
    if (blob >= 0 && byPath.mayFit(name)) watched.set(blob, (watched.get(blob) ?? new Set()).add(name));
  }
  const unreadable = [...engine.unreadable, ...reflogs.unreadable];
  await scanBlobs(repository, objects, Int32Array.from(watched.keys()).sort(), byPath.detector, {
    found(blob, findings) {
      const placed = collector.add(byPath.fitting(findings, { names: watched.get(blob)! }), blob);
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
    reflogs: reflogs.tips,
    blobs,
    names,
    texts,
    policy,
    pathRules: byPath,
    collector,
    asOf: options.asOf,
    beside: beside?.files ?? [],
    allVersions: options.allVersions === true,
  });

  const paths = history.pathsOf(new Set([...unitsOf(collector.limits), ...unitsOf(told)]));
  const coverage = coverageOf({
    repository,
    graph,
    unreadable,
    index,
    tagTargets,
    limits: await limitsOf(paths, objects, collector, policy),
    bytes: engine.bytes + (beside?.bytes ?? 0),
    lfs: engine.lfs - (beside?.lfs ?? 0),
    beside: beside?.failed ?? [],
    throughGit: engine.throughGit,
    history,
  });
  const inTree = await risksInTree(repository, history.head.paths);
  options.setAside?.(placesSetAside(paths, collector, objects));
  return {
    secrets: history.secrets,
    facts: history,
    coverage: { ...coverage, outOfScope: [...coverage.outOfScope, ...(beside?.outOfScope ?? []), ...inTree.gaps, ...collector.gaps()] },
    risks: [
      ...inTree.risks,
      ...(await risksByPath(policy.rules, history.head.paths)),
      ...(beside?.risks ?? []),
    ],
    setAside: collector.setAside(),
  };
}
