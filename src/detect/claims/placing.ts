/** Claims of a stretch of a unit, with their lines and columns. */
import { lineCounter } from './position.ts';
import type { Claim } from './claim.ts';
import type { PlacedClaim } from './conclude.ts';

/** Line, column and UTF-16 units of the first of the bytes. */
export interface Beginning {
  readonly line: number;
  readonly column: number;
  readonly units: number;
}

export const UNIT_BEGINS: Beginning = { line: 1, column: 1, units: 0 };

/** Sorted by place. @param bytes what the claims' offsets are of */
export function place(claims: readonly Claim[], bytes: Uint8Array, { line, column, units }: Beginning = UNIT_BEGINS): PlacedClaim[] {
  const counter = lineCounter(bytes, line, column, units);
  const sorted = [...claims].sort((a, b) => a.start - b.start || a.end - b.end);
  let last: Claim | undefined;
  let end = counter.at(0);
  return sorted.map((claim) => {
    const start = counter.at(claim.start);
    // all that stands in a packed member stands at its place
    if (claim.start !== last?.start || claim.end !== last.end)
      end = lineCounter(bytes.subarray(claim.start), start.line, start.column, start.units).at(claim.end - claim.start);
    last = claim;
    const at = { line: start.line, column: start.column, endLine: end.line, endColumn: end.column };
    return { ...claim, at, units: { start: start.units, end: end.units } };
  });
}
