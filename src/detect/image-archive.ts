/**
 * Whether a tar is the image of a container, as `docker save` and OCI layouts have it
 * (https://github.com/opencontainers/image-spec/blob/main/image-layout.md), packed or not: told by the names it begins with.
 */
import { constants, createGunzip } from 'node:zlib';

const BLOCK = 512;
const SIZE_AT = 124;
const GZIP = Buffer.from('1f8b08', 'hex');
/** So much of a packed one is unpacked. */
const MOST_OUT = 1 << 20;
const OF_IMAGE = /^(?:\.\/)?(?:blobs\/sha256\/|oci-layout$|[0-9a-f]{64}(?:\.json$|\/(?:VERSION|json|layer\.tar)$))/;
const MOST_NAMES = 8;

/** Bytes of a file that it takes to tell. */
export const HEAD_OF_IMAGE = 1 << 16;

export async function isImage(head: Buffer): Promise<boolean> {
  const tar = GZIP.equals(head.subarray(0, GZIP.length)) ? await unpacked(head) : head;
  for (let at = 0, names = 0; at + BLOCK <= tar.length && names < MOST_NAMES; names++) {
    const name = /^[^\0]{0,100}/.exec(tar.toString('latin1', at, at + 100))![0];
    if (OF_IMAGE.test(name)) return true;
    const size = Number.parseInt(tar.toString('latin1', at + SIZE_AT, at + SIZE_AT + 11), 8);
    if (name === '' || Number.isNaN(size)) return false;
    at += BLOCK * (1 + Math.ceil(size / BLOCK));
  }
  return false;
}

/** What there is of it up to that, whatever comes behind. */
async function unpacked(head: Buffer): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  const gunzip = createGunzip({ finishFlush: constants.Z_SYNC_FLUSH });
  gunzip.end(head);
  try {
    for await (const part of gunzip) {
      parts.push(part as Buffer);
      if ((length += (part as Buffer).length) >= MOST_OUT) break;
    }
  } catch {
    // damaged from here on
  }
  return Buffer.concat(parts);
}
