/** Claims that are left → what the unit holds: findings with their marks, and what was set aside, with the reason. */
import { markFor } from './marks.ts';
import { SecretValue } from '../secret-value.ts';
import type { Claim } from './claims.ts';
import type { Finding, LimitReached, Mark, Position, SetAside, Span, UnitFindings } from '../model.ts';

/** @property units the same stretch in UTF-16 units of the unit */
export type PlacedClaim = Claim & { readonly at: Position; readonly units: Span };

/** Text that was made of a unit's bytes. */
export interface Layer {
  /** How it was made, outermost first. */
  readonly via: readonly string[];
  /** Where a stretch of its UTF-16 units stands in those bytes. */
  spanOf(units: Span): Span;
}

/** A unit with more unnamed tokens than this is a data file: none of them is anybody's secret. */
export const DATA_FILE = 32;

/** @param claims those that are left after they were settled @param layer undefined: the unit's own bytes */
export function conclude(
  claims: readonly PlacedClaim[],
  marks: readonly Mark[],
  limits: readonly LimitReached[],
  layer?: Layer,
): UnitFindings {
  const findings: Finding[] = [];
  const setAside: SetAside[] = [];
  const isData = claims.filter(({ rule, value }) => rule.runOf !== undefined && value !== undefined).length > DATA_FILE;
  for (const { at: position, units, value, setAside: told, print, ...claim } of claims) {
    const { start, end } = layer?.spanOf(units) ?? claim;
    const reason = told ?? (isData && claim.rule.runOf !== undefined ? 'data-file' : undefined);
    if (value === undefined || reason !== undefined) {
      const { rule, name } = claim;
      setAside.push({
        rule,
        start,
        end,
        reason: reason ?? 'not-well-formed',
        print,
        position,
        ...(name === undefined ? {} : { name }),
      });
      continue;
    }
    const mark = markFor(marks, claim.rule, position.line, position.endLine);
    findings.push({
      ...claim,
      start,
      end,
      value: new SecretValue(value),
      position,
      via: layer?.via ?? [],
      ...(mark === undefined ? {} : { mark }),
    });
  }
  return { findings, setAside, limits };
}
