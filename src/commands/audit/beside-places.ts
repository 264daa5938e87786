/** What a sweep found in files → places of secrets. A tracked file says nothing that history or the index has not said. */
import type { Describer } from './describe.ts';
import type { Gathered } from './gathered.ts';
import type { BesideFile } from './store-seen.ts';
import type { Moment } from '../../model.ts';
import type { ReflogEntry } from '../../source/reflogs.ts';

/**
 * @param known places of objects, which come first
 * @param logged of an entry of a reflog: its moment, where its commit is here
 */
export function besidePlaces(
  files: readonly BesideFile[],
  known: readonly Gathered[],
  describe: Describer['describe'],
  logged: (entry: ReflogEntry) => Moment | undefined,
): Gathered[] {
  if (files.length === 0) return [];
  const keyOf = ({ value, occurrence }: Gathered): string => `${value}\0${occurrence.path}`;
  const inIndex = new Set(known.filter(({ occurrence }) => occurrence.where === 'index').map(keyOf));
  const inHistory = new Set(known.filter(({ occurrence }) => occurrence.where !== 'index').map(keyOf));
  // HEAD's files are tracked also where the index was never written
  const inHead = new Set(known.filter(({ occurrence }) => occurrence.inHead).map(keyOf));
  // history has it at the path in the work tree, an index at the one that says which work tree
  const isSaid = ({ path, own }: BesideFile, value: number): boolean => {
    if (own?.isTracked !== true) return own !== undefined && inHead.has(`${value}\0${own.path}`);
    return inHistory.has(`${value}\0${own.path}`) || inIndex.has(`${value}\0${path}`);
  };
  return files.flatMap((file) => {
    const { where, path, class: exposure, reach, own, placed, entries } = file;
    return placed
      .filter(({ value }) => !isSaid(file, value))
      .map(({ value, finding }) => {
        const entry = entries?.get(finding.position.line);
        const since = entry && logged(entry);
        return {
          value,
          introductions: [],
          last: undefined,
          reach: [reach],
          refs: [],
          ...(since === undefined ? {} : { logged: since }),
          occurrence: {
            ...describe(finding, where, own?.path ?? path),
            path,
            versions: 1,
            inHead: false,
            class: exposure,
            introductions: [],
          },
        };
      });
  });
}
