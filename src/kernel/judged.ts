/**
 * What was judged before, by a hash of the bytes it was judged by: half of what a history brings to be judged again stands
 * in the same surroundings as it once did, often a long time ago, and windows as they are would take thirty times the room.
 *
 * The hash is multilinear: 64 bits of a first key, and of each word of 32 bits times a key of its own, of which the upper 32
 * count. Whoever does not know the keys, which are drawn anew for each run, makes no window that passes for another: three
 * sums agree by chance, one time in 2^96, whatever the windows are (Lemire and Kaser, https://arxiv.org/abs/1202.4961).
 *
 *   slot:  three sums (u32 each), of which the first is also the slot's place | what the host knows it by (u32)
 *   words: literal (u16), 1 when the window begins the unit, 2 when it ends it (u16) | offset of the hit in the window (u16),
 *          length (u16) | the window, the last word filled up with zeros
 */

const SLOT_BITS: u32 = 18;
const SLOT: usize = 16;
const slots = memory.data(16 << 18);

/** Of a window. */
const LONGEST: i32 = 2048;
const SUMS: i32 = 3;
/** For each sum one to begin with, one for each of the two words before the window, and one for each of its own. */
const KEY_BYTES: i32 = 8 * SUMS * (1 + 2 + LONGEST / 4);
export const judgedKeys = memory.data(KEY_BYTES);

/** How many random bytes the host has to put there before anything is judged. */
export function judgedKeyBytes(): i32 {
  return KEY_BYTES;
}

/** The window of the hit that was asked for last, and its sums. */
let from: usize = 0;
let until: usize = 0;
let first: u32 = 0;
let second: u32 = 0;
let third: u32 = 0;

/** @returns its slot, whatever it holds; 0 for a window that is longer than is remembered */
function slotOf(unit: usize, length: usize, at: usize, literal: u32, before: usize, after: usize): usize {
  from = max(at, before) - before;
  until = min(length, at + after);
  const size = until - from;
  if (size > <usize>LONGEST) return 0;
  const ends: u32 = (from === 0 ? 1 : 0) | (until === length ? 2 : 0);
  const head = <u64>(literal | (ends << 16));
  const shape = <u64>(<u32>(at - from) | (<u32>size << 16));
  let a = keyAt(0) + keyAt(3) * head + keyAt(6) * shape;
  let b = keyAt(1) + keyAt(4) * head + keyAt(7) * shape;
  let c = keyAt(2) + keyAt(5) * head + keyAt(8) * shape;
  let key = judgedKeys + 9 * 8;
  const last = unit + until;
  for (let next = unit + from; next < last; next += 4, key += 24) {
    let word = <u64>load<u32>(next);
    if (next + 4 > last) word &= (<u64>1 << (<u64>(last - next) << 3)) - 1;
    a += load<u64>(key) * word;
    b += load<u64>(key, 8) * word;
    c += load<u64>(key, 16) * word;
  }
  first = <u32>(a >> 32);
  second = <u32>(b >> 32);
  third = <u32>(c >> 32);
  return slots + <usize>(first >>> (32 - SLOT_BITS)) * SLOT;
}

// @ts-ignore: decorator
@inline
function keyAt(number: usize): u64 {
  return load<u64>(judgedKeys + (number << 3));
}

/** @returns the address of what the host knows it by; 0: nothing like it was judged, or what came since took its place */
export function judgedBefore(unit: usize, length: usize, at: usize, literal: u32, before: usize, after: usize): usize {
  const slot = slotOf(unit, length, at, literal, before, after);
  if (slot === 0 || load<u32>(slot) !== first || load<u32>(slot, 4) !== second || load<u32>(slot, 8) !== third) return 0;
  return slot + 12;
}

export function rememberJudged(
  unit: usize,
  length: usize,
  at: usize,
  literal: u32,
  before: usize,
  after: usize,
  outcome: u32,
): void {
  const slot = slotOf(unit, length, at, literal, before, after);
  if (slot === 0) return;
  store<u32>(slot, first);
  store<u32>(slot, second, 4);
  store<u32>(slot, third, 8);
  store<u32>(slot, outcome, 12);
}
