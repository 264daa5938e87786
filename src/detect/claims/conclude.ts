/** Claims that are left → what the unit holds: findings with their marks, and what was set aside, with the reason. */
import { settle } from './settle.ts';
import { marked, marksBeside } from '../search/marks.ts';
import { SecretValue } from '../../secret-value.ts';
import type { Claim } from './claim.ts';
import type { Finding, LimitReached, Mark, Position, SetAside, Span, UnitFindings } from '../../model.ts';

/** @property units the same stretch in UTF-16 units of the unit */
export type PlacedClaim = Claim & { readonly at: Position; readonly units: Span };

/** What a unit and its layers come to, and what was not looked at. */
export interface UnitClaims {
  /** Settled, sorted by place. */
  readonly claims: readonly PlacedClaim[];
  readonly limits: readonly LimitReached[];
}

export const NO_CLAIMS: UnitClaims = { claims: [], limits: [] };

export function joined(one: UnitClaims, other: UnitClaims): UnitClaims {
  if (other.claims.length === 0 && other.limits.length === 0) return one;
  return {
    claims: [...one.claims, ...other.claims].sort((a, b) => a.start - b.start || a.end - b.end),
    limits: [...one.limits, ...other.limits],
  };
}

/** A unit with more unnamed tokens than this is a data file: none of them is anybody's secret. */
export const DATA_FILE = 32;

/** A random string in nobody's name, of the unit's own bytes. */
export function isUnnamed({ rule, value, layer }: Claim): boolean {
  return rule.runOf !== undefined && rule.paths === undefined && value !== undefined && layer === undefined;
}

/** @param claims sorted by place */
export function settleUnit(claims: readonly PlacedClaim[], marks: readonly Mark[]): PlacedClaim[] {
  const left = settle(claims) as PlacedClaim[];
  const markFor = marksBeside(marks);
  const isData = left.filter(isUnnamed).length > DATA_FILE;
  return left.map((claim) => {
    if (isData && isUnnamed(claim)) return { ...claim, setAside: 'data-file' };
    const mark = markFor(claim.rule, claim.at.line, claim.at.endLine, claim.mark);
    return mark === undefined ? claim : { ...claim, mark };
  });
}

export function conclude({ claims, limits }: UnitClaims): UnitFindings {
  const findings: Finding[] = [];
  const setAside: SetAside[] = [];
  for (const { at: position, units: _, value, setAside: told, print, layer, through = [], mark, ...claim } of claims) {
    if (value === undefined || told !== undefined) {
      const { rule, name, start, end } = claim;
      const reason = told ?? 'not-well-formed';
      setAside.push({ rule, start, end, reason, print, position, ...(name === undefined ? {} : { name }) });
      continue;
    }
    findings.push({
      ...claim,
      value: new SecretValue(value),
      position,
      via: [...(layer?.via ?? []), ...through],
      ...(layer?.member === undefined ? {} : { member: layer.member }),
      ...marked(mark),
    });
  }
  return { findings, setAside, limits };
}
