/** Commits of a range, and what a push adds beside them → what is new in them, by one policy. */
import { openReader } from '../../source/cat-file.ts';
import { hasNewContent } from '../../source/diff.ts';
import { readIdentity, splitHeaders } from '../../source/object-parts.ts';
import { openChangeScan } from './scan.ts';
import { createLeftOut } from './left-out.ts';
import { newNames } from './new-names.ts';
import { noveltyOf, rotatedBy } from './novelty.ts';
import { scanPushed } from './push.ts';
import { readVersions } from './read-versions.ts';
import { textHeaders } from '../engine/repository-units.ts';
import type { Addition } from './report.ts';
import type { ChangeFinding, ChangeScan } from './scan.ts';
import type { LeftOut } from './left-out.ts';
import type { Policy } from '../policy/policy.ts';
import type { PushedRef } from './range-ends.ts';
import type { Moment } from '../../model.ts';
import type { ObjectReader } from '../../source/cat-file.ts';
import type { CommitChanges } from '../../source/range-changes.ts';
import type { Repository } from '../../source/repository.ts';

export interface ScannedRange {
  readonly additions: readonly Addition[];
  /** What a commit marks as allowed and no parent does. */
  readonly marked: readonly Addition[];
  /** Ids of objects of the range that are not here. */
  readonly missing: readonly string[];
  /** Paths whose version in a parent is not here. */
  readonly unread: ReadonlySet<string>;
  readonly leftOut: LeftOut;
  /** Ids. */
  readonly blobs: ReadonlySet<string>;
  readonly bytes: number;
}

export async function scanRange(
  repository: Repository,
  changes: readonly CommitChanges[],
  pushed: readonly PushedRef[],
  policy: Policy,
): Promise<ScannedRange> {
  const places = changes.flatMap(({ sides }) => sides.flatMap((side) => side.changes)).filter(hasNewContent);
  const scan = await openChangeScan(policy, new Set(places.map(({ path }) => path)));
  const leftOut = createLeftOut();
  const reader = openReader(repository);
  const isRotated = rotatedBy(policy.ledger);
  const byPlace = new Map<string, readonly ChangeFinding[]>();
  const keyed = new Map(places.map(({ path, newId }) => [`${newId}\0${path}`, { path, newId }]));
  const wanted = [...keyed.values()];
  const missing: string[] = [];
  const unread = new Set<string>();
  const additions: Addition[] = [];
  const marked: Addition[] = [];
  const blobs = new Set(wanted.map(({ newId }) => newId));
  let bytes = 0;
  try {
    const versions = wanted.map(({ path, newId }) => ({ path, id: newId }));
    await readVersions(reader, scan, versions, (index, scanned, size) => {
      const { path, newId } = wanted[index]!;
      bytes += size;
      const found = scanned === undefined ? [] : leftOut.of(scanned, { path, blob: newId });
      if (scanned === undefined) missing.push(newId);
      if (found.length > 0) byPlace.set(`${newId}\0${path}`, found);
    });
    await reader.read(
      changes.map(({ commit }) => commit),
      (index, type, content) => {
        const { commit } = changes[index]!;
        if (type === 'commit') additions.push(...scanCommit(scan, leftOut, commit, content));
        else missing.push(commit);
      },
      (index) => void missing.push(changes[index]!.commit),
    );
    marked.push(...additions.filter(({ finding }) => finding.mark !== undefined));
    const moments = new Map<string, Moment>();
    for (const change of changes) {
      const sides = change.sides.map((side) => side.changes);
      const found = newSide(change, byPlace);
      const names = leftOut.of(newNames(sides, scan), { path: '', unit: 'a file name' });
      if (names.length + found.length === 0) continue;
      const novelty = await noveltyOf({ found, sides, reader, scan, isRotated });
      for (const path of novelty.unread) unread.add(path);
      if (names.length + novelty.fresh.length + novelty.marked.length === 0) continue;
      const moment = moments.get(change.commit) ?? (await momentOf(reader, change.commit));
      moments.set(change.commit, moment);
      const at = (found: ChangeFinding): Addition => scan.addition(found, moment);
      additions.push(...names.map((addition) => ({ ...addition, moment })), ...novelty.fresh.map(at));
      marked.push(...novelty.marked.map(at));
    }
    for (const ref of pushed) {
      const beside = await scanPushed(ref, repository, { reader, scan, leftOut });
      additions.push(...beside.additions);
      missing.push(...beside.missing);
      bytes += beside.bytes;
      for (const blob of beside.blobs) blobs.add(blob);
    }
  } finally {
    reader.close();
  }
  return { additions, marked, missing, unread, leftOut, blobs, bytes };
}

/** What stands in paths that differ from every parent: what one parent has is not the merge's doing. */
function newSide(
  { sides }: CommitChanges,
  byPlace: ReadonlyMap<string, readonly ChangeFinding[]>,
): readonly ChangeFinding[] {
  const [first, ...others] = sides.map(
    ({ changes }) => new Map(changes.filter(hasNewContent).map(({ path, newId }) => [path, newId])),
  );
  return [...first!].flatMap(([path, newId]) =>
    others.every((side) => side.has(path)) ? (byPlace.get(`${newId}\0${path}`) ?? []) : [],
  );
}

function scanCommit(scan: ChangeScan, leftOut: LeftOut, commit: string, bytes: Buffer): Addition[] {
  const { headers, message } = splitHeaders(bytes);
  const moment = momentFrom(commit, bytes);
  const found = [
    ...textHeaders(headers).flatMap(({ key, value, where }) =>
      leftOut.of(scan.text(where, key, value), { path: '', unit: `the header ${key} of a commit` }),
    ),
    ...leftOut.of(scan.text('commit-message', '', message), { path: '', unit: 'a commit message' }),
  ];
  return found.map((addition) => ({ ...addition, moment }));
}

async function momentOf(reader: ObjectReader, commit: string): Promise<Moment> {
  let moment: Moment = { commit, date: '1970-01-01', author: '' };
  await reader.read(
    [commit],
    (_, type, bytes) => {
      if (type === 'commit') moment = momentFrom(commit, bytes);
    },
    () => {}, // it is among what is missing
  );
  return moment;
}

function momentFrom(commit: string, bytes: Buffer): Moment {
  const { headers } = splitHeaders(bytes);
  const identity = (key: string): { name: string; seconds: number } =>
    readIdentity(headers.find((header) => header.key === key)?.value ?? Buffer.alloc(0));
  const seconds = Math.max(0, Math.min(identity('committer').seconds, 253402300799));
  return { commit, date: new Date(seconds * 1000).toISOString().slice(0, 10), author: identity('author').name };
}
