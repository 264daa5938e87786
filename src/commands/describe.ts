/** What an occurrence says of the finding itself, at a path. */
import { confidenceAt } from '../verdict/confidence.ts';
import { nameAt } from './path-rules.ts';
import type { Weight } from '../exposure/excuse.ts';
import type { Finding, Mark, Occurrence, Rule, Where } from '../model.ts';

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
    weigh: (finding, path) => ({
      confidence: confidenceAt(finding, path, 'blob'),
      allowed: (finding.mark ?? allowed(path, finding.rule)) !== undefined,
      nature: finding.nature,
      kind: finding.rule.kind,
    }),
  };
}
