/**
 * Which rules a hit calls for. Those that go by patterns are tried wherever their literals stand; those about names only
 * where the name around the hit is one of theirs, which is looked up by name: the same names stand everywhere.
 */
import { nameAt, NAME_REACH } from '../assignment/assignment.ts';
import { isAboutName } from '../claims/match.ts';
import { mayAssign } from '../assignment/may-assign.ts';
import type { HitTable } from './hit-table.ts';
import type { Rule } from '../../model.ts';

export interface CalledRules {
  /** Every rule of the literal is about names. */
  isByName(literal: number): boolean;
  /** In the order in which they are tried. */
  at(unit: Buffer, hit: number, literal: number): readonly Rule[];
}

const MOST_NAMES = 4096;
const NONE: readonly Rule[] = [];

export function calledRules({ literals, rulesOf, promises, runRules, rulesByName, documents, escapes }: HitTable): CalledRules {
  const byPattern = rulesOf.map((rules) => rules.filter(({ assignment }) => assignment === undefined));
  const byName = rulesOf.map(() => new Map<string, readonly Rule[]>());
  const isAboutNames = (literal: number): boolean =>
    promises.has(literal) || byPattern[literal]!.length < rulesOf[literal]!.length;

  const isOfLayer = (literal: number): boolean => documents.has(literal) || escapes.has(literal);

  return {
    isByName: (literal) =>
      literal < rulesOf.length && isAboutNames(literal) && byPattern[literal]!.length === 0 && !isOfLayer(literal),
    at(unit, hit, literal) {
      if (literal === literals.length) return runRules;
      if (!isAboutNames(literal) || !mayAssign(unit, hit, unit.length)) return byPattern[literal]!;
      const from = Math.max(0, hit - NAME_REACH);
      const named = nameAt(unit.toString('latin1', from, hit + NAME_REACH), hit - from, from === 0);
      if (named === undefined) return byPattern[literal]!;
      const known = byName[literal]!;
      let called = known.get(named.name);
      if (called === undefined) {
        if (known.size === MOST_NAMES) known.clear();
        const ofWords = promises.has(literal) ? rulesByName(unit, hit) : NONE;
        called = [...rulesOf[literal]!, ...ofWords].filter(
          (rule) => rule.assignment === undefined || isAboutName(rule, named.name),
        );
        known.set(named.name, called);
      }
      return called;
    },
  };
}
