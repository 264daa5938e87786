/** What an occurrence says of the finding itself, at a path. */
import { confidenceAt, pathWithin } from '../../verdict/confidence.ts';
import { nameAt } from '../engine/path-rules.ts';
import type { Weight } from '../../exposure/excuse.ts';
import type { Evidence, Finding, Mark, Nature, Occurrence, Rule, Where } from '../../model.ts';
import type { Allowance } from '../policy/allowance.ts';

export type Described = Omit<
  Occurrence,
  'commit' | 'blob' | 'lastCommit' | 'lastBlob' | 'versions' | 'inHead' | 'class' | 'introductions'
>;

export interface Describer {
  describe(finding: Finding, where: Where, path: string): Described;
  /** What it weighs as an excuse for others of its value. */
  weigh(finding: Finding, path: string): Weight;
}

/** What path and policy say of a finding. */
interface At extends Pick<Occurrence, 'where' | 'path' | 'confidence'> {
  readonly name: string | undefined;
  readonly mark: Mark | undefined;
}

interface Weighed {
  readonly rule: Rule;
  readonly nature: Nature;
  readonly marked: boolean;
  readonly weight: Weight;
}

/** @param allowance the policy's answer */
export function describer(allowance: Allowance): Describer {
  /** Versions share their evidence, and history asks of each of them at each commit that touches its path. */
  const weights = new WeakMap<Evidence, Map<string, Weighed[]>>();
  return {
    describe(finding, where, path) {
      return describedAs(finding, {
        where,
        path,
        confidence: confidenceAt(finding, path, where),
        name: nameAt(finding, path),
        mark: finding.mark ?? allowance.at(path, finding),
      });
    },
    weigh(finding, path) {
      const { evidence, rule, nature } = finding;
      const marked = finding.mark !== undefined;
      let known = weights.get(evidence);
      if (known === undefined) weights.set(evidence, (known = new Map()));
      const place = pathWithin(path, finding.member);
      let here = known.get(place);
      if (here === undefined) known.set(place, (here = []));
      const before = here.find((one) => one.rule === rule && one.nature === nature && one.marked === marked);
      if (before !== undefined) return before.weight;
      const confidence = confidenceAt(finding, path, 'blob');
      const isAllowed = (finding.mark ?? allowance.at(path, finding)) !== undefined;
      const weight = { confidence, allowed: isAllowed, nature, kind: rule.kind };
      here.push({ rule, nature, marked, weight });
      return weight;
    },
  };
}

/** What an occurrence has of its finding, in an audit and in a change. */
export function describedAs(finding: Finding, { name, mark, ...at }: At): Described {
  const { rule, position, nature, evidence, via, member, scheme, user, host, database, missed } = finding;
  return {
    repository: 0,
    ...at,
    position,
    rule,
    nature,
    evidence,
    via,
    ...(member === undefined ? {} : { member }),
    ...(name === undefined ? {} : { name }),
    ...(scheme === undefined ? {} : { scheme }),
    ...(user === undefined ? {} : { user }),
    ...(host === undefined ? {} : { host }),
    ...(database === undefined ? {} : { database }),
    ...(mark === undefined ? {} : { mark }),
    ...(mark !== undefined || missed === undefined ? {} : { missed }),
  };
}
