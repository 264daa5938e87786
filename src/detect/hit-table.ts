/** Rules → what is looked for in content: their literals, each once, the marks, and runs of key-like characters. */
import { reachOf } from './judge.ts';
import { MARK_LITERALS, MARK_REACH } from './marks.ts';
import type { Literal } from './literals.ts';
import type { Rule } from '../model.ts';

export interface HitTable {
  /** Of rules first, then of marks. */
  readonly literals: readonly Literal[];
  readonly firstMark: number;
  /** By literal: the rules that it is a literal of. */
  readonly rulesOf: readonly (readonly Rule[])[];
  /** Rules that are tried at every long run. */
  readonly runRules: readonly Rule[];
  readonly shortestRun: number;
  /** Bytes that a judgement of any hit looks at, before and behind its start. */
  readonly before: number;
  readonly after: number;
  /** Ids and kinds of rules: what a mark can name. */
  readonly known: ReadonlySet<string>;
}

export function createHitTable(rules: readonly Rule[], options: { marks?: boolean }): HitTable {
  const literals: Literal[] = [];
  const rulesOf: Rule[][] = [];
  const place = new Map<string, number>();
  let before = 1;
  let after = MARK_REACH;
  for (const rule of rules) {
    before = Math.max(before, reachOf(rule).before);
    after = Math.max(after, reachOf(rule).after);
    for (const text of rule.literals) {
      const key = `${rule.ignoreCase}${text}`;
      if (!place.has(key)) {
        place.set(key, literals.push({ text, ignoreCase: rule.ignoreCase }) - 1);
        rulesOf.push([]);
      }
      rulesOf[place.get(key)!]!.push(rule);
    }
  }
  const firstMark = literals.length;
  if (options.marks !== false) literals.push(...MARK_LITERALS);
  const runRules = rules.filter((rule) => rule.runOf !== undefined);
  return {
    literals,
    firstMark,
    rulesOf,
    runRules,
    shortestRun: Math.min(...runRules.map((rule) => rule.runOf!)),
    before,
    after,
    known: new Set(rules.flatMap((rule) => [rule.id, rule.kind])),
  };
}
