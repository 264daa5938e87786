/**
 * Finds every start of every literal, overlapping ones included, after the method called Teddy: sixteen bytes at a
 * time, look-ups of 16-entry tables tell for each of them whether the next three bytes could begin a literal of one of
 * sixteen buckets, two times eight. What passes is looked up by its exact three bytes, and compared.
 *
 *   masks:    twice, for each of the first three bytes: buckets by its low four bits (16), by its high four (16)
 *   heads:    by a hash of three bytes, five bits each (both cases of a letter share them): first literal + 1 (u16)
 *   literals: length (u8) | flags (u8) | next literal with the same hash + 1 (u16) | before (u32) | after, mostly (u32)
 *             | bytes, in lower case when case is ignored (51) | what must follow, see look.ts (u8)
 */
export const LITERAL_SIZE: usize = 64;
/** Flags: upper case is as good as lower case; all of its rules are about the name that it stands in, see names.ts. */
const IGNORES_CASE: u32 = 1;
export const BY_NAME: u32 = 2;
const MOST_LITERALS: usize = 4096;

export const masks = memory.data(192);
export const heads = memory.data(2 * (1 << 15));
export const literals = memory.data(64 * 4096);
/** By literal: bytes behind its start that its rules look at when what is near does not do (u32). */
export const farReaches = memory.data(4 * 4096);

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
  const nibble = i8x16.splat(15);
  const zero = i8x16.splat(0);
  for (let at = from; at < last; at += 16) {
    const first = v128.load(unit + at);
    const second = v128.load(unit + at, 1);
    const third = v128.load(unit + at, 2);
    const low0 = v128.and(first, nibble);
    const low1 = v128.and(second, nibble);
    const low2 = v128.and(third, nibble);
    const high0 = i8x16.shr_u(first, 4);
    const high1 = i8x16.shr_u(second, 4);
    const high2 = i8x16.shr_u(third, 4);
    const buckets = v128.or(
      v128.and(
        v128.and(
          v128.and(i8x16.swizzle(v128.load(masks), low0), i8x16.swizzle(v128.load(masks, 16), high0)),
          v128.and(i8x16.swizzle(v128.load(masks, 32), low1), i8x16.swizzle(v128.load(masks, 48), high1)),
        ),
        v128.and(i8x16.swizzle(v128.load(masks, 64), low2), i8x16.swizzle(v128.load(masks, 80), high2)),
      ),
      v128.and(
        v128.and(
          v128.and(i8x16.swizzle(v128.load(masks, 96), low0), i8x16.swizzle(v128.load(masks, 112), high0)),
          v128.and(i8x16.swizzle(v128.load(masks, 128), low1), i8x16.swizzle(v128.load(masks, 144), high1)),
        ),
        v128.and(i8x16.swizzle(v128.load(masks, 160), low2), i8x16.swizzle(v128.load(masks, 176), high2)),
      ),
    );
    if (!v128.any_true(buckets)) continue;
    let candidates = i8x16.bitmask(i8x16.ne(buckets, zero));
    while (candidates !== 0) {
      const place = at + ctz(candidates);
      candidates &= candidates - 1;
      if (place < last) compare(unit, length, place, copied);
    }
  }
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
