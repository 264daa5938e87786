/** What a sweep found in files → places of secrets. A tracked file says nothing that history or the index has not said. */
import type { Placed } from './collect.ts';
import type { Describer } from './describe.ts';
import type { Gathered } from './history.ts';
import type { ExposureClass, Reach, Where } from '../model.ts';

/** A file of a work tree or of git itself, in which something was found. */
export interface BesideFile {
  readonly where: Where;
  readonly path: string;
  readonly class: ExposureClass;
  readonly reach: Reach;
  /** Of a tracked file, its path in the index and in history: what it holds there is known already. */
  readonly tracked?: string;
  readonly placed: readonly Placed[];
}

/** @param known places of objects, which come first */
export function besidePlaces(
  files: readonly BesideFile[],
  known: readonly Gathered[],
  describe: Describer['describe'],
): Gathered[] {
  if (files.length === 0) return [];
  const held = new Set(known.map(({ value, occurrence }) => `${value}\0${occurrence.path}`));
  return files.flatMap(({ where, path, class: exposure, reach, tracked, placed }) =>
    placed
      .filter(({ value }) => tracked === undefined || !held.has(`${value}\0${tracked}`))
      .map(({ value, finding }) => ({
        value,
        introductions: [],
        last: undefined,
        reach: [reach],
        refs: [],
        occurrence: {
          ...describe(finding, where, path),
          versions: 1,
          inHead: false,
          class: exposure,
          introductions: [],
        },
      })),
  );
}
