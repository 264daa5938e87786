/**
 * What symbols stand for (RFC 1951 § 3.2.5): bases and extra bits of lengths and distances, as entries of decoding
 * tables (tables.ts) but for the length of their code.
 */
import { END, LITERAL } from './tables';

export const literalEntries = memory.data(4 * 288);
export const distanceEntries = memory.data(4 * 32);
export const codeLengthEntries = memory.data(4 * 19);

const LENGTH_BASE = memory.data<u16>([
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258,
]);
const LENGTH_EXTRA = memory.data<u8>([
  0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
]);
const DISTANCE_BASE = memory.data<u16>([
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145,
  8193, 12289, 16385, 24577,
]);
const DISTANCE_EXTRA = memory.data<u8>([
  0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
]);

export function prepareSymbols(): void {
  for (let symbol: u32 = 0; symbol < 286; symbol++) {
    const entry: u32 =
      symbol < 256
        ? (symbol << 16) | LITERAL
        : symbol === 256
          ? END
          : (<u32>load<u16>(LENGTH_BASE + ((symbol - 257) << 1)) << 16) |
            (<u32>load<u8>(LENGTH_EXTRA + (symbol - 257)) << 8);
    store<u32>(literalEntries + (symbol << 2), entry);
  }
  for (let symbol: u32 = 0; symbol < 30; symbol++) {
    const entry =
      (<u32>load<u16>(DISTANCE_BASE + (symbol << 1)) << 16) | (<u32>load<u8>(DISTANCE_EXTRA + symbol) << 8);
    store<u32>(distanceEntries + (symbol << 2), entry);
  }
  for (let symbol: u32 = 0; symbol < 19; symbol++) store<u32>(codeLengthEntries + (symbol << 2), symbol << 16);
}
