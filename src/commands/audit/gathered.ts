/** What was read of a repository, before it is put in order; and places with the commits that hold them. */
import type { Occurrence, Reach, Moment } from '../../model.ts';
import type { MarkedTrees } from '../../object-graph.ts';
import type { ReadGraph } from '../../source/graph.ts';
import type { Index } from '../../source/read-index.ts';
import type { ReflogTip } from '../../source/reflogs.ts';
import type { Repository } from '../../source/repository.ts';
import type { BlobFindings, Placed, Collector } from '../engine/collect.ts';
import type { LoadedPathRules } from '../engine/path-rules.ts';
import type { TextPlace } from '../engine/repository-units.ts';
import type { Policy } from '../policy/policy.ts';
import type { BesideFile } from './store-seen.ts';

export interface HistoryInput {
  readonly repository: Repository;
  readonly graph: ReadGraph;
  readonly marked: MarkedTrees;
  /** Tag object → id it points at. */
  readonly tagTargets: ReadonlyMap<number, string>;
  readonly index: Index;
  readonly reflogs: readonly ReflogTip[];
  readonly blobs: ReadonlyMap<number, BlobFindings>;
  readonly names: ReadonlyMap<string, readonly Placed[]>;
  readonly texts: readonly TextPlace[];
  readonly policy: Policy;
  readonly pathRules: LoadedPathRules;
  readonly collector: Collector;
  readonly asOf: string;
  /** What stands in files that no object holds. */
  readonly beside: readonly BesideFile[];
  readonly allVersions: boolean;
}

/** An occurrence with the commits it stands on, as ordinals. */
export interface Gathered {
  readonly value: number;
  readonly occurrence: Occurrence;
  readonly introductions: readonly number[];
  readonly last: number | undefined;
  /** The commit that took it out at last; -1: one that nothing builds on has it; absent: it stands in no tree. */
  readonly removal?: number;
  /** The one of HEAD's history; -1: none did. */
  readonly headRemoval?: number;
  readonly reach: readonly Reach[];
  readonly refs: readonly string[];
  /** When a tag brought it, which is later than its commit. */
  readonly tagged?: Moment;
  /** When a reflog began to say it, and of which commit, which need not hold it. */
  readonly logged?: Moment;
}
