/** The folders in which a repository is checked out, and what git ignores in them. */
import { existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { openGit } from './git.ts';
import { storedText } from './stored-text.ts';
import type { Repository } from './repository.ts';

export interface WorkTree {
  readonly top: string;
  /** What stands before its paths in a report: nothing where the repository was opened, else the name of its folder. */
  readonly prefix: string;
}

/**
 * The one that was opened first, then others that are here.
 * @param met folders that were come across: a work tree that was moved or copied by hand is named by nothing in the repository
 */
export function workTreesOf({ top, commonDir }: Pick<Repository, 'top' | 'commonDir'>, met: readonly string[]): readonly WorkTree[] {
  const own = [...(top === undefined ? [] : [top]), ...mainTop(commonDir)];
  const named = [...own, ...linkedTops(commonDir), ...met];
  const tops = named.filter((folder) => leadsTo(folder, commonDir));
  const real = [...new Set(tops.map((folder) => realpathSync(folder)))];
  const opened = own.includes(tops[0] ?? '') ? real[0] : undefined;
  return real.map((folder) => ({ top: folder, prefix: folder === opened ? '' : prefixOf(folder) }));
}

/** Of what is staged in another work tree, by git's folder for it: that of the work tree is where git has it, here or not. */
export function prefixOfGitDir(gitDir: string): string {
  const linked = linkedTo(gitDir);
  return prefixOf(linked === undefined ? (mainTop(gitDir)[0] ?? gitDir) : dirname(linked));
}

function prefixOf(top: string): string {
  return `../${basename(top)}/`;
}

/** None of a bare repository. */
function mainTop(commonDir: string): string[] {
  return basename(commonDir) === '.git' ? [dirname(commonDir)] : [];
}

/**
 * Its `.git` is that repository, or names a part of it. A configuration can name any folder of the machine as work tree;
 * one that knows nothing of the repository is none.
 */
function leadsTo(top: string, commonDir: string): boolean {
  const path = join(top, '.git');
  try {
    const common = realpathSync(commonDir);
    if (statSync(path).isDirectory()) return realpathSync(path) === common;
    const there = targetOf(top);
    return there === common || there?.startsWith(`${common}${sep}`) === true;
  } catch {
    return false;
  }
}

/** The folder that a `.git` file leads to; undefined where it is none. */
function targetOf(top: string): string | undefined {
  try {
    const [, target = ''] = /^gitdir: (.*?)\n?$/s.exec(storedText(join(top, '.git'), 'utf8')) ?? [];
    return realpathSync(resolve(top, target));
  } catch {
    return undefined;
  }
}

/** Linked ones that git still counts and none of these is: their folders were removed, or are on a disk that is not here. */
export function goneWorkTrees(commonDir: string, here: readonly WorkTree[]): readonly string[] {
  const found = new Set(here.map(({ top }) => targetOf(top)));
  return linkedNames(commonDir).filter((name) => !found.has(realpathSync(join(commonDir, 'worktrees', name))));
}

function linkedTops(commonDir: string): string[] {
  return linkedNames(commonDir).flatMap((name) => {
    const path = linkedTo(join(commonDir, 'worktrees', name));
    return path === undefined || !existsSync(path) ? [] : [dirname(path)];
  });
}

/** `worktrees/<name>/gitdir` holds the path of the `.git` file there, from the folder on or from where that file stands. */
function linkedTo(folder: string): string | undefined {
  try {
    return resolve(folder, storedText(join(folder, 'gitdir'), 'utf8').replace(/\n$/, ''));
  } catch {
    return undefined;
  }
}

function linkedNames(commonDir: string): string[] {
  const folder = join(commonDir, 'worktrees');
  return existsSync(folder) ? readdirSync(folder).filter((name) => existsSync(join(folder, name, 'gitdir'))) : [];
}

export interface Standing {
  readonly isTracked: (path: string) => boolean;
  readonly isIgnored: (path: string) => boolean;
}

/** What git says of the paths of a work tree. Ignored folders are one entry, whatever they hold. */
export async function standingIn(
  top: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Standing> {
  const git = openGit(top, environment, false);
  const list = async (...args: string[]): Promise<string[]> =>
    (await git.ask(['ls-files', '-z', ...args])).split('\0').filter((path) => path !== '');
  const tracked = new Set(await list());
  const ignored = await list('--others', '--ignored', '--exclude-standard', '--directory');
  const files = new Set(ignored.filter((path) => !path.endsWith('/')));
  const folders = new Set(ignored.filter((path) => path.endsWith('/')).map((path) => path.slice(0, -1)));
  return {
    isTracked: (path) => tracked.has(path),
    isIgnored(path) {
      if (files.has(path)) return true;
      for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1))
        if (folders.has(path.slice(0, end))) return true;
      return false;
    },
  };
}
