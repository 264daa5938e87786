/**
 * Fernet tokens made with a key that was found (https://github.com/fernet/spec): the token's own HMAC, made with the
 * key's first half, is proof enough, so nothing is decrypted. Whoever has both can read what the token holds: what a
 * proven key wraps depends on it.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createBudget, hashSteps } from './budget.ts';
import { tellOpened } from './opened.ts';
import { placeOf, placesOf } from './place.ts';
import type { Budget } from './budget.ts';
import type { Proofs } from './proofs.ts';
import type { Secret } from '../model.ts';

const VERSION = 0x80;
const KEY = { all: 32, signing: 16 };
const HMAC = 32;
/** Version, time, initial vector and HMAC around whole blocks. */
const FRAME = 57;
const BLOCK = 16;

interface Wrapped {
  readonly secret: Secret;
  readonly bytes: Buffer;
}

export function wrappedByFernet(secrets: readonly Secret[], proofs: Proofs, budget: Budget = createBudget()): void {
  const tokens = secrets.flatMap((secret) => fernetToken(secret) ?? []);
  if (tokens.length === 0) return;
  const keys = secrets.flatMap((secret) => {
    const key = fernetKey(secret.value.expose('proof'));
    return key === undefined ? [] : [{ secret, key, tokens: [] as Secret[] }];
  });
  let untried = 0;
  for (const { secret, bytes } of tokens) {
    const signed = bytes.subarray(0, -HMAC);
    for (const { key, tokens: made } of keys) {
      if (!budget.take(hashSteps(signed.length))) {
        untried++;
        break;
      }
      const expected = createHmac('sha256', key.subarray(0, KEY.signing)).update(signed).digest();
      if (!timingSafeEqual(expected, bytes.subarray(-HMAC))) continue;
      made.push(secret);
      break;
    }
  }
  for (const { secret: key, tokens: made } of keys) {
    if (made.length === 0) continue;
    proofs.add(key, {
      kind: 'proven',
      detail: `opens the Fernet token in ${placesOf(made)}`,
      unit: placeOf(made[0]!),
    });
    proofs.is(key, 'fernet-key');
    for (const token of made) tellOpened(key, token, 'Fernet key', proofs);
  }
  if (untried > 0)
    proofs.cut('Fernet tokens not tried with every key (limit fernet-steps)', 'more than are tried', untried);
}

function fernetToken(secret: Secret): Wrapped | undefined {
  const value = secret.value.expose('proof');
  if (value.toString('latin1', 0, 4) !== 'gAAA') return undefined;
  const bytes = Buffer.from(value.toString('latin1'), 'base64url');
  const isToken = bytes[0] === VERSION && bytes.length >= FRAME + BLOCK && (bytes.length - FRAME) % BLOCK === 0;
  return isToken ? { secret, bytes } : undefined;
}

function fernetKey(value: Buffer): Buffer | undefined {
  const text = value.toString('latin1');
  if (!/^[A-Za-z0-9_-]{43}=?$/.test(text)) return undefined;
  const key = Buffer.from(text, 'base64url');
  return key.length === KEY.all ? key : undefined;
}
