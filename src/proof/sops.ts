/**
 * Values of SOPS, tied to the key that encrypted them: each file has a data key, which age sealed for its recipients
 * (https://getsops.io/docs/#encryption-protocol). The data key of an opened file is taken from age's payload
 * (https://github.com/C2SP/C2SP/blob/main/age.md#payload), used for the tags of values (AES-256-GCM), and zeroed; what the
 * values say is zeroed unread.
 */
import { createDecipheriv, hkdfSync } from 'node:crypto';
import { createBudget } from './budget.ts';
import { type Sealed, tagFits, tagSteps } from './gcm-tag.ts';
import { placeOf, placesOf } from './place.ts';
import { tellOpened } from './opened.ts';
import type { Anchors } from './anchors.ts';
import type { Budget } from './budget.ts';
import type { Proofs } from './proofs.ts';
import type { Secret } from '../model.ts';

const KEY = 32;
const NONCE = 16;
const TAG = 16;
/** One chunk, the last: its number in eleven bytes, and a one. */
const FIRST_AND_LAST = Buffer.from('000000000000000000000001', 'hex');
const VALUE = /^(?<covers>[^\n]+)\nENC\[AES256_GCM,data:(?<data>[^,]+),iv:(?<iv>[^,]+),tag:(?<tag>[^,]+),type:/;
/** Of all values together, where its tag covers a time. */
const SUM = /^\d{4}-\d\d-\d\dT/;

/** A data key as age sealed it, and the key of that file of age. */
export interface SealedDataKey {
  readonly file: Secret;
  readonly fileKey: Buffer;
}

interface Value extends Required<Sealed> {
  readonly secret: Secret;
}

export function valuesOfSops(
  sealed: readonly SealedDataKey[],
  anchors: Anchors,
  proofs: Proofs,
  budget: Budget = createBudget(),
): void {
  let closed = anchors.of('sops-value').flatMap((secret) => readValue(secret) ?? []);
  for (const { file, fileKey } of sealed) {
    if (closed.length === 0 || budget.spent) break;
    const key = dataKeyOf(file.value.expose('proof'), fileKey);
    if (key === undefined) continue;
    const opened: Value[] = [];
    const left: Value[] = [];
    for (const value of closed) {
      const isTried = budget.take(tagSteps(value));
      (isTried && tagFits(key, value) ? opened : left).push(value);
    }
    key.fill(0);
    if (opened.length > 0) tell(file, opened, proofs);
    closed = left;
  }
  const untried = budget.spent ? closed.length : 0;
  if (untried > 0) proofs.cut('values of SOPS not tried with every data key (limit sops-steps)', 'more than are tried', untried);
}

function tell(file: Secret, opened: readonly Value[], proofs: Proofs): void {
  const values = opened.filter(({ covers }) => !SUM.test(covers.toString('latin1'))).map(({ secret }) => secret);
  const places = values.length > 0 ? values : opened.map(({ secret }) => secret);
  const what = values.length > 0 ? 'opens the value of SOPS' : 'made the sum over the values of SOPS';
  proofs.add(file, { kind: 'proven', detail: `${what} in ${placesOf(places)}`, unit: placeOf(places[0]!) });
  for (const value of values) tellOpened(file, value, 'data key', proofs);
}

function readValue(secret: Secret): Value | undefined {
  const { covers, data, iv, tag } = VALUE.exec(secret.value.expose('proof').toString('latin1'))?.groups ?? {};
  if (covers === undefined) return undefined;
  const bytes = (text = ''): Buffer => Buffer.from(text, 'base64');
  return { secret, covers: Buffer.from(covers, 'latin1'), data: bytes(data), iv: bytes(iv), tag: bytes(tag) };
}

/** Undefined for a file of age that holds anything else. */
function dataKeyOf(file: Buffer, fileKey: Buffer): Buffer | undefined {
  const mac = file.indexOf('\n--- ');
  const start = file.indexOf('\n', mac + 1) + 1;
  const sealed = file.subarray(start + NONCE);
  if (mac < 0 || start === 0 || sealed.length !== KEY + TAG) return undefined;
  const key = Buffer.from(hkdfSync('sha256', fileKey, file.subarray(start, start + NONCE), 'payload', 32));
  const decipher = createDecipheriv('chacha20-poly1305', key, FIRST_AND_LAST, { authTagLength: TAG });
  decipher.setAuthTag(sealed.subarray(KEY));
  const dataKey = decipher.update(sealed.subarray(0, KEY));
  try {
    decipher.final();
    return dataKey;
  } catch {
    dataKey.fill(0);
    return undefined;
  }
}
