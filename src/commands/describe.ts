/** What an occurrence says of the finding itself, at a path. */
import { confidenceAt } from '../verdict/confidence.ts';
import { nameAt } from './path-rules.ts';
import type { Weight } from '../exposure/excuse.ts';
import type { Evidence, Finding, Mark, Occurrence, Rule, Where } from '../model.ts';

export type Described = Omit<
  Occurrence,
  'commit' | 'blob' | 'lastCommit' | 'lastBlob' | 'versions' | 'inHead' | 'class' | 'introductions'
>;

export interface Describer {
  describe(finding: Finding, where: Where, path: string): Described;
  /** What it weighs as an excuse for others of its value. */
  weigh(finding: Finding, path: string): Weight;
}

/** @param allowed the configuration's answer */
export function describer(allowed: (path: string, rule: Rule) => Mark | undefined): Describer {
  /** Versions share their evidence, and history asks of each of them at each commit that touches its path. */
  const weights = new WeakMap<Evidence, Map<string, Weight>>();
  return {
    describe(finding, where, path) {
      const mark = finding.mark ?? allowed(path, finding.rule);
      const name = nameAt(finding, path);
      const { rule, position, nature, evidence, via, user, host, database } = finding;
      return {
        repository: 0,
        where,
        path,
        position,
        rule,
        nature,
        evidence,
        via,
        confidence: confidenceAt(finding, path, where),
        ...(name === undefined ? {} : { name }),
        ...(user === undefined ? {} : { user }),
        ...(host === undefined ? {} : { host }),
        ...(database === undefined ? {} : { database }),
        ...(mark === undefined ? {} : { mark }),
      };
    },
    weigh(finding, path) {
      const { evidence, rule, nature, mark } = finding;
      let known = weights.get(evidence);
      if (known === undefined) weights.set(evidence, (known = new Map()));
      const key = `${rule.id}\0${nature}\0${mark === undefined}\0${path}`;
      let weight = known.get(key);
      if (weight === undefined) {
        const confidence = confidenceAt(finding, path, 'blob');
        weight = { confidence, allowed: (mark ?? allowed(path, rule)) !== undefined, nature, kind: rule.kind };
        known.set(key, weight);
      }
      return weight;
    },
  };
}
