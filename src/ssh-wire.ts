/**
 * SSH's own binary forms of keys (RFC 4253 § 6.6, RFC 5656 § 3.1, RFC 8709 § 4; OpenSSH's PROTOCOL.key for the private
 * container, whose public part stands in clear even where a passphrase protects the rest).
 */
import { createHash, createPublicKey } from 'node:crypto';
import type { JsonWebKey, KeyObject } from 'node:crypto';

const MAGIC = 'openssh-key-v1\0';
/** SSH's names of curves, JWK's, and the size of a coordinate. */
const CURVES = [
  { ssh: 'nistp256', jwk: 'P-256', bytes: 32 },
  { ssh: 'nistp384', jwk: 'P-384', bytes: 48 },
  { ssh: 'nistp521', jwk: 'P-521', bytes: 66 },
] as const;

export interface OpenSshKey {
  /** Wire form of the public key. */
  readonly blob: Buffer;
  /** What protects the private one, where a passphrase does. */
  readonly lock?: {
    readonly cipher: string;
    /** Of bcrypt. */
    readonly salt: Buffer;
    readonly rounds: number;
    readonly sealed: Buffer;
  };
}

/** The container behind BEGIN OPENSSH PRIVATE KEY; undefined for anything else. */
export function readOpenSshKey(body: Buffer): OpenSshKey | undefined {
  if (body.toString('latin1', 0, MAGIC.length) !== MAGIC) return undefined;
  const wire = reader(body.subarray(MAGIC.length));
  const cipher = wire.string()?.toString('latin1');
  wire.string(); // key derivation
  const options = wire.string();
  const count = wire.uint32();
  const blob = wire.string();
  const sealed = wire.string();
  if (cipher === undefined || options === undefined || count !== 1 || blob === undefined) return undefined;
  if (cipher === 'none') return { blob };
  const stretching = reader(options);
  const salt = stretching.string() ?? Buffer.alloc(0);
  return { blob, lock: { cipher, salt, rounds: stretching.uint32() ?? 0, sealed: sealed ?? Buffer.alloc(0) } };
}

/** As `ssh-keygen -l` prints it. */
export function sshFingerprint(blob: Buffer): string {
  return `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`;
}

/** The key in a wire form; undefined for what Node's crypto does not know. */
export function keyFromWire(blob: Buffer): KeyObject | undefined {
  const wire = reader(blob);
  const type = wire.string()?.toString('latin1') ?? '';
  return keyFromJwk(jwkFromWire(type, wire));
}

/** What an authority says of a key (OpenSSH's PROTOCOL.certkeys). */
export interface SshCertificate {
  readonly key: KeyObject | undefined;
  readonly authority: KeyObject | undefined;
  /** As the authority calls it. */
  readonly id: string;
  /** ISO day; absent: it holds for ever. */
  readonly until?: string;
}

const CERTIFICATE = '-cert-v01@openssh.com';
const LAST_SECOND = Date.parse('9999-12-31') / 1000;

/** Undefined for anything else. */
export function readSshCertificate(blob: Buffer): SshCertificate | undefined {
  const wire = reader(blob);
  const type = wire.string()?.toString('latin1') ?? '';
  if (!type.endsWith(CERTIFICATE)) return undefined;
  wire.string(); // nonce
  const key = keyFromJwk(jwkFromWire(type.slice(0, -CERTIFICATE.length), wire));
  for (let words = 0; words < 3; words++) wire.uint32(); // serial number, of a user or a host
  const id = wire.string()?.toString('latin1');
  wire.string(); // principals
  for (let words = 0; words < 2; words++) wire.uint32(); // valid after
  const [high, low] = [wire.uint32(), wire.uint32()];
  for (let parts = 0; parts < 3; parts++) wire.string(); // options, extensions, reserved
  const authority = wire.string();
  if (id === undefined || high === undefined || low === undefined || authority === undefined) return undefined;
  const end = high * 2 ** 32 + low;
  return {
    key,
    authority: keyFromWire(authority),
    id,
    ...(end < LAST_SECOND ? { until: new Date(end * 1000).toISOString().slice(0, 10) } : {}),
  };
}

function keyFromJwk(jwk: Record<string, string> | undefined): KeyObject | undefined {
  if (jwk === undefined) return undefined;
  try {
    return createPublicKey({ key: jwk, format: 'jwk' });
  } catch {
    return undefined;
  }
}

function jwkFromWire(type: string, wire: Reader): Record<string, string> | undefined {
  if (type === 'ssh-rsa') {
    const [e, n] = [wire.string(), wire.string()];
    return e && n && { kty: 'RSA', e: unsigned(e).toString('base64url'), n: unsigned(n).toString('base64url') };
  }
  if (type === 'ssh-ed25519') {
    const x = wire.string();
    return x && { kty: 'OKP', crv: 'Ed25519', x: x.toString('base64url') };
  }
  const name = wire.string()?.toString('latin1');
  const curve = CURVES.find(({ ssh }) => ssh === name);
  const point = wire.string();
  if (!type.startsWith('ecdsa-sha2-') || curve === undefined || point?.length !== 1 + 2 * curve.bytes) return undefined;
  const [x, y] = [point.subarray(1, 1 + curve.bytes), point.subarray(1 + curve.bytes)];
  return { kty: 'EC', crv: curve.jwk, x: x.toString('base64url'), y: y.toString('base64url') };
}

/** The wire form of a public key, for its fingerprint; undefined where SSH has none. */
export function wireOf(key: KeyObject): Buffer | undefined {
  const jwk = jwkOf(key);
  if (jwk === undefined) return undefined;
  const part = (name: 'n' | 'e' | 'x' | 'y'): Buffer => Buffer.from(jwk[name] ?? '', 'base64url');
  if (jwk.kty === 'RSA') return Buffer.concat([string('ssh-rsa'), string(mpint(part('e'))), string(mpint(part('n')))]);
  if (jwk.crv === 'Ed25519') return Buffer.concat([string('ssh-ed25519'), string(part('x'))]);
  const curve = CURVES.find((known) => known.jwk === jwk.crv);
  if (curve === undefined) return undefined;
  const point = Buffer.concat([Buffer.from([4]), part('x'), part('y')]);
  return Buffer.concat([string(`ecdsa-sha2-${curve.ssh}`), string(curve.ssh), string(point)]);
}

/** Undefined for types and curves that JWK has no name for. */
function jwkOf(key: KeyObject): JsonWebKey | undefined {
  try {
    return key.export({ format: 'jwk' });
  } catch {
    return undefined;
  }
}

interface Reader {
  uint32(): number | undefined;
  /** Its length, then its bytes; undefined where they are not all there. */
  string(): Buffer | undefined;
}

function reader(bytes: Buffer): Reader {
  let at = 0;
  function uint32(): number | undefined {
    if (at + 4 > bytes.length) return undefined;
    at += 4;
    return bytes.readUInt32BE(at - 4);
  }
  return {
    uint32,
    string() {
      const length = uint32();
      if (length === undefined || at + length > bytes.length) return undefined;
      at += length;
      return bytes.subarray(at - length, at);
    },
  };
}

function string(content: string | Buffer): Buffer {
  const bytes = Buffer.from(content as string, 'latin1');
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

/** Big numbers are signed there: a set first bit takes a zero byte in front. */
function mpint(number: Buffer): Buffer {
  return (number[0] ?? 0) & 0x80 ? Buffer.concat([Buffer.alloc(1), number]) : number;
}

function unsigned(number: Buffer): Buffer {
  return number[0] === 0 ? number.subarray(1) : number;
}
