/** Claims of a stretch of a unit, with their lines and columns. */
import { lineCounter } from './position.ts';
import type { Claim } from './claims.ts';
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
  return sorted.map((claim) => {
    const start = counter.at(claim.start);
    const rest = bytes.subarray(claim.start);
    const end = lineCounter(rest, start.line, start.column, start.units).at(claim.end - claim.start);
    const at = { line: start.line, column: start.column, endLine: end.line, endColumn: end.column };
    return { ...claim, at, units: { start: start.units, end: end.units } };
  });
}
