/**
 * Decoding tables for Huffman codes (RFC 1951 § 3.2.2). A code of up to `bits` bits is found with one look-up of its
 * bits in the order in which they arrive; longer ones through a second table that the first points to.
 *
 *   entry:  value (16) | kind (3) | extra bits (5) | bits to drop (8)
 *
 *   kind      value                     extra bits
 *   LITERAL   the byte                  -
 *   END       -                         -
 *   LINK      start of the subtable     bits that index it
 *   (none)    base of length/distance   how many bits are added to it
 *
 * An entry of 0 is a code that stands for nothing.
 */
export const LITERAL: u32 = 0x8000;
export const END: u32 = 0x4000;
export const LINK: u32 = 0x2000;

export const LONGEST_CODE: u32 = 15;
export const MOST_SYMBOLS: u32 = 320;

/** Code length of each symbol, in bytes: what `buildTable` reads. */
export const LENGTHS = memory.data(<i32>MOST_SYMBOLS);

const counts = memory.data(4 * 16);
const offsets = memory.data(4 * 17);
/** Entries without their length, of the symbols that have a code, by length. */
const sorted = memory.data(4 * <i32>MOST_SYMBOLS);

/**
 * @param table room for 2^bits entries and the subtables
 * @param entries entry of each symbol, without its length
 * @param mayBeIncomplete a single code of one bit is all there is (RFC 1951 § 3.2.7)
 * @returns false when the lengths make no code
 */
export function buildTable(table: usize, bits: u32, symbols: u32, entries: usize, mayBeIncomplete: bool): bool {
  memory.fill(counts, 0, 64);
  for (let symbol: u32 = 0; symbol < symbols; symbol++) {
    const count = counts + (<usize>load<u8>(LENGTHS + symbol) << 2);
    store<u32>(count, load<u32>(count) + 1);
  }
  let left: i32 = 1;
  let longest: u32 = 0;
  store<u32>(offsets + 4, 0);
  for (let length: u32 = 1; length <= LONGEST_CODE; length++) {
    const count = load<u32>(counts + (length << 2));
    if (count > 0) longest = length;
    left = (left << 1) - <i32>count;
    if (left < 0) return false;
    store<u32>(offsets + ((length + 1) << 2), load<u32>(offsets + (length << 2)) + count);
  }
  if (left > 0 && !(mayBeIncomplete && longest <= 1)) return false;
  if (left > 0) memory.fill(table, 0, <usize>4 << bits);
  for (let symbol: u32 = 0; symbol < symbols; symbol++) {
    const length = <u32>load<u8>(LENGTHS + symbol);
    if (length === 0) continue;
    const offset = offsets + (length << 2);
    const place = load<u32>(offset);
    store<u32>(sorted + (place << 2), load<u32>(entries + (symbol << 2)));
    store<u32>(offset, place + 1);
  }
  fill(table, bits, longest);
  return true;
}

/**
 * Codes come in order of length and are written once each; whenever the length grows, what is there already is copied
 * behind itself, which is where the same codes stand with one more bit behind them.
 */
function fill(table: usize, bits: u32, longest: u32): void {
  let code: u32 = 0; // of `length` bits, the first bit lowest, as it arrives
  let place: usize = sorted;
  let filled: u32 = 1;
  const inFirst = min(longest, bits);
  for (let length: u32 = 1; length <= inFirst; length++) {
    if (length > 1) memory.copy(table + (filled << 2), table, filled << 2);
    if (length > 1) filled <<= 1;
    else {
      filled = 2;
    }
    for (let count = load<u32>(counts + (length << 2)); count > 0; count--) {
      store<u32>(table + (code << 2), load<u32>(place) | length);
      place += 4;
      code = next(code, length);
    }
  }
  for (; filled < (<u32>1 << bits); filled <<= 1) memory.copy(table + (filled << 2), table, filled << 2);
  if (longest <= bits) return;

  const mask: u32 = (1 << bits) - 1;
  let prefix: u32 = 0xffffffff;
  let start: u32 = 0;
  let end: u32 = 1 << bits;
  let width: u32 = 0;
  for (let length = bits + 1; length <= longest; length++) {
    for (let count = load<u32>(counts + (length << 2)); count > 0; count--) {
      if ((code & mask) !== prefix) {
        prefix = code & mask;
        start = end;
        width = length - bits;
        // as wide as the codes need that begin with this prefix
        let room: u32 = 1 << width;
        let used = count;
        for (let more = length; used < room && more < longest; ) {
          more++;
          width++;
          room <<= 1;
          used = (used << 1) + load<u32>(counts + (more << 2));
        }
        end = start + room;
        store<u32>(table + (prefix << 2), (start << 16) | LINK | (width << 8) | bits);
      }
      const entry = load<u32>(place) | (length - bits);
      place += 4;
      for (let at = code >> bits; at < (<u32>1 << width); at += 1 << (length - bits))
        store<u32>(table + ((start + at) << 2), entry);
      code = next(code, length);
    }
  }
}

/** The next code of a length: plus one, counted from the first bit, which is the lowest here. */
// @ts-ignore: decorator
@inline
function next(code: u32, length: u32): u32 {
  let bit: u32 = 1 << (length - 1);
  while (code & bit) {
    code ^= bit;
    bit >>= 1;
  }
  return code | bit;
}
