/**
 * LZMA2: chunks that are stored, or packed with LZMA. Our own: no package does it in one go, within bounds.
 *   0 (end) | 1 or 2, size - 1 (2), bytes | 0x80 + what is reset and size - 1 (21 bits), packed size - 1 (2), [properties], bytes
 */
import { createLzma } from './lzma.ts';
import { withRoom } from './room.ts';
import type { LayerBudget } from './inner.ts';

export interface Lzma2 {
  /** Decodes from there on to the end mark. @returns what is behind that; undefined when it is damaged */
  decode(start: number): number | undefined;
  /** All that came out by now. */
  bytes(): Buffer;
}

/** What a chunk begins anew, by the two bits behind the highest. */
const RESETS_STATE = 1;
const SETS_PROPERTIES = 2;
const RESETS_ALL = 3;

export function createLzma2(input: Buffer, budget: LayerBudget): Lzma2 {
  const lzma = createLzma(input);
  let out: Buffer = Buffer.alloc(0);
  let length = 0;

  return {
    bytes: () => out.subarray(0, length),
    decode(start) {
      let floor = length; // nothing before it can be referred to
      let isReady = false;
      for (let at = start; at < input.length;) {
        const control = input[at]!;
        if (control === 0) return at + 1;
        if (at + 6 > input.length) return undefined;
        if (control < 0x80) {
          const size = input.readUInt16BE(at + 1) + 1;
          if (control > 2 || at + 3 + size > input.length) return undefined;
          if (control === 1) floor = length;
          out = withRoom(out, length, size, budget);
          input.copy(out, length, at + 3, at + 3 + size);
          length += size;
          at += 3 + size;
          continue;
        }
        const size = ((control & 0x1f) << 16) + input.readUInt16BE(at + 1) + 1;
        const packed = input.readUInt16BE(at + 3) + 1;
        const resets = (control >> 5) & 3;
        const data = at + 5 + (resets >= SETS_PROPERTIES ? 1 : 0);
        if (data + packed > input.length) return undefined;
        if (resets === RESETS_ALL) floor = length;
        if (resets >= SETS_PROPERTIES) isReady = lzma.setProperties(input[data - 1]!);
        else if (resets === RESETS_STATE) lzma.reset();
        if (!isReady) return undefined;
        out = withRoom(out, length, size, budget);
        const isSound = lzma.decode(data, data + packed, out, floor, length, length + size);
        if (!isSound) return void budget.takeBytes(size);
        length += size;
        at = data + packed;
      }
      return undefined;
    },
  };
}
