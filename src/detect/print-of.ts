/** A hash of a text (FNV-1a, folded to 24 bits), to count each candidate once. Too short to find the text by. */
export function printOf(text: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (const byte of text) hash = Math.imul(hash ^ byte, 0x01000193);
  return (hash ^ (hash >>> 24)) & 0xffffff;
}
