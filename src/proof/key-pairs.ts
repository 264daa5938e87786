/**
 * Public halves of private keys that were found, by which one sees what a key opens. Two private keys with one public half
 * are one key.
 */
import { createBudget } from './budget.ts';
import { fileOf } from './beside.ts';
import { groupBy } from '../group-by.ts';
import { placeOf, placesOf } from './place.ts';
import { PUBLIC_KINDS, readPublic } from './public-halves.ts';
import { printOf } from './private-keys.ts';
import { publicNumber } from './json-web-key.ts';
import type { Anchors } from './anchors.ts';
import type { Budget } from './budget.ts';
import type { PrivateKey } from './private-keys.ts';
import type { Proofs } from './proofs.ts';
import type { PublicHalf } from './public-halves.ts';
import type { Secret } from '../model.ts';

/** Reading one certificate or public key, in steps. */
const READING = 25;

/** One public half, wherever it stands. */
interface Half extends PublicHalf {
  readonly print: string;
  readonly anchor: Secret;
}

export function keyPairs(
  keys: readonly PrivateKey[],
  anchors: Anchors,
  asOf: string,
  proofs: Proofs,
  budget: Budget = createBudget(),
): void {
  if (keys.length === 0) return;
  const byPrint = groupBy(keys, ({ print }) => print);
  for (const [first, ...others] of byPrint.values())
    for (const { secret } of others) proofs.relate(first!.secret, 'same key', secret);

  const halves = readHalves(keys, anchors, asOf, proofs, budget).filter(({ print }) => byPrint.has(print));
  for (const same of groupBy(halves, ({ print, says }) => `${says} ${print}`).values()) {
    for (const { secret } of byPrint.get(same[0]!.print)!) tell(secret, same, proofs);
  }
}

function tell(secret: Secret, same: readonly Half[], proofs: Proofs): void {
  const own = new Set(secret.occurrences.map(fileOf));
  // the two halves of one JSON Web Key say nothing of what it opens
  const isOwn = ({ key, anchor }: Half): boolean => Buffer.isBuffer(key) && anchor.occurrences.every((place) => own.has(fileOf(place)));
  const others = same.filter((half) => !isOwn(half));
  const [half] = others;
  if (half === undefined) return;
  const more = half.facts.length === 0 ? '' : ` (${half.facts.join(', ')})`;
  const detail = `${half.says} in ${placesOf(others.map(({ anchor }) => anchor))}${more}`;
  proofs.add(secret, { kind: 'proven', detail, unit: placeOf(half.anchor) });
}

function readHalves(
  keys: readonly PrivateKey[],
  anchors: Anchors,
  asOf: string,
  proofs: Proofs,
  budget: Budget,
): readonly Half[] {
  const byNumber = new Map(keys.map(({ publicKey, print }) => [publicNumber(publicKey)?.toString('hex'), print]));
  const halves: Half[] = [];
  let unread = 0;
  for (const kind of PUBLIC_KINDS) {
    for (const anchor of anchors.of(kind)) {
      if (!budget.take(READING)) {
        unread++;
        continue;
      }
      for (const half of readPublic(kind, anchor.value.expose('proof'), asOf)) {
        const print = Buffer.isBuffer(half.key) ? byNumber.get(half.key.toString('hex')) : printOf(half.key);
        if (print !== undefined) halves.push({ ...half, print, anchor });
      }
    }
  }
  if (unread > 0) proofs.cut('public keys not read (limit key-steps)', 'more than are read', unread);
  return halves;
}
