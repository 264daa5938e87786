/** What the units of a change come to beside findings: limits that were reached, candidates that were set aside. */
import { createCollector } from '../engine/collect.ts';
import { gapsOfLimits } from '../audit/limits.ts';
import type { Scanned } from './scan.ts';
import type { SetAsidePlace } from '../audit/unit-paths.ts';
import type { LimitGaps, LimitPlace } from '../audit/limits.ts';
import type { Config } from '../../config/config.ts';
import type { Report } from '../../model.ts';

export interface LeftOut {
  /** Takes note of what was left out of a unit, and hands on what was found. */
  of<Found>(scanned: Scanned<Found>, place: Omit<LimitPlace, 'what'>): readonly Found[];
  /** Less those that the configuration acknowledges. */
  gaps(config: Config | undefined): Promise<LimitGaps>;
  setAside(): Report['setAside'];
  setAsidePlaces(): SetAsidePlace[];
}

export function createLeftOut(): LeftOut {
  const collector = createCollector();
  const reached: LimitPlace[] = [];
  return {
    of({ found, limits, setAside }, place) {
      if (setAside.length > 0)
        collector.add({ findings: [], limits: [], setAside }, place.path === '' ? place.unit : place.path);
      for (const { what } of limits) reached.push({ ...place, what });
      return found;
    },
    gaps: (config) => gapsOfLimits(reached, config),
    setAside: () => collector.setAside(),
    setAsidePlaces: () =>
      [...collector.asidePlaces].map(({ unit, ...place }) => ({ ...place, path: String(unit ?? '') })),
  };
}
