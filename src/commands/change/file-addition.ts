/** What was found in a file as it is now, or in its name: something new, judged by where it stands. */
import { confidenceAt } from '../../verdict/confidence.ts';
import { nameAt } from '../engine/path-rules.ts';
import type { Addition } from './report.ts';
import type { Allowance } from '../policy/allowance.ts';
import type { Policy } from '../policy/policy.ts';
import type { Finding, Where } from '../../model.ts';

export function fileAddition(finding: Finding, where: Where, path: string, { ledger }: Policy, allowed: Allowance): Addition {
  const name = nameAt(finding, path);
  return {
    finding: name === undefined ? finding : { ...finding, name },
    where,
    path,
    confidence: confidenceAt(finding, path, where),
    allowance: allowed.at(path, finding),
    ledger,
  };
}
