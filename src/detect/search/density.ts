/**
 * More hits of a rule than the cap among the bytes of the span before a hit, and the hit is left out, counted as
 * `too-dense`: text that is made of nothing but keywords would cost minutes and gigabytes. A rule that looks at few bytes
 * may be tried more often for the same cost; source maps are made of four letters that also begin a token. The span is wide,
 * since ordinary files have lists in them: what a parser calls its tokens, `:*:*:*:` behind each part of a bill of materials.
 */
import { reachOf } from '../claims/judge.ts';
import { mayAssign } from '../assignment/may-assign.ts';
import type { HitTable } from './hit-table.ts';
import type { Rule } from '../../model.ts';

export const CAP = 320;
export const SPAN = 4096;
const CAP_BYTES = CAP * 256;

export interface Density {
  /** Told of every hit that a rule is tried at, from the first to the last. */
  isDense(rule: Rule, at: number): boolean;
}

export function createDensity(): Density {
  const recent = new Map<Rule, number[]>();
  return {
    isDense(rule, at) {
      let hits = recent.get(rule);
      if (hits === undefined) recent.set(rule, (hits = []));
      hits.push(at);
      if (hits.length <= capOf(rule) + 1) return false;
      return hits.shift()! >= at - SPAN;
    },
  };
}

function capOf(rule: Rule): number {
  const { before, after } = reachOf(rule);
  return Math.max(CAP, Math.floor(CAP_BYTES / (before + after)));
}

/** Tells the rules that are tried at a hit of a literal, or of a run: those about names where something could be assigned. */
export function rulesTried(table: HitTable, unit: Buffer, at: number, literal: number, onRule: (rule: Rule) => void): void {
  if (literal === table.literals.length) table.runRules.forEach(onRule);
  if (literal >= table.firstMark) return;
  let assigns: boolean | undefined;
  for (const rule of table.rulesOf[literal]!)
    if (rule.assignment === undefined || (assigns ??= mayAssign(unit, at, unit.length))) onRule(rule);
  if (table.promises.has(literal) && (assigns ??= mayAssign(unit, at, unit.length)))
    for (const rule of table.rulesByName(unit, at)) onRule(rule);
}

/** Hits of a unit by their number, from the first to the last. */
export interface HitList {
  readonly count: number;
  at(index: number): number;
  literal(index: number): number;
}

/** Whether hits of a unit would be left out. Only those that have enough others around them are counted. */
export function hasDenseHits(table: HitTable, unit: Buffer, hits: HitList): boolean {
  const density = createDensity();
  let isDense = false;
  let done = 0;
  for (let last = CAP; last < hits.count && !isDense; last++) {
    if (hits.at(last) - hits.at(last - CAP) > SPAN) continue;
    for (done = Math.max(done, last - CAP); done <= last; done++) {
      const at = hits.at(done);
      rulesTried(table, unit, at, hits.literal(done), (rule) => (isDense = density.isDense(rule, at) || isDense));
    }
  }
  return isDense;
}
