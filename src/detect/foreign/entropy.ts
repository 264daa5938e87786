/** Shannon's entropy in bits, as the scanners whose rules name a threshold count it. */

/** By bytes. */
export function entropyOfBytes(text: string): number {
  const counts = new Map<string, number>();
  for (const byte of text) counts.set(byte, (counts.get(byte) ?? 0) + 1);
  return entropy(counts.values(), text.length);
}

/** By characters, over the number of bytes, as gitleaks has it. @param text UTF-8 as Latin-1 */
export function entropyOfCharacters(text: string): number {
  if (!/[\x80-\xff]/.test(text)) return entropyOfBytes(text);
  const counts = new Map<string, number>();
  for (const character of Buffer.from(text, 'latin1').toString('utf8')) counts.set(character, (counts.get(character) ?? 0) + 1);
  return entropy(counts.values(), text.length);
}

function entropy(counts: Iterable<number>, length: number): number {
  let bits = 0;
  for (const count of counts) bits -= (count / length) * Math.log2(count / length);
  return bits;
}
