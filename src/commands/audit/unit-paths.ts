/** Units by the names that people know: what was set aside or left out for a limit, at the path of its blob. */
import { gapsOfLimits } from './limits.ts';
import type { Collector } from '../engine/collect.ts';
import type { LimitGaps } from './limits.ts';
import type { Policy } from '../policy/policy.ts';
import type { SetAsideReason } from '../../model.ts';
import type { ObjectTable } from '../../source/object-table.ts';

export interface SetAsidePlace {
  readonly reason: SetAsideReason;
  readonly rule: string;
  readonly path: string;
  /** Where there is none: which commit, tag or blob. */
  readonly object?: string;
  readonly home?: string;
  readonly line: number;
  readonly name?: string;
}

/** Characters of an id by which git knows an object. */
const SHORT_ID = 10;

/** What a limit was reached in, or something was set aside in, by object number. */
export function unitsOf(places: Iterable<{ readonly unit: number | string | undefined }>): Set<number> {
  return new Set([...places].flatMap(({ unit }) => (typeof unit === 'number' ? [unit] : [])));
}

export async function limitsOf(
  paths: ReadonlyMap<number, string>,
  objects: ObjectTable,
  { limits }: Collector,
  { config }: Policy,
): Promise<LimitGaps> {
  const places = limits.map(({ unit, limit: { what } }) => {
    if (typeof unit !== 'number') return { what, path: '', unit: unit ?? 'the name of a file or ref' };
    const [id, type] = [objects.hex(unit), objects.typeOf(unit)];
    return type === 'blob' ? { what, path: paths.get(unit) ?? '', blob: id } : { what, path: '', unit: `${type} ${id}` };
  });
  return gapsOfLimits(places, config);
}

export function placesSetAside(
  paths: ReadonlyMap<number, string>,
  { asidePlaces }: Collector,
  objects?: ObjectTable,
): SetAsidePlace[] {
  return [...asidePlaces].map(({ unit, ...place }): SetAsidePlace => {
    if (typeof unit !== 'number') return { ...place, path: unit ?? '' };
    const path = paths.get(unit);
    if (path !== undefined || objects === undefined) return { ...place, path: path ?? '' };
    return { ...place, path: '', object: `${objects.typeOf(unit)} ${objects.hex(unit).slice(0, SHORT_ID)}` };
  });
}
