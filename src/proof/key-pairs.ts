/**
 * Public halves of private keys that were found: certificates (RFC 5280), public keys in PEM, and SSH's one-line form
 * as authorized_keys, known_hosts and .pub files hold it. Two private keys with one public half are one key.
 */
import { createPublicKey, X509Certificate } from 'node:crypto';
import { createBudget } from './budget.ts';
import { keyFromWire } from '../ssh-wire.ts';
import { groupBy } from '../group-by.ts';
import { placeOf, placesOf } from './place.ts';
import { printOf } from './private-keys.ts';
import { shown } from './json-web-token.ts';
import type { Anchors } from './anchors.ts';
import type { Budget } from './budget.ts';
import type { KeyObject } from 'node:crypto';
import type { PrivateKey } from './private-keys.ts';
import type { Proofs } from './proofs.ts';
import type { Secret } from '../model.ts';

/** Reading one certificate or public key, in steps. */
const READING = 25;

/** One public half, wherever it stands. */
interface Half {
  readonly kind: PublicKind;
  readonly print: string;
  readonly anchor: Secret;
  readonly facts: readonly string[];
}

interface Reading {
  readonly key: KeyObject;
  readonly facts?: readonly string[];
}

type PublicKind = 'certificate' | 'public-key' | 'ssh-public-key';
type Reader = (value: Buffer, asOf: string) => Reading | undefined;

const READERS: Readonly<Record<PublicKind, Reader>> = {
  certificate,
  'public-key': publicKey,
  'ssh-public-key': sshPublicKey,
};
const SAYS: Readonly<Record<PublicKind, string>> = {
  certificate: 'is the key of the certificate',
  'public-key': 'is the private half of the public key',
  'ssh-public-key': 'opens what trusts the SSH key',
};

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

  const halves = readHalves(anchors, asOf, proofs, budget).filter(({ print }) => byPrint.has(print));
  for (const same of groupBy(halves, ({ print, kind }) => `${kind} ${print}`).values()) {
    const [{ kind, print, facts, anchor }] = same as [Half, ...Half[]];
    const more = facts.length === 0 ? '' : ` (${facts.join(', ')})`;
    const detail = `${SAYS[kind]} in ${placesOf(same.map((half) => half.anchor))}${more}`;
    for (const { secret } of byPrint.get(print)!) proofs.add(secret, { kind: 'proven', detail, unit: placeOf(anchor) });
  }
}

function readHalves(anchors: Anchors, asOf: string, proofs: Proofs, budget: Budget): readonly Half[] {
  const halves: Half[] = [];
  let unread = 0;
  for (const [kind, read] of Object.entries(READERS) as [PublicKind, Reader][]) {
    for (const anchor of anchors.of(kind)) {
      if (!budget.take(READING)) {
        unread++;
        continue;
      }
      const reading = attempt(() => read(anchor.value.expose('proof'), asOf));
      if (reading !== undefined) halves.push({ kind, anchor, print: printOf(reading.key), facts: reading.facts ?? [] });
    }
  }
  if (unread > 0) proofs.cut('public keys not read (limit key-steps)', 'more than are read', unread);
  return halves;
}

function certificate(der: Buffer, asOf: string): Reading {
  const { subject, validTo, publicKey: key } = new X509Certificate(der);
  const name = shown(/(?:^|\n)CN=(.*)/.exec(subject)?.[1]);
  const end = new Date(validTo).toISOString().slice(0, 10);
  const facts = [...(name === undefined ? [] : [name]), end < asOf ? `expired ${end}` : `valid until ${end}`];
  return { key, facts };
}

function publicKey(der: Buffer): Reading {
  const key = attempt(() => createPublicKey({ key: der, format: 'der', type: 'spki' }));
  return { key: key ?? createPublicKey({ key: der, format: 'der', type: 'pkcs1' }) };
}

function sshPublicKey(base64: Buffer): Reading | undefined {
  const key = keyFromWire(Buffer.from(base64.toString('latin1'), 'base64'));
  return key && { key };
}

/** What was found may be anything: what cannot be read is no half of any key. */
function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
