/**
 * Repositories below a folder: work trees, bare ones, and the stores that git keeps for submodules below
 * `.git/modules`, also when the submodule is not checked out. Follows no links.
 */
import { existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isNoUtf8 } from '../shown.ts';
import { storedText } from './stored-text.ts';

export interface FoundRepository {
  /** A folder in which git finds it. */
  readonly path: string;
  /** What a report calls it: relative to the folder that was named. */
  readonly shown: string;
}

export interface FoundFolder {
  /** Outermost first, by name. */
  readonly repositories: readonly FoundRepository[];
  readonly unreadable: readonly { readonly path: string; readonly why: string }[];
}

/** @param shown what a report calls the folder itself; '' leaves it out of names below */
export function findRepositories(top: string, shown: string): FoundFolder {
  const repositories: FoundRepository[] = [];
  const unreadable: { path: string; why: string }[] = [];

  function visit(path: string, name: string): void {
    let entries;
    try {
      entries = readdirSync(path, { withFileTypes: true });
    } catch (error) {
      const why = (error as NodeJS.ErrnoException).code ?? (error as Error).message;
      unreadable.push({ path: name, why: why === 'ENOENT' && isNoUtf8(name) ? NO_UTF_8 : why });
      return;
    }
    const isWorkTree = entries.some((entry) => entry.name === '.git');
    const isBare = !isWorkTree && isGitFolder(path);
    if (isWorkTree || isBare) repositories.push({ path, shown: name });
    const folders = entries.filter((entry) => entry.isDirectory() && entry.name !== '.git').map((entry) => entry.name);
    if (!isBare) for (const folder of folders.sort()) visit(join(path, folder), below(name, folder));
    // last: a submodule that is checked out has a better name there
    if (isWorkTree) modulesOf(join(path, '.git'), below(name, '.git'));
    if (isBare) modulesOf(path, name);
  }

  /** A submodule's name may hold slashes: its store is as many folders down. */
  function modulesOf(gitFolder: string, name: string): void {
    const modules = join(gitFolder, 'modules');
    if (isFolder(modules)) visit(modules, below(name, 'modules'));
  }

  visit(top, shown);
  return { repositories, unreadable };
}

/** Its repositories cannot be asked for, since no process is started in it; files in it are read all the same. */
const NO_UTF_8 = 'no repository in it is read, for its name is not UTF-8: rename it, and sweep again';

/** False, too, below a `.git` that is a file. */
function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

function below(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

/** The folder that holds the objects and refs: what work trees of one repository share. */
export function commonDirOf(path: string): string {
  const git = join(path, '.git');
  try {
    const gitDir = !existsSync(git) ? path : statSync(git).isDirectory() ? git : resolve(path, named(git, /^gitdir: /));
    const common = join(gitDir, 'commondir');
    return realpathSync(existsSync(common) ? resolve(gitDir, named(common, /^/)) : gitDir);
  } catch {
    return path; // git will say what is wrong with it
  }
}

function named(file: string, before: RegExp): string {
  return storedText(file, 'utf8').replace(before, '').replace(/\n$/, '');
}

/** What git itself asks of one. */
export function isGitFolder(path: string): boolean {
  return existsSync(join(path, 'HEAD')) && existsSync(join(path, 'objects')) && existsSync(join(path, 'refs'));
}
