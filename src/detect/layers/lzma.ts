/** LZMA as its specification has it: a range coder, whose adaptive bits say what is a byte and what repeats earlier ones. */
import { rangeDecoder } from './range-decoder.ts';
import type { RangeDecoder } from './range-decoder.ts';

export interface Lzma {
  /** @returns whether they make sense; also resets */
  setProperties(byte: number): boolean;
  reset(): void;
  /**
   * Decodes input[start, end) to exactly out[from, to).
   * @param floor what stands before it in `out` cannot be referred to
   * @returns whether it makes sense
   */
  decode(start: number, end: number, out: Buffer, floor: number, from: number, to: number): boolean;
}

const STATES = 12;
/** States below it came from a byte. */
const AFTER_BYTE = 7;
const POSITIONS = 16;
const HALF = 1 << 10;
/** Offsets in the array of bits. */
const IS_MATCH = 0;
const IS_REPEAT = IS_MATCH + STATES * POSITIONS;
const IS_REPEAT_0 = IS_REPEAT + STATES;
const IS_REPEAT_1 = IS_REPEAT_0 + STATES;
const IS_REPEAT_2 = IS_REPEAT_1 + STATES;
const IS_LONG_0 = IS_REPEAT_2 + STATES;
const SLOTS = IS_LONG_0 + STATES * POSITIONS;
const NEAR = SLOTS + 4 * 64;
const ALIGN = NEAR + 128;
const LENGTHS = ALIGN + 16;
/** Two bits of choice, short and middle lengths by position, long ones. */
const LENGTH_SIZE = 2 + POSITIONS * 8 * 2 + 256;
const REPEAT_LENGTHS = LENGTHS + LENGTH_SIZE;
const LITERALS = REPEAT_LENGTHS + LENGTH_SIZE;
const PER_LITERAL = 0x300;
/** Bits of the byte before and of the position that choose the literal's. */
const MOST_CONTEXT = 4;
const LEAST_LENGTH = 2;

export function createLzma(input: Buffer): Lzma {
  const bits = new Uint16Array(LITERALS + (PER_LITERAL << MOST_CONTEXT));
  let used = 0;
  let coder: RangeDecoder;
  let state = 0;
  let repeats: [number, number, number, number] = [0, 0, 0, 0];
  let literalContext = 0;
  let literalPosition = 0;
  let positionMask = 0;

  function reset(): void {
    bits.fill(HALF, 0, used);
    state = 0;
    repeats = [0, 0, 0, 0];
  }

  function lengthOf(at: number, position: number): number {
    const short = at + 2 + position * 8;
    if (coder.bit(bits, at) === 0) return coder.tree(bits, short, 3);
    if (coder.bit(bits, at + 1) === 0) return 8 + coder.tree(bits, short + POSITIONS * 8, 3);
    return 16 + coder.tree(bits, at + 2 + POSITIONS * 16, 8);
  }

  function distanceOf(length: number): number {
    const slot = coder.tree(bits, SLOTS + Math.min(length, 3) * 64, 6);
    if (slot < 4) return slot;
    const low = (slot >> 1) - 1;
    const high = (2 | (slot & 1)) * 2 ** low;
    if (slot < 14) return high + coder.reverseTree(bits, NEAR + high - slot, low);
    return high + coder.direct(low - 4) * 16 + coder.reverseTree(bits, ALIGN, 4);
  }

  function literal(out: Buffer, at: number, floor: number): number {
    const before = at > floor ? out[at - 1]! : 0;
    const high = (at - floor) & ((1 << literalPosition) - 1);
    const place = LITERALS + PER_LITERAL * ((high << literalContext) + (before >> (8 - literalContext)));
    let symbol = 1;
    if (state >= AFTER_BYTE) {
      let expected = out[at - repeats[0] - 1]!;
      while (symbol < 0x100) {
        const bit = (expected >> 7) & 1;
        expected <<= 1;
        const is = coder.bit(bits, place + ((1 + bit) << 8) + symbol);
        symbol = symbol * 2 + is;
        if (is !== bit) break;
      }
    }
    while (symbol < 0x100) symbol = symbol * 2 + coder.bit(bits, place + symbol);
    return symbol & 0xff;
  }

  /** @returns length of what is repeated, with its distance in front of `repeats`; 0 for none, which is no LZMA2 */
  function repeated(position: number): number {
    const isLong = state * POSITIONS + position;
    const after = state < AFTER_BYTE;
    if (coder.bit(bits, IS_REPEAT + state) === 0) {
      const length = lengthOf(LENGTHS, position);
      repeats = [distanceOf(length), repeats[0], repeats[1], repeats[2]];
      state = after ? 7 : 10;
      return length + LEAST_LENGTH;
    }
    if (coder.bit(bits, IS_REPEAT_0 + state) === 0) {
      if (coder.bit(bits, IS_LONG_0 + isLong) === 0) {
        state = after ? 9 : 11;
        return 1;
      }
    } else {
      const [a, b, c, d] = repeats;
      if (coder.bit(bits, IS_REPEAT_1 + state) === 0) repeats = [b, a, c, d];
      else if (coder.bit(bits, IS_REPEAT_2 + state) === 0) repeats = [c, a, b, d];
      else repeats = [d, a, b, c];
    }
    state = after ? 8 : 11;
    return lengthOf(REPEAT_LENGTHS, position) + LEAST_LENGTH;
  }

  return {
    reset,
    setProperties(byte) {
      literalContext = byte % 9;
      literalPosition = Math.floor(byte / 9) % 5;
      const positionBits = Math.floor(byte / 45);
      if (positionBits > 4 || literalContext + literalPosition > MOST_CONTEXT) return false;
      positionMask = (1 << positionBits) - 1;
      used = LITERALS + (PER_LITERAL << (literalContext + literalPosition));
      reset();
      return true;
    },
    decode(start, end, out, floor, from, to) {
      coder = rangeDecoder(input, start, end);
      for (let at = from; at < to;) {
        const position = (at - floor) & positionMask;
        if (coder.isSpent()) return false;
        if (coder.bit(bits, IS_MATCH + state * POSITIONS + position) === 0) {
          if (state >= AFTER_BYTE && repeats[0] >= at - floor) return false;
          out[at] = literal(out, at, floor);
          at++;
          state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6;
          continue;
        }
        const length = repeated(position);
        const source = at - repeats[0] - 1;
        if (source < floor || at + length > to) return false;
        for (let copied = 0; copied < length; copied++) out[at + copied] = out[source + copied]!;
        at += length;
      }
      return true;
    },
  };
}
