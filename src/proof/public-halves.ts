/**
 * What shows a public key: certificates and what asks for them (RFC 5280, RFC 2986), public keys in PEM, as numbers of JSON
 * Web Keys and .NET's XML, and SSH's one-line forms as authorized_keys, known_hosts and .pub files hold them.
 */
import { createPublicKey, X509Certificate } from 'node:crypto';
import { elementsOf } from './der.ts';
import { keyFromWire, readSshCertificate } from '../ssh-wire.ts';
import { bareNumber } from './json-web-key.ts';
import { shown } from './json-web-token.ts';
import type { KeyObject } from 'node:crypto';

export interface PublicHalf {
  /** Of a key that is written as numbers the one by which it is known. */
  readonly key: KeyObject | Buffer;
  /** What its private half is: "is the key of the certificate". */
  readonly says: string;
  /** Whose it is, how long it holds. */
  readonly facts: readonly string[];
}

/** Kinds of anchors. */
export const PUBLIC_KINDS = ['certificate', 'certificate-request', 'public-key', 'ssh-public-key'] as const;
type PublicKind = (typeof PUBLIC_KINDS)[number];

const READERS: Readonly<Record<PublicKind, (value: Buffer, asOf: string) => readonly PublicHalf[]>> = {
  certificate,
  'certificate-request': certificateRequest,
  'public-key': publicKey,
  'ssh-public-key': sshPublicKey,
};

/** What was found may be anything: what cannot be read is no half of any key. */
export function readPublic(kind: PublicKind, value: Buffer, asOf: string): readonly PublicHalf[] {
  return attempt(() => READERS[kind](value, asOf)) ?? [];
}

function certificate(der: Buffer, asOf: string): readonly PublicHalf[] {
  const { subject, validTo, publicKey: key } = new X509Certificate(der);
  const name = shown(/(?:^|\n)CN=(.*)/.exec(subject)?.[1]);
  const end = new Date(validTo).toISOString().slice(0, 10);
  return [{ key, says: 'is the key of the certificate', facts: [...(name === undefined ? [] : [name]), lasts(end, asOf)] }];
}

/** Version, subject, the key, attributes. */
function certificateRequest(der: Buffer): readonly PublicHalf[] {
  const spki = elementsOf(der)[0]?.inner()[0]?.inner()[2];
  if (spki === undefined) return [];
  const key = createPublicKey({ key: spki.whole, format: 'der', type: 'spki' });
  return [{ key, says: 'is the key of the certificate request', facts: [] }];
}

function publicKey(value: Buffer): readonly PublicHalf[] {
  const key =
    bareNumber(value) ??
    attempt(() => createPublicKey({ key: value, format: 'der', type: 'spki' })) ??
    createPublicKey({ key: value, format: 'der', type: 'pkcs1' });
  return [{ key, says: 'is the private half of the public key', facts: [] }];
}

function sshPublicKey(base64: Buffer, asOf: string): readonly PublicHalf[] {
  const blob = Buffer.from(base64.toString('latin1'), 'base64');
  const key = keyFromWire(blob);
  if (key !== undefined) return [{ key, says: 'opens what trusts the SSH key', facts: [] }];
  const signed = readSshCertificate(blob);
  if (signed === undefined) return [];
  const name = shown(signed.id);
  const end = signed.until === undefined ? 'never expires' : lasts(signed.until, asOf);
  const facts = [...(name === undefined ? [] : [name]), end];
  return [
    ...(signed.key === undefined ? [] : [{ key: signed.key, says: 'is the key of the SSH certificate', facts }]),
    ...(signed.authority === undefined ? [] : [{ key: signed.authority, says: 'is the authority of the SSH certificate', facts }]),
  ];
}

/** @param end ISO day */
function lasts(end: string, asOf: string): string {
  return end < asOf ? `expired ${end}` : `valid until ${end}`;
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
