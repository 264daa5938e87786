/**
 * A glance at a hit before the host judges it, for literals that stand nearly everywhere. It may let through what
 * comes to nothing, but never the other way round.
 *
 *   follows:  256 flags of bytes that may stand behind the literal | the byte that must come then (one more)
 */
import { keyLike } from './key-runs';

const FOLLOW: usize = 257;
export const follows = memory.data(257 * 64);

/** A run of key-like characters counts with two digits and four letters of each case. */
export function mixesClasses(unit: usize, length: usize, at: usize, most: usize): bool {
  const end = min(length, at + most);
  let digits: u32 = 0;
  let lower: u32 = 0;
  let upper: u32 = 0;
  for (let i = at; i < end; i++) {
    const byte = <u32>load<u8>(unit + i);
    if (load<u8>(keyLike + byte) === 0) break;
    if (byte - 97 < 26) lower++;
    else if (byte - 65 < 26) upper++;
    else if (byte - 48 < 10) digits++;
    if (digits >= 2 && lower >= 4 && upper >= 4) return true;
  }
  return false;
}

/** @param follow number of the entry in `follows`, from 1 */
export function isFollowed(unit: usize, length: usize, literal: usize, at: usize, follow: u32): bool {
  const set = follows + <usize>(follow - 1) * FOLLOW;
  const wanted = load<u8>(set + 256);
  const end = min(length, at + <usize>load<u32>(literal + 8));
  for (let i = at + <usize>load<u8>(literal); i < end; i++) {
    const byte = load<u8>(unit + i);
    if (byte === wanted) return true;
    if (load<u8>(set + byte) === 0) return false;
  }
  return false;
}
