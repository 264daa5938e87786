/**
 * Deltas of pack entries (gitformat-pack): what a version copies from its base, and what it inserts.
 *
 *   delta:  size of the base | size of the result | instructions
 *   size:   7 bits a byte, lowest first, the high bit set on all but the last
 *   copy:   1 o o o o… which of four offset and three size bytes follow | those bytes; a size of 0 means 65,536
 *   insert: 0 n n n n n n n | n bytes; n = 0 is reserved
 *
 * Copies that go on where the one before ended, in the base and in the result, are one run:
 *
 *   run:    start in the result (u32) | end (u32) | start in the base (u32)
 */
export const RUN: usize = 12;
const MOST_RUNS: usize = 1 << 15;
/** git takes none that is shorter. */
const SHORTEST: usize = 4;
/** The runs of the delta that was applied last, in order. */
export const runs = memory.data(12 * (1 << 15));

let at: usize = 0;
let end: usize = 0;

/** Size that a delta's result will have; -1 when it is for another base, or cut. */
export function deltaResultSize(delta: usize, length: usize, baseLength: u32): i32 {
  at = delta;
  end = delta + length;
  if (length < SHORTEST) return -1;
  if (readSize() !== <u64>baseLength) return -1;
  const size = readSize();
  return size > 0x7fffffff ? -1 : <i32>size;
}

/** 2^63 and more for a size that is cut. */
function readSize(): u64 {
  let size: u64 = 0;
  for (let shift: u64 = 0; at < end && shift < 56; shift += 7) {
    const byte = <u64>load<u8>(at++);
    size |= (byte & 127) << shift;
    if (byte < 128) return size;
  }
  return u64.MAX_VALUE;
}

/**
 * Builds the result, and notes its runs. `deltaResultSize` has been asked before, for the same delta. Writes up to 16
 * bytes behind the result.
 * @returns how many runs there are; -1 when the delta does not come out at its size; -2 for more runs than are noted
 */
export function applyDelta(base: usize, baseLength: usize, out: usize, length: usize): i32 {
  const outEnd = out + length;
  let to = out;
  let run = runs - RUN;
  let next: usize = usize.MAX_VALUE; // where in the base the last run would go on
  let count: i32 = 0;
  while (at < end) {
    const instruction = <u32>load<u8>(at++);
    if (instruction & 0x80) {
      let offset: usize = 0;
      let size: usize = 0;
      if (instruction & 1) offset = load<u8>(at++);
      if (instruction & 2) offset |= <usize>load<u8>(at++) << 8;
      if (instruction & 4) offset |= <usize>load<u8>(at++) << 16;
      if (instruction & 8) offset |= <usize>load<u8>(at++) << 24;
      if (instruction & 16) size = load<u8>(at++);
      if (instruction & 32) size |= <usize>load<u8>(at++) << 8;
      if (instruction & 64) size |= <usize>load<u8>(at++) << 16;
      if (size === 0) size = 0x10000;
      if (at > end || offset > baseLength || size > baseLength - offset || size > outEnd - to) return -1;
      copy(to, base + offset, size);
      if (offset !== next) {
        if (<usize>count === MOST_RUNS) return -2;
        run += RUN;
        count++;
        store<u32>(run, <u32>(to - out));
        store<u32>(run + 8, <u32>offset);
      }
      to += size;
      next = offset + size;
      store<u32>(run + 4, <u32>(to - out));
    } else {
      if (instruction === 0 || <usize>instruction > end - at || <usize>instruction > outEnd - to) return -1;
      copy(to, at, instruction);
      at += instruction;
      to += instruction;
      next = usize.MAX_VALUE;
    }
  }
  return to === outEnd ? count : -1;
}

/** A call to move memory costs more than moving the few bytes that most instructions are about. */
// @ts-ignore: decorator
@inline
function copy(to: usize, from: usize, size: usize): void {
  if (size > 128) {
    memory.copy(to, from, size);
    return;
  }
  for (let done: usize = 0; done < size; done += 16) v128.store(to + done, v128.load(from + done));
}
