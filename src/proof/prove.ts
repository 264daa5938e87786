/**
 * Secrets and anchors → the same secrets with what can be proved of them without network, and what they are to each
 * other. Each prover looks at values alone, so that nothing is read again, and returns at once when there is nothing to
 * try.
 */
import { accountsOfIds } from './aws-account.ts';
import { ageIdentities } from './age.ts';
import { createProofs } from './proofs.ts';
import { dotenvxKeys } from './dotenvx.ts';
import { expiredSecrets } from './expired.ts';
import { inOrderOfPlaces } from './place.ts';
import { keyPairs } from './key-pairs.ts';
import { keyStores } from './key-stores.ts';
import { pairedKeys } from './key-id-pairs.ts';
import { readAwsKeys } from './aws-keys.ts';
import { readPrivateKeys } from './private-keys.ts';
import { readTokens } from './json-web-token.ts';
import { relatedValues } from './related-values.ts';
import { revealedByArns } from './aws-arns.ts';
import { rightChecksums } from './checksums.ts';
import { serviceAccounts } from './google-accounts.ts';
import { signedByAws } from './aws-signed.ts';
import { signedByKeys } from './jwt-key-pair.ts';
import { signedBySecrets } from './jwt-secret.ts';
import { smtpPasswords } from './aws-smtp.ts';
import { splitAnchors } from './anchors.ts';
import { whoseTheyAre } from './whose.ts';
import { sharedAccess } from './azure-sas.ts';
import { sealedSecrets } from './sealed-secrets.ts';
import { wrappedByFernet } from './fernet.ts';
import { wrappingKeys } from './wrapping-keys.ts';
import type { Gap, Secret } from '../model.ts';

export interface Proved {
  /** Without the anchors, but for what a key that was found opens. */
  readonly secrets: readonly Secret[];
  /** What was left untried by a named limit. Detection is whole without it: no reason for another status. */
  readonly gaps: readonly Gap[];
}

export function prove(all: readonly Secret[], asOf: string): Proved {
  const { secrets, anchors } = splitAnchors(inOrderOfPlaces(all));
  const proofs = createProofs();
  const tokens = readTokens(secrets);
  const keys = readPrivateKeys(secrets, anchors, proofs);
  const aws = readAwsKeys(secrets);

  signedBySecrets(tokens, secrets, asOf, proofs);
  signedByKeys(tokens, keys, asOf, proofs);
  keyPairs(keys, anchors, asOf, proofs);
  keyStores(secrets, proofs);
  wrappedByFernet(secrets, proofs);
  wrappingKeys(secrets, anchors, proofs);
  ageIdentities(secrets, anchors, proofs);
  sealedSecrets(keys, anchors, proofs);
  dotenvxKeys(secrets, anchors, proofs);
  signedByAws(aws, anchors, proofs);
  smtpPasswords(aws, secrets, proofs);
  rightChecksums(secrets, proofs);
  accountsOfIds(aws, secrets, proofs);
  whoseTheyAre(tokens, secrets, asOf, proofs);
  serviceAccounts(secrets, anchors, proofs);
  sharedAccess(secrets, anchors, asOf, proofs);
  revealedByArns(secrets, proofs);
  expiredSecrets(tokens, secrets, asOf, proofs);
  pairedKeys(aws, secrets, proofs);
  relatedValues(secrets, proofs);

  const known = new Set(secrets.map(({ id }) => id));
  const opened = proofs.reported.filter(({ id }) => !known.has(id));
  return { secrets: [...splitAnchors(all).secrets, ...opened].map(proofs.told), gaps: proofs.gaps };
}
