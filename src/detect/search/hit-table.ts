/** Rules → what is looked for in content: their literals, each once, the marks, and runs of key-like characters. */
import { reachOf } from '../claims/judge.ts';
import { BESIDE, LONGEST_RUN } from '../layers/block.ts';
import { DOCUMENTS } from '../layers/documents.ts';
import { ESCAPES } from '../layers/escapes.ts';
import { STRETCH_REACH } from '../layers/stretches.ts';
import { MARK_LITERALS, MARK_REACH } from './marks.ts';
import { PROMISES, rulesByWord } from './promises.ts';
import type { DocumentLayer } from '../layers/document-layer.ts';
import type { EscapeLayer } from '../layers/escapes.ts';
import type { Literal } from './literals.ts';
import type { Known } from './marks.ts';
import type { Rule } from '../../model.ts';

export interface HitTable {
  /** Of rules first, then of marks. */
  readonly literals: readonly Literal[];
  readonly firstMark: number;
  /** By literal: the rules that it is a literal of. */
  readonly rulesOf: readonly (readonly Rule[])[];
  /** Literals that promise a secret: the name around them may call for more rules than are theirs. */
  readonly promises: ReadonlySet<number>;
  /** The rules that a word of the name around a hit calls for. */
  rulesByName(unit: Buffer, hit: number): readonly Rule[];
  /** Rules that are tried at every long run. */
  readonly runRules: readonly Rule[];
  readonly shortestRun: number;
  /** Literals that speak of a layer of the whole unit. */
  readonly documents: ReadonlyMap<number, DocumentLayer>;
  /** Literals that are escapes: what stands around them is decoded. */
  readonly escapes: ReadonlyMap<number, EscapeLayer>;
  /** What is decoded out of a unit is looked at, too. */
  readonly layers: boolean;
  /** Bytes that a judgement of any hit looks at, before and behind its start. */
  readonly before: number;
  readonly after: number;
  /** Ids and kinds of rules: what a mark can name. */
  readonly known: Known;
}

export function createHitTable(rules: readonly Rule[], options: { marks?: boolean; layers?: boolean }): HitTable {
  const layers = options.layers !== false;
  const literals: Literal[] = [];
  const rulesOf: Rule[][] = [];
  const exact = new Map<string, number>();
  const eitherCase = new Map<string, number>();
  let before = 1;
  let after = MARK_REACH;
  for (const rule of rules) {
    const reach = reachOf(rule);
    before = Math.max(before, reach.before);
    after = Math.max(after, reach.after);
    for (const text of rule.literals) rulesOf[placeOf(text, rule.ignoreCase)]!.push(rule);
  }
  const wordRules = rules.filter(({ assignment }) => assignment?.words !== undefined);
  const promises = new Set(wordRules.length === 0 ? [] : PROMISES.map((text) => placeOf(text, true)));
  const rulesByName = rulesByWord(wordRules);
  const documents = new Map(
    DOCUMENTS.flatMap((layer) => (layers ? layer.literals.map((text) => [placeOf(text, true), layer] as const) : [])),
  );
  const escapes = new Map(
    ESCAPES.flatMap((layer) => (layers ? layer.literals.map((text) => [placeOf(text, true), layer] as const) : [])),
  );
  const firstMark = literals.length;
  if (layers) {
    before = Math.max(before, BESIDE, STRETCH_REACH.before);
    after = Math.max(after, LONGEST_RUN + BESIDE, STRETCH_REACH.after);
  }

  function placeOf(text: string, ignoreCase: boolean): number {
    const places = ignoreCase ? eitherCase : exact;
    let at = places.get(text);
    if (at === undefined) {
      at = literals.push({ text, ignoreCase }) - 1;
      places.set(text, at);
      rulesOf.push([]);
    }
    return at;
  }

  if (options.marks !== false) literals.push(...MARK_LITERALS);
  const runRules = rules.filter((rule) => rule.runOf !== undefined);
  return {
    literals,
    firstMark,
    rulesOf,
    promises,
    rulesByName,
    runRules,
    shortestRun: Math.min(...runRules.map((rule) => rule.runOf!)),
    documents,
    escapes,
    layers,
    before,
    after,
    // marks are rare
    known: { has: (name) => rules.some(({ id, kind }) => name === id || name === kind) },
  };
}
