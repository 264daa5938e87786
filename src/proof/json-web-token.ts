/**
 * Found values that are signed JSON Web Tokens (RFC 7515, 7519), taken apart. Of the claims only what says whose the
 * token is, is kept: the rest is somebody's data.
 */
import { createHash } from 'node:crypto';
import type { Secret } from '../model.ts';

export interface Token {
  readonly secret: Secret;
  /** As the header says; only letters, digits and hyphens. */
  readonly algorithm: string;
  readonly keyId?: string;
  readonly issuer?: string;
  /** A hash: who it is, is nobody's business here; that it is the same person may be. */
  readonly subject?: string;
  readonly role?: string;
  /** Supabase's project. */
  readonly project?: string;
  /** ISO day. */
  readonly expires?: string;
  /** Bytes that the signature is over. */
  readonly signed: Buffer;
  readonly signature: Buffer;
}

const LAST_DAY = Date.parse('9999-12-31') / 1000;

export function readTokens(secrets: readonly Secret[]): readonly Token[] {
  return secrets.flatMap((secret) => readToken(secret) ?? []);
}

function readToken(secret: Secret): Token | undefined {
  const value = secret.value.expose('proof');
  if (value.toString('latin1', 0, 3) !== 'eyJ') return undefined;
  const [head, body, signature, ...more] = value.toString('latin1').split('.');
  if (head === undefined || body === undefined || !signature || more.length > 0) return undefined;
  const header = jsonObject(head);
  const claims = jsonObject(body);
  const algorithm = header?.['alg'];
  if (header === undefined || claims === undefined) return undefined;
  if (typeof algorithm !== 'string' || !/^[A-Za-z0-9-]{1,12}$/.test(algorithm)) return undefined;
  const { iss, sub, exp, role, ref } = claims;
  return {
    secret,
    algorithm,
    ...some('keyId', shown(header['kid'])),
    ...some('issuer', shown(iss)),
    ...some('subject', typeof sub === 'string' ? hashed(`${String(iss)}\0${sub}`) : undefined),
    ...some('role', shown(role)),
    ...some('project', iss === 'supabase' ? shown(ref) : undefined),
    ...some('expires', typeof exp === 'number' && exp > 0 && exp < LAST_DAY ? dayOf(exp) : undefined),
    signed: Buffer.from(`${head}.${body}`, 'latin1'),
    signature: Buffer.from(signature, 'base64url'),
  };
}

/** "kid v1, issued by erp, expired 2026-01-01". An expired token still proves its key, and the key still signs. */
export function tokenFacts({ keyId, issuer, expires }: Token, asOf: string): readonly string[] {
  return [
    keyId === undefined ? '' : `kid ${keyId}`,
    issuer === undefined ? '' : `issued by ${issuer}`,
    expires === undefined ? '' : expires < asOf ? `expired ${expires}` : `valid until ${expires}`,
  ].filter((fact) => fact !== '');
}

export function jsonObject(part: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** A claim that may be said: short, one line, and no URL with credentials in it. */
export function shown(claim: unknown): string | undefined {
  if (typeof claim !== 'string' || !/^[\x20-\x7e]{1,64}$/.test(claim)) return undefined;
  return /:\/\/[^/]*@/.test(claim) ? undefined : claim;
}

function hashed(text: string): string {
  return createHash('sha256').update('burnlist subject\0').update(text).digest('hex').slice(0, 8);
}

function dayOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 10);
}

function some<K extends string>(key: K, value: string | undefined): { readonly [P in K]?: string } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]: string });
}
