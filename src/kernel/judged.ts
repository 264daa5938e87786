/**
 * What was judged lately, by the bytes it was judged by: most of what a history brings to be judged again stands in
 * the same surroundings as before. Windows are kept and compared as they are, so that no other can pass for one of them.
 *
 *   slot:  literal (u16) | 1 when the window begins the unit, 2 when it ends it (u16) | offset of the hit in the window (u16)
 *          | length (u16) | what the host knows it by (u32) | 4 bytes unused | the window
 */

const SLOT_BITS: u32 = 14;
const SLOT: usize = 416;
const BYTES_AT: usize = 16;
const slots = memory.data(416 << 14);

/** The window of the hit that was asked for last. */
let from: usize = 0;
let until: usize = 0;

function setWindow(length: usize, at: usize, before: usize, after: usize): void {
  from = max(at, before) - before;
  until = min(length, at + after);
}

/** Slot for the window, whatever it holds; 0 for a window that is longer than slots are. */
function slotOf(unit: usize, at: usize): usize {
  const size = until - from;
  if (size > SLOT - BYTES_AT) return 0;
  let hash: u64 = (<u64>size << 32) | <u64>(at - from);
  let next = unit + from;
  const last = unit + until;
  for (; next + 8 <= last; next += 8) hash = rotl(hash ^ load<u64>(next), 29) * 0x9e3779b97f4a7c15;
  if (next < last) hash = rotl(hash ^ (load<u64>(next) << ((8 - (last - next)) << 3)), 29) * 0x9e3779b97f4a7c15;
  return slots + <usize>(hash >> (64 - SLOT_BITS)) * SLOT;
}

// @ts-ignore: decorator
@inline
function headOf(length: usize, at: usize, literal: u32): u64 {
  const ends: u64 = (from === 0 ? 1 : 0) | (until === length ? 2 : 0);
  return <u64>literal | (ends << 16) | (<u64>(at - from) << 32) | (<u64>(until - from) << 48);
}

/** @returns the address of what the host knows it by; 0: nothing like it was judged lately */
export function judgedBefore(unit: usize, length: usize, at: usize, literal: u32, before: usize, after: usize): usize {
  setWindow(length, at, before, after);
  const slot = slotOf(unit, at);
  if (slot === 0 || load<u64>(slot) !== headOf(length, at, literal)) return 0;
  return memory.compare(slot + BYTES_AT, unit + from, until - from) === 0 ? slot + 8 : 0;
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
  setWindow(length, at, before, after);
  const slot = slotOf(unit, at);
  if (slot === 0) return;
  store<u64>(slot, headOf(length, at, literal));
  store<u32>(slot + 8, outcome);
  memory.copy(slot + BYTES_AT, unit + from, until - from);
}
