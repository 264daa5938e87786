/** Bits of bytes, the highest first. Behind the end they are 0, and `isSpent` says so. */
export interface BitReader {
  /** @param count up to 32 */
  read(count: number): number;
  /** Goes to the beginning of a byte. */
  seek(byte: number): void;
  /** The byte behind the one of the last bit. */
  byteEnd(): number;
  isSpent(): boolean;
}

export function bitReader(bytes: Uint8Array): BitReader {
  let at = 0;
  let held = 0; // bits of the byte before `at` that are left
  let last = 0;
  return {
    read(count) {
      let value = 0;
      for (let wanted = count; wanted > 0;) {
        if (held === 0) {
          last = bytes[at++] ?? 0;
          held = 8;
        }
        const taken = Math.min(held, wanted);
        held -= taken;
        wanted -= taken;
        value = value * 2 ** taken + ((last >> held) & ((1 << taken) - 1));
      }
      return value;
    },
    seek(byte) {
      at = byte;
      held = 0;
    },
    byteEnd: () => Math.min(at, bytes.length),
    isSpent: () => at > bytes.length,
  };
}
