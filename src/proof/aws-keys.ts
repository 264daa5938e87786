/** Ids and secrets of AWS access keys among what was found, and how such a secret signs. */
import { createHmac } from 'node:crypto';
import type { Secret } from '../model.ts';

const KEY_ID = /^A(?:KIA|SIA|BIA|CCA)[A-Z2-7]{16}$/;

export interface AwsKeys {
  readonly ids: readonly Secret[];
  readonly keys: readonly Secret[];
}

export function readAwsKeys(secrets: readonly Secret[]): AwsKeys {
  const ids = secrets.filter(({ value }) => value.length === 20 && KEY_ID.test(textOf(value.expose('proof'))));
  const keys = secrets.filter(
    ({ names, value }) =>
      value.length === 40 &&
      names.some(({ kind }) => kind === 'aws-access-key') &&
      /^[A-Za-z0-9+/]{40}$/.test(textOf(value.expose('proof'))),
  );
  return { ids, keys };
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html : each part is signed with what came before. */
export function signingKey(key: Buffer, ...parts: readonly string[]): Buffer {
  return parts.reduce(
    (secret: Buffer, part) => createHmac('sha256', secret).update(part).digest(),
    Buffer.concat([Buffer.from('AWS4'), key]),
  );
}

/** Ids and keys are ASCII. */
export function textOf(bytes: Buffer): string {
  return bytes.toString('latin1');
}
