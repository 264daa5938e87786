/** Bytes in DER (ITU-T X.690) → the elements that they are made of. */

export interface Element {
  readonly bytes: Buffer;
  /** With what says how long it is. */
  readonly whole: Buffer;
  /** What stands in it, where it is made of elements. */
  inner(): readonly Element[];
}

/** As far as the lengths fit. */
export function elementsOf(der: Buffer): readonly Element[] {
  const elements: Element[] = [];
  for (let at = 0; at + 2 <= der.length;) {
    const first = der[at + 1]!;
    const size = first < 0x80 ? 0 : first & 0x7f;
    if (size > 4 || at + 2 + size > der.length) break;
    const length = size === 0 ? first & 0x7f : der.readUIntBE(at + 2, size);
    const start = at + 2 + size;
    if (start + length > der.length) break;
    const bytes = der.subarray(start, start + length);
    elements.push({ bytes, whole: der.subarray(at, start + length), inner: () => elementsOf(bytes) });
    at = start + length;
  }
  return elements;
}

/** Infinity for one of more than four bytes. */
export function numberIn(bytes: Buffer): number {
  return bytes.length > 4 ? Infinity : bytes.reduce((sum, byte) => sum * 256 + byte, 0);
}
