/** Names of tree entries, each held once: a number stands for a name. */
export interface NameTable {
  /** Number of the name at [start, end); new names get the next one. */
  intern(bytes: Buffer, start: number, end: number): number;
  readonly names: readonly string[];
  /** The same as they are written. */
  readonly raw: readonly Buffer[];
}

export function createNameTable(): NameTable {
  const names: string[] = [];
  const raw: Buffer[] = [];
  let slots = new Int32Array(1 << 12).fill(-1);

  function slotOf(bytes: Buffer, start: number, end: number): number {
    let hash = 0x811c9dc5; // FNV-1a
    for (let i = start; i < end; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193);
    const mask = slots.length - 1;
    let slot = (hash ^ (hash >>> 15)) & mask;
    for (; slots[slot]! >= 0; slot = (slot + 1) & mask) {
      const known = raw[slots[slot]!]!;
      if (known.length === end - start && known.compare(bytes, start, end) === 0) break;
    }
    return slot;
  }

  return {
    names,
    raw,
    intern(bytes, start, end) {
      const slot = slotOf(bytes, start, end);
      if (slots[slot]! >= 0) return slots[slot]!;
      slots[slot] = names.length;
      const name = Buffer.from(bytes.subarray(start, end));
      raw.push(name);
      names.push(name.toString('utf8'));
      if (names.length * 2 > slots.length) {
        slots = new Int32Array(slots.length * 2).fill(-1);
        raw.forEach((known, number) => (slots[slotOf(known, 0, known.length)] = number));
      }
      return names.length - 1;
    },
  };
}
