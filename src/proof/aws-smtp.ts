/**
 * SMTP passwords of Amazon SES are made from a secret access key, one for each region:
 * https://docs.aws.amazon.com/ses/latest/dg/smtp-credentials.html
 */
import { createBudget } from './budget.ts';
import { placeOf } from './place.ts';
import { signingKey, textOf } from './aws-keys.ts';
import type { AwsKeys } from './aws-keys.ts';
import type { Budget } from './budget.ts';
import type { Proofs } from './proofs.ts';
import type { Secret } from '../model.ts';

const VERSION = 0x04;
const LENGTH = 44;
/** HMACs for one password. */
const STEPS = 6;
/** https://docs.aws.amazon.com/general/latest/gr/ses.html : regions with an SMTP endpoint. */
const REGIONS: readonly string[] = [
  'us-east-1 us-east-2 us-west-1 us-west-2 us-gov-east-1 us-gov-west-1 ca-central-1 sa-east-1',
  'eu-west-1 eu-west-2 eu-west-3 eu-central-1 eu-central-2 eu-north-1 eu-south-1',
  'ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2 ap-southeast-1 ap-southeast-2 ap-southeast-3',
  'ap-southeast-5 af-south-1 il-central-1 me-central-1 me-south-1',
].flatMap((line) => line.split(' '));

export function smtpPasswords(
  { keys }: AwsKeys,
  secrets: readonly Secret[],
  proofs: Proofs,
  budget: Budget = createBudget(),
): void {
  const passwords = new Map<string, Secret>();
  for (const secret of secrets) {
    const text = secret.value.length === LENGTH ? textOf(secret.value.expose('proof')) : '';
    if (Buffer.from(text, 'base64')[0] === VERSION) passwords.set(text, secret);
  }
  if (passwords.size === 0) return;
  for (const [done, key] of keys.entries()) {
    for (const region of REGIONS) {
      if (!budget.take(STEPS)) {
        proofs.cut(
          'AWS keys not tried for SMTP passwords (limit aws-steps)',
          'more than are tried',
          keys.length - done,
        );
        return;
      }
      const password = passwords.get(smtpPassword(key.value.expose('proof'), region));
      if (password === undefined) continue;
      proofs.relate(password, 'derived from', key);
      proofs.add(key, {
        kind: 'proven',
        detail: `makes the SMTP password in ${placeOf(password)} (SES, ${region})`,
        unit: placeOf(password),
      });
      proofs.add(password, {
        kind: 'proven',
        detail: `SMTP password of SES in ${region}, made from the AWS key in ${placeOf(key)}`,
        unit: placeOf(key),
      });
    }
  }
}

function smtpPassword(key: Buffer, region: string): string {
  const signature = signingKey(key, '11111111', region, 'ses', 'aws4_request', 'SendRawEmail');
  return Buffer.concat([Buffer.from([VERSION]), signature]).toString('base64');
}
