/**
 * The policy as it stands in the working tree, for the commands that act on it: the to-do and `verify` go by what the
 * team has just decided, committed or not. A bare repository has only its HEAD.
 */
import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../../errors.ts';
import { shownPath } from '../../shown.ts';
import { indexedPaths } from '../../source/tracked-paths.ts';
import { inspect } from './inspect.ts';
import { type Policy, readPolicy } from '../policy/policy.ts';
import { progressLine } from './progress.ts';
import { WORKING_TREE } from '../runbooks/runbook-files.ts';
import { checkConfigured } from '../runbooks/runbooks.ts';
import { withUnused } from './unused-entries.ts';
import { policyOrNone, withFailed } from './whole-audit.ts';
import type { Context } from '../context.ts';
import type { Report } from '../../model.ts';
import type { Repository } from '../../source/repository.ts';

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

/** An audit of everything by the policy of the working tree, or of a revision that was asked for. */
export async function auditWorking(
  repository: Repository,
  asOf: string,
  policyFrom: string | undefined,
  context: Context,
  quiet: boolean,
): Promise<{ report: Report; policy: Policy }> {
  const working = policyFrom === undefined ? await workingPolicy(repository) : undefined;
  const { policy, failed } =
    working === undefined
      ? await policyOrNone(repository, policyFrom ?? repository.head)
      : { policy: working, failed: [] };
  await checkConfigured(policy, repository, policyFrom ?? WORKING_TREE, context);
  const progress = quiet || context.progress === undefined ? undefined : progressLine(context.progress);
  const report = await inspect(repository, policy, {
    command: 'audit',
    asOf,
    ...(progress === undefined ? {} : { progress }),
  });
  return { report: withFailed(withUnused(report, policy.ledger), failed), policy };
}
