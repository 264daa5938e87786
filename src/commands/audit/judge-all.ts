/** Secrets → judged secrets: what is proved of them, the ledger's word, the table's row, the priority. */
import { awsAccountOf } from '../../aws-account.ts';
import { closedOn } from '../../exposure/window.ts';
import { prove } from '../../proof/prove.ts';
import { provedConfidence, returnedConfidence } from '../../verdict/confidence.ts';
import { priorityOf } from '../../verdict/priority.ts';
import { statusOf } from '../../verdict/status.ts';
import { verdictOf } from '../../verdict/table.ts';
import { reasonOf } from '../../verdict/reason.ts';
import { settledWithKey } from '../../verdict/with-key.ts';
import type { Settled, StatusQuestion } from '../../verdict/status.ts';
import type { Policy } from '../policy/policy.ts';
import type { Gap, Judged, Secret } from '../../model.ts';

/** How commits stand to those at which entries were made. */
export type LedgerFacts = Pick<StatusQuestion, 'standing' | 'onRef' | 'isBoundary'>;

/** Of what stands in no commit that could have overtaken an entry. */
export const NO_COMMITS: LedgerFacts = { standing: () => 'unknown', onRef: () => false, isBoundary: () => false };

export interface JudgedSecrets {
  readonly secrets: readonly Judged[];
  /** What was not tried for a proof, by a named limit. */
  readonly gaps: readonly Gap[];
}

/** What of a policy decides: the ledger, and priorities of the team's own. */
export type Deciding = Pick<Policy, 'config' | 'ledger'>;

export function judgeAll(found: readonly Secret[], policy: Deciding, asOf: string, facts: LedgerFacts): JudgedSecrets {
  const entries = new Map(policy.ledger.map((entry) => [entry.id, entry]));
  return judgeProved(found, policy, asOf, (secret) =>
    statusOf({ occurrences: secret.occurrences, entry: entries.get(secret.id), asOf, ...facts }),
  );
}

/** @param settle what the team has decided or done about a secret */
export function judgeProved(
  found: readonly Secret[],
  { config }: Deciding,
  asOf: string,
  settle: (secret: Secret) => Settled,
): JudgedSecrets {
  const { secrets, gaps } = prove(found, asOf);
  const weighed = secrets.map((secret) => ({ ...secret, confidence: provedConfidence(secret) }));
  const own = new Map(weighed.map((secret) => [secret.id, settle(secret)]));
  return {
    gaps,
    secrets: weighed.map((secret) => {
      const settled = settledWithKey(secret, own.get(secret.id)!, (id) => own.get(id));
      const { end, was } = settled;
      const confidence = returnedConfidence(secret.confidence, was);
      const { status, reasons } = withAccounts(secret, settled, config?.aws.accounts ?? []);
      const { verdict } = verdictOf({ nature: secret.nature, exposure: secret.exposure.class, status });
      const reason = settled.because ?? reasonOf(secret, status, confidence);
      const { priority, because } = priorityOf({ ...secret, confidence }, config?.priority);
      const { oddDate } = secret.exposure;
      const odd = oddDate === undefined ? [] : [oddDate];
      return {
        ...secret,
        confidence,
        exposure: closedOn(secret.exposure, end),
        status,
        verdict,
        priority,
        reasons: [...odd, ...reasons, reason],
        urgency: because,
        ...(was === undefined ? {} : { was }),
      };
    }),
  };
}

/** Where the team has named its AWS accounts, a resource name of another one is nobody's to move to configuration. */
function withAccounts({ nature, value }: Secret, settled: Settled, accounts: readonly string[]): Settled {
  if (nature !== 'identifier' || settled.status !== 'open' || accounts.length === 0) return settled;
  const account = awsAccountOf(value);
  if (account === undefined || accounts.includes(account)) return settled;
  return { status: 'accepted', reasons: ['its AWS account is none of aws.accounts in the configuration'] };
}
