/**
 * zlib streams (RFC 1950) of deflated blocks (RFC 1951), the form in which git keeps every object.
 *
 *   zlib:   CMF FLG | blocks | adler32 of what comes out (big-endian)
 *   block:  last (1 bit)  type (2 bits)
 *     0     to the next byte, LEN, ~LEN, LEN bytes as they are
 *     1     symbols in the fixed codes
 *     2     HLIT (5) HDIST (5) HCLEN (4), lengths of the codes, symbols in these codes
 *   symbol: a literal byte · the end of the block · a length (with extra bits) and then a distance (with extra bits)
 *
 * Everything is checked: lengths that make no code, a distance before the start, output that does not fit exactly,
 * input that ends early, the checksum. Reads up to 24 bytes behind the input and writes up to 16 behind the output,
 * inside its memory: callers leave that much room.
 */
import { adler32 } from './adler32';
import { codeLengthEntries, distanceEntries, literalEntries, prepareSymbols } from './symbols';
import { buildTable, END, LENGTHS, LINK, LITERAL } from './tables';

const LITERAL_BITS: u32 = 10;
const DISTANCE_BITS: u32 = 8;
const LENGTH_BITS: u32 = 7;

// the largest tables that a code of 286, 30 and 19 symbols with at most 15, 15 and 7 bits can need
const literals = memory.data(4 * 1400);
const distances = memory.data(4 * 450);
const fixedLiterals = memory.data(4 * 1024);
const fixedDistances = memory.data(4 * 256);
const codeLengths = memory.data(4 * 128);

/** In which order the lengths of the code for code lengths stand. */
const LENGTH_ORDER = memory.data<u8>([16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]);

/** Must run once, before anything is inflated. */
export function prepareInflate(): void {
  prepareSymbols();
  // the fixed codes (§ 3.2.6); two symbols of each stand for nothing and have no entry
  for (let symbol: u32 = 0; symbol < 288; symbol++)
    store<u8>(LENGTHS + symbol, symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8);
  buildTable(fixedLiterals, LITERAL_BITS, 288, literalEntries, false);
  memory.fill(LENGTHS, 5, 32);
  buildTable(fixedDistances, DISTANCE_BITS, 32, distanceEntries, false);
}

// what is left of the input: the next bits, lowest first, and where the byte after them stands
let bits: u64 = 0;
let held: u32 = 0;
let at: usize = 0;
/** Where `at` never is in a stream that ends in time, since 8 bytes at most are held: symbols end there. */
let tooFar: usize = 0;

/** At least 56 bits are at hand after it. */
// @ts-ignore: decorator
@inline
function refill(): void {
  bits |= load<u64>(at) << held;
  at += (63 - held) >> 3;
  held |= 56;
}

// @ts-ignore: decorator
@inline
function drop(count: u32): void {
  bits >>= count;
  held -= count;
}

/**
 * Inflates exactly `length` bytes.
 * @returns how many bytes of input that took, checksum included; -1 when it is no such stream
 */
export function inflate(input: usize, inputEnd: usize, output: usize, length: usize): i32 {
  if (input + 6 > inputEnd) return -1;
  const first = <u32>load<u8>(input);
  // deflate, a window of at most 32 KB, no dictionary
  if ((first & 15) !== 8 || first >> 4 > 7 || (load<u8>(input + 1) & 0x20) !== 0) return -1;
  if (((first << 8) | load<u8>(input + 1)) % 31 !== 0) return -1;
  at = input + 2;
  tooFar = inputEnd + 8;
  bits = 0;
  held = 0;
  let out = output;
  const end = output + length;
  let isLast = false;
  while (!isLast) {
    if (at - (held >> 3) > inputEnd) return -1;
    refill();
    isLast = (bits & 1) !== 0;
    const type = <u32>(bits >> 1) & 3;
    drop(3);
    if (type === 0) out = copyStored(inputEnd, out, end);
    else if (type === 1) out = decode(fixedLiterals, fixedDistances, output, out, end);
    else if (type === 2 && readCodes()) out = decode(literals, distances, output, out, end);
    else return -1;
    if (out === 0) return -1;
  }
  if (out !== end) return -1;
  at -= held >> 3;
  if (at + 4 > inputEnd) return -1;
  if (bswap(load<u32>(at)) !== adler32(output, length)) return -1;
  return <i32>(at + 4 - input);
}

/** @returns where output goes on, 0 when it does not fit */
function copyStored(inputEnd: usize, out: usize, end: usize): usize {
  at -= held >> 3;
  bits = 0;
  held = 0;
  if (at + 4 > inputEnd) return 0;
  const length = <u32>load<u16>(at);
  if ((length ^ <u32>load<u16>(at + 2)) !== 0xffff) return 0;
  at += 4;
  if (<usize>length > inputEnd - at || <usize>length > end - out) return 0;
  memory.copy(out, at, length);
  at += length;
  return out + length;
}

/** The codes of a dynamic block, themselves packed: § 3.2.7. */
function readCodes(): bool {
  const literalCount = (<u32>bits & 31) + 257;
  const distanceCount = (<u32>(bits >> 5) & 31) + 1;
  const lengthCount = (<u32>(bits >> 10) & 15) + 4;
  drop(14);
  if (literalCount > 286 || distanceCount > 30) return false;
  memory.fill(LENGTHS, 0, 19);
  for (let i: u32 = 0; i < lengthCount; i++) {
    if (held < 3) refill();
    store<u8>(LENGTHS + load<u8>(LENGTH_ORDER + i), <u8>(bits & 7));
    drop(3);
  }
  if (!buildTable(codeLengths, LENGTH_BITS, 19, codeLengthEntries, false)) return false;

  const all = literalCount + distanceCount;
  for (let i: u32 = 0; i < all; ) {
    if (at > tooFar) return false;
    if (held < 16) refill();
    const entry = load<u32>(codeLengths + ((<usize>bits & 127) << 2));
    drop(entry & 0xff);
    const symbol = entry >> 16;
    if (symbol < 16) {
      store<u8>(LENGTHS + i, <u8>symbol);
      i++;
      continue;
    }
    let repeat: u32;
    let value: u8 = 0;
    if (symbol === 16) {
      if (i === 0) return false;
      value = load<u8>(LENGTHS + i - 1);
      repeat = 3 + (<u32>bits & 3);
      drop(2);
    } else if (symbol === 17) {
      repeat = 3 + (<u32>bits & 7);
      drop(3);
    } else {
      repeat = 11 + (<u32>bits & 127);
      drop(7);
    }
    if (repeat > all - i) return false;
    memory.fill(LENGTHS + i, value, repeat);
    i += repeat;
  }
  if (load<u8>(LENGTHS + 256) === 0) return false;
  if (!buildTable(literals, LITERAL_BITS, literalCount, literalEntries, true)) return false;
  memory.copy(LENGTHS, LENGTHS + literalCount, distanceCount);
  return buildTable(distances, DISTANCE_BITS, distanceCount, distanceEntries, true);
}

/**
 * Symbols up to the end of the block. A refill is enough for three literals, or for a length and a distance with all
 * their extra bits (15 + 5 + 15 + 13).
 * @returns where output goes on, 0 when something is wrong
 */
function decode(literals: usize, distances: usize, start: usize, out: usize, end: usize): usize {
  const literalMask: usize = (1 << LITERAL_BITS) - 1;
  const distanceMask: usize = (1 << DISTANCE_BITS) - 1;
  let b = bits;
  let h = held;
  let p = at;
  const last = tooFar;
  for (;;) {
    if (p > last) return 0;
    b |= load<u64>(p) << h;
    p += (63 - h) >> 3;
    h |= 56;
    let entry = load<u32>(literals + ((<usize>b & literalMask) << 2));
    if (entry & LITERAL) {
      if (out >= end) return 0;
      b >>= entry & 0xff;
      h -= entry & 0xff;
      store<u8>(out++, <u8>(entry >> 16));
      entry = load<u32>(literals + ((<usize>b & literalMask) << 2));
      if (entry & LITERAL) {
        if (out >= end) return 0;
        b >>= entry & 0xff;
        h -= entry & 0xff;
        store<u8>(out++, <u8>(entry >> 16));
        entry = load<u32>(literals + ((<usize>b & literalMask) << 2));
        if (entry & LITERAL) {
          if (out >= end) return 0;
          b >>= entry & 0xff;
          h -= entry & 0xff;
          store<u8>(out++, <u8>(entry >> 16));
          continue;
        }
      }
      b |= load<u64>(p) << h;
      p += (63 - h) >> 3;
      h |= 56;
    }
    if (entry & LINK) {
      b >>= LITERAL_BITS;
      h -= LITERAL_BITS;
      const width = (entry >> 8) & 31;
      entry = load<u32>(literals + (((entry >> 16) + (<u32>b & ((1 << width) - 1))) << 2));
      if (entry & LITERAL) {
        if (out >= end) return 0;
        b >>= entry & 0xff;
        h -= entry & 0xff;
        store<u8>(out++, <u8>(entry >> 16));
        continue;
      }
    }
    if (entry === 0) return 0;
    b >>= entry & 0xff;
    h -= entry & 0xff;
    if (entry & END) break;
    let extra = (entry >> 8) & 31;
    const length = <usize>((entry >> 16) + (<u32>b & ((1 << extra) - 1)));
    b >>= extra;
    h -= extra;

    let far = load<u32>(distances + ((<usize>b & distanceMask) << 2));
    if (far & LINK) {
      b >>= DISTANCE_BITS;
      h -= DISTANCE_BITS;
      const width = (far >> 8) & 31;
      far = load<u32>(distances + (((far >> 16) + (<u32>b & ((1 << width) - 1))) << 2));
    }
    if (far === 0) return 0;
    b >>= far & 0xff;
    h -= far & 0xff;
    extra = (far >> 8) & 31;
    const distance = <usize>((far >> 16) + (<u32>b & ((1 << extra) - 1)));
    b >>= extra;
    h -= extra;

    if (distance > out - start || length > end - out) return 0;
    let from = out - distance;
    const stop = out + length;
    if (distance >= 16) {
      do {
        v128.store(out, v128.load(from));
        out += 16;
        from += 16;
      } while (out < stop);
    } else if (distance >= 8) {
      do {
        store<u64>(out, load<u64>(from));
        out += 8;
        from += 8;
      } while (out < stop);
    } else {
      do store<u8>(out++, load<u8>(from++));
      while (out < stop);
    }
    out = stop;
  }
  bits = b;
  held = h;
  at = p;
  return out;
}
