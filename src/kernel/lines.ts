/** Lines and columns of an offset: lines end at LF, a column counts UTF-16 units. */
const LF: u8 = 10;

/** How many LF stand in [start, end). */
export function lineFeeds(start: usize, end: usize): u32 {
  let count: u32 = 0;
  let at = start;
  const feed = i8x16.splat(LF);
  for (; at + 16 <= end; at += 16) count += popcnt(i8x16.bitmask(i8x16.eq(v128.load(at), feed)));
  for (; at < end; at++) if (load<u8>(at) === LF) count++;
  return count;
}

/** Bytes from `at` to the next LF, or to the end of the unit, `most` at the utmost. */
export function restOfLine(unit: usize, length: usize, at: usize, most: usize): u32 {
  const size = min(length - at, most);
  const feed = i8x16.splat(LF);
  for (let done: usize = 0; done < size; done += 16) {
    const feeds = i8x16.bitmask(i8x16.eq(v128.load(unit + at + done), feed));
    if (feeds !== 0) return <u32>min(size, done + ctz(feeds));
  }
  return <u32>size;
}

/** UTF-16 units between the start of the line and `at`: a byte 0x80–0xBF continues a character, one from 0xF0 on begins a pair. */
export function unitsBefore(at: usize, unit: usize): u32 {
  let units: u32 = 0;
  for (let before = at; before > unit; ) {
    const byte = load<u8>(--before);
    if (byte === LF) break;
    if (byte >= 0xf0) units += 2;
    else if (byte < 0x80 || byte >= 0xc0) units++;
  }
  return units;
}
