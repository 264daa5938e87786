/**
 * Occurrences as SARIF locations. What stands in files is relative to the top of its repository; what stands in commits,
 * tags and refs has no file, so its address is that of the object or ref, below a base of its own.
 */
import type { Judged, Occurrence, Report } from '../model.ts';
import { destination } from './markdown-text.ts';
import { createCover, valuesIn } from './mask.ts';
import { sortedVersions } from './order.ts';
import { type Clean, fitted, hasLines, mainPlace, placeOf, through } from './phrases.ts';
import { standsAt } from './stands-at.ts';

/** Of so many other places a viewer shows the first hundred. */
export const MOST_PLACES = 100;

const IN_FILES: ReadonlySet<Occurrence['where']> = new Set([
  'blob',
  'index',
  'worktree',
  'file',
  'git-file',
  'reflog',
  'file-name',
]);
/** Base of what is an object or a ref and no file. */
const GIT = 'GIT';

export interface Bases {
  readonly isOne: boolean;
  /** Name of the base for paths of a repository. */
  readonly of: (repository: number) => string;
  /** For the log: which bases there are. Where they lie on a machine is the viewer's to say. */
  readonly all: object;
  /** A path as an address below its base. */
  readonly uriOf: (path: string) => string;
}

export function basesOf(report: Report, clean: Clean): Bases {
  const { repositories } = report;
  const cover = createCover(valuesIn(report));
  const of = (repository: number): string => (repositories.length < 2 ? 'SRCROOT' : `REPOSITORY_${repository}`);
  const tops = repositories.map(({ name }, index) => [of(index), described(`the top of ${clean(name)}`)] as const);
  const files = repositories.length === 0 ? [[of(0), described('where burnlist was called')] as const] : [];
  return {
    isOne: repositories.length < 2,
    of,
    all: Object.fromEntries([...tops, ...files, [GIT, described('objects and refs of git, which are no files')]]),
    uriOf: (path) => uriOf(path, cover),
  };
}

function described(text: string): object {
  return { description: { text } };
}

export interface Places {
  readonly main: object;
  readonly related: readonly object[];
  /** Related places that are left out. */
  readonly more: number;
}

export function placesOf(secret: Judged, bases: Bases, clean: Clean): Places {
  const main = mainPlace(secret);
  const others = sortedVersions(secret.occurrences).filter((one) => one !== main && one !== main?.each?.[0]);
  const related = others.slice(0, MOST_PLACES).map((occurrence, index) => ({
    id: index + 1,
    ...locationOf(occurrence, bases),
    message: { text: whence(occurrence, clean) },
  }));
  return {
    main: main === undefined ? {} : { ...locationOf(main, bases), ...insideOf(main, clean) },
    related,
    more: others.length - related.length,
  };
}

function insideOf(occurrence: Occurrence, clean: Clean): object {
  const text = through(occurrence, clean);
  return text === '' ? {} : { message: { text } };
}

function locationOf(occurrence: Occurrence, bases: Bases): object {
  const { line, column, endLine, endColumn } = standsAt(occurrence);
  const region = { startLine: line, startColumn: column, endLine, endColumn };
  const artifactLocation = artifactOf(occurrence, bases);
  return { physicalLocation: { artifactLocation, ...(hasLines(occurrence) ? { region } : {}) } };
}

function artifactOf(occurrence: Occurrence, bases: Bases): object {
  const { where, path, repository, commit, blob } = occurrence;
  if (IN_FILES.has(where) && path !== '') {
    const uri = bases.uriOf(path);
    return repository < 0 ? { uri } : { uri, uriBaseId: bases.of(repository) };
  }
  if (where === 'stdin') return { uri: 'stdin' };
  const object = where === 'blob' ? `blob/${blob ?? ''}` : `commit/${commit ?? ''}`;
  return { uri: path.startsWith('refs/') ? bases.uriOf(path) : object, uriBaseId: GIT };
}

/**
 * Masked before it is encoded, and after: an escape may complete a value that holds one. Controls of a name are part of
 * it, and encoded like all else.
 */
function uriOf(path: string, cover: (text: string) => string): string {
  const whole = cover(path).replace(/\p{Surrogate}/gu, '\ufffd'); // halves of pairs have no address
  const uri = destination(whole).replace(/^\//, '');
  return cover(uri) === uri ? uri : destination(cover(uri));
}

function whence(occurrence: Occurrence, clean: Clean): string {
  const { versions, inHead, commit, class: exposure } = occurrence;
  const parts = [
    fitted(placeOf(occurrence, clean), Infinity),
    inHead ? 'in HEAD' : exposure === 'committed' ? 'in history' : exposure,
    commit === undefined ? '' : `since commit ${commit.slice(0, 10)}`,
    versions > 1 ? `${versions} versions` : '',
    through(occurrence, clean),
  ];
  return parts.filter((part) => part !== '').join(', ');
}
