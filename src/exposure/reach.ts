/** Who could read a commit: which kinds of refs have it in their history, and which refs by name. */
import { REACH } from '../model.ts';
import type { ObjectGraph } from '../object-graph.ts';
import type { Reach } from '../model.ts';

/** A place from which history is reachable. */
export interface Tip {
  /** Full ref name; reflog tips carry the name of their ref. */
  readonly ref: string;
  /** Ordinal of the commit. */
  readonly commit: number;
  readonly reach: Reach;
}

/** Those of a tip, in REACH's order: the worst first. */
const KINDS = REACH.slice(REACH.indexOf('remote-tracking'), REACH.indexOf('reflog') + 1);

export function reachOfRef(ref: string): Reach {
  if (
    /^refs\/(?:pull|merge-requests|changes|keep-around|pipelines)\/|^refs\/remotes\/[^/]+\/(?:pr|pull|merge-requests)\//.test(ref) ||
    // where a CI job keeps what it checks out
    /^refs\/remotes\/pull\/\d+\//.test(ref)
  )
    return 'pull-request';
  if (ref.startsWith('refs/remotes/')) return 'remote-tracking';
  if (ref.startsWith('refs/tags/')) return 'tag';
  if (ref === 'refs/stash') return 'stash';
  if (ref.startsWith('refs/notes/')) return 'note';
  return 'local-branch';
}

/** For each commit a set of KINDS, as bits. */
export function reachOfCommits(graph: ObjectGraph, order: Int32Array, tips: readonly Tip[]): Uint16Array {
  const { parents, count } = graph.commits;
  const bits = new Uint16Array(count);
  for (const { commit, reach } of tips) bits[commit]! |= 1 << KINDS.indexOf(reach);
  for (let i = order.length - 1; i >= 0; i--) {
    const commit = order[i]!;
    for (let k = parents.from[commit]!; k < parents.from[commit + 1]!; k++) bits[parents.items[k]!]! |= bits[commit]!;
  }
  return bits;
}

/** A remote has or had it. */
export function isRemote(bits: number): boolean {
  return reachNames(bits).some((reach) => REMOTE.includes(reach));
}

const REMOTE: readonly Reach[] = ['remote-tracking', 'pull-request', 'was-on-remote'];

/** A ref itself has it in its history: what only a reflog remembers, no clone is given. */
export function isOnRef(bits: number): boolean {
  return reachNames(bits).some(isOfRef);
}

function isOfRef(reach: Reach): boolean {
  return reach !== 'reflog' && reach !== 'was-on-remote';
}

/** Nothing but stashes lead to it, or nothing at all. */
export function isStashAtMost(bits: number): boolean {
  return reachNames(bits).every((reach) => reach === 'stash');
}

export function reachNames(bits: number): Reach[] {
  return KINDS.filter((_, kind) => (bits & (1 << kind)) !== 0);
}

/** Refs that hold a secret: thousands of pull requests can, so only so many are listed, those that reach furthest first. */
export interface Holders {
  readonly refs: readonly string[];
  readonly refCount: number;
}

export const MOST_REFS = 100;
const TOGETHER = 31;

/** Those of refs themselves, those that reach furthest first. */
export function sortedTips(tips: readonly Tip[]): readonly Tip[] {
  return tips.filter(({ reach }) => isOfRef(reach)).sort((a, b) => compareRefs(a.ref, b.ref));
}

/** A branch or a pull request: a line of history that goes on; a tag is made to stay as it is. */
export function isLine({ ref, reach }: Tip): boolean {
  return reach === 'pull-request' || /^refs\/(?:heads|remotes)\//.test(ref);
}

/**
 * For each set of commits the refs whose history holds one of them. 31 sets go through the graph together, one bit
 * each, so that the cost hardly depends on how much was found.
 */
export function refsHolding(
  graph: ObjectGraph,
  order: Int32Array,
  tips: readonly Tip[],
  sets: readonly (readonly number[])[],
): Holders[] {
  const { parents, count } = graph.commits;
  const named = sortedTips(tips);
  const holders: string[][] = sets.map(() => []);
  const counts = new Int32Array(sets.length);
  /** The last one counted: a ref with several tips, as refs/stash has, is one. */
  const latest: string[] = [];
  const bits = new Int32Array(count);
  for (let first = 0; first < sets.length; first += TOGETHER) {
    bits.fill(0);
    const last = Math.min(sets.length, first + TOGETHER);
    for (let set = first; set < last; set++) for (const commit of sets[set]!) bits[commit]! |= 1 << (set - first);
    for (const commit of order) {
      for (let k = parents.from[commit]!; k < parents.from[commit + 1]!; k++) bits[commit]! |= bits[parents.items[k]!]!;
    }
    for (const { ref, commit } of named) {
      for (let set = first; set < last; set++) {
        if ((bits[commit]! & (1 << (set - first))) === 0 || latest[set] === ref) continue;
        latest[set] = ref;
        counts[set]!++;
        if (holders[set]!.length < MOST_REFS) holders[set]!.push(ref);
      }
    }
  }
  return holders.map((refs, set) => ({ refs, refCount: counts[set]! }));
}

export function holdersOf(refs: Iterable<string>, compare = compareRefs): Holders {
  const all = [...new Set(refs)].sort(compare);
  return { refs: all.slice(0, MOST_REFS), refCount: all.length };
}

/** Of lines that go on: a branch is for the team to mend, a pull request may be anybody's. */
export function compareLines(a: string, b: string): number {
  return Number(reachOfRef(a) === 'pull-request') - Number(reachOfRef(b) === 'pull-request') || compareRefs(a, b);
}

function compareRefs(a: string, b: string): number {
  return KINDS.indexOf(reachOfRef(a)) - KINDS.indexOf(reachOfRef(b)) || (a < b ? -1 : a > b ? 1 : 0);
}
