/** How a person calls this program again: what is printed to be typed has to run as it is printed. */
import { accessSync, constants } from 'node:fs';
import { basename, delimiter, dirname, isAbsolute, join, relative } from 'node:path';
import { quoted } from '../plan/procedure-files.ts';
import type { Context } from './context.ts';

const NAME = 'burnlist';
/** npm and the like put these on the PATH of what they start: npx, scripts of a package. */
const OF_PACKAGES = /[\\/]node_modules[\\/]\.bin[\\/]?$/;

interface Started {
  /** Node, and the file that was started, by the path of it that was given. */
  readonly argv: readonly string[];
  readonly cwd: () => string;
  readonly env: Context['env'];
}

/**
 * By its name, where the person's own PATH has it; else by the file that was started, which node runs unless it is the
 * command itself. Neither what runners of packages add to the PATH is the person's, nor what pre-commit does.
 */
export function calledAs({ argv: [, script = ''], cwd, env }: Started): string {
  const own = env['PRE_COMMIT'] ? dirname(script) : undefined;
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== own && !OF_PACKAGES.test(folder));
  if (folders.some((folder) => isAbsolute(folder) && canRun(join(folder, NAME)))) return NAME;
  // npm goes to the folder of the package first
  const below = relative(env['INIT_CWD'] ?? cwd(), script);
  const path = below.startsWith('..') || isAbsolute(below) ? script : below;
  if (basename(script) !== NAME) return `node ${quoted(path)}`;
  return quoted(path === NAME ? `./${NAME}` : path);
}

function canRun(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
