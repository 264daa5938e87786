/** Findings of a change → the report's secrets. Shared by the hook and by ranges. */
import { fingerprint } from '../../detect/fingerprint.ts';
import { holdersOf } from '../../exposure/reach.ts';
import { inHeadAt } from '../../exposure/in-head.ts';
import { makeSecret } from '../../exposure/secrets.ts';
import { statusOf, strictest } from '../../verdict/status.ts';
import { valueKey } from '../engine/collect.ts';
import { describedAs } from '../audit/describe.ts';
import { judgeProved } from '../audit/judge-all.ts';
import type { Deciding, JudgedSecrets } from '../audit/judge-all.ts';
import type {
  Confidence,
  ExposureClass,
  Finding,
  Ledger,
  LedgerEntry,
  Mark,
  Moment,
  Occurrence,
  Position,
  Reach,
  Secret,
  Where,
} from '../../model.ts';
import type { Settled, Standing } from '../../verdict/status.ts';

/** Something new, where it stands. */
export interface Addition {
  readonly finding: Finding;
  readonly where: Where;
  readonly path: string;
  readonly confidence: Confidence;
  readonly allowance: Mark | undefined;
  /** Of the policy that counts for it: a push of several branches has several. */
  readonly ledger: Ledger;
  readonly blob?: string;
  readonly moment?: Moment;
  /** HEAD holds it at this path. */
  readonly inHead?: boolean;
  /** Where HEAD's version holds it. */
  readonly headPosition?: Position;
  readonly reach?: readonly Reach[];
  /** Refs whose history holds it. */
  readonly refs?: readonly string[];
}

export interface ChangeFacts {
  /** Whose rows give priorities. */
  readonly policy: Deciding;
  readonly asOf: string;
  readonly class: ExposureClass;
  readonly reach: readonly Reach[];
  /** How commits stand to the one at which an entry was made; absent: nothing is committed yet. */
  readonly standingTo?: (at: string, ledger: Ledger) => Promise<(commit: string) => Standing>;
  /** Of a shallow clone: the commits that it begins with. */
  readonly boundary?: readonly string[];
}

export async function secretsOfChange(additions: readonly Addition[], facts: ChangeFacts): Promise<JudgedSecrets> {
  const byValue = new Map<string, Addition[]>();
  for (const addition of additions) {
    const key = valueKey(addition.finding.value, addition.finding.rule);
    const known = byValue.get(key);
    if (known === undefined) byValue.set(key, [addition]);
    else known.push(addition);
  }
  const entries = new Map(
    [...new Set(additions.map(({ ledger }) => ledger))].map((ledger) => [
      ledger,
      new Map(ledger.map((entry) => [entry.id, entry])),
    ]),
  );
  const secrets: Secret[] = [];
  const told = new Map<string, Settled>();
  for (const items of byValue.values()) {
    const { value, rule } = items[0]!.finding;
    const moments = items.flatMap(({ moment }) => (moment === undefined ? [] : [moment]));
    const id = await fingerprint(value);
    const secret = makeSecret({
      id,
      value,
      occurrences: onceEach(items.map((item) => occurrenceOf(item, facts))),
      reach: [...new Set([...facts.reach, ...items.flatMap(({ reach }) => reach ?? [])])],
      holders: holdersOf(items.flatMap(({ refs }) => refs ?? [])),
      first: moments[0],
      last: moments.at(-1),
      asOf: facts.asOf,
    });
    secrets.push(secret);
    // an anchor that a key opens is a secret, too; one that has the value of a secret must not stand in for it
    if (rule.anchor !== true || !told.has(id)) told.set(id, await statusIn(items, (ledger) => entries.get(ledger)!.get(id), facts));
  }
  return judgeProved(secrets, facts.policy, facts.asOf, ({ id }) => told.get(id)!);
}

/** What the ledger says; of several that count, the one that leaves most to do. */
async function statusIn(
  items: readonly Addition[],
  entryIn: (ledger: Ledger) => LedgerEntry | undefined,
  facts: ChangeFacts,
): Promise<Settled> {
  const told: Settled[] = [];
  for (const ledger of new Set(items.map((item) => item.ledger))) {
    const entry = entryIn(ledger);
    const occurrences = items.filter((item) => item.ledger === ledger).map((item) => occurrenceOf(item, facts));
    const standing = entry?.at === undefined ? undefined : await facts.standingTo?.(entry.at, ledger);
    told.push(
      reopened(
        statusOf({
          occurrences,
          entry,
          asOf: facts.asOf,
          standing: (_, commit) => standing?.(commit) ?? 'unknown',
          onRef: () => true,
          isBoundary: (commit) => facts.boundary?.includes(commit) === true,
        }),
        occurrences,
      ),
    );
  }
  return strictest(told)!;
}

/** A new place of a known or rotated value reopens it; of one in a commit, that commit has decided. */
function reopened(told: Settled, occurrences: readonly Occurrence[]): Settled {
  if (told.status !== 'known' && told.status !== 'rotated') return told;
  if (occurrences.every(({ introductions }) => introductions.length > 0)) return told;
  return { status: 'open', reasons: [`was ${told.status}: a new place reopens it`], was: told.status };
}

/** A commit that two policies judge gives one place: an allowed one only if both allow it. */
function onceEach(occurrences: readonly Occurrence[]): Occurrence[] {
  const places = new Map<string, Occurrence>();
  for (const occurrence of occurrences) {
    const { where, path, member, commit, rule, position } = occurrence;
    const key = [where, path, member, commit, rule.id, position.line, position.column].join('\0');
    if (occurrence.mark === undefined || !places.has(key)) places.set(key, occurrence);
  }
  return [...places.values()];
}

function occurrenceOf(
  { finding, where, path, confidence, allowance, blob, moment, inHead, headPosition }: Addition,
  facts: ChangeFacts,
): Occurrence {
  return {
    ...describedAs(finding, { where, path, confidence, name: finding.name, mark: finding.mark ?? allowance }),
    versions: 1,
    inHead: inHead === true,
    ...inHeadAt(finding.position, headPosition),
    class: facts.class,
    introductions: moment === undefined ? [] : [moment],
    ...(blob === undefined ? {} : { blob, lastBlob: blob }),
    ...(moment === undefined ? {} : { commit: moment.commit, lastCommit: moment.commit }),
  };
}
