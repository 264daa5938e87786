/** Findings of a change → the report's secrets. Shared by the hook and by ranges. */
import { fingerprint } from '../detect/fingerprint.ts';
import { holdersOf } from '../exposure/reach.ts';
import { makeSecret } from '../exposure/secrets.ts';
import { priorityOf } from '../verdict/priority.ts';
import { statusOf } from '../verdict/status.ts';
import { verdictOf } from '../verdict/table.ts';
import type {
  Confidence,
  ExposureClass,
  Finding,
  Judged,
  Ledger,
  Mark,
  Moment,
  Occurrence,
  Reach,
  Where,
} from '../model.ts';

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
  readonly ledger: Ledger;
  readonly asOf: string;
  readonly class: ExposureClass;
  readonly reach: readonly Reach[];
}

export async function secretsOfChange(additions: readonly Addition[], facts: ChangeFacts): Promise<Judged[]> {
  const byValue = new Map<string, Addition[]>();
  for (const addition of additions) {
    const key = addition.finding.value.key();
    const known = byValue.get(key);
    if (known === undefined) byValue.set(key, [addition]);
    else known.push(addition);
  }
  const entries = new Map(facts.ledger.map((entry) => [entry.id, entry]));
  const judged: Judged[] = [];
  for (const items of byValue.values()) {
    const { value } = items[0]!.finding;
    const id = await fingerprint(value);
    const moments = items.flatMap(({ moment }) => (moment === undefined ? [] : [moment]));
    const secret = makeSecret({
      id,
      value,
      occurrences: items.map((item) => occurrenceOf(item, facts)),
      reach: [...new Set([...facts.reach, ...items.flatMap(({ reach }) => reach ?? [])])],
      holders: holdersOf(items.flatMap(({ refs }) => refs ?? [])),
      first: moments[0],
      last: moments.at(-1),
      asOf: facts.asOf,
    });
    const entry = entries.get(id);
    const told = statusOf({
      occurrences: secret.occurrences,
      entry,
      asOf: facts.asOf,
      standing: () => 'unknown',
      reachable: () => false,
    });
    // a new place of a known or rotated value reopens it
    const reopened = told.status === 'known' || told.status === 'rotated';
    const status = reopened ? 'open' : told.status;
    const reasons = reopened ? [`was ${told.status}: a new place reopens it`] : told.reasons;
    const { verdict, reason } = verdictOf({ nature: secret.nature, exposure: facts.class, status });
    judged.push({ ...secret, status, verdict, priority: priorityOf(secret), reasons: [...reasons, reason] });
  }
  return judged;
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
