/** The policy of a revision, read through git: what is there and cannot be read is told from what is not there. */
import { ScanError, UsageError } from '../../errors.ts';
import { shownRevision } from '../../shown.ts';
import { openReader } from '../../source/cat-file.ts';
import { trackedPaths } from '../../source/tracked-paths.ts';
import { NO_FILES, readPolicy } from './policy.ts';
import type { Policy } from './policy.ts';
import type { Gap } from '../../model.ts';
import type { ObjectReader } from '../../source/cat-file.ts';
import type { Repository } from '../../source/repository.ts';

export interface CountedPolicy {
  readonly policy: Policy;
  /** Why it is none: for the coverage of the report. */
  readonly failed: readonly Gap[];
}

/** The policy of a revision; empty before the first commit. A policy file that is there and cannot be read is an error. */
export async function policyAt(repository: Repository, revision: string | null): Promise<Policy> {
  if (revision === null) return readPolicy(NO_FILES);
  if (revision !== repository.head) {
    await repository.git
      .ask(['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`])
      .catch(() => {
        throw new UsageError(`--policy-from ${shownRevision(revision)}: no such revision`);
      });
  }
  const reader = openReader(repository);
  try {
    return await readPolicy(
      async (paths) => {
        const contents: (Buffer | undefined)[] = [];
        await reader.read(
          paths.map((path) => `${revision}:${path}`),
          (_, type, bytes) => contents.push(type === 'blob' ? Buffer.from(bytes) : undefined),
          () => contents.push(undefined),
        );
        const absent = paths.filter((_, index) => contents[index] === undefined);
        if (await mayBeThere(reader, revision, absent)) await refuseHalfPolicy(repository, revision, absent);
        return contents;
      },
      async () => {
        const { paths, why } = await trackedPaths(repository.git, revision);
        if (why !== undefined) throw new ScanError(`the policy cannot be read: ${why}`);
        return paths;
      },
    );
  } finally {
    reader.close();
  }
}

/** cat-file says of a file whose content is missing only that it is not there. Costs no process: the top tree may know. */
async function mayBeThere(reader: ObjectReader, revision: string, absent: readonly string[]): Promise<boolean> {
  if (absent.length === 0) return false;
  const names = new Set(absent.map((path) => path.split('/')[0]!));
  let may = true;
  await reader.read(
    [`${revision}:`],
    (_, type, bytes) => void (may = type !== 'tree' || [...names].some((name) => bytes.includes(` ${name}\0`))),
    () => {},
  );
  return may;
}

const LEFT_OUT = 'is left out of this partial clone: git fetch --refetch --no-filter  brings it';

/** The tree of a file whose content is missing knows it. */
async function refuseHalfPolicy(
  { git, partial }: Repository,
  revision: string,
  absent: readonly string[],
): Promise<void> {
  const named = await git
    .ask(['ls-tree', '-z', '--full-tree', '--name-only', revision, '--', ...absent])
    .catch(({ message }: Error) => {
      // newer gits say only that it is no tree
      const why = partial && message.includes('not a tree object') ? `the folder that may hold it ${LEFT_OUT}` : message;
      throw new ScanError(`the policy cannot be read: ${why}`);
    });
  if (named === '') return;
  const why = partial ? LEFT_OUT : 'is missing or corrupt: git fsck';
  throw new ScanError(`the policy cannot be read: ${named.split('\0')[0]} ${why}`);
}

/**
 * The policy of a revision, for those who report what they see all the same: where it cannot be read nothing is allowed
 * or adopted, and that is said among what failed.
 */
export async function policyOrNone(
  repository: Repository,
  revision: string | null,
): Promise<CountedPolicy> {
  try {
    return { policy: await policyAt(repository, revision), failed: [] };
  } catch (error) {
    if (!(error instanceof ScanError)) throw error;
    return withoutPolicy(error);
  }
}

export async function withoutPolicy({ message }: Error): Promise<CountedPolicy> {
  const why = `read without one, as it cannot be used: ${message.replace('the policy cannot be read: ', '')}`;
  const policy = { ...(await readPolicy(NO_FILES)), files: new Map() }; // whatever stands there is not known
  return { policy, failed: [{ what: 'policy', why, count: 1 }] };
}
