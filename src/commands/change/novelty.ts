/**
 * What a change adds, by the one definition of new: no parent has, in a path that the change touches, a finding of the
 * same value that is at least as strong; of what was rotated, each further place is new as well. Parents are read only
 * when the new side has a finding, so that a clean change pays nothing.
 */
import { fingerprint } from '../../detect/fingerprint.ts';
import { excuses, weightKey } from '../../exposure/excuse.ts';
import { hasNewContent, oldContent } from '../../source/diff.ts';
import { valueKey } from '../engine/collect.ts';
import { readVersions } from './read-versions.ts';
import type { Weight } from '../../exposure/excuse.ts';
import type { ObjectReader } from '../../source/cat-file.ts';
import type { Change } from '../../source/diff.ts';
import type { ChangeFinding, ChangeScan } from './scan.ts';
import type { Ledger } from '../../model.ts';
import type { SecretValue } from '../../secret-value.ts';

/** The changes against each parent, the first one's first; a change without a parent has one side. */
export type Sides = readonly (readonly Change[])[];

export interface NoveltyQuestion {
  readonly found: readonly ChangeFinding[];
  readonly sides: Sides;
  readonly reader: ObjectReader;
  readonly scan: ChangeScan;
  /** By the ledger; absent: nothing is. */
  readonly isRotated: ((value: SecretValue) => Promise<boolean>) | undefined;
}

export interface Novelty {
  readonly fresh: readonly ChangeFinding[];
  /** Those of the findings with a mark in the text where no parent has a mark on that value. */
  readonly marked: readonly ChangeFinding[];
  /** Paths whose version in a parent is not here: it excused nothing. */
  readonly unread: readonly string[];
}

/** One version of the touched paths: a parent's, or the change's own. */
interface Side {
  /** Blob of its version of a path; undefined where it has none. */
  versionOf(path: string): string | undefined;
}

interface Keyed {
  readonly item: ChangeFinding;
  /** Of the value. */
  readonly key: string;
}

export async function noveltyOf({ found, sides, reader, scan, isRotated }: NoveltyQuestion): Promise<Novelty> {
  const touched = [...new Set(sides.flatMap((changes) => changes.map(({ path }) => path)))];
  const { own, parents } = sidesOf(sides);
  const read = new Map<string, readonly Keyed[]>();
  const unread = new Set<string>();

  async function findingsOf(side: Side, paths: Iterable<string>): Promise<Keyed[]> {
    const versions = [...paths].flatMap((path) => {
      const version = side.versionOf(path);
      return version === undefined ? [] : [{ path, version, key: `${version}\0${path}` }];
    });
    const wanted = versions.filter(({ key }) => !read.has(key));
    const lose = (index: number): void => {
      read.set(wanted[index]!.key, []);
      unread.add(wanted[index]!.path);
    };
    await readVersions(
      reader,
      scan,
      wanted.map(({ path, version }) => ({ path, id: version })),
      (index, old) => {
        if (old === undefined) lose(index);
        else read.set(wanted[index]!.key, old.found.map(keyed));
      },
    );
    return versions.flatMap(({ key }) => read.get(key)!);
  }

  /** Those for which no parent has an excuse. The same path is read first: nearly always it stood there before. */
  async function without(items: readonly Keyed[], isExcuse: IsExcuse): Promise<readonly Keyed[]> {
    let open = items;
    for (const parent of parents) {
      for (const narrow of [true, false]) {
        if (open.length === 0) return open;
        const paths = narrow ? new Set(open.map(({ item }) => item.path)) : touched;
        const before = distinct(await findingsOf(parent, paths));
        open = open.filter(({ item, key }) => !before(key).some((old) => isExcuse(old, item)));
      }
    }
    return open;
  }

  /** Those at paths that hold the value more often than any parent has it there, if the whole change does. */
  async function furtherPlaces(items: readonly Keyed[]): Promise<readonly Keyed[]> {
    const rotated = new Set<string>();
    for (const [key, { value }] of new Map(items.map(({ item, key }) => [key, item.finding]))) {
      if (await isRotated?.(value)) rotated.add(key);
    }
    if (rotated.size === 0) return [];
    const now = counts(await findingsOf(own, touched));
    const before: ReturnType<typeof counts>[] = [];
    for (const parent of parents) before.push(counts(await findingsOf(parent, touched)));
    const isMore = (key: string, path?: string): boolean =>
      before.every((parent) => parent(key, path) < now(key, path));
    return items.filter(({ item, key }) => rotated.has(key) && isMore(key) && isMore(key, item.path));
  }

  const all = found.map(keyed);
  const fresh = new Set(await without(all, (old, item) => excuses(weightOf(old), weightOf(item))));
  for (const item of await furtherPlaces(all.filter((item) => !fresh.has(item)))) fresh.add(item);
  const withMark = all.filter(({ item }) => item.finding.mark !== undefined);
  const marked = await without(withMark, (old) => old.finding.mark !== undefined);
  return {
    fresh: all.filter((item) => fresh.has(item)).map(({ item }) => item),
    marked: marked.map(({ item }) => item),
    unread: [...unread],
  };
}

/** Whether a value was rotated, by the ledger; undefined when nothing was, since ids take time. */
export function rotatedBy(ledger: Ledger): NoveltyQuestion['isRotated'] {
  const ids = new Set(ledger.filter(({ status }) => status === 'rotated').map(({ id }) => id));
  return ids.size === 0 ? undefined : async (value) => ids.has(await fingerprint(value));
}

/** For people: what the answer does not rest on. */
export function unreadNotice(paths: readonly string[]): string {
  const which = paths.length === 1 ? paths[0]! : `${paths[0]!} and ${paths.length - 1} more`;
  return `what a parent has in ${which} is not in this clone, so all that stands there counts as new`;
}

type IsExcuse = (old: ChangeFinding, item: ChangeFinding) => boolean;

/** A path that one side does not name is in that parent as it is now. */
function sidesOf(sides: Sides): { own: Side; parents: Side[] } {
  const now = new Map(
    sides.flatMap((changes) =>
      changes.map((change) => [change.path, hasNewContent(change) ? change.newId : undefined] as const),
    ),
  );
  const parents = sides.map((changes) => {
    const before = new Map(changes.map((change) => [change.path, oldContent(change)]));
    return { versionOf: (path: string) => (before.has(path) ? before.get(path) : now.get(path)) };
  });
  return { own: { versionOf: (path) => now.get(path) }, parents };
}

function keyed(item: ChangeFinding): Keyed {
  return { item, key: valueKey(item.finding.value, item.finding.rule) };
}

function weightOf({ finding, confidence, allowance }: ChangeFinding): Weight {
  const { nature, rule } = finding;
  return { confidence, allowed: (finding.mark ?? allowance) !== undefined, nature, kind: rule.kind };
}

/** By value; of those that excuse alike one, since a value may stand in a file a hundred thousand times. */
function distinct(findings: readonly Keyed[]): (key: string) => readonly ChangeFinding[] {
  const byValue = new Map<string, Map<string, ChangeFinding>>();
  for (const { item, key } of findings) {
    let known = byValue.get(key);
    if (known === undefined) byValue.set(key, (known = new Map()));
    known.set(`${item.finding.mark !== undefined} ${weightKey(weightOf(item))}`, item);
  }
  return (key) => [...(byValue.get(key)?.values() ?? [])];
}

/** How often a value stands in a version of the touched paths, or in that of one. */
function counts(findings: readonly Keyed[]): (key: string, path?: string) => number {
  const all = new Map<string, number>();
  const add = (name: string): void => void all.set(name, (all.get(name) ?? 0) + 1);
  for (const { item, key } of findings) {
    add(key);
    add(`${key}\0${item.path}`);
  }
  return (key, path) => all.get(path === undefined ? key : `${key}\0${path}`) ?? 0;
}
