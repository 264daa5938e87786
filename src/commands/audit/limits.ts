/** Limits that were reached → gaps of the coverage, less those that the configuration acknowledges for one place. */
import { CLOSED } from '../../report/gaps.ts';
import type { Config } from '../../config/config.ts';
import type { Gap, LimitName } from '../../model.ts';

/** Where a limit was reached. */
export interface LimitPlace {
  readonly what: LimitName;
  /** '' where it is not known. */
  readonly path: string;
  readonly blob?: string;
  /** What it is where it has no path: "a commit message". */
  readonly unit?: string;
}

/** What limits come to in the coverage. */
export interface LimitGaps {
  readonly skipped: readonly Gap[];
  /** What nobody could look into: many repositories hold a damaged or locked archive, for a test. */
  readonly outOfScope: readonly Gap[];
}

export async function gapsOfLimits(places: readonly LimitPlace[], config: Config | undefined): Promise<LimitGaps> {
  if (places.length === 0) return { skipped: [], outOfScope: [] };
  const { default: picomatch } = await import('picomatch');
  const known = (config?.limits ?? []).map(({ path, blob }) => ({
    fits: path === undefined ? undefined : picomatch(path, { dot: true, nonegate: true }),
    blob,
  }));
  const open = places.filter(
    ({ path, blob }) => !known.some((limit) => (limit.fits?.(path) ?? true) && (limit.blob ?? blob) === blob),
  );
  const gaps = (Object.keys(WHY) as LimitName[]).flatMap((what) => {
    const here = open.filter((place) => place.what === what);
    // the same one in whatever order they were read
    const [where] = here.map(({ path, unit, blob }) => path || unit || blob || 'standard input').sort();
    return where === undefined ? [] : [{ what, why: `${WHY[what]}, as in ${where}`, count: here.length }];
  });
  return {
    skipped: gaps.filter(({ what }) => what !== 'not-opened'),
    outOfScope: gaps.flatMap((gap) => (gap.what === 'not-opened' ? [{ ...gap, what: CLOSED }] : [])),
  };
}

const WHY: Readonly<Record<LimitName, string>> = {
  'too-dense': 'more hits of one rule close together than are looked at',
  'too-deep': 'more layers in each other than are opened',
  'too-many-members': 'more members of archives than are opened',
  'too-many-escapes': 'more stretches of escaped text than are decoded',
  'too-much-inside': 'more packed content than is unpacked',
  'too-large-to-open': 'encoded or packed, and too large to be opened',
  'not-opened': 'damaged, encrypted or of a form that is not known',
  'broke-while-opened': 'an error of burnlist while it was opened, please report it',
};
