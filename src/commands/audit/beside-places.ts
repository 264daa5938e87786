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
  const held = new Set(known.map(keyOf));
  // an index does not say whose it is: of a linked work tree the file does
  const inHistory = new Set(known.filter(({ occurrence }) => occurrence.where !== 'index').map(keyOf));
  // HEAD's files are tracked also where the index was never written
  const inHead = new Set(known.filter(({ occurrence }) => occurrence.inHead).map(keyOf));
  const saying = ({ path, own }: BesideFile): ReadonlySet<string> => {
    if (own?.isTracked !== true) return inHead;
    return own.path === path ? held : inHistory;
  };
  return files.flatMap((file) => {
    const { where, path, class: exposure, reach, own, placed, entries } = file;
    const said = saying(file);
    return placed
      .filter(({ value }) => own === undefined || !said.has(`${value}\0${own.path}`))
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
            ...describe(finding, where, path),
            versions: 1,
            inHead: false,
            class: exposure,
            introductions: [],
          },
        };
      });
  });
}
