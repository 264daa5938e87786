/** Claims that are left → what the unit holds: findings with their marks, and what was set aside, with the reason. */
import { markFor } from './marks.ts';
import { SecretValue } from '../secret-value.ts';
import type { Claim } from './claims.ts';
import type { Finding, LimitReached, Mark, Position, SetAside, UnitFindings } from '../model.ts';

export type PlacedClaim = Claim & { readonly at: Position };

/** A unit with more unnamed tokens than this is a data file: none of them is anybody's secret. */
export const DATA_FILE = 32;

/** @param claims those that are left after they were settled */
export function conclude(claims: readonly PlacedClaim[], marks: readonly Mark[], limits: readonly LimitReached[]): UnitFindings {
  const findings: Finding[] = [];
  const setAside: SetAside[] = [];
  const isData = claims.filter(({ rule, value }) => rule.runOf !== undefined && value !== undefined).length > DATA_FILE;
  for (const { at: position, value, setAside: told, print, ...claim } of claims) {
    const reason = told ?? (isData && claim.rule.runOf !== undefined ? 'data-file' : undefined);
    if (value === undefined || reason !== undefined) {
      const { rule, start, end, name } = claim;
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
      value: new SecretValue(value),
      position,
      via: [],
      ...(mark === undefined ? {} : { mark }),
    });
  }
  return { findings, setAside, limits };
}
