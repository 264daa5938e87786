/** Secrets that stand in pages as they are now, committed or not: what `runbook check` says of the pages themselves. */
import { allowanceOf } from '../policy/allowance.ts';
import { secretsOfChange, type Addition } from '../change/report.ts';
import { fileAddition } from '../change/file-addition.ts';
import { createCollector } from '../engine/collect.ts';
import { createDetectors } from '../engine/detectors.ts';
import { openFileScan } from '../engine/file-scan.ts';
import type { Policy } from '../policy/policy.ts';
import type { Judged } from '../../model.ts';

/** @param pages by path */
export async function secretsInPages(pages: ReadonlyMap<string, Buffer>, policy: Policy, asOf: string): Promise<readonly Judged[]> {
  const detectors = await createDetectors(policy.rules, policy.config?.marks !== 'ignore');
  const allowed = await allowanceOf(policy);
  const additions: Addition[] = [];
  const files = openFileScan(detectors, createCollector(), (_, path, placed) => {
    for (const { finding } of placed) additions.push(fileAddition(finding, 'file', path, policy, allowed));
  });
  for (const [path, bytes] of pages) files.whole(path, bytes);
  const { secrets } = await secretsOfChange(additions, { policy, asOf, class: 'uncommitted', reach: ['worktree'] });
  return secrets;
}
