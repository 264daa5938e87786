/** Findings of a change → the report's secrets. Shared by the hook and by ranges. */
import { fingerprint } from '../detect/fingerprint.ts';
import { holdersOf } from '../exposure/reach.ts';
import { makeSecret } from '../exposure/secrets.ts';
import { statusOf } from '../verdict/status.ts';
import { valueKey } from './collect.ts';
import { judgeProved } from './judge-all.ts';
import type { Deciding, JudgedSecrets } from './judge-all.ts';
import type { Confidence, ExposureClass, Finding, Mark, Moment, Occurrence, Reach, Secret, Where } from '../model.ts';

/** Something new, where it stands. */
export interface Addition {
  readonly finding: Finding;
  readonly where: Where;
  readonly path: string;
  readonly confidence: Confidence;
  readonly allowance: Mark | undefined;
  readonly blob?: string;
  readonly moment?: Moment;
  /** HEAD holds it at this path. */
  readonly inHead?: boolean;
  readonly reach?: readonly Reach[];
  /** Refs whose history holds it. */
  readonly refs?: readonly string[];
}

export interface ChangeFacts {
  readonly policy: Deciding;
  readonly asOf: string;
  readonly class: ExposureClass;
  readonly reach: readonly Reach[];
}

export async function secretsOfChange(additions: readonly Addition[], facts: ChangeFacts): Promise<JudgedSecrets> {
  const byValue = new Map<string, Addition[]>();
  for (const addition of additions) {
    const key = valueKey(addition.finding.value, addition.finding.rule);
    const known = byValue.get(key);
    if (known === undefined) byValue.set(key, [addition]);
    else known.push(addition);
  }
  const entries = new Map(facts.policy.ledger.map((entry) => [entry.id, entry]));
  const secrets: Secret[] = [];
  for (const items of byValue.values()) {
    const { value } = items[0]!.finding;
    const moments = items.flatMap(({ moment }) => (moment === undefined ? [] : [moment]));
    secrets.push(
      makeSecret({
        id: await fingerprint(value),
        value,
        occurrences: items.map((item) => occurrenceOf(item, facts)),
        reach: [...new Set([...facts.reach, ...items.flatMap(({ reach }) => reach ?? [])])],
        holders: holdersOf(items.flatMap(({ refs }) => refs ?? [])),
        first: moments[0],
        last: moments.at(-1),
        asOf: facts.asOf,
      }),
    );
  }
  return judgeProved(secrets, facts.policy, facts.asOf, ({ id, occurrences }) => {
    const told = statusOf({
      occurrences,
      entry: entries.get(id),
      asOf: facts.asOf,
      standing: () => 'unknown',
      onRef: () => false,
    });
    if (told.status !== 'known' && told.status !== 'rotated') return told;
    return { status: 'open', reasons: [`was ${told.status}: a new place reopens it`] };
  });
}

function occurrenceOf(
  { finding, where, path, confidence, allowance, blob, moment, inHead }: Addition,
  facts: ChangeFacts,
): Occurrence {
  const { rule, position, nature, evidence, via, name, user, host, database } = finding;
  const mark = finding.mark ?? allowance;
  return {
    repository: 0,
    where,
    path,
    position,
    rule,
    nature,
    evidence,
    confidence,
    via,
    versions: 1,
    inHead: inHead === true,
    class: facts.class,
    introductions: moment === undefined ? [] : [moment],
    ...(name === undefined ? {} : { name }),
    ...(user === undefined ? {} : { user }),
    ...(host === undefined ? {} : { host }),
    ...(database === undefined ? {} : { database }),
    ...(mark === undefined ? {} : { mark }),
    ...(blob === undefined ? {} : { blob, lastBlob: blob }),
    ...(moment === undefined ? {} : { commit: moment.commit, lastCommit: moment.commit }),
  };
}
