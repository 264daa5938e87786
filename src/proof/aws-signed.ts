/** What was signed with an AWS secret that was found: made again from its own parts. */
import { createBudget } from './budget.ts';
import { placeOf } from './place.ts';
import { textOf } from './aws-keys.ts';
import { presignedUrl } from './aws-presigned.ts';
import { uploadForm } from './aws-post-policy.ts';
import type { Anchors } from './anchors.ts';
import type { AwsKeys } from './aws-keys.ts';
import type { Budget } from './budget.ts';
import type { Proofs } from './proofs.ts';
import type { SignedForm } from './aws-form.ts';
import type { Secret } from '../model.ts';

const FORMS: readonly SignedForm[] = [presignedUrl, uploadForm];

export function signedByAws(aws: AwsKeys, anchors: Anchors, proofs: Proofs): void {
  if (aws.keys.length === 0) return;
  const ids = new Map(aws.ids.map((secret) => [textOf(secret.value.expose('proof')), secret]));
  for (const form of FORMS) tryAll(form, anchors.of(form.kind), aws.keys, ids, proofs, createBudget());
}

function tryAll(
  { word, read }: SignedForm,
  anchors: readonly Secret[],
  keys: readonly Secret[],
  ids: ReadonlyMap<string, Secret>,
  proofs: Proofs,
  budget: Budget,
): void {
  let untried = 0;
  for (const anchor of anchors) {
    const signed = read(textOf(anchor.value.expose('proof')));
    if (signed === undefined) continue;
    const { steps, signedBy, when } = signed;
    const key = budget.spent ? undefined : keys.find(({ value }) => budget.take(steps) && signedBy(value.expose('proof')));
    if (key === undefined && budget.spent) untried++;
    if (key !== undefined) tell(key, ids.get(signed.id), anchor, `${word} in ${placeOf(anchor)}`, when, proofs);
  }
  if (untried > 0) proofs.cut(`${word}s not tried with every key (limit aws-steps)`, 'more than are tried', untried);
}

function tell(key: Secret, id: Secret | undefined, anchor: Secret, what: string, when: string, proofs: Proofs): void {
  const unit = placeOf(anchor);
  proofs.add(key, { kind: 'proven', detail: `signed the ${what} (${when})`, unit });
  if (id === undefined) return;
  proofs.relate(id, 'key id of', key);
  proofs.add(id, { kind: 'proven', detail: `with the secret in ${placeOf(key)} it signed the ${what}`, unit });
}
