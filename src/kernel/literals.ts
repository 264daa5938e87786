/**
 * Finds every start of every literal, overlapping ones included. Nearly all places are told by a look-up of their first
 * three bytes, hashed, which says what the low three bits of the fourth must be; what passes is looked up by a second
 * hash, and compared.
 *
 *   begins:   by a hash of three bytes (14 bits): a bit for each value of the low three bits of the fourth
 *   heads:    by another of them, five bits each: first literal + 1 (u16)
 *   literals: length (u8) | flags (u8) | next literal with the same head + 1 (u16) | before (u32) | after, mostly (u32)
 *             | bytes, in lower case when case is ignored (51) | what must follow, see look.ts (u8)
 *
 * Both cases of a letter have the same hashes.
 */
export const LITERAL_SIZE: usize = 64;
/**
 * Flags: upper case is as good as lower case; all of its rules are about the name that it stands in, see names.ts; a run
 * that is a line of a longer body is none.
 */
const IGNORES_CASE: u32 = 1;
export const BY_NAME: u32 = 2;
export const ALONE: u32 = 4;
const MOST_LITERALS: usize = 16384;

const BEGIN_BITS: u32 = 14;
export const begins = memory.data(1 << 14);
export const heads = memory.data(2 * (1 << 15));
export const literals = memory.data(64 * <i32>MOST_LITERALS);
/** By literal: bytes behind its start that its rules look at when what is near does not do (u32). */
export const farReaches = memory.data(4 * <i32>MOST_LITERALS);

/**
 * A hit, and what was made of it:
 *
 *   offset in the unit (u32) | literal (u16) | 1 when it has to be judged (u16) | what the host knows it by (31 bits)
 *   | whether that took a look far behind it (1 bit, the highest)
 */
export const HIT: usize = 12;
const MOST_HITS: u32 = 1 << 16;
export const hits = memory.data(12 * (1 << 16));
export let hitCount: u32 = 0;
export let tooManyHits: bool = false;

export function clearHits(): void {
  hitCount = 0;
  tooManyHits = false;
}

/** Hits come nearly in order: one that does not goes to its place. */
export function addHit(offset: u32, literal: u32, isNew: u32, handle: u32): void {
  if (hitCount === MOST_HITS) {
    tooManyHits = true;
    return;
  }
  let place = hits + <usize>hitCount * HIT;
  hitCount++;
  for (; place > hits && load<u32>(place - HIT) > offset; place -= HIT) memory.copy(place, place - HIT, HIT);
  store<u32>(place, offset);
  store<u16>(place + 4, <u16>literal);
  store<u16>(place + 6, <u16>isNew);
  store<u32>(place + 8, handle);
}

/**
 * Adds the hits that start in [from, to) of a unit and end within it.
 * @param copied hits that end up to here are known already
 */
export function findLiterals(unit: usize, length: usize, from: usize, to: usize, copied: usize): void {
  if (length < 3) return;
  const last = min(to, length - 2);
  for (let at = from; at < last; at += 4) {
    const bytes = load<u64>(unit + at) & 0xdfdfdfdfdfdfdf;
    const first = mayBegin(bytes);
    const second = mayBegin(bytes >> 8);
    const third = mayBegin(bytes >> 16);
    const fourth = mayBegin(bytes >> 24);
    if (((first | second | third | fourth) & 1) === 0) continue;
    if (first & 1) compare(unit, length, at, copied);
    if (second & 1 && at + 1 < last) compare(unit, length, at + 1, copied);
    if (third & 1 && at + 2 < last) compare(unit, length, at + 2, copied);
    if (fourth & 1 && at + 3 < last) compare(unit, length, at + 3, copied);
  }
}

/** The lowest bit says it. @param bytes four of them, as upper case */
// @ts-ignore: decorator
@inline
function mayBegin(bytes: u64): u32 {
  const hash = ((<u32>bytes << 8) * 0x9e3779b1) >>> (32 - BEGIN_BITS);
  return <u32>load<u8>(begins + hash) >> ((<u32>bytes >> 24) & 7);
}

function compare(unit: usize, length: usize, at: usize, copied: usize): void {
  const bytes = unit + at;
  const hash =
    ((<usize>load<u8>(bytes) & 31) << 10) | ((<usize>load<u8>(bytes, 1) & 31) << 5) | (<usize>load<u8>(bytes, 2) & 31);
  let next = <u32>load<u16>(heads + (hash << 1));
  while (next !== 0) {
    const literal = literals + <usize>(next - 1) * LITERAL_SIZE;
    const size = <usize>load<u8>(literal);
    const end = at + size;
    if (end <= length && end > copied && standsAt(bytes, literal + 12, size, (load<u8>(literal, 1) & IGNORES_CASE) !== 0))
      addHit(<u32>at, next - 1, 1, 0);
    next = <u32>load<u16>(literal + 2);
  }
}

function standsAt(bytes: usize, literal: usize, size: usize, ignoreCase: bool): bool {
  for (let i: usize = 0; i < size; i++) {
    const byte = <u32>load<u8>(bytes + i);
    const wanted = <u32>load<u8>(literal + i);
    if (byte === wanted) continue;
    if (!ignoreCase || byte - 65 > 25 || byte + 32 !== wanted) return false;
  }
  return true;
}
