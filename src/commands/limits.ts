/** Limits that were reached → gaps of the coverage, less those that the configuration acknowledges for one place. */
import type { Config } from '../config/config.ts';
import type { Gap } from '../model.ts';

/** Where a limit was reached. */
export interface LimitPlace {
  /** '' where it is not known. */
  readonly path: string;
  readonly blob?: string;
  /** What it is where it has no path: "a commit message". */
  readonly unit?: string;
}

export async function gapsOfLimits(places: readonly LimitPlace[], config: Config | undefined): Promise<Gap[]> {
  if (places.length === 0) return [];
  const { default: picomatch } = await import('picomatch');
  const known = (config?.limits ?? []).map(({ path, blob }) => ({
    fits: path === undefined ? undefined : picomatch(path, { dot: true, nonegate: true }),
    blob,
  }));
  const open = places.filter(
    ({ path, blob }) => !known.some((limit) => (limit.fits?.(path) ?? true) && (limit.blob ?? blob) === blob),
  );
  // the same one in whatever order they were read
  const [where] = open.map(({ path, unit, blob }) => path || unit || blob || 'standard input').sort();
  if (where === undefined) return [];
  return [
    {
      what: 'too-dense',
      why: `more hits of one rule close together than are looked at, as in ${where}`,
      count: open.length,
    },
  ];
}
