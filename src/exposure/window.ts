/** How long a secret was exposed: from the first commit to its rotation, while it is open to the report's day. */
import type { Exposure, Moment } from '../model.ts';

const DAY = 86_400_000;

/** @param until ISO day */
export function daysOpen(first: Moment | undefined, until: string): number {
  return first === undefined ? 0 : Math.max(0, Math.round((Date.parse(until) - Date.parse(first.date)) / DAY));
}

/** @param end day of the rotation; undefined: it is open */
export function closedOn(exposure: Exposure, end: string | undefined): Exposure {
  return end === undefined ? exposure : { ...exposure, end, days: daysOpen(exposure.first, end) };
}
