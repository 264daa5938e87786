/**
 * Sealed secrets of Kubernetes, opened with the controller's private key: RSA-OAEP (RFC 8017 § 7.1) of a session key, in
 * front of what that one encrypted (https://github.com/bitnami-labs/sealed-secrets/blob/main/docs/developer/crypto.md).
 * The label, which has namespace and name, is not needed to see that a key fits: the padding is there or not. The session
 * key is zeroed unread.
 */
import { constants, createHash, privateDecrypt } from 'node:crypto';
import { createBudget } from './budget.ts';
import { placeOf, placesOf } from './place.ts';
import { privateHalf } from './private-half.ts';
import { tellOpened } from './opened.ts';
import type { Anchors } from './anchors.ts';
import type { Budget } from './budget.ts';
import type { KeyObject } from 'node:crypto';
import type { PrivateKey } from './private-keys.ts';
import type { Proofs } from './proofs.ts';
import type { Secret } from '../model.ts';

/** One decryption with a key of 4096 bits, in steps. Exponents may be longer than they need to be. */
const STEPS = 2_000;
/** Bytes of such a key, all of its numbers. */
const KEY_BYTES = 2_400;
const HASH = 32;
const SESSION_KEY = 32;

export function sealedSecrets(
  keys: readonly PrivateKey[],
  anchors: Anchors,
  proofs: Proofs,
  budget: Budget = createBudget(),
): void {
  const sealed = anchors.of('sealed-secret');
  if (sealed.length === 0) return;
  const openers = keys.flatMap(({ secret, publicKey }) => {
    const bytes = (publicKey.asymmetricKeyDetails?.modulusLength ?? 0) / 8;
    const key = publicKey.asymmetricKeyType === 'rsa' ? privateHalf(secret.value.expose('proof')) : undefined;
    const steps = STEPS * Math.ceil(secret.value.length / KEY_BYTES);
    return key === undefined ? [] : [{ secret, key, bytes, steps, opened: [] as Secret[] }];
  });
  let untried = 0;
  for (const anchor of sealed) {
    const bytes = Buffer.from(anchor.value.expose('proof').toString('latin1'), 'base64');
    const length = bytes.length < 2 ? 0 : bytes.readUInt16BE(0);
    const session = bytes.subarray(2, 2 + length);
    for (const opener of openers) {
      if (opener.bytes !== length || session.length !== length) continue;
      if (!budget.take(opener.steps)) {
        untried++;
        break;
      }
      if (!hasPadding(opener.key, session)) continue;
      opener.opened.push(anchor);
      break;
    }
  }
  for (const { secret, opened } of openers) {
    if (opened.length === 0) continue;
    const detail = `opens the sealed secret in ${placesOf(opened)}`;
    proofs.add(secret, { kind: 'proven', detail, unit: placeOf(opened[0]!) });
    for (const anchor of opened) tellOpened(secret, anchor, 'private key', proofs);
  }
  if (untried > 0) proofs.cut('sealed secrets not tried with every key (limit sealed-steps)', 'more than are tried', untried);
}

/** A zero, the masked seed, the masked block: hash of the label, zeros, a one, the session key. */
function hasPadding(key: KeyObject, session: Buffer): boolean {
  let message: Buffer;
  try {
    message = privateDecrypt({ key, padding: constants.RSA_NO_PADDING }, session);
  } catch {
    return false; // a number beyond the modulus
  }
  const block = message.subarray(1 + HASH);
  const seed = xor(message.subarray(1, 1 + HASH), mask(block, HASH));
  const plain = xor(block, mask(seed, block.length));
  const padding = plain.subarray(HASH, plain.length - SESSION_KEY);
  const fits = message[0] === 0 && padding.at(-1) === 1 && padding.subarray(0, -1).every((byte) => byte === 0);
  for (const buffer of [message, seed, plain]) buffer.fill(0);
  return fits;
}

/** MGF1 with SHA-256. */
function mask(seed: Buffer, length: number): Buffer {
  const blocks: Buffer[] = [];
  for (let counter = 0; counter * HASH < length; counter++) {
    const number = Buffer.alloc(4);
    number.writeUInt32BE(counter);
    blocks.push(createHash('sha256').update(seed).update(number).digest());
  }
  return Buffer.concat(blocks).subarray(0, length);
}

function xor(bytes: Buffer, other: Buffer): Buffer {
  const result = Buffer.alloc(bytes.length);
  for (let at = 0; at < bytes.length; at++) result[at] = bytes[at]! ^ other[at]!;
  return result;
}
