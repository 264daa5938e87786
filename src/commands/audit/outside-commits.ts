/** What no commit holds: blobs and trees that a ref keeps directly, the index, and what is just in the store. */
import { baseName } from '../../base-name.ts';
import { excuses } from '../../exposure/excuse.ts';
import { reachOfRef } from '../../exposure/reach.ts';
import { isSameUse } from '../../exposure/uses.ts';
import type { Placed } from '../engine/collect.ts';
import type { Describer } from './describe.ts';
import type { Gathered, HistoryInput } from './gathered.ts';
import type { PlaceHistory, Reading } from '../../exposure/occurrences.ts';
import type { MarkedHistory } from '../../exposure/path-changes.ts';
import type { IndexEntry } from '../../source/read-index.ts';
import type { ExposureClass, Finding, Occurrence, Reach, Where } from '../../model.ts';

export interface OutsideInput extends Pick<HistoryInput, 'graph' | 'blobs' | 'index' | 'names'>, Describer {
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
  names,
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
    if (known === undefined) heldAt.set(key, [...readings]);
    else known.push(...readings);
  }
  const all: Gathered[] = [];
  const named = new Set<string>();

  /** History has it there as strongly and for the same use. */
  function isHeld(readings: readonly Reading[], finding: Finding, path: string): boolean {
    const weight = weigh(finding, path);
    return (
      readings.some((reading) => excuses(reading.weight, weight)) &&
      readings.some((reading) => isSameUse(reading.finding, finding))
    );
  }

  function add(
    blob: number,
    path: string,
    where: Where,
    exposure: ExposureClass,
    reach: readonly Reach[],
    refs: readonly string[],
    prefix = '',
  ): void {
    held.add(blob);
    const id = objects.hex(blob);
    for (const placed of placedAt(blob, path)) {
      if (path !== '' && isHeld(heldAt.get(`${placed.value}\0${path}`) ?? [], placed.finding, path)) continue;
      push(placed, { where, path, class: exposure, blob: id, lastBlob: id }, reach, refs, prefix);
    }
  }
  function push(
    { value, finding }: Placed,
    place: Pick<Occurrence, 'where' | 'path' | 'class' | 'blob' | 'lastBlob'>,
    reach: readonly Reach[],
    refs: readonly string[],
    prefix: string,
  ): void {
    const known = describe(finding, place.where, place.path);
    // judged by its path in the work tree, whichever that is
    const occurrence = { ...known, ...place, path: prefix + place.path, versions: 1, inHead: false, introductions: [] };
    all.push({ value, occurrence, introductions: [], last: undefined, reach, refs });
  }
  /** What a name says where it stands, unless history says it there. */
  function addName(path: string, exposure: ExposureClass, reach: readonly Reach[], refs: readonly string[], prefix = ''): void {
    for (const placed of names.get(baseName(path)) ?? []) {
      const key = `${placed.value}\0${path}`;
      if (heldAt.has(key) || named.has(key)) continue;
      named.add(key);
      push(placed, { where: 'file-name', path, class: exposure }, reach, refs, prefix);
    }
  }
  /** Each folder on the way to a staged file, and the file. */
  function addNames({ path, prefix }: IndexEntry): void {
    for (let end = path.indexOf('/'); ; end = path.indexOf('/', end + 1)) {
      addName(end < 0 ? path : path.slice(0, end), 'uncommitted', ['index'], [], prefix);
      if (end < 0) return;
    }
  }

  for (const [object, refs] of pinned) {
    const reach = refs.map(reachOfRef);
    if (objects.typeOf(object) === 'blob' && blobs.has(object)) add(object, '', 'blob', 'committed', reach, refs);
    if (objects.typeOf(object) !== 'tree') continue;
    for (const [path, leaf] of history.leavesOfTree(objects.ordinalOf(object))) {
      if (leaf >= 0) add(leaf, history.textOf(path), 'blob', 'committed', reach, refs);
      else addName(history.textOf(path), 'committed', reach, refs);
    }
  }
  for (const entry of index.entries) {
    const blob = objects.findHex(entry.id);
    if (names.size > 0) addNames(entry);
    if (blob >= 0 && blobs.has(blob)) add(blob, entry.path, 'index', 'uncommitted', ['index'], [], entry.prefix);
  }
  for (const blob of blobs.keys()) if (!held.has(blob)) add(blob, '', 'blob', 'unattached', ['unattached'], []);
  // in trees that nothing keeps, in whatever folder
  const known = new Set([...heldAt.keys(), ...named].map((key) => baseName(key.slice(key.indexOf('\0') + 1))));
  for (const name of names.keys()) if (!known.has(name)) addName(name, 'unattached', ['unattached'], []);
  return all;
}
