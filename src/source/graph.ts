/** The object graph together with the table of objects that its numbers are of. */
import { joinTrees } from './join-trees.ts';
import type { CommitTables } from './commit-tables.ts';
import type { ObjectTable } from './object-table.ts';
import type { TreeFacts } from './tree-facts.ts';
import type { MarkedTrees, Missing, ObjectGraph } from '../object-graph.ts';

export interface ReadGraph extends ObjectGraph {
  readonly objects: ObjectTable;
}

/** @param missing what commits name and is not here */
export function joinGraph(
  objects: ObjectTable,
  commits: CommitTables,
  missing: readonly Missing[],
  facts: readonly TreeFacts[],
): { graph: ReadGraph; marked: MarkedTrees } {
  const { marked, missing: below, ...trees } = joinTrees(objects.countOf('tree'), facts);
  return { graph: { objects, ...commits.done(), ...trees, missing: [...missing, ...below] }, marked };
}
