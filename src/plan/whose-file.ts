/**
 * A file of today and the files that leaked in, which of those it is out. Many are called alike, `.env` in every service,
 * and what one of them holds today says nothing of the others.
 */
import { baseName } from '../base-name.ts';
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
 * `elsewhere`: it is called so, in a folder that does not fit; `other-name`: it is called otherwise.
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

function whoseFile({ kind }: CurrentSource, { occurrences }: Judged, { alike, fitting }: Candidates): Whose {
  const isOwn = (file: LeakedFile): boolean =>
    occurrences.some(({ repository, path }) => repository === file.repository && path === file.path);
  // a map names its keys: what leaked as jwt_secrets.v1 may have stood in any file that is called so
  if (!alike.some(isOwn)) return kind === 'key-map' && fitting.length > 1 ? 'unsure' : 'other-name';
  const own = fitting.filter(isOwn);
  if (fitting.length === 0) return 'elsewhere';
  if (own.length === 0) return 'of-another';
  return own.length === fitting.length ? 'its' : 'unsure';
}

/** The place decides, then the longest path with a folder that the label ends with, then paths that end with the label. */
function fittingOf({ label, place }: CurrentSource, alike: readonly LeakedFile[]): readonly LeakedFile[] {
  const exact = alike.filter(({ path }) => path === place);
  if (exact.length > 0) return exact;
  const shown = place ?? label;
  const within = alike.filter(({ path }) => endsWith(shown, path));
  const around = alike.filter(({ path }) => endsWith(path, shown));
  if (new Set(alike.map(({ path }) => path)).size === 1) return within.length > 0 ? within : around;
  // a file at the top has no folder to know it by: any path may end with its name
  const named = within.filter(({ path }) => path.includes('/'));
  const longest = Math.max(...named.map(({ path }) => path.length));
  if (named.length > 0) return named.filter(({ path }) => path.length === longest);
  return around.length > 0 ? around : alike;
}

/** By whole parts. */
function endsWith(path: string, end: string): boolean {
  return path === end || path.endsWith(`/${end}`);
}
