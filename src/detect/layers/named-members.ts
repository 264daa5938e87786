/** Rules whose evidence is a path, in members of archives: their names are paths. */
import { joinByPath } from '../claims/by-path.ts';
import { memberNames } from './openers.ts';
import type { Look, LookInto } from './look.ts';
import type { Rule } from '../../model.ts';

/** @param lookOf only called when the first member is there that calls for one */
export function inMembers(look: LookInto, rules: readonly Rule[], lookOf: (rules: readonly Rule[]) => Look): LookInto {
  if (rules.length === 0) return look;
  let rulesAt: ((name: string) => readonly Rule[]) | undefined;
  let lookByPath: Look | undefined;
  return (inner, budget) => {
    const plain = look(inner, budget);
    if (inner.member === undefined) return plain;
    const fitting = (rulesAt ??= memberNames(rules))(inner.member);
    if (fitting.length === 0) return plain;
    const { claims, limits } = (lookByPath ??= lookOf(rules))(inner.bytes, budget);
    const own = claims.filter(({ rule }) => fitting.includes(rule));
    return {
      claims: joinByPath(plain.claims, own, (claim) => claim),
      limits: [...plain.limits, ...limits.filter(({ rule }) => fitting.some(({ id }) => id === rule))],
    };
  };
}
