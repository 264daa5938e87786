/** The rule files that a configuration names: one by one, or by globs, in one version of the repository. */
import { UsageError } from '../../errors.ts';
import { shownPath } from '../../shown.ts';

/** Files of the policy's version of the repository, in the order asked for; undefined where there is none. */
export type ReadFiles = (paths: readonly string[]) => Promise<readonly (Buffer | undefined)[]>;

/** Files of that version below a folder, or more; `''` for all of them. */
export type ListFiles = (folder: string) => Promise<readonly string[]>;

/** More is no set of rules: a glob that was meant otherwise. */
const MOST_FILES = 256;
const MEANS_MORE = /[*?[\]{}]/;

/** @param name of the configuration in messages */
export async function ruleFiles(named: readonly string[], list: ListFiles, name: string): Promise<readonly string[]> {
  if (!named.some(isGlob)) return named;
  const { default: picomatch } = await import('picomatch');
  const listed = new Map<string, ReturnType<ListFiles>>();
  const paths: string[] = [];
  for (const entry of named) {
    if (!isGlob(entry)) {
      paths.push(entry);
      continue;
    }
    const fits = picomatch(entry, { dot: true, nonegate: true });
    const folder = folderOf(entry);
    if (!listed.has(folder)) listed.set(folder, list(folder));
    const fitting = (await listed.get(folder)!).filter((path) => fits(path)).sort();
    if (fitting.length === 0) {
      const glob = shownPath(entry);
      throw new UsageError(`${shownPath(name)}: rules: no file fits ${glob} in this version of the repository`);
    }
    paths.push(...fitting);
  }
  const distinct = [...new Set(paths)];
  if (distinct.length > MOST_FILES)
    throw new UsageError(`${shownPath(name)}: rules: ${distinct.length} files, and at most ${MOST_FILES} are read: name fewer`);
  return distinct;
}

function isGlob(entry: string): boolean {
  return MEANS_MORE.test(entry);
}

/** What stands before the first part that is no plain name. */
function folderOf(glob: string): string {
  return glob.slice(0, Math.max(0, glob.lastIndexOf('/', glob.search(MEANS_MORE))));
}
