/**
 * A file of today and the files that leaked in, which of those it is out. Many are called alike, `.env` in every service,
 * and what one of them holds today says nothing of the others.
 */
import { baseName } from '../base-name.ts';
import { environmentsIn, isOtherPlace, isSibling, ownFolders } from './address.ts';
import { groupBy } from '../group-by.ts';
import type { Judged } from '../model.ts';
import type { CurrentSource } from './current/entry.ts';

interface LeakedFile {
  /** As in the report. */
  readonly repository: number;
  readonly path: string;
}

/** Leaked files that a file of today may be: all that are called so, and those that its place or label fits. */
interface Candidates {
  readonly alike: readonly LeakedFile[];
  readonly fitting: readonly LeakedFile[];
}

/**
 * Whether a file is the one that a secret leaked from. `unsure`: it may be, or one that another secret leaked from;
 * `elsewhere`: it is a place of its own, by its folder, its environment or its history; `other-name`: it is called
 * otherwise, and may hold anything.
 */
export type Whose = 'its' | 'of-another' | 'unsure' | 'elsewhere' | 'other-name';

/** For all secrets of a report, whose occurrences say which files leaked. */
export function whoseFiles(secrets: readonly Judged[]): (source: CurrentSource, secret: Judged) => Whose {
  const all = secrets.flatMap(({ occurrences }) => occurrences).filter(({ path }) => path !== '');
  const distinct = new Map(all.map(({ repository, path }) => [`${repository}:${path}`, { repository, path }]));
  const byName = groupBy(distinct.values(), ({ path }) => baseName(path));
  const known = new Map<CurrentSource, Candidates>();
  return (source, secret) => {
    let candidates = known.get(source);
    if (candidates === undefined) {
      const alike = byName.get(baseName(source.label)) ?? [];
      known.set(source, (candidates = { alike, fitting: fittingOf(source, alike) }));
    }
    return whoseFile(source, secret, candidates);
  };
}

function whoseFile(source: CurrentSource, { occurrences }: Judged, { alike, fitting }: Candidates): Whose {
  const { kind, isTracked } = source;
  const isOwn = (file: LeakedFile): boolean =>
    occurrences.some(({ repository, path }) => repository === file.repository && path === file.path);
  // a map names its keys: what leaked as jwt_secrets.v1 may have stood in any file that is called so
  if (!alike.some(isOwn)) {
    if (kind === 'key-map' && fitting.length > 1) return 'unsure';
    // what git has, the audit has read: it never held the value
    const paths = occurrences.map(({ path }) => path).filter((path) => path !== '');
    const isApart = isTracked === true || (paths.length > 0 && paths.every((path) => isOther(source, path)));
    return isApart ? 'elsewhere' : 'other-name';
  }
  const own = fitting.filter(isOwn);
  if (fitting.length === 0) return 'elsewhere';
  if (own.length === 0) return 'of-another';
  return own.length === fitting.length ? 'its' : 'unsure';
}

/** The place decides, then the longest path with a folder that the label ends with, then paths that end with the label. */
function fittingOf(source: CurrentSource, alike: readonly LeakedFile[]): readonly LeakedFile[] {
  const shown = placeOf(source);
  const exact = alike.filter(({ path }) => path === source.place);
  if (exact.length > 0) return exact;
  const within = alike.filter(({ path }) => endsWith(shown, path) && isCopy(source, path));
  const around = alike.filter(({ path }) => endsWith(path, shown) && isCopy(source, path));
  if (new Set(alike.map(({ path }) => path)).size === 1) return within.length > 0 ? within : around;
  // a file at the top has no folder to know it by: any path may end with its name
  const named = within.filter(({ path }) => path.includes('/'));
  const longest = Math.max(...named.map(({ path }) => path.length));
  if (named.length > 0) return named.filter(({ path }) => path.length === longest);
  return around.length > 0 || source.place !== undefined ? around : alike;
}

/** In the repository a folder of its own above one of both makes it another service's, customer's or environment's. */
function isCopy({ place }: CurrentSource, path: string): boolean {
  if (place === undefined) return true;
  const isSame = (of: (path: string) => Iterable<string>): boolean => [...of(place)].length === [...of(path)].length;
  return isSame(ownFolders) && isSame((each) => environmentsIn([each]));
}

/** An export says what it is of, and a key goes by its file's name as it is: there the name of the file says nothing more. */
function isOther(source: CurrentSource, path: string): boolean {
  const today = placeOf(source);
  return isOtherPlace(today, path) || (source.of === undefined && source.kind !== 'key-file' && isSibling(today, path));
}

/** As the repository has it; of a file from elsewhere what was named of it. */
function placeOf({ label, place }: CurrentSource): string {
  return place ?? label;
}

/** By whole parts. */
function endsWith(path: string, end: string): boolean {
  return path === end || path.endsWith(`/${end}`);
}
