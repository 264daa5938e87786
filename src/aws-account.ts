/** The AWS account that an ARN names: what ARNs are grouped by. */
import type { SecretValue } from './secret-value.ts';

const ARN = /^arn:[a-z-]{1,20}:[^:]{0,64}:[^:]{0,64}:(\d{12}):/;

/** Twelve digits; undefined for what is no ARN, or one without an account. */
export function awsAccountOf(value: SecretValue): string | undefined {
  return ARN.exec(value.expose('redact').subarray(0, 200).toString('latin1'))?.[1];
}
