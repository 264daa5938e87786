/** `audit --range A..B`: what the commits of a range add, by the definition of new, against every parent. */
import { openReader } from '../source/cat-file.ts';
import { hasNewContent } from '../source/diff.ts';
import { changesOf, commitsOf } from '../source/range-changes.ts';
import { readIdentity, splitHeaders } from '../source/object-parts.ts';
import { policyAt } from './whole-audit.ts';
import { openChangeScan } from './change-scan.ts';
import { secretsOfChange } from './change-report.ts';
import { newNames, onlyNew } from './novelty.ts';
import { withExposure } from './range-exposure.ts';
import { environmentFiles } from './risks.ts';
import { pushedRanges, rangeEnds } from './range-ends.ts';
import { textHeaders } from './repository-units.ts';
import type { Addition } from './change-report.ts';
import type { ChangeScan } from './change-scan.ts';
import type { Context } from './context.ts';
import type { ChangeFinding } from './novelty.ts';
import type { Policy } from './policy.ts';
import type { Gap, Moment, Report } from '../model.ts';
import type { CommitChanges } from '../source/range-changes.ts';
import type { Repository } from '../source/repository.ts';

export interface RangeOptions {
  readonly range: string | undefined;
  readonly prePush: boolean;
  readonly policyFrom: string | undefined;
  readonly asOf: string;
}

export async function auditRange(
  repository: Repository,
  options: RangeOptions,
  context: Context,
): Promise<{ report: Report; policy: Policy }> {
  const { asOf } = options;
  const ranges = options.prePush ? await pushedRanges(context) : [options.range!];
  const ends = await Promise.all(ranges.map((range) => rangeEnds(repository, range)));
  const policy = await policyAt(repository, options.policyFrom ?? ends.find(({ base }) => base !== null)?.base ?? null);

  const commits = new Map<string, { commit: string; parents: string[] }>();
  for (const { revisions } of ends) {
    if (revisions === undefined) continue;
    for (const entry of await commitsOf(repository.git, revisions)) commits.set(entry.commit, entry);
  }
  const changes = await changesOf(repository.git, [...commits.values()]);
  const scanned = await scanChanges(repository, changes, policy);
  const cutOff = repository.shallow.filter((id) => commits.has(id)).length;
  const skipped: Gap[] = [
    ...(cutOff > 0
      ? [{ what: 'shallow boundary', why: 'parents of the range are not in this clone', count: cutOff }]
      : []),
    ...(scanned.dense > 0
      ? [{ what: 'too-dense', why: 'more hits of one rule close together than are looked at', count: scanned.dense }]
      : []),
  ];
  const count = scanned.missing.length;
  if (repository.partial && count > 0)
    skipped.push({ what: 'promisor objects', why: 'of the range, left out of this partial clone', count });
  const failed: Gap[] =
    repository.partial || count === 0
      ? []
      : [
          {
            what: 'object',
            why: `${scanned.missing[0]}${count > 1 ? ' and others' : ''} of the range: missing or corrupt`,
            count,
          },
        ];
  const newFiles = changes.flatMap(({ sides }) =>
    sides[0]!.changes.filter((change) => hasNewContent(change) && /^0+$/.test(change.oldId)).map(({ path }) => path),
  );

  const { secrets, gaps } = await secretsOfChange(await withExposure(repository, scanned.additions, policy), {
    policy,
    asOf,
    class: 'committed',
    reach: [],
  });

  return {
    policy,
    report: {
      command: 'audit',
      asOf,
      repositories: [
        {
          name: repository.name,
          head: repository.head,
          shallow: repository.shallow.length > 0,
          partial: repository.partial,
          objectFormat: repository.objectFormat,
        },
      ],
      coverage: {
        complete: skipped.length + failed.length === 0,
        commits: commits.size,
        blobs: scanned.blobs,
        bytes: scanned.bytes,
        skipped,
        failed,
        outOfScope: gaps,
      },
      secrets,
      risks: environmentFiles(new Set(newFiles)),
      setAside: [],
      notices: [
        ...ends.flatMap(({ notices }) => notices),
        ...(commits.size === 0 ? ['the range holds no commits'] : []),
      ],
    },
  };
}

interface ScannedRange {
  readonly additions: readonly Addition[];
  readonly missing: readonly string[];
  readonly blobs: number;
  readonly bytes: number;
  readonly dense: number;
}

async function scanChanges(
  repository: Repository,
  changes: readonly CommitChanges[],
  policy: Policy,
): Promise<ScannedRange> {
  const places = changes.flatMap(({ sides }) => sides.flatMap((side) => side.changes)).filter(hasNewContent);
  const scan = await openChangeScan(policy, new Set(places.map(({ path }) => path)));
  const reader = openReader(repository.git);
  const byPlace = new Map<string, ChangeFinding[]>();
  const keyed = new Map(places.map(({ path, newId }) => [`${newId}\0${path}`, { path, newId }]));
  const wanted = [...keyed.values()];
  const missing: string[] = [];
  const additions: Addition[] = [];
  let bytesRead = 0;
  let dense = 0;
  try {
    await reader.read(
      wanted.map(({ newId }) => newId),
      (index, type, bytes) => {
        const { path, newId } = wanted[index]!;
        if (type !== 'blob') missing.push(newId);
        bytesRead += bytes.length;
        const { found, limits } = scan.blob(path, newId, bytes);
        dense += limits.length;
        if (found.length > 0) byPlace.set(`${newId}\0${path}`, found);
      },
      (index) => void missing.push(wanted[index]!.newId),
    );
    await reader.read(
      changes.map(({ commit }) => commit),
      (index, type, bytes) => {
        if (type === 'commit') additions.push(...scanCommit(scan, changes[index]!.commit, bytes));
        else missing.push(changes[index]!.commit);
      },
    );
    const moments = new Map<string, Moment>();
    for (const change of changes) {
      const sides = change.sides.map((side) => side.changes);
      const found = newSide(change, byPlace);
      const fresh = [
        ...newNames(sides, scan),
        ...(found.length === 0 ? [] : (await onlyNew(found, sides, reader, scan)).map(scan.addition)),
      ];
      if (fresh.length === 0) continue;
      const moment = moments.get(change.commit) ?? (await momentOf(reader, change.commit));
      moments.set(change.commit, moment);
      for (const addition of fresh) additions.push({ ...addition, moment });
    }
  } finally {
    reader.close();
  }
  return { additions, missing, blobs: new Set(wanted.map(({ newId }) => newId)).size, bytes: bytesRead, dense };
}

/** What stands in paths that differ from every parent: what one parent has is not the merge's doing. */
function newSide({ sides }: CommitChanges, byPlace: ReadonlyMap<string, ChangeFinding[]>): ChangeFinding[] {
  const [first, ...others] = sides.map(
    ({ changes }) => new Map(changes.filter(hasNewContent).map(({ path, newId }) => [path, newId])),
  );
  return [...first!].flatMap(([path, newId]) =>
    others.every((side) => side.has(path)) ? (byPlace.get(`${newId}\0${path}`) ?? []) : [],
  );
}

function scanCommit(scan: ChangeScan, commit: string, bytes: Buffer): Addition[] {
  const { headers, message } = splitHeaders(bytes);
  const moment = momentFrom(commit, bytes);
  const found = [
    ...textHeaders(headers).flatMap(({ key, value, where }) => scan.text(where, key, value)),
    ...scan.text('commit-message', '', message),
  ];
  return found.map((addition) => ({ ...addition, moment }));
}

async function momentOf(reader: ReturnType<typeof openReader>, commit: string): Promise<Moment> {
  let moment: Moment = { commit, date: '1970-01-01', author: '' };
  await reader.read([commit], (_, type, bytes) => {
    if (type === 'commit') moment = momentFrom(commit, bytes);
  });
  return moment;
}

function momentFrom(commit: string, bytes: Buffer): Moment {
  const { headers } = splitHeaders(bytes);
  const identity = (key: string): { name: string; seconds: number } =>
    readIdentity(headers.find((header) => header.key === key)?.value ?? Buffer.alloc(0));
  const seconds = Math.max(0, Math.min(identity('committer').seconds, 253402300799));
  return { commit, date: new Date(seconds * 1000).toISOString().slice(0, 10), author: identity('author').name };
}
