/**
 * The checksum of a zlib stream (RFC 1950 § 8.2): two sums modulo 65,521, one of the bytes, one of the sums so far.
 * Sixteen bytes at a time: the second sum grows by 16 × the first and by each byte times its place from the end.
 */
const BASE: u32 = 65521;
/** So many bytes before a sum of 32 bits can overflow. */
const CHUNK: usize = 5552;

export function adler32(start: usize, length: usize): u32 {
  let a: u32 = 1;
  let b: u32 = 0;
  let at = start;
  const end = start + length;
  const low = i16x8(16, 15, 14, 13, 12, 11, 10, 9);
  const high = i16x8(8, 7, 6, 5, 4, 3, 2, 1);
  while (at < end) {
    const stop = min(end, at + CHUNK);
    const blocks = (stop - at) >> 4;
    let sums = i32x4.splat(0); // of bytes, before each block
    let before = i32x4.splat(0);
    let weighted = i32x4.splat(0);
    const blocksEnd = at + (blocks << 4);
    b += a * (<u32>blocks << 4);
    for (; at < blocksEnd; at += 16) {
      const bytes = v128.load(at);
      before = i32x4.add(before, sums);
      sums = i32x4.add(sums, i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(bytes)));
      weighted = i32x4.add(weighted, i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_u(bytes), low));
      weighted = i32x4.add(weighted, i32x4.dot_i16x8_s(i16x8.extend_high_i8x16_u(bytes), high));
    }
    a += total(sums);
    b += (total(before) << 4) + total(weighted);
    for (; at < stop; at++) {
      a += load<u8>(at);
      b += a;
    }
    a %= BASE;
    b %= BASE;
  }
  return (b << 16) | a;
}

// @ts-ignore: decorator
@inline
function total(lanes: v128): u32 {
  return (
    i32x4.extract_lane(lanes, 0) +
    i32x4.extract_lane(lanes, 1) +
    i32x4.extract_lane(lanes, 2) +
    i32x4.extract_lane(lanes, 3)
  );
}
