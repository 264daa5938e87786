/** The range coder of LZMA: bits, each with a probability of 11 bits that learns. */
export interface RangeDecoder {
  bit(bits: Uint16Array, at: number): number;
  /** A number of so many bits, the highest first, each with a bit of its own for what came before. */
  tree(bits: Uint16Array, at: number, count: number): number;
  /** The lowest first. */
  reverseTree(bits: Uint16Array, at: number, count: number): number;
  /** Bits that are as likely 0 as 1. */
  direct(count: number): number;
  /** Whether more was read than there is. */
  isSpent(): boolean;
}

const TOP = 2 ** 24;
const SHIFT = 5;
const WHOLE = 2048;

export function rangeDecoder(input: Uint8Array, start: number, end: number): RangeDecoder {
  let at = start + 1; // the first byte is 0
  let range = 0xffffffff;
  let code = 0;
  for (let i = 0; i < 4; i++) code = ((code << 8) | input[at++]!) >>> 0;

  function normalize(): void {
    if (range >= TOP) return;
    range = (range << 8) >>> 0;
    code = ((code << 8) | (at < end ? input[at]! : 0)) >>> 0;
    at++;
  }

  function bit(bits: Uint16Array, place: number): number {
    const likely = bits[place]!;
    const bound = (range >>> 11) * likely;
    if (code < bound) {
      range = bound;
      bits[place] = likely + ((WHOLE - likely) >> SHIFT);
      normalize();
      return 0;
    }
    range = range - bound;
    code = code - bound;
    bits[place] = likely - (likely >> SHIFT);
    normalize();
    return 1;
  }

  return {
    bit,
    tree(bits, place, count) {
      let symbol = 1;
      for (let i = 0; i < count; i++) symbol = symbol * 2 + bit(bits, place + symbol);
      return symbol - (1 << count);
    },
    reverseTree(bits, place, count) {
      let symbol = 1;
      let value = 0;
      for (let i = 0; i < count; i++) {
        const one = bit(bits, place + symbol);
        symbol = symbol * 2 + one;
        value |= one << i;
      }
      return value;
    },
    direct(count) {
      let value = 0;
      for (let i = 0; i < count; i++) {
        range = range >>> 1;
        const one = code >= range ? 1 : 0;
        if (one === 1) code = code - range;
        value = value * 2 + one;
        normalize();
      }
      return value;
    },
    isSpent: () => at > end + 4,
  };
}
