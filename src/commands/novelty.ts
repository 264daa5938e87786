/**
 * What a change adds, by the one definition of new: no parent has, in a path that the change touches, a finding of the
 * same value that is at least as strong. Parents are read only when the new side has a finding, so that a clean change
 * pays nothing.
 */
import { hasNewContent } from '../source/diff.ts';
import type { ObjectReader } from '../source/cat-file.ts';
import type { Change } from '../source/diff.ts';
import type { Addition } from './change-report.ts';
import type { ChangeScan } from './change-scan.ts';
import type { Confidence, Finding, Mark } from '../model.ts';

export interface ChangeFinding {
  readonly path: string;
  readonly blob: string;
  readonly finding: Finding;
  readonly confidence: Confidence;
  /** By the configuration's allow-list. */
  readonly allowance: Mark | undefined;
}

/** The changes against each parent, the first one's first; a change without a parent has one side. */
export type Sides = readonly (readonly Change[])[];

interface Parent {
  /** Blob of its version of a path; undefined where it has none. */
  versionOf(path: string): string | undefined;
}

const ORDER: readonly Confidence[] = ['low', 'medium', 'high'];

/** Those of the findings that are new. */
export async function onlyNew(
  found: readonly ChangeFinding[],
  sides: Sides,
  reader: ObjectReader,
  scan: ChangeScan,
): Promise<ChangeFinding[]> {
  let open = [...found];
  const touched = [...new Set(sides.flatMap((changes) => changes.map(({ path }) => path)))];
  const parents = parentsOf(sides);
  const older = new Map<string, readonly ChangeFinding[]>();

  async function excuse(parent: Parent, paths: readonly string[]): Promise<void> {
    const versions = paths.flatMap((path) => {
      const version = parent.versionOf(path);
      return version === undefined ? [] : [{ path, version, key: `${version}\0${path}` }];
    });
    const unread = versions.filter(({ key }) => !older.has(key));
    await reader.read(
      unread.map(({ version }) => version),
      (index, type, bytes) => {
        const { path, version, key } = unread[index]!;
        // a version that is not here (partial clone) or not a file excuses nothing
        older.set(key, type === 'blob' ? scan.blob(path, version, bytes).found : []);
      },
      (index) => void older.set(unread[index]!.key, []),
    );
    const before = versions.flatMap(({ key }) => older.get(key) ?? []);
    open = open.filter((item) => !before.some((old) => excuses(old, item)));
  }

  for (const parent of parents) {
    // the same path first: nearly always that is where it stood before
    if (open.length > 0) await excuse(parent, [...new Set(open.map(({ path }) => path))]);
    if (open.length > 0) await excuse(parent, touched);
  }
  return open;
}

/** A path that one side does not name is in that parent as it is now. */
function parentsOf(sides: Sides): Parent[] {
  const now = new Map(sides.flatMap((changes) => changes.map(({ path, newId }) => [path, newId] as const)));
  return sides.map((changes) => {
    const before = new Map(changes.map(({ path, oldId }) => [path, oldId]));
    return {
      versionOf(path) {
        const id = before.get(path) ?? now.get(path);
        return id === undefined || isNothing(id) ? undefined : id;
      },
    };
  });
}

/** Findings in names of files and folders that no touched path of a parent had. */
export function newNames(sides: Sides, scan: ChangeScan): Addition[] {
  const [first = new Set<string>(), ...others] = sides.map(
    (changes) =>
      new Set(changes.filter((change) => hasNewContent(change) && isNothing(change.oldId)).map(({ path }) => path)),
  );
  const names = new Map<string, string>();
  for (const path of first) {
    if (!others.every((side) => side.has(path))) continue;
    for (const name of path.split('/')) if (!names.has(name)) names.set(name, path);
  }
  const found = [...names].flatMap(([name, path]) => scan.text('file-name', path, Buffer.from(name, 'utf8')));
  if (found.length === 0) return [];
  const old = new Set<string>();
  for (const { path, oldId } of sides.flat()) if (!isNothing(oldId)) for (const name of path.split('/')) old.add(name);
  const known = new Set(
    [...old]
      .flatMap((name) => scan.text('file-name', '', Buffer.from(name, 'utf8')))
      .map(({ finding }) => finding.value.key()),
  );
  return found.filter(({ finding }) => !known.has(finding.value.key()));
}

function isNothing(id: string): boolean {
  return /^0+$/.test(id);
}

function excuses(old: ChangeFinding, item: ChangeFinding): boolean {
  if (!old.finding.value.equals(item.finding.value)) return false;
  if (old.finding.mark !== undefined && item.finding.mark === undefined) return false;
  if (old.allowance !== undefined && item.allowance === undefined) return false;
  if (ORDER.indexOf(old.confidence) < ORDER.indexOf(item.confidence)) return false;
  return item.finding.nature !== 'weak' || old.finding.rule.kind === item.finding.rule.kind;
}
