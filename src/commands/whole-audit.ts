/** A whole audit and the policy that counts for it: what `audit`, `todo` and `accept` share. */
import { ScanError, UsageError } from '../errors.ts';
import { shownRevision } from '../shown.ts';
import { openReader } from '../source/cat-file.ts';
import { trackedPaths } from '../source/tracked-paths.ts';
import { inspect } from './inspect.ts';
import { NO_FILES, readPolicy } from './policy.ts';
import { progressLine } from './progress.ts';
import { withUnused } from './unused-entries.ts';
import type { Context } from './context.ts';
import type { SetAsidePlace } from './unit-paths.ts';
import type { Reading } from './engine.ts';
import type { Policy } from './policy.ts';
import type { Report } from '../model.ts';
import type { Repository } from '../source/repository.ts';

export async function auditWhole(
  repository: Repository,
  asOf: string,
  policyFrom: string | undefined,
  context: Context,
  quiet = false,
  setAside?: (places: readonly SetAsidePlace[]) => void,
  reading: Reading = {},
): Promise<{ report: Report; policy: Policy; revision: string | null }> {
  const revision = policyFrom ?? repository.head;
  const policy = await policyAt(repository, revision, { holesAreReported: true });
  if (policy.config !== undefined)
    await (await import('./runbooks.ts')).checkConfigured(policy, repository, revision, context);
  const progress = quiet || context.progress === undefined ? undefined : progressLine(context.progress);
  const report = await inspect(repository, policy, {
    command: 'audit',
    asOf,
    ...(progress === undefined ? {} : { progress }),
    ...(setAside === undefined ? {} : { setAside }),
    ...reading,
  });
  return { report: withUnused(report, policy.ledger), policy, revision };
}

/**
 * The policy of a revision; empty before the first commit. A policy file that is there and cannot be read is an error,
 * unless the caller looks at the whole store: then the audit is incomplete for the same reason, and its findings count.
 */
export async function policyAt(
  repository: Repository,
  revision: string | null,
  { holesAreReported = false } = {},
): Promise<Policy> {
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
          ...(holesAreReported ? [() => contents.push(undefined)] : []),
        );
        if (repository.partial || !holesAreReported)
          await refuseHalfPolicy(
            repository,
            revision,
            paths.filter((_, index) => contents[index] === undefined),
          );
        return contents;
      },
      async () => {
        const { paths, why } = await trackedPaths(repository.git, revision);
        if (why !== undefined && (repository.partial || !holesAreReported))
          throw new ScanError(`the policy cannot be read: ${why}`);
        return paths;
      },
    );
  } finally {
    reader.close();
  }
}

/** cat-file says of a file whose content is missing only that it is not there; its tree knows. */
async function refuseHalfPolicy(
  { git, partial }: Repository,
  revision: string,
  absent: readonly string[],
): Promise<void> {
  if (absent.length === 0) return;
  const named = await git
    .ask(['ls-tree', '-z', '--full-tree', '--name-only', revision, '--', ...absent])
    .catch((error: Error) => {
      throw new ScanError(`the policy cannot be read: ${error.message}`);
    });
  if (named === '') return;
  const why = partial
    ? 'is left out of this partial clone: git fetch --refetch --no-filter  brings it'
    : 'is missing or corrupt: git fsck';
  throw new ScanError(`the policy cannot be read: ${named.split('\0')[0]} ${why}`);
}
