/** A whole audit and the policy that counts for it: what `audit`, `todo` and `accept` share. */
import { inspect } from './looks.ts';
import { policyOrNone } from '../policy/policy-at.ts';
import { WORKING_TREE, workingPolicy } from '../policy/working-policy.ts';
import { progressLine } from './progress.ts';
import { withUnused } from './unused-entries.ts';
import type { Context } from '../context.ts';
import type { SetAsidePlace } from './unit-paths.ts';
import type { Reading } from '../engine/engine.ts';
import type { CountedPolicy } from '../policy/policy-at.ts';
import type { Policy } from '../policy/policy.ts';
import type { Gap, Report } from '../../model.ts';
import type { Repository } from '../../source/repository.ts';

/** An audit by the policy of a revision: HEAD's, unless another was asked for. */
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
  const counted = await policyOrNone(repository, revision);
  const options = { asOf, quiet, ...(setAside === undefined ? {} : { setAside }), ...reading };
  return { ...(await auditBy(counted, repository, revision, options, context)), revision };
}

/** An audit by the policy of the working tree, or of a revision that was asked for. */
export async function auditWorking(
  repository: Repository,
  asOf: string,
  policyFrom: string | undefined,
  context: Context,
  quiet: boolean,
): Promise<{ report: Report; policy: Policy }> {
  const working = policyFrom === undefined ? await workingPolicy(repository) : undefined;
  const counted =
    working === undefined
      ? await policyOrNone(repository, policyFrom ?? repository.head)
      : { policy: working, failed: [] };
  return auditBy(counted, repository, policyFrom ?? WORKING_TREE, { asOf, quiet }, context);
}

/** @param revision of the runbooks that the policy names */
async function auditBy(
  { policy, failed }: CountedPolicy,
  repository: Repository,
  revision: string | null,
  { quiet, ...options }: Reading & { asOf: string; quiet: boolean; setAside?: (places: readonly SetAsidePlace[]) => void },
  context: Context,
): Promise<{ report: Report; policy: Policy }> {
  if (policy.config !== undefined)
    await (await import('../runbooks/configured.ts')).checkConfigured(policy, repository, revision, context);
  const progress = quiet || context.progress === undefined ? undefined : progressLine(context.progress);
  const report = await inspect(repository, policy, {
    command: 'audit',
    ...(progress === undefined ? {} : { progress }),
    ...options,
  });
  return { report: withFailed(withUnused(report, policy.ledger), failed), policy };
}

export function withFailed(report: Report, gaps: readonly Gap[]): Report {
  const { coverage } = report;
  if (gaps.length === 0) return report;
  return { ...report, coverage: { ...coverage, complete: false, failed: [...coverage.failed, ...gaps] } };
}
