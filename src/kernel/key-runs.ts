/**
 * Starts of long runs of some class of characters: hits without a literal. Two kinds are looked for, runs of what keys are
 * written in, and runs in which text may be encoded.
 */
import { mayBeEncoded, sixths } from './encoded';
import { addHit } from './literals';

/**
 * 1 for bytes of the class (256), and the class once more: by the low four bits of a byte, a bit for each value of the
 * high four (16). No byte from 0x80 on is in it.
 */
export const keyLike = memory.data(272);
export const encodedLike = memory.data(272);
const BY_LOW: usize = 256;
/** Least length of a run; 0 when none are asked for. */
let shortestKey: usize = 0;
let shortestEncoded: usize = 0;
/** The larger of the two. */
export let shortest: usize = 0;
/** What stands for a literal in hits of runs; encoded ones have the next. */
let number: u32 = 0;
/** Bytes behind an encoded run that tell whether it goes on in the next line. */
let ahead: u32 = 0;

/** `keyLike` and `sixths` are filled already. @param least of key-like runs; @param leastEncoded of encoded ones; 0: none are asked for */
export function lookForRuns(least: usize, leastEncoded: usize, behind: u32, literal: u32): void {
  shortestKey = least;
  shortestEncoded = leastEncoded;
  shortest = max(least, leastEncoded);
  ahead = behind;
  number = literal;
  for (let byte: usize = 0; byte < 256; byte++) store<u8>(encodedLike + byte, load<u8>(sixths + byte) < 64 ? 1 : 0);
  halve(keyLike);
  halve(encodedLike);
}

function halve(inClass: usize): void {
  memory.fill(inClass + BY_LOW, 0, 16);
  for (let byte: usize = 0; byte < 128; byte++) {
    if (load<u8>(inClass + byte) === 0) continue;
    const place = inClass + BY_LOW + (byte & 15);
    store<u8>(place, load<u8>(place) | (<u8>1 << <u8>(byte >> 4)));
  }
}

/** A bit for each of sixteen bytes: it belongs to the class. */
// @ts-ignore: decorator
@inline
function members(at: usize, inClass: usize): u32 {
  const bytes = v128.load(at);
  const high = i8x16.swizzle(i8x16(1, 2, 4, 8, 16, 32, 64, -128, 0, 0, 0, 0, 0, 0, 0, 0), i8x16.shr_u(bytes, 4));
  const low = i8x16.swizzle(v128.load(inClass + BY_LOW), v128.and(bytes, i8x16.splat(15)));
  return i8x16.bitmask(i8x16.ne(v128.and(low, high), i8x16.splat(0)));
}

/**
 * Adds starts in [from, to) of maximal runs.
 * @param known no start of a run lies before it
 * @param copied what is decided by the bytes before this offset alone is known already
 */
export function findRuns(unit: usize, length: usize, known: usize, to: usize, copied: usize): void {
  if (shortestKey > 0) {
    const from = max(known, max(copied, shortestKey) - shortestKey);
    findClass(unit, length, from, to, copied, keyLike, shortestKey, number);
  }
  if (shortestEncoded > 0) {
    const from = max(known, max(copied, shortestEncoded) - shortestEncoded);
    findClass(unit, length, from, to, copied, encodedLike, shortestEncoded, number + 1);
  }
}

/**
 * Only every so-manieth byte is looked at until one belongs to the class: a run that long cannot hide between them.
 */
function findClass(
  unit: usize,
  length: usize,
  from: usize,
  to: usize,
  copied: usize,
  inClass: usize,
  least: usize,
  literal: u32,
): void {
  let probe = from + least - 1;
  let low = from; // no start that was not looked at lies before it
  const last = min(length, to + least);
  while (probe < last) {
    if (load<u8>(inClass + load<u8>(unit + probe)) === 0) {
      probe += least;
      continue;
    }
    // most are words, which are seen whole: what stands beyond the unit's ends can only make them longer
    const back = clz(~(members(unit + probe - 15, inClass) << 16));
    const forth = ctz(~members(unit + probe, inClass));
    if (back < 16 && forth < 16 && <usize>(back + forth - 1) < least) {
      low = probe + forth;
      probe = low + least;
      continue;
    }
    let start = probe;
    while (start > low && load<u8>(inClass + load<u8>(unit + start - 1)) !== 0) start--;
    if (start >= to) return;
    const enough = start + least;
    let stop = probe + 1;
    while (stop < length && stop < enough && load<u8>(inClass + load<u8>(unit + stop)) !== 0) stop++;
    const begins = start === 0 || load<u8>(inClass + load<u8>(unit + start - 1)) === 0;
    if (stop >= enough && begins && enough > copied && (literal === number || mayBeEncoded(unit + start)))
      addHit(<u32>start, literal, 1, 0);
    while (stop < to && load<u8>(inClass + load<u8>(unit + stop)) !== 0) stop++;
    if (stop >= to) return;
    low = stop;
    probe = stop + least;
  }
}

/** Bytes that a run is judged by, from its start: itself and what ends it, `most` at the utmost. */
export function reachOfRun(unit: usize, length: usize, at: u32, literal: u32, most: u32): u32 {
  if (literal === number) return min(runLength(unit, length, at, keyLike, most) + 1, most);
  return min(runLength(unit, length, at, encodedLike, most) + ahead, most);
}

function runLength(unit: usize, length: usize, at: u32, inClass: usize, most: u32): u32 {
  const end = min(<u32>length, at + most);
  let stop = at;
  while (stop < end && load<u8>(inClass + load<u8>(unit + stop)) !== 0) stop++;
  return stop - at;
}

/**
 * The line above is one of a longer body (isBelowLine in detect/checks/unnamed-token.ts), for certain.
 * @param before how far the rule looks back
 */
export function isInBody(unit: usize, at: usize, before: usize): bool {
  const from = unit + max(at, before) - before;
  let place = unit + at;
  for (let indent = 0; place > from && isIndent(load<u8>(place - 1)); indent++, place--) if (indent === INDENT) return false;
  if (place === from || load<u8>(place - 1) !== 0x0a) return false;
  place--;
  if (place > from && load<u8>(place - 1) === 0x0d) place--;
  const end = place;
  while (place > from && isBase64(load<u8>(place - 1))) if (end - --place > WIDEST) return false;
  if (end - place < NARROWEST) return false;
  for (let indent = 0; place > from && isIndent(load<u8>(place - 1)); indent++, place--) if (indent === INDENT) return false;
  return place === from || load<u8>(place - 1) === 0x0a;
}

const INDENT: i32 = 8;
const NARROWEST: usize = 60;
const WIDEST: usize = 128;

// @ts-ignore: decorator
@inline
function isIndent(byte: u32): bool {
  return byte === 0x20 || byte === 0x09 || byte === 0x23 || byte === 0x2a || byte === 0x2f;
}

// @ts-ignore: decorator
@inline
function isBase64(byte: u32): bool {
  return load<u8>(keyLike + byte) !== 0 && byte !== 0x2d && byte !== 0x3d && byte !== 0x5f;
}
