/**
 * Forms that let whoever has them upload to S3: the policy in base64, signed with an AWS secret, in the fourth version
 * (https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-authentication-HTTPPOST.html) or the second
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/HTTPPOSTForms.html).
 */
import { createHmac } from 'node:crypto';
import { signingKey } from './aws-keys.ts';
import { hashSteps } from './budget.ts';
import type { Signed, SignedForm } from './aws-form.ts';

export const uploadForm: SignedForm = { kind: 'aws-post-policy', word: 'upload form', read: readForm };

/** HMACs for the key of a day, a region and a service. */
const DERIVING = 4;
const HEX_SHA_256 = 64;
const BASE64_SHA_1 = 28;

function readForm(text: string): Signed | undefined {
  // a slash may be escaped, as some writers of JSON do
  const policy = /^[A-Za-z0-9+/=\\]*/.exec(text)![0].replaceAll('\\', '');
  const isFourth = /^[0-9a-f]{64}$/.test(text.slice(-HEX_SHA_256));
  const signature = text.slice(isFourth ? -HEX_SHA_256 : -BASE64_SHA_1);
  const says = readPolicy(policy);
  if (says === undefined) return undefined;
  const { ends, credential } = says;
  const [id = '', ...scope] = credential.split('/');
  const known = { id, when: ends, steps: DERIVING + hashSteps(policy.length) };
  if (isFourth)
    return { ...known, signedBy: (key) => createHmac('sha256', signingKey(key, ...scope)).update(policy).digest('hex') === signature };
  return { ...known, signedBy: (key) => createHmac('sha1', key).update(policy).digest('base64') === signature };
}

/** Conditions are pairs, or lists of an operator, a name behind a dollar sign and what it must be. */
function readPolicy(policy: string): { readonly ends: string; readonly credential: string } | undefined {
  try {
    const json = JSON.parse(Buffer.from(policy, 'base64').toString('utf8')) as { expiration?: unknown; conditions?: unknown };
    const conditions = Array.isArray(json.conditions) ? (json.conditions as unknown[]) : [];
    const pairs = conditions.flatMap((one): [string, unknown][] => {
      if (Array.isArray(one)) return [[String(one[1]).replace(/^\$/, ''), one[2]]];
      return typeof one === 'object' && one !== null ? Object.entries(one) : [];
    });
    const credential = pairs.find(([name]) => name.toLowerCase() === 'x-amz-credential')?.[1];
    const day = /^\d{4}-\d\d-\d\d/.exec(String(json.expiration))?.[0];
    return { ends: day === undefined ? 'until an unknown day' : `until ${day}`, credential: String(credential ?? '') };
  } catch {
    return undefined;
  }
}
