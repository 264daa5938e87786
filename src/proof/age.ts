/**
 * age identities and their recipients (https://github.com/C2SP/C2SP/blob/main/age.md): the public half of an X25519
 * key, in Bech32, as files of SOPS and lists of recipients name it, and the files that were sealed for it, among them the
 * data keys of SOPS. What was sealed for it in any commit can be read. The key of a file is zeroed once it was used.
 */
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { ageHeader, fileKeyOf } from './age-header.ts';
import { createBudget } from './budget.ts';
import { tellOpened } from './opened.ts';
import { placeOf, placesOf } from './place.ts';
import { valuesOfSops } from './sops.ts';
import type { Anchors } from './anchors.ts';
import type { Budget } from './budget.ts';
import type { AgeHeader, Identity } from './age-header.ts';
import type { Proofs } from './proofs.ts';
import type { SealedDataKey } from './sops.ts';
import type { Secret } from '../model.ts';

const IDENTITY = /^AGE-SECRET-KEY-1[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58}$/;
const ALPHABET = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
const CHECKSUM = 6;
/** PKCS #8 of an X25519 key up to its 32 bytes (RFC 8410 § 7). */
const HEAD = Buffer.from('302e020100300506032b656e04220420', 'hex');

/** Trying one identity on one file, in steps. */
const STEPS = 60;

interface Held {
  readonly secret: Secret;
  readonly identity: Identity;
}

export function ageIdentities(
  secrets: readonly Secret[],
  anchors: Anchors,
  proofs: Proofs,
  budget: Budget = createBudget(),
): void {
  const identities: Held[] = secrets.flatMap((secret) => {
    const text = secret.value.length === 74 ? secret.value.expose('proof').toString('latin1') : '';
    const identity = IDENTITY.test(text) ? identityFrom(text) : undefined;
    return identity === undefined ? [] : [{ secret, identity }];
  });
  if (identities.length === 0) return;
  const recipients = new Map(
    anchors.of('age-recipient').map((anchor) => [anchor.value.expose('proof').toString('latin1'), anchor]),
  );
  for (const { secret, identity } of identities) {
    proofs.add(secret, { kind: 'checksum', detail: 'the checksum inside it fits: issued as an age identity' });
    const anchor = recipients.get(recipientOf(identity));
    if (anchor === undefined) continue;
    const place = placeOf(anchor);
    proofs.add(secret, { kind: 'proven', detail: `opens what is sealed for the recipient in ${place}`, unit: place });
  }
  const opened = openFiles(identities, anchors.of('age-file'), proofs, budget);
  valuesOfSops(opened, anchors, proofs);
  for (const { fileKey } of opened) fileKey.fill(0);
}

function openFiles(
  identities: readonly Held[],
  files: readonly Secret[],
  proofs: Proofs,
  budget: Budget,
): readonly SealedDataKey[] {
  const opened = new Map<Held, Secret[]>();
  const keys: SealedDataKey[] = [];
  let untried = 0;
  for (const [file, header] of onceEach(files)) {
    if (!budget.take(STEPS * identities.length * header.stanzas.length)) {
      untried++;
      continue;
    }
    let fileKey: Buffer | undefined;
    const held = identities.find(({ identity }) => (fileKey = fileKeyOf(identity, header)) !== undefined);
    if (held === undefined) continue;
    keys.push({ file, fileKey: fileKey! });
    const known = opened.get(held);
    if (known === undefined) opened.set(held, [file]);
    else known.push(file);
  }
  for (const [{ secret }, places] of opened) {
    const detail = `opens what age encrypted in ${placesOf(places)}`;
    proofs.add(secret, { kind: 'proven', detail, unit: placeOf(places[0]!) });
    for (const file of places) tellOpened(secret, file, 'age identity', proofs);
  }
  if (untried > 0) proofs.cut('age files not tried with every identity (limit age-steps)', 'more than are tried', untried);
  return keys;
}

/** A file in armor is found in it and decoded, where only its header is known: the same file. */
function onceEach(files: readonly Secret[]): Iterable<readonly [Secret, AgeHeader]> {
  const byShare = new Map<string, readonly [Secret, AgeHeader]>();
  for (const file of files) {
    const header = ageHeader(file.value.expose('proof'));
    const share = header?.stanzas[0]!.share.toString('latin1');
    if (header === undefined || share === undefined) continue;
    const known = byShare.get(share);
    if (known === undefined || known[0].value.length < file.value.length) byShare.set(share, [file, header]);
  }
  return byShare.values();
}

/** Undefined when the checksum does not fit. */
export function identityFrom(bech32Text: string): Identity | undefined {
  const text = bech32Text.toLowerCase();
  const at = text.lastIndexOf('1');
  const digits = Array.from(text.slice(at + 1), (character) => ALPHABET.indexOf(character));
  if (polymod([...expanded(text.slice(0, at)), ...digits]) !== 1) return undefined;
  const key = Buffer.from(regrouped(digits.slice(0, -CHECKSUM), 5, 8)).subarray(0, 32);
  const privateKey = createPrivateKey({ key: Buffer.concat([HEAD, key]), format: 'der', type: 'pkcs8' });
  const { x } = createPublicKey(privateKey).export({ format: 'jwk' });
  return { privateKey, publicHalf: Buffer.from(x ?? '', 'base64url') };
}

export function recipientOf({ publicHalf }: Identity): string {
  return bech32('age', publicHalf);
}

/** https://github.com/bitcoin/bips/blob/master/bip-0173.mediawiki */
export function bech32(prefix: string, bytes: Buffer): string {
  const digits = regrouped(bytes, 8, 5);
  const sum = polymod([...expanded(prefix), ...digits, 0, 0, 0, 0, 0, 0]) ^ 1;
  const checksum = Array.from({ length: CHECKSUM }, (_, index) => (sum >>> (5 * (5 - index))) & 31);
  return `${prefix}1${[...digits, ...checksum].map((digit) => ALPHABET[digit]).join('')}`;
}

function expanded(prefix: string): number[] {
  const codes = Array.from(prefix, (character) => character.charCodeAt(0));
  return [...codes.map((code) => code >> 5), 0, ...codes.map((code) => code & 31)];
}

function polymod(digits: readonly number[]): number {
  const generator = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];
  let sum = 1;
  for (const digit of digits) {
    const top = sum >>> 25;
    sum = ((sum & 0x1ffffff) << 5) ^ digit;
    generator.forEach((number, bit) => (sum ^= (top >>> bit) & 1 ? number : 0));
  }
  return sum;
}

/** Groups of bits of one size as groups of another, the last one filled with zeros. */
function regrouped(groups: Iterable<number>, from: number, to: number): number[] {
  const out: number[] = [];
  let held = 0;
  let bits = 0;
  for (const group of groups) {
    held = ((held << from) | group) & 0xfff;
    for (bits += from; bits >= to;) {
      bits -= to;
      out.push((held >> bits) & ((1 << to) - 1));
    }
  }
  if (to < from && bits > 0) out.push((held << (to - bits)) & ((1 << to) - 1));
  return out;
}
