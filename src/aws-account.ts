/** The AWS account that an ARN names: what ARNs are grouped by, and what is shown of them. */
import type { SecretValue } from './secret-value.ts';

const ARN = /^arn:[a-z-]{1,20}:[^:]{0,64}:[^:]{0,64}:(\d{12}):/;
/** No account is named further on. */
const LONGEST = 200;

/** Twelve digits; undefined for what is no ARN, or one without an account. */
export function awsAccountOf(value: SecretValue): string | undefined {
  return match(value)?.[1];
}

/** All but the resource: `arn:aws:iam::<account>:`. Neither service nor account is a secret; undefined as above. */
export function headOfArn(value: SecretValue): string | undefined {
  return match(value)?.[0];
}

function match(value: SecretValue): RegExpExecArray | null {
  return ARN.exec(value.expose('redact').subarray(0, LONGEST).toString('latin1'));
}
