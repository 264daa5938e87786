/**
 * Whether a tar is the image of a container, as `docker save` and OCI layouts have it
 * (https://github.com/opencontainers/image-spec/blob/main/image-layout.md), packed or not: told by the names it begins with.
 */
import { constants, createGunzip } from 'node:zlib';
import { BLOCK, headerOf, roomOf } from './tar-header.ts';

const GZIP = Buffer.from('1f8b08', 'hex');
/** So much of a packed one is unpacked. */
const MOST_OUT = 1 << 20;
/** The last two as builders write them that need no daemon: the settings by their digest, layers packed. */
const OF_IMAGE =
  /^(?:\.\/)?(?:blobs\/sha256\/|oci-layout$|[0-9a-f]{64}(?:\.json$|\/(?:VERSION|json|layer\.tar)$|\.tar\.gz$)|sha256:[0-9a-f]{64}$)/;
const MOST_NAMES = 8;

/** Bytes of a file that it takes to tell. */
export const HEAD_OF_IMAGE = 1 << 16;

export async function isImage(head: Buffer): Promise<boolean> {
  const tar = GZIP.equals(head.subarray(0, GZIP.length)) ? await unpacked(head) : head;
  for (let at = 0, names = 0; at + BLOCK <= tar.length && names < MOST_NAMES; names++) {
    const header = headerOf(tar.subarray(at, at + BLOCK), {});
    if (header === undefined) return false;
    if (OF_IMAGE.test(header.name ?? '')) return true;
    at += BLOCK + roomOf(header.size);
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
