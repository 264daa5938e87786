/** Private keys of dotenvx, by the public half that stands in the `.env` file: secp256k1, both in hex, the point compressed. */
import { createECDH } from 'node:crypto';
import { createBudget } from './budget.ts';
import { placeOf } from './place.ts';
import type { Anchors } from './anchors.ts';
import type { Budget } from './budget.ts';
import type { Proofs } from './proofs.ts';
import type { Secret } from '../model.ts';

/** One multiplication on the curve, in steps. */
const STEPS = 50;

export function dotenvxKeys(
  secrets: readonly Secret[],
  anchors: Anchors,
  proofs: Proofs,
  budget: Budget = createBudget(),
): void {
  const halves = new Map(
    anchors.of('dotenvx-public-key').map((anchor) => [anchor.value.expose('proof').toString('latin1'), anchor]),
  );
  if (halves.size === 0) return;
  let untried = 0;
  for (const secret of secrets) {
    const text = secret.value.length === 64 ? secret.value.expose('proof').toString('latin1') : '';
    if (!/^[0-9a-f]{64}$/.test(text)) continue;
    if (!budget.take(STEPS)) {
      untried++;
      continue;
    }
    const half = halves.get(publicHalf(text) ?? '');
    if (half === undefined) continue;
    const place = placeOf(half);
    proofs.add(secret, {
      kind: 'proven',
      detail: `opens what is encrypted for the public key in ${place}`,
      unit: place,
    });
  }
  if (untried > 0) proofs.cut('values not tried as dotenvx keys (limit dotenvx-steps)', 'more than are tried', untried);
}

function publicHalf(key: string): string | undefined {
  const curve = createECDH('secp256k1');
  try {
    curve.setPrivateKey(key, 'hex');
  } catch {
    return undefined; // zero, or beyond the order of the curve
  }
  return curve.getPublicKey('hex', 'compressed');
}
