/**
 * The policy as it stands in the working tree, for the commands that act on it: the to-do and `verify` go by what the
 * team has just decided, committed or not. A bare repository has only its HEAD.
 */
import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../../errors.ts';
import { shownPath } from '../../shown.ts';
import { indexedPaths } from '../../source/tracked-paths.ts';
import { type Policy, readPolicy } from './policy.ts';
import type { Repository } from '../../source/repository.ts';

export const WORKING_TREE = 'working-tree';

/** A policy file is a file: a link may lead anywhere. */
export async function workingPolicy({ git, top }: Repository): Promise<Policy | undefined> {
  if (top === undefined) return undefined;
  const isFile = (path: string): boolean | undefined => lstatSync(join(top, path), { throwIfNoEntry: false })?.isFile();
  return readPolicy(
    async (paths) =>
      paths.map((path) => {
        const plain = isFile(path);
        if (plain === undefined) return undefined;
        if (!plain) throw new UsageError(`${shownPath(path)}: not a plain file`);
        return readFileSync(join(top, path));
      }),
    async () => (await indexedPaths(git, { withOthers: true })).filter((path) => isFile(path) !== undefined),
  );
}
