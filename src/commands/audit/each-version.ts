/** A place over all its versions → an occurrence for each of them, as --all-versions tells them. */
import { itemAt } from '../../exposure/placed.ts';
import type { Placed } from '../engine/collect.ts';
import type { Describer } from './describe.ts';
import type { PlaceHistory } from '../../exposure/occurrences.ts';
import type { VersionTimes } from '../../exposure/versions.ts';
import type { Moment, Occurrence, Where } from '../../model.ts';
import type { ObjectTable } from '../../source/object-table.ts';

export interface VersionsInput extends Pick<Describer, 'describe'> {
  readonly place: PlaceHistory;
  readonly where: Where;
  readonly timesOf: (path: number, blob: number) => VersionTimes | undefined;
  readonly placedAt: (leaf: number, path: string) => readonly Placed[];
  /** @param commit ordinal */
  readonly moment: (commit: number) => Moment;
  readonly objects: ObjectTable;
}

/** The one that came first is first. */
export function eachVersion({ place, where, timesOf, placedAt, describe, moment, objects }: VersionsInput): Occurrence[] {
  return [...place.versions].flatMap((version): Occurrence[] => {
    const item = itemAt(placedAt(version, place.path), place);
    const times = timesOf(place.at, version);
    if (item === undefined || times === undefined) return [];
    const introduction = moment(times.first);
    const blob = objects.hex(version);
    return [
      {
        ...describe(item.finding, where, place.path),
        commit: introduction.commit,
        blob,
        lastCommit: moment(times.last).commit,
        lastBlob: blob,
        versions: 1,
        inHead: times.inHead,
        class: 'committed',
        introductions: [introduction],
      },
    ];
  });
}
