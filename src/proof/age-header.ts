/**
 * The header of a file that age encrypted: for each recipient a stanza that holds the file's key, sealed with a secret
 * that the recipient shares with the stanza's own share (https://github.com/C2SP/C2SP/blob/main/age.md#the-x25519-recipient-type).
 * Its tag says whether an identity fits.
 */
import { createDecipheriv, createPublicKey, diffieHellman, hkdfSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

export interface Identity {
  readonly privateKey: KeyObject;
  /** X25519, 32 bytes. */
  readonly publicHalf: Buffer;
}

interface Stanza {
  readonly share: Buffer;
  /** The file's key and the tag. */
  readonly body: Buffer;
}

export interface AgeHeader {
  readonly stanzas: readonly Stanza[];
}

const VERSION = 'age-encryption.org/v1\n';
const INFO = 'age-encryption.org/v1/X25519';
const POINT = 32;
const BODY = 32;
const TAG = 16;
/** A file for more recipients than this is not tried with all of them. */
const MOST_STANZAS = 20;
/** SubjectPublicKeyInfo of an X25519 key up to its 32 bytes (RFC 8410 § 4). */
const HEAD = Buffer.from('302a300506032b656e032100', 'hex');

/** Undefined for what is no file of age, or has no stanza of this kind. */
export function ageHeader(file: Buffer): AgeHeader | undefined {
  if (file.toString('latin1', 0, VERSION.length) !== VERSION) return undefined;
  const end = file.indexOf('\n--- ');
  if (end < 0) return undefined;
  const lines = file.toString('latin1', VERSION.length, end).split('\n');
  const stanzas = lines.flatMap((line, at): Stanza[] => {
    const share = /^-> X25519 ([A-Za-z0-9+/]{43})$/.exec(line)?.[1];
    const body = Buffer.from(lines[at + 1] ?? '', 'base64');
    return share === undefined || body.length !== BODY ? [] : [{ share: Buffer.from(share, 'base64'), body }];
  });
  return stanzas.length === 0 ? undefined : { stanzas: stanzas.slice(0, MOST_STANZAS) };
}

/** The key of the file, to be zeroed once it was used; undefined where none of the stanzas is for this identity. */
export function fileKeyOf({ privateKey, publicHalf }: Identity, { stanzas }: AgeHeader): Buffer | undefined {
  for (const { share, body } of stanzas) {
    try {
      const publicKey = createPublicKey({ key: Buffer.concat([HEAD, share.subarray(0, POINT)]), format: 'der', type: 'spki' });
      const shared = diffieHellman({ privateKey, publicKey });
      const key = Buffer.from(hkdfSync('sha256', shared, Buffer.concat([share, publicHalf]), INFO, 32));
      const decipher = createDecipheriv('chacha20-poly1305', key, Buffer.alloc(12), { authTagLength: TAG });
      decipher.setAuthTag(body.subarray(-TAG));
      const fileKey = decipher.update(body.subarray(0, -TAG));
      decipher.final();
      return fileKey;
    } catch {
      // another's, or a share that is no point to share a secret with
    }
  }
  return undefined;
}
