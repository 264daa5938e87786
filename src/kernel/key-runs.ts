/** Starts of long runs of characters that keys are written in: hits without a literal. */
import { addHit } from './literals';

/** 1 for bytes of the class. */
export const keyLike = memory.data(256);
/** Least length of a run; 0 when no rule asks for runs. */
export let shortest: usize = 0;
/** What stands for a literal in hits of runs. */
let number: u32 = 0;

export function lookForRuns(least: usize, literal: u32): void {
  shortest = least;
  number = literal;
}

/**
 * Adds starts in [from, to) of maximal runs of at least `shortest` bytes. Only every so-manieth byte is looked at until
 * one belongs to the class: a run that long cannot hide between them.
 * @param copied what is decided by the bytes before this offset alone is known already
 */
export function findRuns(unit: usize, length: usize, from: usize, to: usize, copied: usize): void {
  let probe = from + shortest - 1;
  let low = from; // no start that was not looked at lies before it
  while (probe < length) {
    if (load<u8>(keyLike + load<u8>(unit + probe)) === 0) {
      probe += shortest;
      continue;
    }
    let start = probe;
    while (start > low && load<u8>(keyLike + load<u8>(unit + start - 1)) !== 0) start--;
    if (start >= to) return;
    const enough = start + shortest;
    let stop = probe + 1;
    while (stop < length && stop < enough && load<u8>(keyLike + load<u8>(unit + stop)) !== 0) stop++;
    const begins = start === 0 || load<u8>(keyLike + load<u8>(unit + start - 1)) === 0;
    if (stop >= enough && begins && enough > copied) addHit(<u32>start, number, 1, 0);
    while (stop < to && load<u8>(keyLike + load<u8>(unit + stop)) !== 0) stop++;
    if (stop >= to) return;
    low = stop;
    probe = stop + shortest;
  }
}

/** Bytes of the class from `at` on, `most` at the utmost. */
export function runLength(unit: usize, length: usize, at: u32, most: u32): u32 {
  const end = min(<u32>length, at + most);
  let stop = at;
  while (stop < end && load<u8>(keyLike + load<u8>(unit + stop)) !== 0) stop++;
  return stop - at;
}
