/** Units by the names that people know: what was set aside or left out for a limit, at the path of its blob. */
import { pathsOf } from '../../source/paths-of.ts';
import { gapsOfLimits } from './limits.ts';
import type { Collector } from '../engine/collect.ts';
import type { LimitGaps } from './limits.ts';
import type { Policy } from '../policy/policy.ts';
import type { SetAsideReason } from '../../model.ts';
import type { ObjectTable } from '../../source/object-table.ts';
import type { Repository } from '../../source/repository.ts';

export interface SetAsidePlace {
  readonly reason: SetAsideReason;
  readonly rule: string;
  readonly path: string;
  readonly line: number;
  readonly name?: string;
}

export async function limitsOf(
  repository: Repository,
  objects: ObjectTable,
  { limits }: Collector,
  { config }: Policy,
): Promise<LimitGaps> {
  if (limits.length === 0) return { skipped: [], outOfScope: [] };
  const units = limits.flatMap(({ unit }) => (typeof unit === 'number' ? [unit] : []));
  const paths = await pathsOf(repository, new Set(units.map((unit) => objects.hex(unit))));
  const places = limits.map(({ unit, limit: { what } }) => {
    if (typeof unit !== 'number') return { what, path: '', unit: unit ?? 'the name of a file or ref' };
    const [id, type] = [objects.hex(unit), objects.typeOf(unit)];
    return type === 'blob' ? { what, path: paths.get(id) ?? '', blob: id } : { what, path: '', unit: `${type} ${id}` };
  });
  return gapsOfLimits(places, config);
}

export async function placesSetAside(
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
