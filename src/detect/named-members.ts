/**
 * Rules whose evidence is a path, in members of archives: their names are paths. What such a rule finds comes first there,
 * and others stay where they do not overlap it, as in a file at such a path.
 */
import { memberNames } from './layers/openers.ts';
import type { Claim } from './claims.ts';
import type { LookInto } from './layers/within.ts';
import type { Detector } from './unit.ts';
import type { Rule } from '../model.ts';

/** @param detectorOf only called when the first member is there that calls for one */
export function inMembers(look: LookInto, rules: readonly Rule[], detectorOf: (rules: readonly Rule[]) => Detector): LookInto {
  if (rules.length === 0) return look;
  let rulesAt: ((name: string) => readonly Rule[]) | undefined;
  let detector: Detector | undefined;
  return (inner, budget) => {
    const plain = look(inner, budget);
    if (inner.member === undefined) return plain;
    const fitting = (rulesAt ??= memberNames(rules))(inner.member);
    if (fitting.length === 0) return plain;
    const { claims, limits } = (detector ??= detectorOf(rules)).look(inner.bytes, budget);
    const own = claims.filter(({ rule }) => fitting.includes(rule));
    const others = plain.claims.filter((claim) => !own.some((named) => outranks(named, claim)));
    return {
      claims: [...own, ...others].sort((a, b) => a.start - b.start || a.end - b.end),
      limits: [...plain.limits, ...limits.filter(({ rule }) => fitting.some(({ id }) => id === rule))],
    };
  };
}

function outranks(own: Claim, other: Claim): boolean {
  return own.rule.anchor !== true && own.start < other.end && other.start < own.end;
}
