/** What no commit holds: blobs and trees that a ref keeps directly, the index, and what is just in the store. */
import { excuses } from '../exposure/excuse.ts';
import { reachOfRef } from '../exposure/reach.ts';
import { useKey } from '../exposure/uses.ts';
import type { Placed } from './collect.ts';
import type { Describer } from './describe.ts';
import type { Gathered, HistoryInput } from './history.ts';
import type { PlaceHistory, Reading } from '../exposure/occurrences.ts';
import type { MarkedHistory } from '../exposure/path-changes.ts';
import type { ExposureClass, Finding, Occurrence, Reach, Where } from '../model.ts';

export interface OutsideInput extends Pick<HistoryInput, 'graph' | 'blobs' | 'index'>, Describer {
  readonly places: readonly PlaceHistory[];
  readonly history: MarkedHistory;
  /** Blobs and trees → refs that point at them. */
  readonly pinned: ReadonlyMap<number, readonly string[]>;
  readonly placedAt: (leaf: number, path: string) => readonly Placed[];
}

export function outsideCommits({
  graph,
  blobs,
  index,
  places,
  history,
  pinned,
  placedAt,
  weigh,
  describe,
}: OutsideInput): Gathered[] {
  const { objects } = graph;
  const held = new Set<number>();
  for (const place of places) if (place.kind === 'blob') for (const blob of place.versions) held.add(blob);
  const heldAt = new Map<string, Reading[]>();
  for (const { path, value, readings } of places) {
    const key = `${value}\0${path}`;
    const known = heldAt.get(key);
    if (known === undefined) heldAt.set(key, [...readings.values()]);
    else known.push(...readings.values());
  }
  const all: Gathered[] = [];

  /** History has it there as strongly and for the same use. */
  function isHeld(readings: readonly Reading[], finding: Finding, path: string): boolean {
    const weight = weigh(finding, path);
    return (
      readings.some((reading) => excuses(reading.weight, weight)) &&
      readings.some((reading) => useKey(reading.finding) === useKey(finding))
    );
  }

  function add(
    blob: number,
    path: string,
    where: Where,
    exposure: ExposureClass,
    reach: readonly Reach[],
    refs: readonly string[],
  ): void {
    held.add(blob);
    for (const { value, finding } of placedAt(blob, path)) {
      if (path !== '' && isHeld(heldAt.get(`${value}\0${path}`) ?? [], finding, path)) continue;
      const occurrence: Occurrence = {
        ...describe(finding, where, path),
        blob: objects.hex(blob),
        lastBlob: objects.hex(blob),
        versions: 1,
        inHead: false,
        class: exposure,
        introductions: [],
      };
      all.push({ value, occurrence, introductions: [], last: undefined, reach, refs });
    }
  }

  for (const [object, refs] of pinned) {
    const reach = refs.map(reachOfRef);
    if (objects.typeOf(object) === 'blob' && blobs.has(object)) add(object, '', 'blob', 'committed', reach, refs);
    if (objects.typeOf(object) !== 'tree') continue;
    for (const [path, leaf] of history.leavesOfTree(objects.ordinalOf(object))) {
      if (leaf >= 0) add(leaf, path, 'blob', 'committed', reach, refs);
    }
  }
  for (const { path, id } of index.entries) {
    const blob = objects.findHex(id);
    if (blob >= 0 && blobs.has(blob)) add(blob, path, 'index', 'uncommitted', ['index'], []);
  }
  for (const blob of blobs.keys()) if (!held.has(blob)) add(blob, '', 'blob', 'unattached', ['unattached'], []);
  return all;
}
