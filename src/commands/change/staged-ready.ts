/** What the hook makes ready while git still compares the index with HEAD: whose policy counts, and what is looked for. */
import { basename, dirname } from 'node:path/posix';
import { hasNewContent } from '../../source/diff.ts';
import { PINNED_NAME } from '../../source/git.ts';
import { openChangeScan } from './scan.ts';
import { readPolicy } from '../policy/policy.ts';
import type { ChangeScan } from './scan.ts';
import type { Policy } from '../policy/policy.ts';
import type { ObjectReader } from '../../source/cat-file.ts';
import type { Change } from '../../source/diff.ts';
import type { Git } from '../../source/git.ts';

export interface Ready {
  readonly policy: Policy;
  readonly scan: ChangeScan;
}

/** @param diff undefined: the index is not looked at */
export async function getReady(
  git: Git,
  reader: ObjectReader,
  diff: Promise<readonly Change[]> | undefined,
): Promise<Ready> {
  const policy = await readPolicy(
    async (paths) => {
      const contents: (Buffer | undefined)[] = [];
      await reader.read(
        paths.map((path) => `:${path}`),
        (_, type, bytes) => contents.push(type === 'blob' ? Buffer.from(bytes) : undefined),
      );
      const absent = paths.filter((_, index) => contents[index] === undefined);
      if (absent.length > 0 && (await mayBeStaged(absent, reader, await diff)))
        await (await import('../../source/staged-diff.ts')).refuseLostFiles(git, absent);
      return contents;
    },
    async () => (await import('../../source/tracked-paths.ts')).indexedPaths(git),
  );
  await checkPins(git, reader);
  const paths = async (): Promise<readonly string[]> =>
    ((await diff) ?? []).filter(hasNewContent).map(({ path }) => path);
  return { policy, scan: await openChangeScan(policy, paths()) };
}

/** Costs no process: only our pins give this name a meaning. Where it has none, git is asked for its version. */
async function checkPins(git: Git, reader: ObjectReader): Promise<void> {
  let pinned = false;
  await reader.read(
    [PINNED_NAME],
    (_, type) => (pinned = type !== undefined),
    () => {},
  );
  if (!pinned) await (await import('../../source/repository.ts')).checkVersion(git);
}

/**
 * cat-file says of a staged file whose content is missing only that it is not there. Whether it may be there without
 * asking another git: HEAD has it, or the change adds it.
 * @param changes of the index against HEAD; undefined: not known
 */
async function mayBeStaged(
  paths: readonly string[],
  reader: ObjectReader,
  changes: readonly Change[] | undefined,
): Promise<boolean> {
  if (changes?.some((change) => hasNewContent(change) && paths.includes(change.path)) !== false) return true;
  const named = paths.map((path) => ({ folder: dirname(path), name: basename(path) }));
  let inHead = false;
  await reader.read(
    named.map(({ folder }) => (folder === '.' ? 'HEAD:' : `HEAD:${folder}`)),
    (index, type, bytes) => void (inHead ||= type === 'tree' && bytes.includes(`${named[index]!.name}\0`)),
  );
  return inHead;
}
