/** An object's id is the hash of `<type> SP <size> NUL <content>`: SHA-1 where it has 40 digits, SHA-256 where it has 64. */
import { createHash } from 'node:crypto';

/** Why an object is not used whose content git prints without looking: of loose objects it checks the stream alone. */
export const MISNAMED = 'its content is not what its id says';

const SHA1_DIGITS = 40;

/** Holds content, in pieces of any size, against an id. @param id in hex @param size of all content, in bytes */
export function checkId(id: string, type: string, size: number): { push(piece: Uint8Array): void; fits(): boolean } {
  const hash = createHash(id.length === SHA1_DIGITS ? 'sha1' : 'sha256').update(`${type} ${size}\0`);
  return { push: (piece) => void hash.update(piece), fits: () => hash.digest('hex') === id };
}

/** @returns in hex */
export function idOf(objectFormat: 'sha1' | 'sha256', type: string, content: Uint8Array): string {
  return createHash(objectFormat).update(`${type} ${content.length}\0`).update(content).digest('hex');
}
