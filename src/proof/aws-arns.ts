/**
 * What a resource name of AWS tells whoever reads it. It opens nothing, and it says where to look: which secret to ask for
 * with any credentials of the account, which role to try to assume, which bucket may be public.
 */
import type { Proofs } from './proofs.ts';
import type { Secret } from '../model.ts';

const ARN = /^arn:aws[a-z-]*:(?<service>[a-z0-9-]+):(?<region>[a-z0-9-]*):\d{12}:(?<resource>.*)$/s;

const REVEALS: readonly { readonly fits: RegExp; readonly says: string }[] = [
  { fits: /^secretsmanager:secret/, says: 'a secret of Secrets Manager: which one to ask for with any credentials of the account' },
  { fits: /^ssm:parameter/, says: 'a parameter of Systems Manager, where settings and passwords are kept' },
  { fits: /^kms:(?:key|alias)/, says: 'a KMS key: what is encrypted with it is readable to whoever may use it' },
  { fits: /^iam:role/, says: 'an IAM role: its trust policy decides who can assume it' },
  { fits: /^sts:assumed-role/, says: 'a session of an IAM role, and so the role' },
  { fits: /^iam:user/, says: 'an IAM user: a login name of the account' },
  { fits: /^iam:(?:oidc-provider|saml-provider)/, says: 'who signs people and pipelines in to the account' },
  { fits: /^s3:/, says: 'a bucket: anybody can try whether it is public' },
  { fits: /^(?:rds|redshift|dynamodb|elasticache|es|docdb):/, says: 'a data store of the account' },
  { fits: /^(?:sns|sqs|events|lambda|states|execute-api):/, says: 'an entry point that a wrong policy opens to everybody' },
];

export function revealedByArns(secrets: readonly Secret[], proofs: Proofs): void {
  for (const secret of secrets) {
    if (secret.rule.kind !== 'aws-arn') continue;
    const { service, region, resource } = ARN.exec(secret.value.expose('proof').toString('latin1'))?.groups ?? {};
    const found = REVEALS.find(({ fits }) => fits.test(`${service}:${resource}`));
    if (found === undefined) continue;
    proofs.add(secret, { kind: 'decoded', detail: `names ${found.says}${region ? ` (${region})` : ''}` });
  }
}
