/**
 * `audit --range A..B` and `--pre-push`: what the commits of a range add, by the definition of new, against every
 * parent. Each range is judged by the policy of its own base, so that a change cannot accept itself.
 */
import { misnamedLoose } from '../../source/misnamed-loose.ts';
import { MISNAMED } from '../../source/object-id.ts';
import { hereOf } from '../../source/promisor-packs.ts';
import { changesOf, commitsOf, onlyPromisedMissing } from '../../source/range-changes.ts';
import { infoOf } from '../../source/repository.ts';
import { secretsOfChange } from './report.ts';
import { pushedRanges } from './push.ts';
import { hideQuoted } from '../output/quoted.ts';
import { rangeEnds } from './range-ends.ts';
import { withExposure } from './range-exposure.ts';
import { scanRange } from './range-scan.ts';
import { standingsInRange } from './range-standing.ts';
import { changedPolicy, rangeNotices } from './range-notices.ts';
import { risksOfRange } from './range-risks.ts';
import { policyOrNone } from '../policy/policy-at.ts';
import type { Addition } from './report.ts';
import type { Context } from '../context.ts';
import type { SetAsidePlace } from '../audit/unit-paths.ts';
import type { Policy } from '../policy/policy.ts';
import type { RangeEnds } from './range-ends.ts';
import type { NoticedPart } from './range-notices.ts';
import type { Coverage, Gap, Report, SetAsideReason } from '../../model.ts';
import type { CommitChanges } from '../../source/range-changes.ts';
import type { Repository } from '../../source/repository.ts';

export interface RangeOptions {
  readonly range: string | undefined;
  readonly prePush: boolean;
  readonly policyFrom: string | undefined;
  readonly asOf: string;
}

export interface RangeAudit {
  readonly report: Report;
  /** Of each base once, the first range's first. */
  readonly policies: readonly [Policy, ...Policy[]];
  /** The commit of the first policy. */
  readonly revision: string | null;
  readonly setAside: readonly SetAsidePlace[];
  /** Files of `.burnlist/` that a range changes: a notice has said that they do not count. */
  readonly changedPolicy: readonly string[];
}

/** Ranges that one policy judges, scanned. */
interface Part extends NoticedPart {
  /** Why the policy is none. */
  readonly failed: readonly Gap[];
  readonly revision: string | null;
  /** For rev-list. */
  readonly revisions: readonly string[];
  readonly additions: readonly Addition[];
}

export async function auditRange(
  repository: Repository,
  { range, prePush, policyFrom, asOf }: RangeOptions,
  context: Context,
): Promise<RangeAudit> {
  const asked = prePush ? await pushedRanges(repository, context) : [await rangeEnds(repository, range!)];
  const ends = asked.filter(({ revisions, pushed }) => revisions !== undefined || pushed !== undefined);
  const revisionFor = ({ base }: RangeEnds): string | null => policyFrom ?? base;
  const [revision = policyFrom ?? null, ...others] = new Set(ends.map(revisionFor));
  const judge = (judging: string | null): Promise<Part> =>
    scanPart(
      repository,
      judging,
      ends.filter((end) => revisionFor(end) === judging),
      policyFrom === undefined,
    );
  const first = await judge(revision);
  const parts = [first];
  for (const other of others) parts.push(await judge(other));

  const changes = [...new Map(parts.flatMap((part) => part.changes).map((change) => [change.commit, change])).values()];
  const tips = ends.flatMap(({ revisions }) => revisions?.slice(0, 1) ?? []);
  const holders = new Map(parts.map((part) => [part.policy.ledger, part.revision]));
  const counts = new Map<SetAsideReason, number>();
  for (const { reason, count } of parts.flatMap(({ scanned }) => scanned.leftOut.setAside()))
    counts.set(reason, (counts.get(reason) ?? 0) + count);
  const { secrets, gaps } = await secretsOfChange(
    parts.flatMap(({ additions }) => additions),
    {
      policy: first.policy,
      asOf,
      class: 'committed',
      reach: [],
      boundary: repository.shallow,
      standingTo: standingsInRange(repository, tips, (ledger) => holders.get(ledger) ?? null),
    },
  );
  return {
    policies: [first.policy, ...parts.slice(1).map(({ policy }) => policy)],
    revision,
    setAside: parts.flatMap(({ scanned }) => scanned.leftOut.setAsidePlaces()),
    changedPolicy: changedPolicy(parts),
    report: hideQuoted(
      {
        command: 'audit',
        asOf,
        repositories: [infoOf(repository)],
        coverage: await coverageOfRange(repository, changes, parts, gaps),
        secrets,
        risks: await risksOfRange(repository, changes, tips),
        setAside: [...counts].map(([reason, count]) => ({ reason, count })),
        hidden: [],
        notices: [...asked.flatMap(({ notices }) => notices), ...rangeNotices(repository, parts, unreadIn(parts))],
      },
      first.policy.rules,
    ),
  };
}

async function scanPart(
  repository: Repository,
  revision: string | null,
  ends: readonly RangeEnds[],
  isBase: boolean,
): Promise<Part> {
  const { policy, failed } = await policyOrNone(repository, revision);
  const commits = new Map<string, { commit: string; parents: string[] }>();
  for (const { revisions } of ends) {
    if (revisions === undefined) continue;
    for (const entry of await commitsOf(repository.git, revisions)) commits.set(entry.commit, entry);
  }
  const changes = await changesOf(repository.git, [...commits.values()]);
  const pushed = ends.flatMap((end) => end.pushed ?? []);
  const scanned = await scanRange(repository, changes, pushed, policy);
  return {
    policy,
    failed,
    revision,
    isBase: isBase && (revision === null || !commits.has(revision)),
    revisions: ends.flatMap((end) => end.revisions ?? []),
    changes,
    scanned,
    additions: await withExposure(repository, scanned.additions, policy),
  };
}

async function coverageOfRange(
  repository: Repository,
  changes: readonly CommitChanges[],
  parts: readonly Part[],
  untried: readonly Gap[],
): Promise<Coverage> {
  const cutOff = changes.filter(({ commit }) => repository.shallow.includes(commit)).length;
  const skipped: Gap[] =
    cutOff > 0 ? [{ what: 'shallow boundary', why: 'parents of the range are not in this clone', count: cutOff }] : [];
  const outOfScope: Gap[] = [...untried];
  for (const { scanned, policy } of parts) {
    const limits = await scanned.leftOut.gaps(policy.config);
    skipped.push(...limits.skipped);
    outOfScope.push(...limits.outOfScope);
  }
  const failed = parts.flatMap((part) => part.failed);
  const misnamed = await misnamedLoose(repository, blobsOf(changes, parts));
  for (const id of misnamed) failed.push({ what: 'object', why: `${id}: ${MISNAMED}`, count: 1 });
  const absent = new Set(parts.flatMap(({ scanned }) => scanned.missing));
  const unreadable = [...absent].filter((id) => !misnamed.has(id));
  const here = repository.partial && unreadable.length > 0 ? hereOf(repository, unreadable) : undefined;
  const missing = unreadable.filter((id) => here?.has(id) !== true);
  const unread = unreadIn(parts);
  const revisions = parts.flatMap((part) => part.revisions);
  const isPromised = missing.length > 0 && repository.partial && (await onlyPromisedMissing(repository.git, revisions));
  if (isPromised)
    skipped.push({
      what: 'promisor objects',
      why: 'of the range, left out of this partial clone',
      count: missing.length,
    });
  const lost = isPromised ? [...(here ?? [])] : unreadable;
  if (lost.length > 0) {
    const others = lost.length > 1 ? ' and others' : '';
    failed.push({
      what: 'object',
      why: `${lost[0]}${others} of the range: missing or corrupt`,
      count: lost.length,
    });
  }
  if (unread.length > 0 && !repository.partial)
    failed.push({
      what: 'object',
      why: `what a parent has in ${unread[0]} is missing or corrupt`,
      count: unread.length,
    });
  return {
    complete: skipped.length + failed.length === 0,
    commits: changes.length,
    blobs: new Set(parts.flatMap(({ scanned }) => [...scanned.blobs])).size,
    bytes: parts.reduce((sum, { scanned }) => sum + scanned.bytes, 0),
    skipped,
    failed,
    outOfScope,
  };
}

/** Those of either side. */
function blobsOf(changes: readonly CommitChanges[], parts: readonly Part[]): Set<string> {
  const before = changes.flatMap(({ sides }) => sides.flatMap((side) => side.changes.map(({ oldId }) => oldId)));
  return new Set([...before, ...parts.flatMap(({ scanned }) => [...scanned.blobs])]);
}

function unreadIn(parts: readonly Part[]): string[] {
  return [...new Set(parts.flatMap(({ scanned }) => [...scanned.unread]))];
}
